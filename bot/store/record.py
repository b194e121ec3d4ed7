"""The record: events are appended and read, never changed (the database refuses it too).

Each is chained to its subject's last one, and to the last one of the whole record. Whoever appends holds the end of the record
until the unit ends, so that no number of it is ever left out; it is taken before the heads, always in this order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Executable, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.chain import NOTHING_BEFORE, NOTHING_YET, Head, Tail, entry_hash, link
from bot.domain.events import Event, Happened
from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import ChecksAsked
from bot.store.tables import AUDITS, EVENTS, GRANTS, RECORD_HEADS, RECORD_TAIL
from bot.store.unit import Unit

# written at each change of anything, so built once
_APPEND = insert(EVENTS).returning(EVENTS.c.seq, sort_by_parameter_order=True)
_KEEP = update(RECORD_HEADS).where(RECORD_HEADS.c.subject == bindparam("of"))
_KEEP_TAIL = update(RECORD_TAIL)
RECORD = "record"
Kind = TypeVar("Kind", bound=Happening)


@dataclass(frozen=True)
class Entry:
    """One written line of the record."""

    seq: int
    at: datetime
    event: Event


def append(unit: Unit, events: Sequence[Event], at: datetime) -> list[Entry]:
    """Chain each event to the last one of its subject and of all; nobody else appends until the unit ends."""
    if not events:
        return []
    tail = take_tail(unit)
    heads = {subject: _take_head(unit, subject) for subject in sorted({event.subject for event in events})}
    rows = []
    for event in events:
        before = heads[event.subject]
        number = before.number + 1
        head = Head(event.subject, number, entry_hash(before.hash, number, at, event))
        heads[event.subject], tail = head, link(tail, head.hash)
        rows.append(_row(event, at, head) | {"place": tail.place, "chain": tail.chain})
    numbers = unit.connection.execute(_APPEND, rows).scalars()
    entries = [Entry(int(seq or 0), at, event) for seq, event in zip(numbers, events, strict=True)]
    for head in heads.values():
        _keep_head(unit, head)
    unit.connection.execute(_KEEP_TAIL, {"place": tail.place, "chain": tail.chain})
    return entries


def take_tail(unit: Unit) -> Tail:
    """The end of the whole record, held until the unit ends."""
    row = unit.connection.execute(_taking_tail(unit.connection.dialect.name), {"name": RECORD, **NOTHING_YET.__dict__}).one()
    return Tail(row.place, row.chain)


@cache
def _taking_tail(dialect: str) -> Executable:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    held = make(RECORD_TAIL).on_conflict_do_update(index_elements=["name"], set_={"place": RECORD_TAIL.c.place})
    return held.returning(RECORD_TAIL.c.place, RECORD_TAIL.c.chain)


def _take_head(unit: Unit, subject: str) -> Head:
    """The head of a subject, held until the unit ends; one statement makes it where there is none and holds it where there is."""
    fresh = {"subject": subject, "number": 0, "hash": NOTHING_BEFORE, "rooted": True}
    row = unit.connection.execute(_taking(unit.connection.dialect.name), fresh).one()
    return Head(subject, row.number, row.hash)


@cache
def _taking(dialect: str) -> Executable:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    held = make(RECORD_HEADS).on_conflict_do_update(index_elements=["subject"], set_={"number": RECORD_HEADS.c.number})
    return held.returning(RECORD_HEADS.c.number, RECORD_HEADS.c.hash)


def _keep_head(unit: Unit, head: Head) -> None:
    unit.connection.execute(_KEEP, {"of": head.subject, "number": head.number, "hash": head.hash, "rooted": False})


def entries_of(unit: Unit, entity_ids: Iterable[str]) -> list[Entry]:
    """All entries about these entities, oldest first."""
    query = select(EVENTS).where(EVENTS.c.entity_id.in_(list(entity_ids))).order_by(EVENTS.c.seq)
    return [entry_of_row(row) for row in unit.connection.execute(query)]


def entries_about(unit: Unit, request_id: str) -> list[Entry]:
    """All entries about a request, its grants and its audit, oldest first."""
    about = select(GRANTS.c.id).where(GRANTS.c.request == request_id)
    audits = select(AUDITS.c.key).where(AUDITS.c.trigger == request_id)
    where = (EVENTS.c.entity_id == request_id) | EVENTS.c.entity_id.in_(about) | EVENTS.c.entity_id.in_(audits)
    return [entry_of_row(row) for row in unit.connection.execute(select(EVENTS).where(where).order_by(EVENTS.c.seq))]


def subjects(unit: Unit) -> list[str]:
    """Everything that has a chain of entries of its own."""
    return list(unit.connection.execute(select(RECORD_HEADS.c.subject).order_by(RECORD_HEADS.c.subject)).scalars())


def was_given_up(unit: Unit, subject: str, key: str) -> bool:
    """Whether an entry says that this message was given up."""
    row = EVENTS.c
    given_up = (row.subject == subject) & (row.happened == Happened.MESSAGE_GIVEN_UP.value)
    return any(one["message"] == key for one in unit.connection.execute(select(row.details).where(given_up)).scalars())


def happenings_of(unit: Unit, entity_ids: Iterable[str], kind: type[Kind]) -> list[Kind]:
    """All that happened of one kind to these entities, oldest first."""
    about = EVENTS.c.entity_id.in_(list(entity_ids)) & (EVENTS.c.happened == kind.happened.value)
    rows = unit.connection.execute(select(EVENTS).where(about).order_by(EVENTS.c.seq))
    return [kind.read(entry_of_row(row).event) for row in rows]


def was_asked(unit: Unit, actor: str, vendor: str, assets: tuple[str, ...], since: datetime) -> bool:
    """Whether an entry since then says that this person asked the checks about these assets for this vendor."""
    row = EVENTS.c
    about = (row.entity_id == vendor) & (row.entity == "vendor") & (row.at >= since)
    query = select(EVENTS).where(about, row.happened == Happened.CHECKS_ASKED.value, row.actor == actor)
    asked = [ChecksAsked.read(entry_of_row(one).event) for one in unit.connection.execute(query)]
    return any(one.assets == assets for one in asked)


def _row(event: Event, at: datetime, head: Head) -> dict[str, Any]:
    return {
        "subject": head.subject,
        "number": head.number,
        "hash": head.hash,
        "at": at,
        "happened": event.happened.value,
        "entity": event.entity,
        "entity_id": event.entity_id,
        "actor": event.actor,
        "before": event.before,
        "after": event.after,
        "details": dict(event.details),
    }


def entry_of_row(row: Any) -> Entry:
    event = Event(
        happened=Happened(row.happened),
        entity=row.entity,
        entity_id=row.entity_id,
        actor=row.actor,
        before=row.before,
        after=row.after,
        details=row.details,
    )
    return Entry(row.seq, row.at, event)
