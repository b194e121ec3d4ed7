"""Close an audit with a result: recorded here, then said and moved in the tracker."""

from dataclasses import dataclass

from bot.application.audits.events import named
from bot.application.audits.show import show_audit
from bot.application.audits.views import AuditView
from bot.application.context import Context
from bot.application.ports import GiveUp, Ticket, Tracker
from bot.application.recording import Attempt, attempting, noting_refusals, record_events
from bot.domain.audits import AuditKind, AuditResult, AuditState, Closing, refuse_closing, refuse_result
from bot.domain.errors import Refusal
from bot.domain.happenings.audits import AuditClosed, AuditMoved
from bot.domain.register import Member, Vendor
from bot.domain.ticket_mapping import TicketMapping, way_to
from bot.store import audits, outbox, registers, requests
from bot.store.audits import KeptAudit, KeptTicket
from bot.store.engine import PATIENT
from bot.store.outbox import OutboxMessage
from bot.store.unit import Unit


@dataclass(frozen=True)
class AuditVerdict:
    """How an audit ended, in the words of whoever closes it."""

    key: str
    result: AuditResult
    note: str


def check_closing(context: Context, member: Member, key: str) -> AuditView:
    """The audit, for the form that asks for its result; refused for whoever could not send that form."""
    with noting_refusals(context, _attempt(member, key)), context.store.reading() as unit:
        return show_audit(unit, context, _to_close(unit, member, key))


def close_audit(context: Context, member: Member, verdict: AuditVerdict) -> AuditView:
    """Raises Refusal in words, and nothing is changed."""
    with attempting(context, _attempt(member, verdict.key)) as unit:
        kept = _to_close(unit, member, verdict.key, lock=True)
        refuse_result(verdict.result, (one.finding for one in audits.findings_of(unit, verdict.key)))
        closing = Closing(verdict.result, member.id, context.today(), verdict.note)
        audits.close(unit, verdict.key, closing)
        before = kept.ticket.status if kept.ticket else None
        said = AuditClosed(
            **named(kept.audit), actor=member.id, before=before, after="closed", result=verdict.result, note=verdict.note
        )
        record_events(unit, context, [said])
        after = audits.by_key(unit, verdict.key)
        return show_audit(unit, context, after or kept)


def _attempt(member: Member, key: str) -> Attempt:
    return Attempt(member.id, "audit", key, {"wanted": "close_audit"})


def _to_close(unit: Unit, member: Member, key: str, *, lock: bool = False) -> KeptAudit:
    kept = audits.by_key(unit, key, lock=lock)
    if kept is None:
        raise Refusal("unknown_audit", "I know no such audit, so I do nothing. `/ip-audit list` shows those that are open.")
    vendor = registers.one(unit, Vendor, kept.audit.vendor)
    request = requests.load(unit, kept.audit.trigger) if kept.audit.kind is AuditKind.ACCESS else None
    refuse_closing(registers.one(unit, Member, member.id) or member, vendor, request.draft if request else None)
    if kept.closing is not None:
        result = kept.closing.result.words
        raise Refusal("too_late", f"This audit was closed already, with the result {result}; that stands.")
    return kept


def close_ticket(context: Context, tracker: Tracker, message: OutboxMessage) -> None:
    """Say the result on the ticket, once, and walk it to where closed audits stand."""
    key = str(message.promise.payload["audit"])
    with context.store.reading() as unit:
        kept = audits.by_key(unit, key)
        by = registers.one(unit, Member, kept.closing.by) if kept and kept.closing else None
    if kept is not None and kept.closing is None and kept.reopened_on is not None:
        _write_down(context, message, kept, None)
        return
    if kept is None or kept.closing is None or kept.ticket is None:
        raise GiveUp(f"{key} has no ticket yet, or was never closed; `ringfence outbox retry` once its ticket stands.")
    if kept.ticket.gone_on is not None:
        _write_down(context, message, kept, None)
        return
    closing = kept.closing
    who = by.name if by else closing.by
    text = f"Closed in Ringfence by {who}: {closing.result.words}." + (f"\n\n{closing.note}" if closing.note else "")
    tracker.comment(kept.ticket.key, marker=f"ringfence:closed:{key}", text=text)
    _write_down(context, message, kept, _walk(tracker, context.tickets, kept.ticket.key))


def _walk(tracker: Tracker, mapping: TicketMapping, ticket_key: str) -> Ticket:
    """Straight there where Jira has such a way, else through the states between, never backwards."""
    ticket = tracker.read(ticket_key)
    for _ in AuditState:
        if mapping.is_over(ticket.status):
            break
        ways = tracker.ways(ticket_key)
        step = way_to(mapping, AuditState.CLOSED, here=ticket.status, ways=ways)
        if step is None:
            words = (
                f"{ticket_key} stands at {ticket.status!r}, from where no way leads on to an end ({', '.join(ways) or 'none'})"
            )
            raise GiveUp(f"{words}: mend the workflow in Jira or workflows/jira.yml, then `ringfence outbox retry`.")
        ticket = tracker.transition(ticket_key, status=step)
    return ticket


def _write_down(context: Context, message: OutboxMessage, kept: KeptAudit, ticket: Ticket | None) -> None:
    """Without a ticket nothing was left to say: it is gone, or somebody took it up again."""
    with context.store.writing(PATIENT) as unit:
        outbox.delivered(unit, message, context.now())
        now = audits.by_key(unit, kept.audit.key, lock=True) or kept
        before = now.ticket
        if ticket is not None and before is not None and before.status != ticket.status:
            audits.keep_ticket(unit, kept.audit.key, KeptTicket(ticket.key, ticket.url, ticket.status, before.updated_at))
            moved = {"before": before.status, "after": ticket.status, "ticket": ticket.key}
            record_events(unit, context, [AuditMoved(**named(kept.audit), **moved, state=AuditState.CLOSED)])
