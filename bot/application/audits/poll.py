"""Look through the tracker for what no delivery told: everything that changed since the last look, with some overlap."""

from datetime import timedelta

from bot.application.context import Desk
from bot.application.audits.sync import hear
from bot.application.ports import TicketChange, Tracker
from bot.store import audits
from bot.store.engine import PATIENT

OVERLAP = timedelta(minutes=10)  # clocks differ, and a search lags behind
FIRST_LOOK = timedelta(days=30)  # so far back, if nobody knows since when there are tickets
LABEL = "ringfence"
NAME = "jira"


def poll_tracker(desk: Desk, tracker: Tracker) -> int:
    """How many tickets were read. The newest change that was seen is kept in the tracker's own time, once all is heard."""
    with desk.store.reading() as unit:
        since = audits.seen_until(unit, NAME) or audits.oldest_ticket_at(unit, otherwise=desk.now() - FIRST_LOOK)
    if since is None:
        return 0
    changed = tracker.changed(max(desk.now() - since, timedelta(0)) + OVERLAP)
    with desk.store.reading() as unit:
        known = audits.known_updates(unit, [one.key for one in changed])
    read = [one for one in changed if _may_be_ours(desk, one) and known.get(one.key) != one.updated_at]
    for one in read:
        _hear(desk, tracker, one)
    if changed:
        with desk.store.writing(PATIENT) as unit:
            audits.keep_seen(unit, NAME, max(one.updated_at for one in changed))
    return len(read)


def _may_be_ours(desk: Desk, change: TicketChange) -> bool:
    return LABEL in change.labels or desk.tickets.is_finding(change.kind)


def _hear(desk: Desk, tracker: Tracker, change: TicketChange) -> None:
    """The audit before its findings would be better, but each is heard again until it belongs to something."""
    news = tracker.look(change.key)
    if news is not None:
        with desk.store.writing(PATIENT) as unit:
            hear(unit, desk, news)
