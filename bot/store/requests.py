"""Requests in the database: kept, locked, changed and found again."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, false, insert, select, update

from bot.domain.carrying import Asked
from bot.domain.chain import document_hash
from bot.domain.drafts import Draft
from bot.domain.hashes import hash_of_request
from bot.domain.register import Human
from bot.domain.requests import Decision, Pause, Request, RequestItem
from bot.domain.vocabulary import DecisionOutcome, ItemState, Mode, RequestState
from bot.domain.workflows import Route
from bot.store import counters, questions
from bot.store.documents import from_document, to_document
from bot.store.tables import DECISIONS, GRANTS, REQUEST_ITEMS, REQUESTS
from bot.store.unit import Unit

# asked or written at each click, and asked at each redraw, so built once
_REQUEST = select(REQUESTS).where(REQUESTS.c.id == bindparam("request"))
_SAVE = update(REQUESTS).where(REQUESTS.c.id == bindparam("of"))
_ITEMS = (
    select(REQUEST_ITEMS).where(REQUEST_ITEMS.c.request.in_(bindparam("ids", expanding=True))).order_by(REQUEST_ITEMS.c.number)
)
_DECISIONS = select(DECISIONS).where(DECISIONS.c.request.in_(bindparam("ids", expanding=True))).order_by(DECISIONS.c.id)

_ASKS_SOMEBODY = (RequestState.PENDING_APPROVAL, RequestState.AWAITING_WAIVER)


def next_number(unit: Unit, counter: str) -> int:
    """The next number of a counter, without gaps among what is committed."""
    return counters.count(unit, counter)


def add(unit: Unit, request: Request, *, submit_key: str, due_on: date | None, look_on: date) -> dict[str, str]:
    """Keep it; the hashes of it that its entry carries."""
    row = {
        "id": request.id,
        "submit_key": submit_key,
        "requester": request.draft.requester,
        "requester_slack": request.draft.requester_slack,
        "vendor": request.draft.vendor,
        "rank": request.rank,
        "submitted_at": request.submitted_at,
        "draft": to_document(request.draft),
        "route": to_document(request.route),
    }
    unit.connection.execute(insert(REQUESTS), row | _standing(request, due_on, look_on))
    rows = [
        {"request": request.id, "number": n, "asset": item.asset, "mode": item.mode.value, "state": item.state.value}
        for n, item in enumerate(request.items)
    ]
    unit.connection.execute(insert(REQUEST_ITEMS), rows)
    known = hash_of_request(request.id, submit_key, request.draft, request.submitted_at)
    return {"draft": document_hash(row["draft"]), "request": known}


def save(unit: Unit, before: Request, after: Request, *, due_on: date | None, look_on: date) -> None:
    """Keep what changed between two values of one request: standing, items, new and voided decisions."""
    unit.connection.execute(_SAVE, {"of": after.id, **_standing(after, due_on, look_on)})
    if (before.route, before.rank) != (after.route, after.rank):
        unit.connection.execute(_SAVE, {"of": after.id, "rank": after.rank, "route": to_document(after.route)})
    for number, (old, new) in enumerate(zip(before.items, after.items, strict=True)):
        if old.state is not new.state:
            row = REQUEST_ITEMS
            where = (row.c.request == after.id) & (row.c.number == number)
            unit.connection.execute(update(row).where(where).values(state=new.state.value))
    _save_decisions(unit, before, after)
    questions.moved(unit, after.id, is_open=after.state in _ASKS_SOMEBODY)


def _save_decisions(unit: Unit, before: Request, after: Request) -> None:
    voided = [new for old, new in zip(before.decisions, after.decisions, strict=False) if new.void and not old.void]
    if voided:
        row = DECISIONS
        items = {decision.item for decision in voided}
        where = (row.c.request == after.id) & row.c.item.in_(items)
        unit.connection.execute(update(row).where(where).values(void=True))
    if made := after.decisions[len(before.decisions) :]:
        unit.connection.execute(insert(DECISIONS), [_decision_row(after.id, decision) for decision in made])


def _standing(request: Request, due_on: date | None, look_on: date) -> dict[str, Any]:
    return {
        "state": request.state.value,
        "round": request.round,
        "stage": request.stage,
        "stage_since": request.stage_since,
        "snapshot": request.snapshot,
        "due_on": due_on if request.state is RequestState.PENDING_APPROVAL else None,
        "look_on": look_on if request.state.is_open or request.state is RequestState.APPROVED else None,
    }


def _decision_row(request_id: str, decision: Decision) -> dict[str, Any]:
    return {
        "request": request_id,
        "item": decision.item,
        "stage": decision.stage,
        "round": decision.round,
        "actor": decision.actor,
        "outcome": decision.outcome.value,
        "seats": list(decision.seats),
        "seat": decision.seat,
        "at": decision.at,
        "snapshot": decision.snapshot,
        "reason": decision.reason,
        "void": decision.void,
        "slack_id": decision.slack_id,
    }


def load(unit: Unit, request_id: str, *, lock: bool = False) -> Request | None:
    """One request with its items and decisions; with `lock` nobody else changes it before this unit ends."""
    query = unit.locking(_REQUEST) if lock else _REQUEST
    row = unit.connection.execute(query, {"request": request_id}).one_or_none()
    return _requests(unit, [row])[0] if row is not None else None


def asked(unit: Unit, request_id: str) -> Asked | None:
    """What was asked and the route of it, as they are kept."""
    query = select(REQUESTS.c.id, REQUESTS.c.draft, REQUESTS.c.route).where(REQUESTS.c.id == request_id)
    row = unit.connection.execute(query).one_or_none()
    return None if row is None else Asked(row.id, row.draft, row.route)


def exists(unit: Unit, request_id: str) -> bool:
    """Whether there is such a request, or access that the register brought under this name."""
    asked, given = (
        select(REQUESTS.c.id).where(REQUESTS.c.id == request_id),
        select(GRANTS.c.id).where(GRANTS.c.request == request_id),
    )
    return unit.connection.execute(asked.union_all(given).limit(1)).first() is not None


def some(unit: Unit, request_ids: Iterable[str], *, lock: bool = False) -> list[Request]:
    """The requests with these ids that exist, in the order of their ids; three queries for all of them."""
    query = select(REQUESTS).where(REQUESTS.c.id.in_(list(request_ids))).order_by(REQUESTS.c.id)
    return _requests(unit, unit.connection.execute(unit.locking(query) if lock else query).all())


def by_submit_key(unit: Unit, submit_key: str) -> str | None:
    query = select(REQUESTS.c.id).where(REQUESTS.c.submit_key == submit_key)
    return unit.connection.execute(query).scalar_one_or_none()


def of_requester(unit: Unit, human: Human, limit: int) -> list[Request]:
    """The newest requests of one person first, under whichever id they asked."""
    by_account = REQUESTS.c.requester_slack == human.slack_id if human.slack_id else false()
    query = select(REQUESTS).where(REQUESTS.c.requester.in_(human.names) | by_account)
    return _requests(unit, unit.connection.execute(query.order_by(REQUESTS.c.id.desc()).limit(limit)).all())


def waiting(unit: Unit, limit: int) -> list[Request]:
    """The open requests that wait for approvers, oldest first."""
    query = select(REQUESTS).where(REQUESTS.c.state == RequestState.PENDING_APPROVAL.value)
    return _requests(unit, unit.connection.execute(query.order_by(REQUESTS.c.id).limit(limit)).all())


def to_look_at(unit: Unit, today: date, limit: int) -> list[str]:
    """The ids of requests, open or approved, whose facts have not been looked at today, or whose stage is past its last day."""
    query = select(REQUESTS.c.id).where((REQUESTS.c.look_on <= today) | (REQUESTS.c.due_on < today))
    return list(unit.connection.execute(query.order_by(REQUESTS.c.id).limit(limit)).scalars())


def look_again(unit: Unit, today: date, *, vendors: Iterable[str] | None = None) -> None:
    """Facts changed: requests about these vendors (or all), open or approved, are due to be looked at, whatever they wait for."""
    row = REQUESTS.c
    looked_at = [state.value for state in RequestState if state.is_open or state is RequestState.APPROVED]
    where = row.state.in_(looked_at) & (row.look_on > today)
    where = where if vendors is None else where & row.vendor.in_(list(vendors))
    unit.connection.execute(update(REQUESTS).where(where).values(look_on=today))


def save_pause(unit: Unit, request_id: str, pause: Pause, due_on: date | None) -> None:
    """The time of the open stage stands still, or goes on until that day."""
    values = {"paused_of": pause.of, "paused_on": pause.on, "paused_days": pause.days, "due_on": due_on}
    unit.connection.execute(update(REQUESTS).where(REQUESTS.c.id == request_id).values(**values))


def due_on(unit: Unit, request_id: str) -> date | None:
    return unit.connection.execute(select(REQUESTS.c.due_on).where(REQUESTS.c.id == request_id)).scalar_one_or_none()


def _requests(unit: Unit, rows: Iterable[Any]) -> list[Request]:
    rows = list(rows)
    ids = [row.id for row in rows]
    items: dict[str, list[RequestItem]] = {request_id: [] for request_id in ids}
    decisions: dict[str, list[Decision]] = {request_id: [] for request_id in ids}
    for row in unit.connection.execute(_ITEMS, {"ids": ids}):
        items[row.request].append(RequestItem(row.asset, Mode(row.mode), ItemState(row.state)))
    for row in unit.connection.execute(_DECISIONS, {"ids": ids}):
        decisions[row.request].append(_decision(row))
    return [_request(row, items[row.id], decisions[row.id]) for row in rows]


def _request(row: Any, items: list[RequestItem], decisions: list[Decision]) -> Request:
    return Request(
        id=row.id,
        draft=from_document(Draft, row.draft),
        route=from_document(Route, row.route),
        state=RequestState(row.state),
        items=tuple(items),
        submitted_at=row.submitted_at,
        stage_since=row.stage_since,
        rank=row.rank,
        round=row.round,
        stage=row.stage,
        snapshot=row.snapshot,
        decisions=tuple(decisions),
        pause=Pause(row.paused_of, row.paused_on, row.paused_days) if row.paused_of else None,
    )


def _decision(row: Any) -> Decision:
    return Decision(
        item=row.item,
        stage=row.stage,
        round=row.round,
        actor=row.actor,
        outcome=DecisionOutcome(row.outcome),
        seats=tuple(row.seats),
        seat=row.seat,
        at=row.at,
        snapshot=row.snapshot,
        reason=row.reason,
        void=row.void,
        slack_id=row.slack_id,
    )


def named_records(unit: Unit) -> dict[str, set[str]]:
    """The register's records that any request names, by section; none of them may vanish from the register."""
    named: dict[str, set[str]] = {name: set() for name in ("vendors", "people", "assets", "channels", "projects")}
    for document in unit.connection.execute(select(REQUESTS.c.draft)).scalars():
        draft = from_document(Draft, document)
        named["vendors"].add(draft.vendor)
        named["people"].update(draft.people)
        named["assets"].update(item.asset for item in draft.items)
        named["channels"].add(draft.channel)
        named["projects"].add(draft.project)
    return named
