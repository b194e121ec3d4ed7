"""The daily root of the record: taken once a day, kept here, and promised to where nobody here can change it."""

from datetime import date

from bot.application.context import Context
from bot.application.recording import record_events
from bot.domain.dates import ONE_DAY
from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.proof import Break, Root, find_breaks
from bot.store import proof

RECORD = "record"


def root_record(context: Context) -> Root | None:
    """The root of yesterday, as soon as that day is over; None if it is there already or nothing happened since."""
    day = context.today() - ONE_DAY
    with context.store.reading() as unit:
        first, last = proof.first_entry_at(unit), proof.newest_root(unit)
    if first is None or first.astimezone(context.calendar.zone).date() > day or (last and last[0] >= day):
        return None
    with context.store.writing() as unit:
        unit.one_at_a_time("record root")
        root = proof.take_root(unit, day)
        if root is not None and any(head.subject != RECORD for head in root.heads):
            details = {"day": day.isoformat(), "root": root.root, "moved": len(root.heads)}
            record_events(unit, context, [Event(Happened.RECORD_ROOTED, RECORD, RECORD, OURSELVES, details=details)])
    return root


def verify_record(context: Context, outside: dict[date, str]) -> list[Break]:
    """Every place where the record is not what it was; empty if all of it holds. `outside` are roots as they were posted."""
    with context.store.reading() as unit:
        return list(find_breaks(proof.proven_entries(unit), proof.heads(unit), proof.roots(unit), outside))
