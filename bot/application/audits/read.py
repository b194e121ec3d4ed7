"""What people may read of audits: the open ones, and one by its ticket."""

from bot.application.audits.show import show_audit
from bot.application.audits.views import AuditView
from bot.application.context import Context
from bot.domain.audits import may_read
from bot.domain.errors import Refusal
from bot.domain.register import Member, Vendor
from bot.domain.typed_words import known_as
from bot.store import audits, registers
from bot.store.audits import KeptAudit
from bot.store.unit import Unit

MOST_LISTED = 10
MOST_OPEN = 5_000


def list_open_audits(context: Context, member: Member, page: int = 1) -> list[AuditView]:
    """A page of the open audits that this person may read, the earliest due first; one more than it shows if others follow."""
    with context.store.reading() as unit:
        found = audits.open_ones(unit, limit=MOST_OPEN)
        vendors = {vendor.id: vendor for vendor in registers.some(unit, Vendor, {kept.audit.vendor for kept in found})}
        mine = [kept for kept in found if may_read(member, kept.audit, vendors.get(kept.audit.vendor))]
        shown = mine[(page - 1) * MOST_LISTED :][: MOST_LISTED + 1]
        return [show_audit(unit, context, kept) for kept in shown]


def read_audit(context: Context, member: Member, typed: str) -> AuditView:
    """One audit by its ticket or its own key, in any case; refused in words for whoever may not read it."""
    with context.store.reading() as unit:
        kept = find_audit(unit, typed)
        if kept is None or not _may_read(unit, member, kept):
            words = f"There is no audit {typed}, or it is not yours to read. `/ip-audit list` shows those that you may."
            raise Refusal("unknown_audit", words)
        return show_audit(unit, context, kept)


def find_audit(unit: Unit, typed: str) -> KeptAudit | None:
    """The audit of a ticket, or of this key with or without its first part."""
    names = audits.names(unit)
    known = known_as(typed, names) or known_as(f"audit:{typed}", names)
    return audits.by_key(unit, names[known]) if known else None


def _may_read(unit: Unit, member: Member, kept: KeptAudit) -> bool:
    return may_read(member, kept.audit, registers.one(unit, Vendor, kept.audit.vendor))
