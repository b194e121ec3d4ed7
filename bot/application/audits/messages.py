"""Who is told what when something happens to an audit: its card, its ticket, and what the tracker is told back."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.domain.audits import Audit, AuditKind
from bot.domain.events import Event, Happened
from bot.store.outbox import JIRA, SLACK, Promise

AUDIT_CARD = "audit_card"
AUDIT_TICKET, CLOSE_TICKET, FINDING_DUE, HEAR_TICKET = "audit_ticket", "close_ticket", "finding_due", "hear_ticket"
LIVING = (AUDIT_CARD,)
IN_TRACKER = (AUDIT_TICKET, CLOSE_TICKET, FINDING_DUE, HEAR_TICKET)


def about(audit: Audit, **details: Any) -> dict[str, Any]:
    """The details of an event; what happens to an audit of access belongs to its request."""
    return ({"request": audit.trigger} if audit.kind is AuditKind.ACCESS else {}) | details


def hear_promise(delivery_id: str, ticket: str) -> Promise:
    """To read a ticket of which the tracker said that it changed."""
    return Promise(f"hear:{delivery_id}", JIRA, f"ticket:{ticket}", "jira", HEAR_TICKET, {"ticket": ticket})


def _on_planned(event: Event, _seq: int) -> Iterator[Promise]:
    yield Promise(f"ticket:{event.entity_id}", JIRA, event.subject, "jira", AUDIT_TICKET, {"audit": event.entity_id})


def _on_opened(event: Event, seq: int) -> Iterator[Promise]:
    """The card first, so that it stands before the ticket does; it is redrawn with the ticket's key."""
    places = [f"channel:{name}" for name in [event.details["post_to"]] if name]
    for destination in [*places, *(f"person:{member}" for member in event.details["tell"])]:
        key = f"{AUDIT_CARD}:{event.entity_id}:{destination}:{seq}"
        yield Promise(key, SLACK, event.subject, destination, AUDIT_CARD, {"audit": event.entity_id})
    yield from _on_planned(event, seq)


def _on_finding(event: Event, seq: int) -> Iterator[Promise]:
    """A finding without a day, or with one beyond its limit, is given the day that counts."""
    if due := event.details.get("set_due"):
        payload = {"ticket": event.details["finding"], "due": due}
        yield Promise(f"{FINDING_DUE}:{event.details['finding']}:{seq}", JIRA, event.subject, "jira", FINDING_DUE, payload)


def _on_closed(event: Event, seq: int) -> Iterator[Promise]:
    key = f"{CLOSE_TICKET}:{event.entity_id}:{seq}"
    yield Promise(key, JIRA, event.subject, "jira", CLOSE_TICKET, {"audit": event.entity_id})


REACTIONS: dict[Happened, Callable[[Event, int], Iterator[Promise]]] = {
    Happened.AUDIT_PLANNED: _on_planned,
    Happened.AUDIT_OPENED: _on_opened,
    Happened.FINDING_HEARD: _on_finding,
    Happened.AUDIT_CLOSED: _on_closed,
}
REDRAWS = frozenset(
    {
        Happened.TICKET_OPENED,
        Happened.AUDIT_MOVED,
        Happened.AUDIT_COMMENTED,
        Happened.FINDING_HEARD,
        Happened.AUDIT_CLOSED,
    }
)
