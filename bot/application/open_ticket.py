"""An audit becomes one ticket: found by its key or created, then written down; no key is ever made up."""

from dataclasses import dataclass

from bot.application.desk import Desk
from bot.application.ports import Ticket, TicketDraft, Tracker
from bot.application.recording import record_events
from bot.domain.audits import Audit
from bot.domain.dates import day_words
from bot.domain.events import OURSELVES, Event, Happened
from bot.domain.register import Vendor
from bot.domain.requests import Request
from bot.store import grants, outbox, registers, requests
from bot.store.outbox import OutboxMessage


@dataclass(frozen=True)
class Planned:
    """An audit and what its ticket says."""

    key: str
    request: Request
    draft: TicketDraft


def open_ticket(desk: Desk, tracker: Tracker, message: OutboxMessage) -> None:
    """Find before create; raises what the tracker raises, and then the message is tried again or given up."""
    planned = _planned(desk, str(message.promise.payload["audit"]))
    ticket = tracker.find(planned.key) or tracker.create(planned.draft)
    _write_down(desk, message, planned, ticket)


def _planned(desk: Desk, key: str) -> Planned:
    with desk.store.reading() as unit:
        kept = grants.audit_by_key(unit, key)
        if kept is None:
            raise LookupError(f"the outbox promises a ticket for {key}, which is no audit")
        audit = kept.audit
        request = requests.load(unit, audit.trigger)
        vendor = registers.one(unit, "vendors", audit.vendor)
        if request is None or vendor is None:
            raise LookupError(f"the audit {key} has lost its request or its vendor")
        assets = registers.some(unit, "assets", audit.assets)
    classes = ", ".join(sorted({f"C{asset.rank}" for asset in assets}))
    draft = TicketDraft(
        key=key,
        summary=f"[IP audit] {vendor.id} · {audit.kind} · {', '.join(audit.assets)} · due {audit.due_on.isoformat()}",
        description=_description(request, vendor, audit, classes),
        due_on=audit.due_on,
        labels=("ringfence",),
    )
    return Planned(key, request, draft)


def _description(request: Request, vendor: Vendor, audit: Audit, classes: str) -> tuple[tuple[str, str], ...]:
    """What an auditor needs to begin, without the name of any secret (4.3)."""
    entity = vendor.entity(request.draft.entity)
    company = f"{entity.registered_name} ({entity.country})" if entity else request.draft.entity
    window = f"{day_words(request.draft.start_on)} to {day_words(request.draft.end_on)}"
    modes = ", ".join(sorted({item.mode.words for item in request.items}))
    count = len(request.draft.people)
    people = "1 person" if count == 1 else f"{count} people"
    return (
        ("Vendor", f"{vendor.name} ({vendor.id})"),
        ("Company", company),
        ("Tier", "not recorded" if vendor.tier is None else str(vendor.tier)),
        ("Scope", f"{', '.join(audit.assets)} ({classes}); {modes}; {people}; {window}"),
        ("Trigger", f"Approved access {request.id}"),
        ("Question", "Was the access used, ended and its material returned as agreed?"),
        ("Due", f"{day_words(audit.due_on)}: 30 days after the last day of access"),
        ("Key", audit.key),
    )


def _write_down(desk: Desk, message: OutboxMessage, planned: Planned, ticket: Ticket) -> None:
    details = {"request": planned.request.id, "ticket": ticket.key, "url": ticket.url}
    with desk.store.writing() as unit:
        outbox.delivered(unit, message.id, desk.now())
        grants.keep_ticket(unit, planned.key, ticket_key=ticket.key, url=ticket.url, status=ticket.status)
        event = Event(Happened.TICKET_OPENED, "audit", planned.key, OURSELVES, details=details)
        record_events(unit, desk, [event])
