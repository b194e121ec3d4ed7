"""The record of some days as plain rows, for auditors and their tools; what stands in it is what was written, hashes too."""

from collections.abc import Iterator
from datetime import date, datetime, time

from bot.application.context import Context
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.raw_entries import Illegible, Proven
from bot.store import proof

COLUMNS = ("seq", "at", "subject", "number", "happened", "entity", "entity_id", "actor", "before", "after", "details", "hash")


def export_record(context: Context, first: date, last: date) -> Iterator[dict[str, object]]:
    """Both days count in full, in the organisation's zone; a page at a time, whatever the length."""
    zone = context.calendar.zone
    begin = datetime.combine(first, time(0), zone)
    end = datetime.combine(last + ONE_DAY, time(0), zone)
    with context.store.snapshot() as unit:
        for seq, entry in proof.entries_between(unit, begin, end):
            yield _row(seq, entry)


def _row(seq: int, entry: Proven | Illegible) -> dict[str, object]:
    if isinstance(entry, Illegible):
        raise Refusal("record_broken", f"{entry.head.subject}: {entry.words}. `ringfence record verify` names all that is wrong.")
    event = entry.event
    return {
        "seq": seq,
        "at": entry.at.isoformat(),
        "subject": entry.head.subject,
        "number": entry.head.number,
        "happened": event.happened.value,
        "entity": event.entity,
        "entity_id": event.entity_id,
        "actor": event.actor,
        "before": event.before,
        "after": event.after,
        "details": dict(event.details),
        "hash": entry.head.hash,
    }
