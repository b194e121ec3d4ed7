"""Everything that a screen may show of one audit, gathered at the moment when it is shown."""

from bot.application.audits.views import AuditCard, AuditView, FindingLine, RemarkLine
from bot.application.context import Context
from bot.application.members import place_words
from bot.domain.audits import Audit, AuditKind, AuditState
from bot.domain.findings import KeptFinding, gravest_first
from bot.domain.register import Member, Vendor
from bot.domain.ticket_mapping import TicketMapping
from bot.store import audits, given_up, registers
from bot.store.audits import KeptAudit
from bot.store.outbox import CHANNEL, TRACKER, Promise, read_destination
from bot.store.unit import Unit


def draw_audit(unit: Unit, context: Context, promise: Promise) -> AuditCard | None:
    """The card as of now; in a channel it keeps what people said to itself."""
    kept = audits.by_key(unit, promise.subject)
    in_channel = read_destination(promise.destination)[0] == CHANNEL
    return None if kept is None else AuditCard(show_audit(unit, context, kept), in_channel=in_channel)


def show_audit(unit: Unit, context: Context, kept: KeptAudit) -> AuditView:
    audit, ticket, closing = kept.audit, kept.ticket, kept.closing
    vendor = registers.one(unit, Vendor, audit.vendor)
    remarks = audits.remarks_of(unit, audit.key)
    last = remarks[-1] if remarks else None
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
        is_late=closing is None and audit.due_on < context.today(),
        state_words=state_words(kept, context.tickets),
        needs_result=closing is None and is_over(kept, context.tickets),
        findings=tuple(_line(one, context) for one in gravest_first(audits.findings_of(unit, audit.key))),
        remarks=len(remarks),
        last_remark=RemarkLine(last.author, last.at, last.text) if last else None,
        ticket_key=ticket.key if ticket else None,
        ticket_url=ticket.url if ticket else None,
        opened_by=_name(unit, audit.opened_by),
        result_words=closing.result.words if closing else "",
        closed_by=_name(unit, closing.by) if closing else "",
        closed_on=closing.on if closing else None,
        closing_note=closing.note if closing else "",
        refused=refused(unit, audit),
        unreached=tuple(place_words(unit, one) for one in given_up.unreached(unit, audit.key)),
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
    return f"“{kept.ticket.status}”" if state is None else state.words


def is_over(kept: KeptAudit, mapping: TicketMapping) -> bool:
    """Whether the tracker says that it has ended."""
    return kept.ticket is not None and mapping.state_of(kept.ticket.status) in (AuditState.CLOSED, AuditState.CANCELLED)


def short_words(unit: Unit, context: Context, kept: KeptAudit) -> str:
    """Where the audit of a request stands, for the request's own card: `fieldwork · 1 open finding`; empty while planned."""
    if kept.ticket is None:
        return "Jira refuses the ticket; the administrators know why" if refused(unit, kept.audit) else ""
    state = f"closed: {kept.closing.result.words}" if kept.closing else state_words(kept, context.tickets)
    count = sum(one.finding.status == "open" for one in audits.findings_of(unit, kept.audit.key))
    found = "1 open finding" if count == 1 else f"{count} open findings"
    return " · ".join([*([state] if state != AuditState.PLANNED.words else []), *([found] if count else [])])


def _line(kept: KeptFinding, context: Context) -> FindingLine:
    finding = kept.finding
    is_open = finding.status == "open"
    return FindingLine(
        id=finding.id,
        url=kept.url,
        grade_words=finding.grade.words if finding.grade else "grade unknown",
        due_on=finding.due,
        is_open=is_open,
        is_late=is_open and finding.due is not None and finding.due < context.today(),
    )


def _name(unit: Unit, member_id: str | None) -> str:
    member = registers.one(unit, Member, member_id) if member_id else None
    return member.name if member else (member_id or "")
