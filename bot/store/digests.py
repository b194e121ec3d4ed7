"""The weekly digest in the database: which channel was given which week, and what it said, as the record keeps it."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.digest import Digest
from bot.domain.events import Happened
from bot.domain.happenings.record import DigestPosted
from bot.store.documents import from_document
from bot.store.record import entry_of_row
from bot.store.tables import DIGESTS_SENT, EVENTS, RECORD_ROOTS
from bot.store.unit import Unit


def subject_of(week: date) -> str:
    return f"digest:{week.isoformat()}"


def channels_given(unit: Unit, week: date) -> set[str]:
    """Those that were given this week, or kept from it because it was empty."""
    return set(unit.connection.execute(select(DIGESTS_SENT.c.channel).where(DIGESTS_SENT.c.week == week)).scalars())


def note_given(unit: Unit, channels: Iterable[str], week: date, at: datetime, *, empty: bool) -> None:
    make = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"channel": channel, "week": week, "at": at, "empty": empty} for channel in channels]
    unit.connection.execute(make(DIGESTS_SENT).on_conflict_do_nothing(), rows)


def kept(unit: Unit, week: date) -> Digest | None:
    """The digest of this week as it was posted first; None if none was."""
    row = EVENTS.c
    told = (row.entity == "digest") & (row.entity_id == subject_of(week)) & (row.happened == Happened.DIGEST_POSTED.value)
    found = unit.connection.execute(select(EVENTS).where(told).order_by(row.seq).limit(1)).one_or_none()
    return from_document(Digest, DigestPosted.read(entry_of_row(found).event).digest) if found else None


def root_before(unit: Unit, week: date) -> tuple[date, str] | None:
    """The newest root of the record that was taken over days before this one, and the day of its newest entry."""
    row = RECORD_ROOTS.c
    query = select(row.day, row.root).where(row.day < week).order_by(row.number.desc()).limit(1)
    found = unit.connection.execute(query).one_or_none()
    return (found.day, found.root) if found else None
