"""Everything that a screen may show of one audit, gathered at the moment when it is shown."""

from dataclasses import replace

from bot.application.audits.views import AuditCard, AuditView, FindingLine, RemarkLine, TicketNotice, result_words
from bot.application.context import Context
from bot.application.members import place_words
from bot.domain.audits import Audit, AuditKind, AuditResult, AuditState
from bot.domain.events import Happened
from bot.domain.findings import KeptFinding, gravest_first
from bot.domain.register import Member, Vendor
from bot.domain.ticket_mapping import TicketMapping
from bot.store import audits, given_up, registers
from bot.store.audits import KeptAudit
from bot.store.outbox import CHANNEL, TRACKER, Promise, read_destination
from bot.store.unit import Unit

GONE = "It was deleted, or moved to where I may not look. I open no other one by myself."


def draw_audit(unit: Unit, context: Context, promise: Promise) -> AuditCard | None:
    """The card as of now; in a channel it keeps what people said to itself."""
    kept = audits.by_key(unit, promise.subject)
    in_channel = read_destination(promise.destination)[0] == CHANNEL
    return None if kept is None else AuditCard(show_audit(unit, context, kept), in_channel=in_channel)


def draw_ticket_notice(unit: Unit, _context: Context, promise: Promise) -> TicketNotice:
    """To whoever owns it: its ticket is gone, or was taken up again."""
    told, key = promise.payload, str(promise.payload["ticket"])
    if told.get("agreement"):
        headline = f"{key}, the task to renew {told['id']}, is gone from Jira"
        return TicketNotice(headline, (GONE, "The reminder stands. Restore the task in Jira, or go on without it."))
    kept = audits.by_key(unit, str(told["id"]))
    vendor = registers.one(unit, Vendor, kept.audit.vendor) if kept else None
    about = f"the audit of {vendor.name if vendor else told['id']}"
    if told["happened"] == Happened.AUDIT_REOPENED.value:
        before = f"The result before was {AuditResult(told['result']).words}; it stands no more." if told.get("result") else ""
        lines = (before, f"`/ip-audit {key}` shows it; *Close…* there records how it ends.")
        return TicketNotice(f"{about[:1].upper()}{about[1:]} was reopened in Jira ({key})", tuple(line for line in lines if line))
    if told.get("finding"):
        lines = (GONE, "The finding stays open here until its ticket is back and closed there.")
        return TicketNotice(f"{key}, a finding of {about}, is gone from Jira", lines)
    lines = (GONE, f"Restore it in Jira, or go on without it: `/ip-audit {key}` still records the result.")
    return TicketNotice(f"{key}, the ticket of {about}, is gone from Jira", lines)


def show_audit(unit: Unit, context: Context, kept: KeptAudit) -> AuditView:
    view = _as_opened(unit, context, kept)
    view = _with_what_was_found(unit, context, view)
    return _with_its_end(unit, _with_its_ticket(unit, context, view, kept), kept)


def _as_opened(unit: Unit, context: Context, kept: KeptAudit) -> AuditView:
    """What is to be looked at, why and until when, and how it stands."""
    audit = kept.audit
    vendor = registers.one(unit, Vendor, audit.vendor)
    return AuditView(
        key=audit.key,
        vendor=audit.vendor,
        vendor_name=vendor.name if vendor else audit.vendor,
        kind_words=audit.kind.words,
        trigger=audit.trigger,
        cause_words=audit.cause.words if audit.cause else "",
        assets=audit.assets,
        criteria=tuple(criterion.words for criterion in audit.criteria),
        period=audit.period,
        due_on=audit.due_on,
        is_late=kept.closing is None and audit.due_on < context.today(),
        state_words=state_words(kept, context.tickets),
        needs_result=kept.closing is None and is_over(kept, context.tickets),
        opened_by=_name(unit, audit.opened_by),
    )


