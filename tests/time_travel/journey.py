"""Two years of one seed: the register changes, clocks jump, people click, the bot restarts; model and product live through both.

The first difference ends the journey; it is told with the seed, the day and what happened last.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.time_travel.chance import ZONES, Chance, instants
from tests.time_travel.facts import DAY, Access, World
from tests.time_travel.papers import successors, term_to_stop
from tests.time_travel.product import Product
from tests.time_travel.reminding import EVENING, MORNING, ReminderSchedule, Reminding
from tests.time_travel.suspending import Suspending

WAITS = {"nda": "paper", "gap": "counsel", "vendor": "facts", "owner": "owner"}
STEPS = (-90, -60, -30, -14, -7, -1, 0, 1, 3, 7, 14)
CLICKS = ("renew", "let_end", "puts off", "hands", "records", "resumes", "ended")
STANDINGS = ("scheduled", "active", "expired", "revoked", "paper", "counsel", "facts", "owner")
WORDS = ("end", "opt_out", "several papers", "restart", "by itself")
EVERYTHING = frozenset({*(f"step {step}" for step in STEPS), *CLICKS, *STANDINGS, *WORDS})
CLERKS = ("olga", "otto", "val", "vic", "ivy", "mo", "eve")


class Differs(AssertionError):
    """Model and product say different things."""


@dataclass
class Pace:
    """How far the clock jumps, and how often things happen when somebody looks."""

    usual_jump: float = 1.0
    change: float = 0.22
    ask: float = 0.16
    click: float = 0.45


@dataclass
class Journey:
    seed: int
    product: Product
    rng: Random
    chance: Chance
    zone: str
    pace: Pace = field(default_factory=Pace)
    diary: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.world: World = self.chance.world
        self.reminding = Reminding(self.world)
        self.suspending = Suspending(self.world, self.product.is_clean)
        self.today = date.min

    def note(self, *words: object) -> None:
        self.diary.append(f"{self.today} " + " ".join(str(word) for word in words))

    def travel(self) -> None:
        for number, instant in enumerate(instants(self.rng, self.zone, self.pace.usual_jump)):
            here = instant.astimezone(ZoneInfo(self.zone))
            self.today = here.date()
            self.product.go_to(instant)
            if self.rng.random() < 0.1:
                self.product.restart()
                self.seen.add("restart")
            if number == 0 or self.rng.random() < self.pace.change:
                self.the_register_changes(first=number == 0)
            if self.rng.random() < self.pace.ask:
                self.somebody_asks()
            self.look(here)
            if self.rng.random() < self.pace.click:
                self.somebody_clicks(here)
        self.compare_reminders()
        self.compare_records()
        self.remember()

    def the_register_changes(self, *, first: bool) -> None:
        for _ in range(0 if first else self.rng.choice([1, 1, 2])):
            self.note(self.chance.changed(self.today))
        self.product.load(self.world)

    def somebody_asks(self) -> None:
        wish = self.chance.wish(self.today)
        granted = self.product.ask(wish) if wish else None
        if wish and granted:
            wish.id = granted
            self.world.access[granted] = wish
            self.note("access", wish)

    def look(self, here: datetime) -> None:
        for _ in range(self.rng.choice([1, 1, 1, 2])):
            self.product.sweep()
        self.suspending.sweep(self.today)
        self.reminding.sweep(self.today, here.time())
        self.compare_access()
        self.compare_reminders(self.today)
        self.seen |= {word for one in self.world.access.values() for word in (one.state, one.waits_for)}
        self.seen |= {"secret waits" for one in self.world.access.values() if one.approver and one.waits_for == "owner"}

    def remember(self) -> None:
        """What this seed has met; a test that never met it would prove nothing about it."""
        for lines in self.reminding.sent.values():
            self.seen |= {word for series, step in lines.items() for word in (f"step {step}", series.to)}
            self.seen |= {"several papers"} if len(lines) > 1 else set()
        self.seen |= {"by itself"} if self.suspending.came_back_by_itself else set()
        done = [entry for entry in self.diary if entry.endswith("-> done")]
        self.seen |= {click for click in CLICKS for entry in done if f" {click} " in entry}

    # people

    def somebody_clicks(self, here: datetime) -> None:
        if self.world.works(self.today) and MORNING <= here.time() < EVENING:
            self.rng.choice([self.answer_a_reminder, self.answer_a_reminder, self.resume, self.end_early])()

    def answer_a_reminder(self) -> None:
        recent = [
            (person, line)
            for (day, person), lines in self.reminding.sent.items()
            if day >= self.today - 20 * DAY
            for line in lines
        ]
        if not recent:
            return
        person, series = self.rng.choice(recent)
        actor = person if self.rng.random() < 0.85 else self.rng.choice(CLERKS)
        if self.world.present(actor) and series.paper in self.world.papers:
            self.rng.choice([self.decide, self.snooze, self.snooze, self.hand_over, self.record])(series, actor)

    def decide(self, series: ReminderSchedule, actor: str) -> None:
        decision = self.rng.choice(["renew", "let_end"])
        self.same(
            f"{actor} decides to {decision} {series}",
            self.product.decide(series, actor, decision),
            self.reminding.decide(series, actor, decision, self.today),
        )

    def snooze(self, series: ReminderSchedule, actor: str) -> None:
        until = self.today + timedelta(days=self.rng.choice([0, 1, 2, 5, 10, 40]))
        self.same(
            f"{actor} puts off {series} until {until}",
            self.product.snooze(series, actor, until),
            self.reminding.snooze(series, actor, until, self.today),
        )

    def hand_over(self, series: ReminderSchedule, actor: str) -> None:
        instead = self.rng.choice([None, "olga", "otto", "ole", "vic", "mo"])
        self.same(
            f"{actor} hands {series} over to {instead}",
            self.product.hand_over(series, actor, instead),
            self.reminding.hand_over(series, actor, instead, self.today),
        )

    def record(self, series: ReminderSchedule, actor: str) -> None:
        old = self.world.papers[series.paper]
        end = self.chance.ends_of(old, self.today)
        begins = end + timedelta(days=self.rng.choice([1, 1, 1, -10, 6]))
        number = next(n for n in range(2, 99) if f"NDA-{old.vendor}-{n}" not in self.world.papers)
        name = f"NDA-{old.vendor}-{number}"
        ends = max(begins, term_to_stop(old, self.today)) + timedelta(days=self.rng.randint(60, 400))
        same = {"owner": old.owner, "renew_months": old.renew_months, "notice_days": old.notice_days}
        new = self.chance.follow(old, self.today, begins, id=name, ends=ends, **same)
        del self.world.papers[name]
        fits = new.begins > old.begins
        first = not successors(self.world, old, self.today)
        may = self.reminding.can_be_answered(series, self.today) and self.reminding.may_decide(old, actor) and fits and first
        if fits:
            self.same(f"{actor} records {new}", self.product.record_successor(series, actor, new), may)
        if may:
            self.world.papers[name] = new

    def resume(self) -> None:
        waiting = [
            one for one in self.world.access.values() if one.state == "suspended" and one.waits_for in ("owner", "counsel")
        ]
        if waiting:
            access = self.rng.choice(waiting)
            self.accept(access) if access.waits_for == "counsel" else self.confirm(access)

    def accept(self, access: Access) -> None:
        gap = self.rng.choice(self.suspending.gaps(access, self.today) or [None])
        counsels = sorted(self.world.holding("ip_counsel"))
        if counsels and gap:
            self.same(f"counsel accepts {gap} of {access.id}", self.product.accept_gap(counsels[0], access.vendor, gap), True)
            self.suspending.counsel_accepts(access.vendor, gap, self.today)
            self.compare_access()

    def confirm(self, access: Access) -> None:
        owner = self.world.things[access.thing].owner
        if self.world.present(owner):
            done = self.suspending.owner_confirms(access)
            self.same(f"{owner} resumes {access.id}", self.product.resume(owner, access.request), done)
            self.compare_access()

    def end_early(self) -> None:
        running = [one for one in self.world.access.values() if one.approver and not one.is_over]
        if running and self.rng.random() < 0.3:
            access = self.rng.choice(running)
            self.same(f"{access.id} is ended early", self.product.end(access.request), True)
            self.suspending.ended_early(access)

    # both sides

    def same(self, what: str, product: bool, model: bool) -> None:
        self.note(what, "-> done" if model else "-> refused")
        if product is not model:
            raise self.differs(
                f"{what}: the product {'did it' if product else 'refused'}, the model {'does' if model else 'refuses'}"
            )

    def compare_access(self) -> None:
        found = {name: (state, _waits(state, reasons)) for name, (state, reasons) in self.product.standing().items()}
        expected = {one.id: (one.state, one.waits_for) for one in self.world.access.values()}
        if found != expected:
            names = sorted({*found, *expected})
            wrong = [
                f"{n}: product {found.get(n)}, model {expected.get(n)}; {self.world.access.get(n)}"
                for n in names
                if found.get(n) != expected.get(n)
            ]
            raise self.differs(*wrong)

    def compare_reminders(self, only: date | None = None) -> None:
        found, expected = self.product.sent(only), {k: v for k, v in self.reminding.sent.items() if only in (None, k[0])}
        if found != expected:
            keys = sorted(key for key in {*found, *expected} if found.get(key) != expected.get(key))
            raise self.differs(*(f"{k}: product {found.get(k)}, model {expected.get(k)}" for k in keys[:5]))

    def compare_records(self) -> None:
        """One entry of the record for each line, with the true number of days."""
        entries = [(e["bundle"], e["about"], e["step"], e["days"]) for e in self.product.recorded("agreement.reminded")]
        lines = [
            (f"reminders:{person}:{day}", series.paper, step, (series.on - day).days)
            for (day, person), told in self.reminding.sent.items()
            for series, step in told.items()
        ]
        if sorted(entries) != sorted(lines):
            raise self.differs("the record does not say what was sent")

    def differs(self, *words: str) -> Differs:
        papers = [str(one) for one in self.world.papers.values()]
        told = [f"seed {self.seed} on {self.today} in {self.zone}", *words, "papers:", *papers, "before:", *self.diary[-25:]]
        return Differs("\n".join(told))


def _waits(state: str, reasons: tuple[str, ...]) -> str:
    if state != "suspended":
        return ""
    kinds = {WAITS[reason.split(":")[0]] for reason in reasons}
    return next((one for one in ("paper", "counsel", "facts", "owner") if one in kinds), "checks")


def begin(seed: int, product: Callable[[str], Product], pace: Pace | None = None) -> Journey:
    """`product` opens it in the zone of this seed."""
    rng = Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
    zone = rng.choice(ZONES)
    return Journey(seed, product(zone), rng, Chance(rng), zone, pace or Pace())
