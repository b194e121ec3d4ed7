"""What people may read of audits: the open ones, and one by its ticket."""

from bot.application.audits.show import show_audit
from bot.application.audits.views import AuditView
from bot.application.context import Context
from bot.domain.audits import may_read
from bot.domain.errors import Refusal
from bot.domain.register import Member, Vendor
from bot.store import audits, registers
from bot.store.audits import KeptAudit
from bot.store.unit import Unit

MOST_LISTED = 10


def list_open_audits(context: Context, member: Member) -> list[AuditView]:
    """The open audits that this person may read, the earliest due first."""
    with context.store.reading() as unit:
        found = audits.open_ones(unit, limit=200)
        mine = [kept for kept in found if _may_read(unit, member, kept)]
        return [show_audit(unit, context, kept) for kept in mine[:MOST_LISTED]]


def read_audit(context: Context, member: Member, ticket_key: str) -> AuditView:
    """One audit by its ticket; refused in words for whoever may not read it."""
    with context.store.reading() as unit:
        kept = audits.of_ticket(unit, ticket_key)
        if kept is None or not _may_read(unit, member, kept):
            words = f"There is no audit {ticket_key}, or it is not yours to read. `/ip-audit list` shows those that you may."
            raise Refusal("unknown_audit", words)
        return show_audit(unit, context, kept)


def _may_read(unit: Unit, member: Member, kept: KeptAudit) -> bool:
    return may_read(member, kept.audit, registers.one(unit, Vendor, kept.audit.vendor))
