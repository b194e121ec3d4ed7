"""The record: events are appended and read, never changed (the database refuses it too)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from bot.domain.events import Event, Happened
from bot.store.tables import AUDITS, EVENTS, GRANTS
from bot.store.unit import Unit


@dataclass(frozen=True)
class Entry:
    """One written line of the record."""

    seq: int
    at: datetime
    event: Event


def append(unit: Unit, events: Iterable[Event], at: datetime) -> list[Entry]:
    rows = [_row(event, at) for event in events]
    if not rows:
        return []
    numbers = unit.connection.execute(insert(EVENTS).returning(EVENTS.c.seq, sort_by_parameter_order=True), rows).scalars()
    return [Entry(int(seq or 0), at, event) for seq, event in zip(numbers, events, strict=True)]


def entries_of(unit: Unit, entity_ids: Iterable[str]) -> list[Entry]:
    """All entries about these entities, oldest first."""
    query = select(EVENTS).where(EVENTS.c.entity_id.in_(list(entity_ids))).order_by(EVENTS.c.seq)
    return [_entry(row) for row in unit.connection.execute(query)]


def entries_about(unit: Unit, request_id: str) -> list[Entry]:
    """All entries about a request, its grants and its audit, oldest first."""
    about = select(GRANTS.c.id).where(GRANTS.c.request == request_id)
    audits = select(AUDITS.c.key).where(AUDITS.c.trigger == request_id)
    where = (EVENTS.c.entity_id == request_id) | EVENTS.c.entity_id.in_(about) | EVENTS.c.entity_id.in_(audits)
    return [_entry(row) for row in unit.connection.execute(select(EVENTS).where(where).order_by(EVENTS.c.seq))]


def _row(event: Event, at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "happened": event.happened.value,
        "entity": event.entity,
        "entity_id": event.entity_id,
        "actor": event.actor,
        "before": event.before,
        "after": event.after,
        "details": dict(event.details),
    }


def _entry(row: Any) -> Entry:
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
