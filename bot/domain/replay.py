"""What the entries of one subject tell of the states of its request, decisions, snapshots, access and audits.

An entry of a word or with a field that is not known here tells of the states that it names and takes nothing back; what is known
of its subject besides is then read with more patience (`is_strange`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.events import Happened
from bot.domain.happenings.access import AccessScheduled, AccessTakenIn
from bot.domain.happenings.requests import (
    FactsTaken,
    FactsWorsened,
    ItemAnswered,
    ItemApproved,
    ItemRejected,
    RequestRejected,
    RequestSubmitted,
    RouteWidened,
    StageOpened,
)
from bot.domain.raw_entries import Proven
from bot.domain.register import Human
from bot.domain.reminders import RenewalChoice
from bot.domain.replayed_audits import ToldAudit
from bot.domain.vocabulary import ENDS_SOON, GrantState, RequestState

_OF_REQUESTS = (  # what is told of a request and moves nothing that is compared, besides what `_of_request` reads
    Happened.FACTS_RECOVERED,
    Happened.REQUEST_APPROVED,
    Happened.CLICK_REFUSED,
    Happened.DETAILS_READ,
    Happened.ACCESS_ENDS_SOON,
    Happened.ACKNOWLEDGEMENT_NOTED,
    Happened.MESSAGE_GIVEN_UP,
    Happened.ASKED_AGAIN,
    Happened.STAGE_REMINDED,
    Happened.NOBODY_LEFT,
    Happened.SOMEBODY_BACK,
)
_OVER = RequestState.REJECTED.value
_CLOSED = (GrantState.EXPIRED.value, GrantState.REVOKED.value, GrantState.CLOSED.value)


@dataclass
class ToldDecision:
    """One answer, as its entry tells it; `hash` is over the whole of it, and empty in entries of older releases."""

    number: int
    happened: Happened
    item: str
    stage: int
    actor: str
    seat: str
    snapshot: int
    hash: str = ""
    void: bool = False
    slack_id: str | None = None

    @property
    def human(self) -> Human:
        return Human(self.actor, self.slack_id)

    @property
    def key(self) -> tuple[str, ...]:
        """What entries of older releases tell of it."""
        outcome = "approve" if self.happened is Happened.ITEM_APPROVED else "reject"
        return (self.item, str(self.stage), self.actor, outcome, self.seat, str(self.snapshot))


@dataclass
class ToldAccess:
    """One access, as its entries tell it; not `is_given` if none says that it was given, or taken in from the register."""

    state: str | None = None
    person: str | None = None
    asset: str | None = None
    hash: str = ""
    is_given: bool = False
    is_strange: bool = False  # it moved on from where access ends


@dataclass
class ToldCare:
    """What becomes of a paper, as its entries tell it, and who said so."""

    decision: str
    decided_by: str


@dataclass
class Told:
    """All that the entries of one subject tell."""

    state: str | None = None
    round: int = 1
    stage: int | None = None
    stage_at: datetime | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    floor: Mapping[str, Any] | None = None
    snapshots: dict[int, Mapping[str, str]] = field(default_factory=dict)
    rejected: set[str] = field(default_factory=set)
    open: frozenset[str] = frozenset()  # items whose access was open when the rest had to be decided (again)
    public: frozenset[str] = frozenset()  # those among them that needed no decision
    rank: int | None = None
    decisions: list[ToldDecision] = field(default_factory=list)
    access: dict[str, ToldAccess] = field(default_factory=dict)
    audits: dict[str, ToldAudit] = field(default_factory=dict)
    care: ToldCare | None = None
    is_asked: bool = False
    was_open: bool = False
    is_strange: bool = False
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def take(self, entry: Proven) -> None:
        """Go on by one entry, the next of its subject."""
        event = entry.event
        if take := _TAKERS.get(event.entity):
            try:
                take(self, entry)
            except (KeyError, TypeError, ValueError, IndexError, AttributeError):
                self.wrong.append((entry.head.number, f"{entry.words} lacks what such an entry tells"))

    @property
    def approvals(self) -> list[ToldDecision]:
        return [one for one in self.decisions if one.happened is Happened.ITEM_APPROVED and not one.void]


def replayed(entries: Iterable[Proven]) -> Told:
    told = Told()
    for entry in entries:
        told.take(entry)
    return told


def _of_request(told: Told, entry: Proven) -> None:
    event = entry.event
    if event.happened is Happened.REQUEST_SUBMITTED:
        _submitted(told, RequestSubmitted.read(event))
    elif event.happened is Happened.ITEM_APPROVED:
        _decided(told, entry, ItemApproved.read(event))
    elif event.happened is Happened.ITEM_REJECTED:
        _decided(told, entry, ItemRejected.read(event))
    elif event.happened is Happened.STAGE_OPENED:
        opened = StageOpened.read(event)
        told.stage, told.round, told.stage_at = opened.stage, opened.round, entry.at
    elif event.happened is Happened.FACTS_TAKEN:
        taken = FactsTaken.read(event)
        told.snapshots[taken.snapshot] = taken.hashes
    elif event.happened is Happened.FACTS_WORSENED:
        _worsened(told, FactsWorsened.read(event))
    elif event.happened is Happened.ROUTE_WIDENED:
        _widened(told, RouteWidened.read(event))
    elif event.happened is Happened.REQUEST_REJECTED:
        told.rejected.update(RequestRejected.read(event).items or ())
    elif event.happened not in _OF_REQUESTS:
        told.is_strange = True
    _move(told, entry)


def _move(told: Told, entry: Proven) -> None:
    if entry.event.after is None:
        return
    if told.state == _OVER and entry.event.after != _OVER:
        told.wrong.append((entry.head.number, f"{entry.words} moves on from a request that was rejected"))
    told.state = entry.event.after


def _submitted(told: Told, event: RequestSubmitted) -> None:
    told.is_asked = True
    told.hashes = event.hashes
    told.floor, told.rank = event.route, event.rank
    told.snapshots[event.snapshot] = told.hashes
    told.open = told.public = frozenset(event.open or ())


def _decided(told: Told, entry: Proven, event: ItemAnswered) -> None:
    told.decisions.append(
        ToldDecision(
            number=entry.head.number,
            happened=event.happened,
            item=event.item,
            stage=event.stage,
            actor=event.actor,
            seat=event.seat,
            snapshot=event.snapshot,
            hash=event.hashes.get("decision", ""),
            slack_id=event.slack_id,
        )
    )
    if event.happened is Happened.ITEM_REJECTED:
        told.rejected.add(event.item)


def _widened(told: Told, event: RouteWidened) -> None:
    """The route grew with the facts; what was never open may wait for approval again, at another stage."""
    told.floor, (_, told.rank) = event.route, event.ranks
    told.round, told.stage = event.round, event.stage
    told.open = frozenset(event.open)
    told.public -= frozenset(event.asked_again)


def _worsened(told: Told, event: FactsWorsened) -> None:
    items = {one.item for one in event.worse}
    for decision in told.decisions:
        decision.void |= decision.item in items
    told.round, told.stage = told.round + 1, None


def _of_access(told: Told, entry: Proven) -> None:
    event = entry.event
    access = told.access.setdefault(event.entity_id, ToldAccess())
    if event.happened in (Happened.ACCESS_SCHEDULED, Happened.ACCESS_TAKEN_IN):
        access.is_given = True
        given = (AccessTakenIn if event.happened is Happened.ACCESS_TAKEN_IN else AccessScheduled).read(event)
        access.person, access.asset = given.person, given.asset
        access.hash = given.hashes.get("grant", "")
    if event.after is not None:
        after = GrantState.ACTIVE.value if event.after == ENDS_SOON else event.after
        access.is_strange |= access.state in _CLOSED and after != access.state
        access.state = after
        told.was_open |= after == GrantState.ACTIVE.value


def _of_audit(told: Told, entry: Proven) -> None:
    told.audits.setdefault(entry.event.entity_id, ToldAudit()).take(entry)


def _of_agreement(told: Told, entry: Proven) -> None:
    if decision := _DECISIONS.get(entry.event.happened):
        told.care = ToldCare(decision.value, entry.event.actor)


_DECISIONS = {Happened.AGREEMENT_RENEWAL_OPENED: RenewalChoice.RENEW, Happened.AGREEMENT_LET_END: RenewalChoice.LET_END}
_TAKERS: Mapping[str, Callable[[Told, Proven], None]] = {
    "request": _of_request,
    "grant": _of_access,
    "audit": _of_audit,
    "agreement": _of_agreement,
}
ENTITIES = frozenset(_TAKERS)
