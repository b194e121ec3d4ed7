"""What the proof of the record needs from the database: entries in order, heads, roots, and a new root when one is due.

For the proof all is read as text, whatever stands there: who has altered a row need not have left what its column promises.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Table, cast, insert, select, update

from bot.domain.chain import NOTHING_BEFORE, Head, Seal, Tail, sealed_root_hash
from bot.domain.proof import Kept
from bot.domain.raw_entries import Illegible, Proven, RawEntry, read_entry
from bot.domain.raw_roots import Row, read_kept
from bot.domain.replay import Told
from bot.domain.root_proof import Break, Root
from bot.domain.tables_proof import Tables
from bot.store.record import RECORD, take_tail
from bot.store.tables import (
    AGREEMENT_CARE,
    AUDITS,
    DECISIONS,
    EVENTS,
    GRANTS,
    RECORD_HEADS,
    RECORD_ROOTS,
    RECORD_TAIL,
    REQUEST_ITEMS,
    REQUESTS,
    SNAPSHOTS,
)
from bot.store.unit import Unit

_PAGE = 2000


def proven_entries(unit: Unit, subject: str | None = None) -> Iterator[Proven | Illegible]:
    """Every entry, or those of one subject, as they were written."""
    write_dates_plainly(unit)
    query = select(*as_text(EVENTS)).order_by(EVENTS.c.seq).execution_options(yield_per=_PAGE)
    for row in unit.connection.execute(query if subject is None else query.where(EVENTS.c.subject == subject)):
        yield read_entry(RawEntry(**row._mapping))


def proven_of(unit: Unit, subjects: Collection[str]) -> Iterator[Proven | Illegible]:
    """As `proven_entries`, of several subjects."""
    write_dates_plainly(unit)
    query = select(*as_text(EVENTS)).where(EVENTS.c.subject.in_(list(subjects))).order_by(EVENTS.c.seq)
    for row in unit.connection.execute(query):
        yield read_entry(RawEntry(**row._mapping))


def entries_between(unit: Unit, begin: datetime, end: datetime) -> Iterator[tuple[int, Proven | Illegible]]:
    """The entries written from `begin` on and before `end`, with their numbers in the database, oldest first."""
    write_dates_plainly(unit)
    query = select(*as_text(EVENTS)).where(EVENTS.c.at >= begin, EVENTS.c.at < end).order_by(EVENTS.c.seq)
    for row in unit.connection.execute(query.execution_options(yield_per=_PAGE)):
        yield int(row.seq), read_entry(RawEntry(**row._mapping))


def write_dates_plainly(unit: Unit) -> None:
    """However a PostgreSQL is told to write dates, until the unit ends it writes them as ISO 8601 does."""
    if unit.connection.dialect.name == "postgresql":
        unit.connection.exec_driver_sql("SET LOCAL datestyle = 'ISO'")


def as_text(table: Table) -> list[Any]:
    return [cast(column, String).label(column.name) for column in table.c]


def kept(unit: Unit) -> tuple[Kept, list[Break]]:
    """Heads, roots and the end of the record, and what of them cannot be read."""
    write_dates_plainly(unit)
    of_heads, of_roots, of_tail = (list(rows(unit, table)) for table in (RECORD_HEADS, RECORD_ROOTS, RECORD_TAIL))
    return read_kept(of_heads, of_roots, of_tail)


def rows(unit: Unit, table: Table) -> Iterator[Row]:
    """All rows of a table, as text, in the order of its key."""
    query = select(*as_text(table)).order_by(*table.primary_key.columns).execution_options(yield_per=_PAGE)
    for row in unit.connection.execute(query):
        yield dict(row._mapping)


def tables(unit: Unit, told: Mapping[str, Told], *, is_whole: bool) -> Tables:
    """What stands beside the record, to be compared with what its entries tell."""
    return Tables(
        told,
        is_whole,
        requests=rows(unit, REQUESTS),
        items=rows(unit, REQUEST_ITEMS),
        decisions=rows(unit, DECISIONS),
        snapshots=rows(unit, SNAPSHOTS),
        grants=rows(unit, GRANTS),
        audits=rows(unit, AUDITS),
        cares=rows(unit, AGREEMENT_CARE),
    )


def newest_root(unit: Unit) -> Root | None:
    row = unit.connection.execute(select(RECORD_ROOTS).order_by(RECORD_ROOTS.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    tail = None if row.place is None else Tail(row.place, row.chain)
    return Root(row.day, row.root, (), row.number, row.at, tail, row.key, row.signature)


def first_entry_at(unit: Unit) -> datetime | None:
    """When the record begins."""
    return unit.connection.execute(select(EVENTS.c.at).order_by(EVENTS.c.seq).limit(1)).scalar_one_or_none()


def newest_entry_at(unit: Unit) -> datetime | None:
    return unit.connection.execute(select(EVENTS.c.at).order_by(EVENTS.c.seq.desc()).limit(1)).scalar_one_or_none()


def waiting_since(unit: Unit) -> datetime | None:
    """When the first entry was written that no root vouches for; what is told of roots themselves waits for others."""
    last = newest_root(unit)
    query = select(EVENTS.c.at).where(EVENTS.c.subject != RECORD)
    if last is not None and last.tail is not None:
        query = query.where(EVENTS.c.place > last.tail.place)
    elif last is not None:  # a root of an older release: what moved since says its head
        moved = select(RECORD_HEADS.c.subject).where(RECORD_HEADS.c.rooted.is_(False))
        query = query.where(EVENTS.c.subject.in_(moved))
    return unit.connection.execute(query.order_by(EVENTS.c.seq).limit(1)).scalar_one_or_none()


def take_root(unit: Unit, at: datetime, day: date) -> Root:
    """The root over all heads that moved since the last one; nobody else writes entries until the unit ends."""
    tail, last = take_tail(unit), newest_root(unit)
    moved = update(RECORD_HEADS).where(RECORD_HEADS.c.rooted.is_(False)).values(rooted=True)
    columns = (RECORD_HEADS.c.subject, RECORD_HEADS.c.number, RECORD_HEADS.c.hash)
    heads = tuple(sorted((Head(*row) for row in unit.connection.execute(moved.returning(*columns))), key=_subject))
    seal = Seal(last.number + 1 if last else 1, at, tail)
    root = sealed_root_hash(last.root if last else NOTHING_BEFORE, seal, heads)
    return Root(day, root, heads, seal.number, at, tail)


def keep_root(unit: Unit, root: Root) -> None:
    row = {
        "number": root.number,
        "day": root.day,
        "at": root.at,
        "root": root.root,
        "heads": [[head.subject, head.number, head.hash] for head in root.heads],
        "place": root.tail.place if root.tail else None,
        "chain": root.tail.chain if root.tail else None,
        "key": root.key,
        "signature": root.signature,
    }
    unit.connection.execute(insert(RECORD_ROOTS).values(row))


def _subject(head: Head) -> str:
    return head.subject
