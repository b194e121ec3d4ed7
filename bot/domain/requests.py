"""A request and its decisions, as values: where it stands, and what each decision was."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.checks.results import CheckResult, about, overall
from bot.domain.drafts import Draft
from bot.domain.register import Human
from bot.domain.vocabulary import DecisionOutcome, ItemState, Mode, Outcome, RequestState
from bot.domain.workflows import Route, Stage


@dataclass(frozen=True)
class RequestItem:
    asset: str
    mode: Mode
    state: ItemState = ItemState.PENDING


@dataclass(frozen=True)
class Decision:
    """One person's answer for one item in one stage. `seats` are those open to them at the click, `seat` the one filled."""

    item: str
    stage: int
    round: int
    actor: str
    outcome: DecisionOutcome
    seats: tuple[str, ...]
    seat: str
    at: datetime
    snapshot: int
    reason: str = ""
    void: bool = False
    slack_id: str | None = None

    @property
    def human(self) -> Human:
        return Human(self.actor, self.slack_id)


@dataclass(frozen=True)
class Pause:
    """Time that does not count for the stage that began at `of`: working days, and since when it stands still, if it does."""

    of: datetime
    on: date | None = None
    days: int = 0


@dataclass(frozen=True)
class Request:
    """`round` counts restarts of the route (from 1), `stage` is an index into it, `snapshot` the facts being decided on."""

    id: str
    draft: Draft
    route: Route
    state: RequestState
    items: tuple[RequestItem, ...]
    submitted_at: datetime
    stage_since: datetime
    rank: int
    round: int = 1
    stage: int = 0
    snapshot: int = 1
    decisions: tuple[Decision, ...] = ()
    pause: Pause | None = None

    @property
    def paused(self) -> Pause:
        """The pause of the open stage; another stage has a time of its own."""
        return self.pause if self.pause is not None and self.pause.of == self.stage_since else Pause(self.stage_since)

    @property
    def current_stage(self) -> Stage | None:
        return self.route.stages[self.stage] if self.stage < len(self.route.stages) else None

    @property
    def pending(self) -> tuple[RequestItem, ...]:
        return tuple(item for item in self.items if item.state is ItemState.PENDING)

    @property
    def pending_assets(self) -> frozenset[str]:
        return frozenset(item.asset for item in self.pending)

    @property
    def rejected_assets(self) -> tuple[str, ...]:
        return tuple(item.asset for item in self.items if item.state is ItemState.REJECTED)

    @property
    def involved(self) -> tuple[Human, ...]:
        """Who asked, and then who decided; what became void does not count."""
        return tuple(dict.fromkeys([self.draft.asked_by, *(one.human for one in self.decisions if not one.void)]))

    def approvals(self, item: str, stage: int) -> tuple[Decision, ...]:
        """The valid approvals of one item in one stage, in the order of the clicks."""
        return tuple(
            decision
            for decision in self.decisions
            if (decision.item, decision.stage) == (item, stage)
            and decision.outcome is DecisionOutcome.APPROVE
            and not decision.void
        )

    def with_item(self, asset: str, state: ItemState) -> "Request":
        return replace(self, items=tuple(replace(i, state=state) if i.asset == asset else i for i in self.items))

    def with_decisions(self, made: Iterable[Decision]) -> "Request":
        return replace(self, decisions=(*self.decisions, *made))


def first_of_each(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The first decision of each human, however they are called since."""
    found: list[Decision] = []
    for decision in decisions:
        if not any(decision.human.is_same(one.human) for one in found):
            found.append(decision)
    return tuple(found)


def standing(results: Iterable[CheckResult], items: Collection[str]) -> RequestState:
    """Where the facts about its pending items put an open request."""
    worst = overall(about(results, items))
    if worst is Outcome.BLOCK:
        return RequestState.BLOCKED
    return RequestState.AWAITING_WAIVER if worst is Outcome.WAIVER else RequestState.PENDING_APPROVAL
