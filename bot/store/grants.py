"""Grants in the database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, true, update

from bot.domain.events import Happened
from bot.domain.grants import FOLLOWS, Grant
from bot.domain.hashes import hash_of_grant
from bot.domain.vocabulary import GrantState, Mode
from bot.store import questions
from bot.store.tables import EVENTS, GRANTS
from bot.store.unit import Unit

_PAGE = 500
_STANDING = ("state", "next_on", "held", "covered_until", "reasons")
_SAVE = update(GRANTS).where(GRANTS.c.id == bindparam("b_id")).values({name: bindparam(name) for name in _STANDING})


def add(unit: Unit, grants: Iterable[Grant]) -> None:
    rows = [_row(grant) for grant in grants]
    if rows:
        unit.connection.execute(insert(GRANTS), rows)


def add_absent(unit: Unit, grants: Sequence[Grant]) -> list[Grant]:
    """Add those whose id is not there yet, and leave the others as they are; those that were added."""
    there: set[str] = set()
    for begin in range(0, len(grants), _PAGE):
        ids = [grant.id for grant in grants[begin : begin + _PAGE]]
        there.update(unit.connection.execute(select(GRANTS.c.id).where(GRANTS.c.id.in_(ids))).scalars())
    new = [grant for grant in grants if grant.id not in there]
    add(unit, new)
    return new


def not_taken_in(unit: Unit, wanted: Sequence[Grant]) -> list[Grant]:
    """Those that are there as they are wanted, and of which no entry says that they were taken in from a register."""
    found: list[Grant] = []
    for begin in range(0, len(wanted), _PAGE):
        page = {grant.id: hash_of_grant(grant) for grant in wanted[begin : begin + _PAGE]}
        told = select(EVENTS.c.seq).where(EVENTS.c.entity_id == GRANTS.c.id, EVENTS.c.happened == Happened.ACCESS_TAKEN_IN.value)
        silent = unit.connection.execute(select(GRANTS).where(GRANTS.c.id.in_(page), ~told.exists()))
        found += [grant for grant in map(_grant, silent) if hash_of_grant(grant) == page[grant.id]]
    return found


def save(unit: Unit, grant: Grant) -> None:
    save_all(unit, [grant])


def save_all(unit: Unit, grants: Iterable[Grant]) -> None:
    """What can change of them, all in one statement."""
    kept = list(grants)
    rows = [{"b_id": grant.id, **_standing(grant)} for grant in kept]
    if rows:
        unit.connection.execute(_SAVE, rows)
        questions.may_have_moved(unit, {grant.request for grant in kept})


def of_request(unit: Unit, request_id: str, *, lock: bool = False) -> list[Grant]:
    return of_requests(unit, [request_id], lock=lock)


def of_requests(unit: Unit, request_ids: Iterable[str], *, lock: bool = False) -> list[Grant]:
    """All grants of these requests, in the order of their ids."""
    query = select(GRANTS).where(GRANTS.c.request.in_(list(request_ids))).order_by(GRANTS.c.id)
    return [_grant(row) for row in unit.connection.execute(unit.locking(query) if lock else query)]


def suspended_because(unit: Unit, vendor: str, reason: str) -> list[Grant]:
    """The vendor's grants that this is a reason for, in the order of their ids."""
    query = select(GRANTS).where(GRANTS.c.vendor == vendor, GRANTS.c.state == GrantState.SUSPENDED.value)
    found = unit.connection.execute(query.order_by(GRANTS.c.id))
    return [_grant(row) for row in found if reason in row.reasons]


@dataclass(frozen=True, order=True)
class DueRequest:
    """A request with a grant whose standing can change, and since when it can."""

    since: date
    id: str


def requests_due(unit: Unit, today: date, limit: int, *, after: DueRequest | None = None) -> list[DueRequest]:
    """The requests with a grant whose standing can change by today, the longest due first, beginning after one of them.

    Cost follows what is due: the index on `next_on` and `request` answers alone and in this order. (Grouped by request, SQLite
    would go through all grants that are stored.) A request comes again if its grants are due since different days.
    """
    since, request = GRANTS.c.next_on, GRANTS.c.request
    query = select(since, request).distinct().where(since <= today)
    if after is not None:
        query = query.where(since >= after.since, (since > after.since) | (request > after.id))
    found = unit.connection.execute(query.order_by(since, request).limit(limit))
    return [DueRequest(*row) for row in found]


def followed_with(unit: Unit, vendors: Iterable[str]) -> list[Grant]:
    """The open and suspended grants of these vendors, in the order of their ids."""
    follows = GRANTS.c.state.in_([state.value for state in FOLLOWS])
    query = select(GRANTS).where(GRANTS.c.vendor.in_(list(vendors)), follows).order_by(GRANTS.c.id)
    return [_grant(row) for row in unit.connection.execute(query)]


def planned_for(unit: Unit, people: Collection[str]) -> list[str]:
    """The requests with access of these people that is not open yet."""
    planned = (GRANTS.c.state == GrantState.SCHEDULED.value) & GRANTS.c.person.in_(list(people))
    return list(unit.connection.execute(select(GRANTS.c.request).where(planned).distinct()).scalars())


def look_again(unit: Unit, today: date, *, vendors: Iterable[str] | None = (), assets: Iterable[str] = ()) -> int:
    """Have the grants of these vendors (None: of all) or to these assets looked at by today.

    Not the planned ones whose day is still to come, unless something holds them back already.
    """
    about = true() if vendors is None else GRANTS.c.vendor.in_(list(vendors)) | GRANTS.c.asset.in_(list(assets))
    held = (GRANTS.c.state == GrantState.SCHEDULED.value) & ((GRANTS.c.start_on <= today) | (GRANTS.c.held != ""))
    follows = GRANTS.c.state.in_([state.value for state in FOLLOWS]) | held
    return unit.connection.execute(update(GRANTS).where(about, follows, GRANTS.c.next_on > today).values(next_on=today)).rowcount


def _row(grant: Grant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "request": grant.request,
        "vendor": grant.vendor,
        "person": grant.person,
        "asset": grant.asset,
        "mode": grant.mode.value,
        "channel": grant.channel,
        "start_on": grant.start_on,
        "end_on": grant.end_on,
        "entity": grant.entity,
        **_standing(grant),
    }


def _standing(grant: Grant) -> dict[str, Any]:
    return {
        "state": grant.state.value,
        "next_on": grant.next_on,
        "held": grant.held,
        "covered_until": grant.covered_until,
        "reasons": list(grant.reasons),
    }


def _grant(row: Any) -> Grant:
    kept = dict(row._mapping)
    return Grant(**(kept | {"mode": Mode(row.mode), "state": GrantState(row.state), "reasons": tuple(row.reasons)}))
