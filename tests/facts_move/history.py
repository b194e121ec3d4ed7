"""One history: a request, clicks, reloads and days at random, watched by a judge who knows who acted and what was true.

The judge counts in the plainest way: for each seat of the route chosen from the facts of the moment in which access opened there
is an approval in that seat, and as many different humans approved as that route wants, none of them the one who asked.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.evaluation import gather_facts
from bot.application.register.load import load_register
from bot.application.requests.decide import Answer
from bot.application.requests.submit import Submitted, submit_request
from bot.application.requests.sweep import sweep_requests
from bot.domain.requests import Decision, Request
from bot.domain.vocabulary import DecisionOutcome, GrantState, ItemState
from bot.domain.workflows import Route, choose_route
from bot.store import grants, requests
from tests.builders import START, TODAY, TestClock, draft
from tests.facts_move.world import ASKER, World
from tests.refusing import decide_request


@dataclass
class History:
    """`acted` says for each decision, in their order, which human made it."""

    context: Context
    clock: TestClock
    random: Random
    world: World
    request: str = ""
    asker: int = 0
    acted: list[int] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)

    def live(self) -> None:
        self._load()
        self.asker = self.random.choice((ASKER, ASKER, self.random.randrange(7)))
        if not self._ask():
            return
        for _ in range(self.random.randint(6, 16)):
            self.random.choice((self._click, self._click, self._click, self._change, self._day))()
            self._judge()
        self.clock.go_to(max(START, self.context.today()))
        for _ in range(8):
            self.random.choice((self._click, self._click, self._change, self._day))()
            self._sweep()
            self._judge()

    def _load(self) -> None:
        load_register(self.context, self.world.register(), actor="test")

    def _ask(self) -> bool:
        who = self.world.member(self.asker)
        assets = self.random.choice((("A1",), ("A1", "A2")))
        wish = draft(requester=who.id, requester_slack=who.slack_id, asset_ids=assets, channel="CH")
        outcome = submit_request(self.context, wish, submit_key=f"V{self.random.random()}")
        if not isinstance(outcome, Submitted):
            self.seen["refused at once"] += 1
            return False
        self.request = outcome.request_id
        return True

    def _kept(self) -> Request:
        with self.context.store.reading() as unit:
            found = requests.load(unit, self.request)
        assert found is not None
        return found

    def _click(self) -> None:
        human, now = self.random.choice((self.world.somebody(), self.random.randrange(7))), self._kept()
        outcome = DecisionOutcome.REJECT if self.random.random() < 0.03 else DecisionOutcome.APPROVE
        answer = Answer(now.id, outcome, now.round, now.stage, reason="Because.")
        found = decide_request(self.context, self.world.member(human), answer)
        self.seen["clicked" if isinstance(found, Request) else found.code] += 1
        self.acted += [human] * (len(self._kept().decisions) - len(self.acted))

    def _change(self) -> None:
        self.world.change()
        self._load()

    def _day(self) -> None:
        self.clock.move(days=self.random.choice((0, 1, 1, 2)))
        self._sweep()

    def _sweep(self) -> None:
        sweep_requests(self.context)
        sweep_grants(self.context)

    def _judge(self) -> None:
        with self.context.store.reading() as unit:
            given = grants.of_request(unit, self.request)
        for grant in given:
            if grant.state is GrantState.ACTIVE and grant.asset not in self.opened:
                self.opened.add(grant.asset)
                self.seen["opened"] += 1
                self._judge_opening(grant.asset)

    def _judge_opening(self, item: str) -> None:
        request, route = self._kept(), self._route_of_now()
        approvals = [
            (human, decision)
            for human, decision in zip(self.acted, request.decisions, strict=True)
            if decision.item == item and decision.outcome is DecisionOutcome.APPROVE and not decision.void
        ]
        if self.world.assets[item]["asset_class"] == 0:
            return
        humans = {human for human, _ in approvals}
        assert self.asker not in humans, f"{self.asker} asked and approved"
        assert len(humans) >= route.min_distinct_people, f"{humans} for {route.min_distinct_people} people"
        seats = [seat.value for stage in route.stages for seat in stage.seats]
        assert _can_fill(seats, [decision for _, decision in approvals]), f"{item} opened with {approvals} for {seats}"

    def _route_of_now(self) -> Route:
        request = self._kept()
        with self.context.store.reading() as unit:
            facts = gather_facts(unit, self.context, request.draft)
        wanted = {item.asset for item in request.items if item.state is not ItemState.REJECTED}
        route = choose_route(self.context.workflows, facts.about(wanted))
        assert route is not None or facts.about(wanted).highest_class == 0
        return route or request.route


def _can_fill(seats: list[str], approvals: list[Decision]) -> bool:
    """Whether each seat can be given an approval of its own, by somebody who could fill it when they clicked.

    The rules of this world ask for all seats of a stage, or have one.
    """
    if not seats:
        return True
    return any(
        seats[0] in one.seats and _can_fill(seats[1:], approvals[:at] + approvals[at + 1 :]) for at, one in enumerate(approvals)
    )


def begin(context: Context, clock: TestClock, seed: int) -> History:
    """A history of its own on a database that may hold others."""
    random = Random(seed)  # noqa: S311
    clock.go_to(TODAY)
    return History(context, clock, random, World(random))
