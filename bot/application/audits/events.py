"""What is recorded of an audit, and the promise to read a ticket of which the tracker said that it changed."""

from typing import TypedDict

from bot.domain.audits import Audit, AuditKind
from bot.store import outbox
from bot.store.outbox import JIRA, Promise

HEAR_TICKET = "hear_ticket"
TRACKER = "tracker"  # the actor where people moved something in the tracker


class Named(TypedDict):
    audit: str
    request: str | None


def named(audit: Audit) -> Named:
    """The fields that name the audit; what happens to an audit of access belongs to its request."""
    return {"audit": audit.key, "request": audit.trigger if audit.kind is AuditKind.ACCESS else None}


def hear_promise(delivery_id: str, ticket: str) -> Promise:
    """To read a ticket of which the tracker said that it changed."""
    return Promise(f"hear:{delivery_id}", JIRA, f"ticket:{ticket}", outbox.TRACKER, HEAR_TICKET, {"ticket": ticket})
