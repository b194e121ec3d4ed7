"""Which reminders must be sent to whom on which day, the slow way: every paper, every step, every person, every time it is asked.

A reminder is one line (paper, which end, its day, step) in the one message that a person has on a working day.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from tests.time_travel.facts import DAY, Paper, RenewalDecision, World
from tests.time_travel.papers import ends_of_terms, is_signed, last_day, successors, term_to_stop
from tests.time_travel.stakeholders import is_open, owners, people, reached_by

BEFORE = (-90, -60, -30, -14, -7, -1, 0)
OFFICES = ("vendor_manager", "engineering_manager", "ip_counsel", "data_owner", "executive_sponsor", "administrator")
MORNING, EVENING = time(8), time(20)


@dataclass(frozen=True, order=True)
class ReminderSchedule:
    """One count to one day: to the end of a paper, or to the last day on which its renewal can be stopped."""

    paper: str
    to: str
    on: date


@dataclass
class Waiting:
    """A step that was due for a person, and stands in their next message; as whom they hear of it."""

    series: ReminderSchedule
    step: int
    roles: set[str]


@dataclass
class Reminding:
    world: World
    cares: dict[str, RenewalDecision] = field(default_factory=dict)
    decisions: dict[ReminderSchedule, str] = field(default_factory=dict)
    given: dict[ReminderSchedule, dict[int, dict[str, set[str]]]] = field(default_factory=dict)
    put_off: dict[tuple[ReminderSchedule, int, str], date] = field(default_factory=dict)
    waiting: dict[str, list[Waiting]] = field(default_factory=dict)
    sent: dict[tuple[date, str], dict[ReminderSchedule, int]] = field(default_factory=dict)

    # what is counted to

    def series_of(self, paper: Paper, today: date) -> list[ReminderSchedule]:
        if not is_signed(paper, today) or self.is_replaced(paper, today):
            return []
        if self.renews_on(paper, today):
            return self.renewing(paper, today)
        end = last_day(self.world, paper, today)
        return [ReminderSchedule(paper.id, "end", end)] if end else []

    def renews_on(self, paper: Paper, today: date) -> bool:
        """Nobody gave notice, and no successor has begun."""
        taken_over = any(new.begins <= today for new in successors(self.world, paper, today))
        return paper.renews and paper.noticed is None and not taken_over

    def renewing(self, paper: Paper, today: date) -> list[ReminderSchedule]:
        """The next opt-out day, and the one before for its last word; or the end, once it is terminated within this term."""
        found: list[ReminderSchedule] = []
        for end in ends_of_terms(paper):
            opt_out = end - timedelta(days=paper.notice_days)
            if opt_out >= today:
                if paper.terminated is not None and paper.terminated <= end:
                    return [ReminderSchedule(paper.id, "end", paper.terminated)]
                return [*found, ReminderSchedule(paper.id, "opt_out", opt_out)]
            found = [ReminderSchedule(paper.id, "opt_out", opt_out)]
        raise AssertionError

    def is_replaced(self, paper: Paper, today: date, before: tuple[Paper, ...] = ()) -> bool:
        """By a signed paper that leaves no gap, or has begun, and lasts as long: by itself, or because it is replaced in turn."""
        for new in successors(self.world, paper, today):
            if new in before:
                continue
            own, decided = last_day(self.world, new, today), self.end_to_decide(paper, today)
            in_time = decided is None or new.begins <= max(decided + DAY, today)
            end = self.end_if_replaced(paper, new, today)
            lasts = own is None or (end is not None and own >= end)
            if in_time and (lasts or self.is_replaced(new, today, (*before, paper))):
                return True
        return False

    def end_to_decide(self, paper: Paper, today: date) -> date | None:
        """The end of the term that can still be stopped; of a paper that does not renew, its end."""
        if self.renews_on(paper, today):
            return min(term_to_stop(paper, today), paper.terminated or date.max)
        return last_day(self.world, paper, today)

    def end_if_replaced(self, paper: Paper, new: Paper, today: date) -> date | None:
        """When the old paper ends, if the new one takes over as it says: it renews no more once the new one begins."""
        if self.renews_on(paper, today):
            term = next(one for one in ends_of_terms(paper) if one >= new.begins - DAY)
            return min(term, paper.terminated or date.max)
        return last_day(self.world, paper, today)

    # which step is due

    def due(self, series: ReminderSchedule, today: date) -> list[int]:
        """All steps that are due as things stand, the oldest first."""
        steps = [*BEFORE, 1] if series.to == "opt_out" else [*BEFORE, 1, 3, 7, *range(14, 1000, 7)]
        past = [step for step in steps if series.on + timedelta(days=step) <= today]
        come = [step for step in past if self.world.morning_of(series.on + timedelta(days=step)) <= today]
        return [step for step in come if self.is_wanted(series, step)]

    def is_wanted(self, series: ReminderSchedule, step: int) -> bool:
        if step > 0:
            return True
        if self.in_signature(series.paper):
            return step in (-30, -7, -1, 0)
        return step != -60 or series not in self.decisions

    def in_signature(self, paper: str) -> bool:
        drafts = [one for one in self.world.papers.values() if one.replaces == paper and one.signed is None]
        return any(one.stage in ("out_for_signature", "partly_signed") for one in drafts)

    def is_silent(self, series: ReminderSchedule, today: date) -> bool:
        ended = series.to == "end" and series.on < today
        return ended and not is_open(self.world, self.world.papers[series.paper], today)

    def is_live(self, series: ReminderSchedule, today: date) -> bool:
        paper = self.world.papers.get(series.paper)
        return paper is not None and series in self.series_of(paper, today)

    # what is sent

    def sweep(self, today: date, at: time) -> None:
        """As often as you like: by night and on free days nothing is sent."""
        if not self.world.works(today) or not MORNING <= at < EVENING:
            return
        for paper in list(self.world.papers.values()):
            for series in self.series_of(paper, today):
                if not self.is_silent(series, today):
                    self.give(paper, series, today)
        self.wake(today)
        for person in sorted(self.waiting):
            if (today, person) not in self.sent:
                self.tell(person, today)

    def give(self, paper: Paper, series: ReminderSchedule, today: date) -> None:
        """The latest due step to everybody whom it and the skipped ones reach; of one that was given, only to a new owner."""
        due = self.due(series, today)
        if not due:
            return
        before, step, care = self.given.setdefault(series, {}), due[-1], self.cares.get(paper.id)
        if step not in before:
            skipped = [one for one in due if one not in before]
            everybody = set().union(*(reached_by(one) for one in skipped))
            for person, as_whom in people(self.world, paper, care, everybody, today).items():
                for one in skipped:
                    if as_whom & reached_by(one):
                        before.setdefault(one, {})[person] = as_whom
                before.setdefault(step, {})[person] = as_whom
                self.waiting.setdefault(person, []).append(Waiting(series, step, as_whom))
        elif series.to == "end" or step <= 0:
            told = set().union(*(before[one] for one in before if one >= step))
            for owner in owners(self.world, paper, care) - told:
                before[step][owner] = {"owner"}
                self.waiting.setdefault(owner, []).append(Waiting(series, step, {"owner"}))

    def wake(self, today: date) -> None:
        for (series, step, person), until in list(self.put_off.items()):
            if until <= today:
                del self.put_off[series, step, person]
                self.waiting.setdefault(person, []).append(Waiting(series, step, self.given[series][step][person]))

    def tell(self, person: str, today: date) -> None:
        """One message of all that waits, the latest step of each; nothing that is no longer true, or no longer theirs."""
        lines: dict[ReminderSchedule, int] = {}
        for one in self.waiting.pop(person):
            if not self.is_still_theirs(one, person, today):
                self.never_said(one, person)
            else:
                lines[one.series] = max(one.step, lines.get(one.series, one.step))
        if lines:
            self.sent[today, person] = lines

    def never_said(self, one: Waiting, person: str) -> None:
        """A step that nobody was told is as if it had not been due yet."""
        told = self.given[one.series].get(one.step, {})
        told.pop(person, None)
        if not told:
            self.given[one.series].pop(one.step, None)

    def is_still_theirs(self, one: Waiting, person: str, today: date) -> bool:
        if not self.is_live(one.series, today) or self.is_silent(one.series, today):
            return False
        paper = self.world.papers[one.series.paper]
        return person in people(self.world, paper, self.cares.get(paper.id), one.roles, today)

    # words of people; each returns whether it is done

    def may_decide(self, paper: Paper, actor: str) -> bool:
        offices = self.world.holding("vendor_manager") | self.world.holding("ip_counsel")
        return actor in owners(self.world, paper, self.cares.get(paper.id)) | offices

    def can_be_answered(self, series: ReminderSchedule, today: date) -> bool:
        return self.is_live(series, today) and not (series.to == "opt_out" and series.on < today)

    def decide(self, series: ReminderSchedule, actor: str, decision: str, today: date) -> bool:
        if not self.can_be_answered(series, today) or not self.may_decide(self.world.papers[series.paper], actor):
            return False
        if decision == "let_end" and series.on < today and self.decisions.get(series) != "let_end":
            return False
        self.decisions[series] = decision
        return True

    def snooze(self, series: ReminderSchedule, actor: str, until: date, today: date) -> bool:
        """Their own copy of the current step, at most until the next step's day, and never from seven days before on."""
        due = self.due(series, today)
        if not self.can_be_answered(series, today) or not self.is_theirs(self.world.papers[series.paper], actor):
            return False
        if not due or due[-1] >= -7 or series.on - today <= 7 * DAY:
            return False
        following = next(step for step in BEFORE if step > due[-1])
        latest = self.world.morning_of(series.on + timedelta(days=following))
        if not today < min(until, latest) or actor not in self.given.get(series, {}).get(due[-1], {}):
            return False
        self.put_off[series, due[-1], actor] = min(until, latest)
        return True

    def is_theirs(self, paper: Paper, actor: str) -> bool:
        """Whether they have still to do with it: as its owner, as the vendor's, or by an office that reminders reach."""
        offices = set().union(*(self.world.holding(role) for role in OFFICES))
        named = {paper.owner, self.world.vendor_owners[paper.vendor]}
        return actor in owners(self.world, paper, self.cares.get(paper.id)) | offices | named

    def hand_over(self, series: ReminderSchedule, actor: str, instead: str | None, today: date) -> bool:
        paper = self.world.papers[series.paper]
        care = self.cares.get(paper.id)
        if not self.can_be_answered(series, today) or actor not in owners(self.world, paper, care):
            return False
        declined = set(care.declined) if care and care.instead_of == paper.owner else set()
        new = RenewalDecision(paper.owner, instead, (declined | {actor}) - {instead})
        if (instead and not self.world.present(instead)) or not owners(self.world, paper, new) - {actor}:
            return False
        self.cares[paper.id] = new
        return True