def _with_what_was_found(unit: Unit, context: Context, view: AuditView) -> AuditView:
    remarks = audits.remarks_of(unit, view.key)
    last = remarks[-1] if remarks else None
    return replace(
        view,
        findings=tuple(_line(one, context) for one in gravest_first(audits.findings_of(unit, view.key))),
        remarks=len(remarks),
        last_remark=RemarkLine(last.author, last.at, last.text) if last else None,
    )


def _with_its_ticket(unit: Unit, context: Context, view: AuditView, kept: KeptAudit) -> AuditView:
    ticket = kept.ticket
    return replace(
        view,
        ticket_key=ticket.key if ticket else None,
        ticket_url=ticket.url if ticket else None,
        gone_on=ticket.gone_on if ticket else None,
        stands_at=stands_at(kept, context.tickets),
        refused=refused(unit, kept.audit),
        unreached=tuple(place_words(unit, one) for one in given_up.unreached(unit, view.key)),
    )


def _with_its_end(unit: Unit, view: AuditView, kept: KeptAudit) -> AuditView:
    closing = kept.closing
    return replace(
        view,
        result_words=closing.result.words if closing else "",
        closed_by=_name(unit, closing.by) if closing else "",
        closed_on=closing.on if closing else None,
        closing_note=closing.note if closing else "",
        reopened_on=kept.reopened_on,
        result_before=kept.result_before.words if kept.result_before else "",
    )


def refused(unit: Unit, audit: Audit) -> str:
    """Why the tracker does not take what is promised to it about this audit; empty if it does, or is still asked."""
    subject = audit.trigger if audit.kind is AuditKind.ACCESS else audit.key
    dead = given_up.at_place(unit, subject, TRACKER)
    return next((one.last_error for one in reversed(dead) if one.promise.payload.get("audit") == audit.key), "")


def state_words(kept: KeptAudit, mapping: TicketMapping) -> str:
    """In our own words, or, where nobody mapped the tracker's status, as it is called there."""
    if kept.closing is not None:
        return "closed"
    if kept.ticket is None:
        return AuditState.PLANNED.words
    state = mapping.state_of(kept.ticket.status)
    words = f"“{kept.ticket.status}”" if state is None else state.words
    return f"reopened, {words}" if kept.reopened_on else words


def stands_at(kept: KeptAudit, mapping: TicketMapping) -> str:
    """The tracker's own word for where the ticket stands, while a result is recorded and the ticket is not closed with it."""
    ticket = kept.ticket
    if kept.closing is None or ticket is None or ticket.gone_on or is_over(kept, mapping):
        return ""
    return ticket.status


def is_over(kept: KeptAudit, mapping: TicketMapping) -> bool:
    """Whether the tracker says that it has ended."""
    return kept.ticket is not None and mapping.is_over(kept.ticket.status)


def short_words(unit: Unit, context: Context, kept: KeptAudit) -> str:
    """Where the audit of a request stands, for the request's own card: `fieldwork · 1 open finding`; empty while planned."""
    if kept.ticket is None:
        return "Jira refuses the ticket; the administrators know why" if refused(unit, kept.audit) else ""
    stands = stands_at(kept, context.tickets)
    state = result_words(kept.closing.result.words, stands) if kept.closing else state_words(kept, context.tickets)
    gone = ["its ticket is gone from Jira"] if kept.ticket.gone_on else []
    count = sum(one.finding.status == "open" for one in audits.findings_of(unit, kept.audit.key))
    found = "1 open finding" if count == 1 else f"{count} open findings"
    return " · ".join([*([state] if state != AuditState.PLANNED.words else []), *([found] if count else []), *gone])


def _line(kept: KeptFinding, context: Context) -> FindingLine:
    finding = kept.finding
    is_open = finding.status == "open"
    return FindingLine(
        id=kept.ticket_key,
        is_gone=kept.gone_on is not None,
        url=kept.url,
        grade_words=finding.grade.words if finding.grade else "grade unknown",
        due_on=finding.due,
        is_open=is_open,
        is_late=is_open and finding.due is not None and finding.due < context.today(),
    )


def _name(unit: Unit, member_id: str | None) -> str:
    member = registers.one(unit, Member, member_id) if member_id else None
    return member.name if member else (member_id or "")
