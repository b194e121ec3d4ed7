"""An audit becomes one ticket: found by its key or created, then written down; no key is ever made up."""

from bot.application.audits.events import named
from bot.application.context import Context
from bot.application.ports import OUR_LABEL, FieldValue, Ticket, TicketDraft, Tracker
from bot.application.recording import record_events
from bot.domain.audits import Audit, AuditKind
from bot.domain.dates import day_words
from bot.domain.happenings.audits import TicketOpened
from bot.domain.register import Asset, Vendor
from bot.domain.requests import Request
from bot.store import audits, outbox, registers, requests
from bot.store.audits import KeptTicket
from bot.store.engine import PATIENT
from bot.store.outbox import OutboxMessage
from bot.store.unit import Unit

Parts = tuple[tuple[str, str], ...]


def open_ticket(context: Context, tracker: Tracker, message: OutboxMessage) -> None:
    """Find before create; raises what the tracker raises, and then the message is tried again or given up."""
    key = str(message.promise.payload["audit"])
    with context.store.reading() as unit:
        kept = audits.by_key(unit, key)
        if kept is None:
            raise LookupError(f"the outbox promises a ticket for {key}, which is no audit")
        draft = _draft(unit, kept.audit)
    ticket = tracker.find(key, since=message.created_at) or tracker.create(draft)
    _write_down(context, message, kept.audit, ticket)


def _draft(unit: Unit, audit: Audit) -> TicketDraft:
    vendor = registers.one(unit, Vendor, audit.vendor)
    request = requests.load(unit, audit.trigger) if audit.kind is AuditKind.ACCESS else None
    if vendor is None or (audit.kind is AuditKind.ACCESS and request is None):
        raise LookupError(f"the audit {audit.key} has lost its request or its vendor")
    assets = registers.some(unit, Asset, audit.assets)
    scope = ", ".join(audit.assets) or "whole vendor"
    return TicketDraft(
        key=audit.key,
        summary=f"[IP audit] {vendor.id} · {audit.kind.words} · {scope} · due {audit.due_on.isoformat()}",
        description=_of_access(request, vendor, audit, assets) if request else _description(vendor, audit, assets),
        due_on=audit.due_on,
        labels=(OUR_LABEL,),
        fields=_fields(vendor, audit),
    )


def _fields(vendor: Vendor, audit: Audit) -> dict[str, FieldValue]:
    """What a company may want in fields of its own (workflows/jira.yml says in which)."""
    found: dict[str, FieldValue] = {
        "vendor": vendor.id,
        "vendor_name": vendor.name,
        "kind": audit.kind.words,
        "trigger": audit.trigger,
        "scope": audit.assets or ("whole vendor",),
        "key": audit.key,
    }
    if vendor.tier is not None:
        found["tier"] = str(vendor.tier)
    if audit.criteria:
        found["criteria"] = tuple(criterion.words for criterion in audit.criteria)
    if audit.period:
        found |= {"period_from": audit.period.start_on, "period_until": audit.period.end_on}
    return found


def _of_access(request: Request, vendor: Vendor, audit: Audit, assets: list[Asset]) -> Parts:
    """What an auditor of one access needs to begin, without the name of any secret (4.3)."""
    entity = vendor.entity(request.draft.entity)
    company = f"{entity.registered_name} ({entity.country})" if entity else request.draft.entity
    window = f"{day_words(request.draft.start_on)} to {day_words(request.draft.end_on)}"
    modes = ", ".join(sorted({item.mode.words for item in request.items}))
    count = len(request.draft.people)
    people = "1 person" if count == 1 else f"{count} people"
    return (
        ("Vendor", f"{vendor.name} ({vendor.id})"),
        ("Company", company),
        ("Tier", _tier(vendor)),
        ("Scope", f"{', '.join(audit.assets)} ({_classes(assets)}); {modes}; {people}; {window}"),
        ("Trigger", f"Approved access {request.id}"),
        ("Question", "Was the access used, ended and its material returned as agreed?"),
        ("Due", f"{day_words(audit.due_on)}: 30 days after the last day of access"),
    )


def _description(vendor: Vendor, audit: Audit, assets: list[Asset]) -> Parts:
    """What an auditor of a vendor needs to begin."""
    scope = f"{', '.join(audit.assets)} ({_classes(assets)})" if assets else "The whole vendor: all that it may see"
    return (
        ("Vendor", f"{vendor.name} ({vendor.id})"),
        ("Tier", _tier(vendor)),
        ("Scope", scope),
        *_period(audit),
        ("Criteria", "; ".join(criterion.words for criterion in audit.criteria) or "as the lead auditor sets them"),
        ("Trigger", f"{audit.cause.words}: {audit.trigger}" if audit.cause else "Its turn, by the tier of the vendor"),
        ("Due", day_words(audit.due_on)),
    )


def _period(audit: Audit) -> Parts:
    if audit.period is None:
        return ()
    return (("Period", f"{day_words(audit.period.start_on)} to {day_words(audit.period.end_on)}"),)


def _tier(vendor: Vendor) -> str:
    return "not recorded" if vendor.tier is None else str(vendor.tier)


def _classes(assets: list[Asset]) -> str:
    return ", ".join(sorted({f"C{asset.rank}" for asset in assets}))


def _write_down(context: Context, message: OutboxMessage, audit: Audit, ticket: Ticket) -> None:
    with context.store.writing(PATIENT) as unit:
        outbox.delivered(unit, message, context.now())
        audits.keep_ticket(unit, audit.key, KeptTicket(ticket.key, ticket.url, ticket.status))
        record_events(unit, context, [TicketOpened(**named(audit), ticket=ticket.key, url=ticket.url)])
