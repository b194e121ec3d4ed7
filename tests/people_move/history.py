"""One history: people move day by day while four kinds of questions are open, watched by a judge who knows who could answer."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

from bot.application.access.sweep import sweep_grants
from bot.application.access.views import GapQuestion, Notice, ResumeQuestion
from bot.application.agreements.sweep import sweep_reminders
from bot.application.agreements.views import Reminder
from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.people.accounts import AccountWatch
from bot.application.register.load import load_register
from bot.application.requests.decide import Answer
from bot.application.requests.submit import Submitted, submit_request
from bot.application.requests.sweep import sweep_requests
from bot.application.requests.views import Ask
from bot.domain.dates import add_working_days
from bot.domain.requests import Request
from bot.domain.vocabulary import DecisionOutcome, GrantState, RequestState
from bot.store import accounts, grants, requests
from bot.store.outbox import SLACK
from tests.builders import TestClock, draft
from tests.fakes.directory import FakeDirectory, profile
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE
from tests.people_move.world import ASKER, BOSS, COUNSEL, GAP_FROM, World
from tests.refusing import decide_request

FIRST_DAY = date(2026, 11, 24)
DAYS = 6


@dataclass
class History:
    """`could` says of each question whether somebody could answer it when last looked at; `told` how often nobody could."""

    context: Context
    clock: TestClock
    random: Random
    world: World
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    request: str = ""
    could: dict[str, bool] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def live(self) -> None:
        self.watch = AccountWatch(self.context, FakeDirectory())
        self._load()
        self._minute()
        self.world.ended_on = GAP_FROM.replace(day=GAP_FROM.day - 1)
        self._load()
        self._ask()
        for _ in range(DAYS):
            self._minute()
            self._judge()
            self.random.choice((self._change, self._change, self._change, self._click))()
            self.clock.go_to(add_working_days(self.context.today(), 1))

    def _load(self) -> None:
        load_register(self.context, self.world.register(), actor="test")
        self._believe()

    def _believe(self) -> None:
        """Who is named while nobody knows that their account is closed could answer, for all that anybody knows."""
        with self.context.store.reading() as unit:
            known = {str(member.slack_id) for member, _ in accounts.unreachable(unit)}
        closed, self.world.closed = self.world.closed, known
        for question in self.could:
            self.could[question] |= bool(self._able(question))
        self.world.closed = closed

    def _able(self, question: str) -> set[int]:
        if question == "R-OLD":
            return self.world.owners()
        if question == "V2":
            return self.world.holding(COUNSEL)
        if question == "NDA-1":
            return self.world.keepers()
        now = self._kept()
        return self.world.deciders(self._waits_in(now)) if now is not None else set()

    def _waits_in(self, now: Request) -> str:
        """The stage that is open, or the next one where that is filled."""
        number = now.stage + bool(now.approvals("A1", now.stage))
        return now.route.stages[number].name if number < len(now.route.stages) else ""

    def _ask(self) -> None:
        wish = draft(requester=f"h{ASKER}", requester_slack=self.world.accounts[ASKER], end_on=date(2027, 1, 10))
        outcome = submit_request(self.context, wish, submit_key=f"V{self.random.random()}")
        self.request = outcome.request_id if isinstance(outcome, Submitted) else ""
        self.seen["asked" if self.request else "refused at once"] += 1

    def _change(self) -> None:
        """Who moves is loaded; what happens in Slack alone is loaded by nobody."""
        self.world.change()
        self._load()

    def _click(self) -> None:
        if (now := self._kept()) is None or now.current_stage is None:
            return
        able = sorted(self.world.deciders(now.current_stage.name))
        if able:
            who = self.world.members()[self.random.choice(able)]
            decide_request(self.context, who, Answer(now.id, DecisionOutcome.APPROVE, now.round, now.stage))

    def _minute(self) -> None:
        """Accounts are looked at, the sweeps run, and all that is promised is delivered."""
        self.messenger.gone = set(self.world.closed)
        accounts = [one for one in self.world.accounts.values() if one is not None]
        self.watch.directory = FakeDirectory(*(profile(one) for one in accounts if one not in self.world.closed))
        for _ in range(2):
            self.watch.look()
            for sweep in (sweep_requests, sweep_grants):
                sweep(self.context)
            ask_all_again(self.context)
            while sweep_reminders(self.context):
                pass
            while deliver_next(self.context, Outside(self.messenger, FakeTracker()), SLACK, AT_ONCE):
                pass

    def _kept(self) -> Request | None:
        with self.context.store.reading() as unit:
            return requests.load(unit, self.request) if self.request else None

    def _judge(self) -> None:
        now = self._kept()
        if now is not None and now.state is RequestState.PENDING_APPROVAL and now.current_stage is not None:
            self._judge_request(now)
        with self.context.store.reading() as unit:
            given = {one.id: one for name in ("R-OLD", "R-GAP") for one in grants.of_request(unit, name)}
        if given["G-OLD"].state is GrantState.SUSPENDED and given["G-OLD"].reasons == ("owner",):
            self._judge_one("R-OLD", self._able("R-OLD"), self._asked(ResumeQuestion, "R-OLD"))
        if any(reason.startswith("gap:") for reason in given["G-GAP"].reasons):
            self._judge_one("V2", self._able("V2"), self._asked(GapQuestion, "V2"))
        self._judge_one("NDA-1", self._able("NDA-1"), self._asked(Reminder, "NDA-1"))

    def _judge_request(self, now: Request) -> None:
        able, is_filled = self._able(now.id), bool(now.approvals("A1", now.stage))
        assert not (is_filled and able), f"{now.id} does not go on into a stage that {able} could fill"
        self._judge_one(now.id, able, self._asked(Ask, now.id))

    def _asked(self, kind: type, about: str) -> set[str]:
        """In whose accounts a question of this kind stands with a button."""
        return {
            one.destination.name for one in self.messenger.posted if isinstance(one.message, kind) and _asks(one.message, about)
        }

    def _judge_one(self, question: str, able: set[int], asked: set[str]) -> None:
        accounts = {self.world.accounts[human] for human in able}
        assert accounts <= asked, f"{question} waits for {accounts}, and {asked} are asked"
        open_ones = asked - self.world.closed
        assert question == "NDA-1" or open_ones <= accounts, f"{question} has buttons at {open_ones}, and waits for {accounts}"
        if not able and self.could.get(question, True):
            self.told[question] += 1
        self.could[question] = bool(able)
        self.seen["answerable" if able else "nobody"] += 1
        headlines = [str(one.message.headline) for one in self._notices() if "Nobody can answer" in str(one.message.headline)]
        words = {"V2": "no paper with Watt GmbH"}.get(question, question)
        assert sum(words in line for line in headlines) == self.told[question], (question, self.told[question], headlines)

    def _notices(self):  # type: ignore[no-untyped-def]
        boss = self.world.accounts[BOSS]
        return [one for one in self.messenger.posted if one.destination.name == boss and isinstance(one.message, Notice)]


def _asks(message: object, about: str) -> bool:
    match message:
        case Ask():
            return message.asked_now and message.request.id == about
        case ResumeQuestion():
            return message.waits and message.request == about
        case GapQuestion():
            return message.waits and message.vendor_id == about
        case Reminder():
            return any(paper.id == about and (paper.buttons.renew or paper.buttons.record) for paper in message.papers)
    return False


def begin(context: Context, clock: TestClock, seed: int) -> History:
    """A history of its own."""
    random = Random(seed)  # noqa: S311
    clock.go_to(FIRST_DAY)
    return History(context, clock, random, World(random))
