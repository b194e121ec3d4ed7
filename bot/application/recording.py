"""Events and the messages they promise, written in the transaction of the change that caused them."""

from collections.abc import Iterable

from bot.application.context import Context
from bot.application.reactions import promises_for
from bot.domain.events import Event
from bot.store import outbox, record
from bot.store.unit import Unit


def record_events(unit: Unit, context: Context, events: Iterable[Event]) -> None:
    """Append to the record, and promise what people and trackers are to be told."""
    now = context.now()
    entries = record.append(unit, list(events), now)
    outbox.promise(unit, promises_for(unit, entries), now)
