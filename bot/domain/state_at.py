"""How a request stood at an instant that has passed, told from its entries in the record alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.domain.dates import ONE_DAY, is_working_day
from bot.domain.events import Event, Happened
from bot.domain.happenings.requests import FactsWorsened, ItemApproved, ItemRejected, StageOpened
from bot.domain.vocabulary import RequestState, Role
from bot.domain.workflows import Route

Told = tuple[datetime, Event]  # one entry: when it was written, and what happened
Approval = tuple[str, int, str]  # item, stage, seat
_MOVES = frozenset(
    {
        Happened.REQUEST_SUBMITTED,
        Happened.FACTS_WORSENED,
        Happened.FACTS_RECOVERED,
        Happened.ROUTE_WIDENED,
        Happened.REQUEST_APPROVED,
        Happened.REQUEST_REJECTED,
    }
)


@dataclass(frozen=True)
class Then:
    """A request at an instant: `since` it is in its state, `asked_at` its present round of approvals began."""

    state: RequestState
    since: datetime
    asked_at: datetime
    round: int = 0
    stage: int = 0
    approved: frozenset[Approval] = field(default_factory=frozenset)
    rejected: frozenset[str] = field(default_factory=frozenset)


def stood_at(entries: Iterable[Told], moment: datetime) -> Then | None:
    """`entries` are those of one request, oldest first; None if it had not been asked by then."""
    then: Then | None = None
    for at, event in entries:
        if at <= moment:
            then = _begun(event, at) if then is None else _moved(then, event, at)
    return then


def _begun(event: Event, at: datetime) -> Then | None:
    if event.happened is not Happened.REQUEST_SUBMITTED:
        return None
    return Then(RequestState(event.after or ""), at, at)


def _moved(then: Then, event: Event, at: datetime) -> Then:
    if event.happened is Happened.ITEM_APPROVED:
        yes = ItemApproved.read(event)
        return replace(then, approved=then.approved | {(yes.item, yes.stage, yes.seat)})
    if event.happened is Happened.ITEM_REJECTED:
        return replace(then, rejected=then.rejected | {ItemRejected.read(event).item})
    if event.happened is Happened.STAGE_OPENED:
        opened = StageOpened.read(event)
        fresh = opened.round != then.round or then.since > then.asked_at
        return replace(then, round=opened.round, stage=opened.stage, asked_at=at if fresh else then.asked_at)
    if event.happened is Happened.FACTS_WORSENED:
        void = {one.item for one in FactsWorsened.read(event).worse}
        then = replace(then, approved=frozenset(one for one in then.approved if one[0] not in void))
    if event.happened in _MOVES and event.after != then.state.value:
        return replace(then, state=RequestState(event.after or ""), since=at)
    return then


def seats_open(route: Route, then: Then, items: Iterable[str]) -> tuple[Role, ...]:
    """The roles that the stage waited for: those that had not answered for every item that was still in question."""
    if then.state is not RequestState.PENDING_APPROVAL or then.stage >= len(route.stages):
        return ()
    stage = route.stages[then.stage]
    left = [item for item in items if item not in then.rejected]
    if stage.quantifier != "all":
        return stage.seats
    return tuple(seat for seat in stage.seats if not all((item, then.stage, seat.value) in then.approved for item in left))


def time_with_deciders(entries: Iterable[Told], holidays: Collection[date]) -> timedelta:
    """How long the request waited for people, on working days; the clock stands while a check or a waiver is in the way.

    Days begin and end in the zone of the instants that are given.
    """
    waited, state, since = timedelta(), None, None
    for at, event in entries:
        if event.happened in _MOVES:
            if state == RequestState.PENDING_APPROVAL.value and since is not None:
                waited += working_time(since, at, holidays)
            state, since = event.after, at
    return waited


def working_time(begin: datetime, end: datetime, holidays: Collection[date]) -> timedelta:
    """The part of this span that lies on working days, each from midnight to midnight."""
    total, at = timedelta(), begin.replace(tzinfo=None)
    until = end.replace(tzinfo=None)
    while at < until:
        midnight = datetime.combine(at.date() + ONE_DAY, time())
        step = min(midnight, until)
        if is_working_day(at.date(), holidays):
            total += step - at
        at = step
    return total
