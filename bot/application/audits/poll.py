"""Look through the tracker for what no delivery told: everything that changed since the last look, with some overlap."""

from datetime import timedelta

from bot.application.audits.sync import hear
from bot.application.context import Context
from bot.application.ports import TicketChange, Tracker
from bot.store import audits
from bot.store.engine import PATIENT

OVERLAP = timedelta(minutes=10)  # clocks differ, and a search lags behind
FIRST_LOOK = timedelta(days=30)  # so far back, if nobody knows since when there are tickets
LABEL = "ringfence"
NAME = "jira"


def poll_tracker(context: Context, tracker: Tracker) -> int:
    """How many tickets were read. The newest change that was seen is kept in the tracker's own time, once all is heard."""
    with context.store.reading() as unit:
        since = audits.seen_until(unit, NAME) or audits.oldest_ticket_at(unit, otherwise=context.now() - FIRST_LOOK)
    if since is None:
        return 0
    changed = tracker.changed(max(context.now() - since, timedelta(0)) + OVERLAP)
    with context.store.reading() as unit:
        known = audits.known_updates(unit, [one.key for one in changed])
    read = [one for one in changed if _may_be_ours(context, one) and known.get(one.key) != one.updated_at]
    for one in read:
        _hear(context, tracker, one)
    if changed:
        with context.store.writing(PATIENT) as unit:
            audits.keep_seen(unit, NAME, max(one.updated_at for one in changed))
    return len(read)


def _may_be_ours(context: Context, change: TicketChange) -> bool:
    return LABEL in change.labels or context.tickets.is_finding(change.kind)


def _hear(context: Context, tracker: Tracker, change: TicketChange) -> None:
    """The audit before its findings would be better, but each is heard again until it belongs to something."""
    news = tracker.look(change.key)
    if news is not None:
        with context.store.writing(PATIENT) as unit:
            hear(unit, context, news)
