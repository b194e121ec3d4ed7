"""Open an audit: for cause, when somebody asks, or in its turn, when the calendar does; one per key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.application.audits.events import named
from bot.application.context import Context
from bot.application.recording import Attempt, attempting, record_events
from bot.domain.audits import Audit, AuditWish, for_cause_audit, periodic_audit
from bot.domain.errors import FormErrors
from bot.domain.events import OURSELVES
from bot.domain.happenings.audits import AuditOpened
from bot.domain.register import Assessment, Asset, Member, Vendor
from bot.store import audits, counters, registers
from bot.store.unit import Unit

LOOKED_ON = "periodic audits looked at"


@dataclass(frozen=True)
class Opened:
    """The audit that stands now; not new if one of the same key stood already, with its ticket once there is one."""

    key: str
    is_new: bool
    ticket_key: str | None
    ticket_url: str | None


def open_audit(context: Context, opener: Member, wish: AuditWish) -> Opened:
    """Refused for whoever may not; mistakes come as FormErrors by the names of the wish. Asking twice opens one."""
    with attempting(context, Attempt(opener.id, "vendor", wish.vendor, {"wanted": "open_audit"})) as unit:
        audit = for_cause_audit(wish, opener)
        if mistakes := _mistakes(unit, context, wish):
            raise FormErrors(mistakes)
        is_new = _open(unit, context, audit, actor=opener.id, tell=[opener.id])
        kept = audits.by_key(unit, audit.key)
    ticket = kept.ticket if kept else None
    return Opened(audit.key, is_new, ticket.key if ticket else None, ticket.url if ticket else None)


def _mistakes(unit: Unit, context: Context, wish: AuditWish) -> dict[str, str]:
    found: dict[str, str] = {}
    if registers.one(unit, Vendor, wish.vendor) is None:
        found["vendor"] = "The register does not know this vendor any more. Choose another one."
    known = {asset.id for asset in registers.some(unit, Asset, wish.assets)}
    if missing := sorted(set(wish.assets) - known):
        found["assets"] = f"The register does not know {', '.join(missing)} any more. Choose again."
    if wish.due_on < context.today():
        found["due"] = "This day has passed. Choose today or a later one."
    if wish.period.end_on < wish.period.start_on:
        found["until"] = "The last day is before the first one."
    return found


def _open(unit: Unit, context: Context, audit: Audit, *, actor: str, tell: list[str]) -> bool:
    if not audits.add(unit, audit, context.now()):
        return False
    opened = AuditOpened(
        **named(audit),
        actor=actor,
        vendor=audit.vendor,
        kind=audit.kind,
        trigger=audit.trigger,
        due=audit.due_on,
        post_to=context.tickets.post_to,
        tell=tuple(tell),
    )
    record_events(unit, context, [opened])
    return True


def open_periodic_audits(context: Context) -> int:
    """Once a day: the audits whose turn it is by the tier of their vendor. How many were opened; their keys make them one."""
    today = context.today()
    with context.store.reading() as unit:
        if counters.read(unit, LOOKED_ON) >= today.toordinal():
            return 0
    with context.store.writing() as unit:
        opened = [
            audit for audit in _in_turn(unit, today) if _open(unit, context, audit, actor=OURSELVES, tell=_owner(unit, audit))
        ]
        counters.write(unit, LOOKED_ON, today.toordinal())
    return len(opened)


def _in_turn(unit: Unit, today: date) -> list[Audit]:
    vendors = registers.all_of(unit, Vendor)
    running, ended = audits.vendors_in_turn(unit), audits.last_turns(unit)
    assessed = _last_assessed(registers.all_of(unit, Assessment))
    found = []
    for vendor in vendors:
        looked_at = ended.get(vendor.id) or assessed.get(vendor.id)
        audit = periodic_audit(vendor, looked_at=looked_at, today=today)
        if audit is not None and vendor.id not in running:
            found.append(audit)
    return found


def _last_assessed(assessments: Iterable[Assessment]) -> dict[str, date]:
    last: dict[str, date] = {}
    for one in assessments:
        if one.completed_on is not None:
            last[one.vendor] = max(one.completed_on, last.get(one.vendor, one.completed_on))
    return last


def _owner(unit: Unit, audit: Audit) -> list[str]:
    """The vendor's owner hears of a turn, if they can be told."""
    vendor = registers.one(unit, Vendor, audit.vendor)
    owner = registers.one(unit, Member, vendor.owner) if vendor and vendor.owner else None
    return [owner.id] if owner is not None and owner.can_decide else []
