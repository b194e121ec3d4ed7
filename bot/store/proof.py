"""What the proof of the record needs from the database: entries in order, heads, roots, and a new root each day."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.domain.chain import NOTHING_BEFORE, Head, root_hash
from bot.domain.proof import Proven, Root
from bot.store.record import entry_of_row
from bot.store.tables import EVENTS, RECORD_HEADS, RECORD_ROOTS
from bot.store.unit import Unit

_PAGE = 2000


def proven_entries(unit: Unit) -> Iterator[Proven]:
    """Every entry, by subject and number, a page at a time."""
    query = select(EVENTS).order_by(EVENTS.c.subject, EVENTS.c.number).execution_options(yield_per=_PAGE)
    for row in unit.connection.execute(query):
        yield _proven(row)


def entries_between(unit: Unit, begin: datetime, end: datetime) -> Iterator[tuple[int, Proven]]:
    """The entries written from `begin` on and before `end`, with their numbers in the whole record, oldest first."""
    query = select(EVENTS).where(EVENTS.c.at >= begin, EVENTS.c.at < end).order_by(EVENTS.c.seq)
    for row in unit.connection.execute(query.execution_options(yield_per=_PAGE)):
        yield row.seq, _proven(row)


def _proven(row: Any) -> Proven:
    entry = entry_of_row(row)
    return Proven(Head(row.subject, row.number, row.hash), entry.at, entry.event)


def heads(unit: Unit) -> list[Head]:
    query = select(RECORD_HEADS.c.subject, RECORD_HEADS.c.number, RECORD_HEADS.c.hash).where(RECORD_HEADS.c.number > 0)
    return [Head(*row) for row in unit.connection.execute(query)]


def roots(unit: Unit) -> list[Root]:
    rows = unit.connection.execute(select(RECORD_ROOTS).order_by(RECORD_ROOTS.c.day))
    return [Root(row.day, row.root, tuple(Head(*head) for head in row.heads)) for row in rows]


def newest_root(unit: Unit) -> tuple[date, str] | None:
    query = select(RECORD_ROOTS.c.day, RECORD_ROOTS.c.root).order_by(RECORD_ROOTS.c.day.desc()).limit(1)
    row = unit.connection.execute(query).one_or_none()
    return (row.day, row.root) if row else None


def first_entry_at(unit: Unit) -> datetime | None:
    """When the record begins."""
    return unit.connection.execute(select(EVENTS.c.at).order_by(EVENTS.c.seq).limit(1)).scalar_one_or_none()


def take_root(unit: Unit, day: date) -> Root | None:
    """The root over all heads that moved since the last one; None if nothing moved, or this day (or a later one) has one."""
    last = newest_root(unit)
    if last is not None and last[0] >= day:
        return None
    moved = update(RECORD_HEADS).where(RECORD_HEADS.c.rooted.is_(False)).values(rooted=True)
    columns = (RECORD_HEADS.c.subject, RECORD_HEADS.c.number, RECORD_HEADS.c.hash)
    found = tuple(
        sorted((Head(*row) for row in unit.connection.execute(moved.returning(*columns))), key=lambda head: head.subject)
    )
    if not found:
        return None
    root = Root(day, root_hash(last[1] if last else NOTHING_BEFORE, day, found), found)
    document = [[head.subject, head.number, head.hash] for head in found]
    unit.connection.execute(insert(RECORD_ROOTS).values(day=day, root=root.root, heads=document))
    return root
