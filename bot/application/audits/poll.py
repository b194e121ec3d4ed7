"""Look through the tracker for what no delivery told: everything that changed since the last look, with some overlap.

What changed says what it belongs to, so other people's tickets are never read, however many there are.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.application.audits.sync import hear
from bot.application.context import Context
from bot.application.ports import TicketChange, Tracker
from bot.store import audits
from bot.store.engine import PATIENT
from bot.store.unit import Unit

OVERLAP = timedelta(minutes=10)  # clocks differ, and a search lags behind
FIRST_LOOK = timedelta(days=30)  # so far back, if nobody knows since when there are tickets
NAME = "jira"


def poll_tracker(context: Context, tracker: Tracker) -> int | None:
    """How many tickets were read; None where there is no ticket yet, and nobody was asked.

    The newest change that was seen is kept in the tracker's own time, once all is heard.
    """
    with context.store.reading() as unit:
        since = audits.seen_until(unit, NAME) or audits.oldest_ticket_at(unit, otherwise=context.now() - FIRST_LOOK)
    if since is None:
        return None
    changed = tracker.changed(max(context.now() - since, timedelta(0)) + OVERLAP)
    with context.store.reading() as unit:
        read = list(_to_read(unit, context, changed))
    for one in read:
        _hear(context, tracker, one)
    if changed:
        with context.store.writing(PATIENT) as unit:
            audits.keep_seen(unit, NAME, max(one.updated_at for one in changed))
    return len(read)


def _to_read(unit: Unit, context: Context, changed: list[TicketChange]) -> Iterator[TicketChange]:
    """Tickets of audits, findings that we know, and findings of such an audit; each unless it was heard of as it stands."""
    keys = [one.key for one in changed]
    known = audits.known_updates(unit, keys)
    findings = audits.findings_among(unit, keys)
    tickets = audits.tickets_among(unit, [*keys, *(key for one in changed for key in one.belongs_to)])
    for one in changed:
        belongs = one.key in findings or not tickets.isdisjoint(one.belongs_to)
        is_ours = one.key in tickets or (context.tickets.is_finding(one.kind) and belongs)
        if is_ours and (one.key not in known or known[one.key] < one.updated_at):
            yield one


def _hear(context: Context, tracker: Tracker, change: TicketChange) -> None:
    """The audit before its findings would be better, but each is heard again until it belongs to something."""
    news = tracker.look(change.key)
    if news is not None:
        with context.store.writing(PATIENT) as unit:
            unit.change_facts()
            hear(unit, context, news)
