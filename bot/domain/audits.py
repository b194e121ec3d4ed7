"""Audits of vendors: what opens one, the key that keeps it one, by when it is due, and who may say how it ended (4.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.dates import Window, add_months
from bot.domain.drafts import Draft
from bot.domain.errors import OPEN_FINDINGS, Refusal
from bot.domain.findings import forbid_a_pass
from bot.domain.register import Finding, Member, Vendor
from bot.domain.requests import Request
from bot.domain.vocabulary import ItemState, Role, VendorStatus

AUDIT_FROM_CLASS = 3
DAYS_AFTER_ACCESS = timedelta(days=30)
DAYS_AHEAD = timedelta(days=60)
WORKING_DAYS_FOR_CAUSE = 10
CADENCE_MONTHS = {1: 12, 2: 24}
OPENERS = (Role.VENDOR_MANAGER, Role.IP_COUNSEL, Role.SECURITY_OFFICER)
READERS = (*OPENERS, Role.AUDITOR, Role.EXECUTIVE_SPONSOR, Role.ADMINISTRATOR)
_STILL_WORKING = (VendorStatus.ACTIVE, VendorStatus.RESTRICTED, VendorStatus.SUSPENDED)
FIRST_PERIOD = "first"


class AuditKind(StrEnum):
    ACCESS = "access"
    PERIODIC = "periodic"
    FOR_CAUSE = "for_cause"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


class Cause(StrEnum):
    """What gives cause for an audit outside its turn."""

    INCIDENT = "incident"
    OUTSIDE_PURPOSE = "outside_purpose"
    UNUSUAL_EXPORT = "unusual_export"
    SUBCONTRACTOR = "subcontractor"
    LEAVER = "leaver"
    OVERDUE_CERTIFICATE = "overdue_certificate"
    LOST_CERTIFICATE = "lost_certificate"
    OVERDUE_MAJORS = "overdue_majors"
    COMPETITOR = "competitor"
    COMPLAINT = "complaint"
    PUBLIC_CODE = "public_code"

    @property
    def words(self) -> str:
        return CAUSE_WORDS[self]


CAUSE_WORDS = {
    Cause.INCIDENT: "A grave incident",
    Cause.OUTSIDE_PURPOSE: "Use or disclosure outside the purpose",
    Cause.UNUSUAL_EXPORT: "Unusual export, or access from an undeclared country",
    Cause.SUBCONTRACTOR: "A sub-contractor that nobody declared",
    Cause.LEAVER: "Somebody who left still signs in",
    Cause.OVERDUE_CERTIFICATE: "Destruction unproven, more than 45 days late",
    Cause.LOST_CERTIFICATE: "A certificate lost, or a report with reservations",
    Cause.OVERDUE_MAJORS: "Two major findings overdue",
    Cause.COMPETITOR: "A competitor took control",
    Cause.COMPLAINT: "A complaint of a customer or a whistle-blower",
    Cause.PUBLIC_CODE: "Our code seen in public",
}


class Criterion(StrEnum):
    """What the vendor is held against."""

    AUDIT_RIGHT = "audit_right"
    CONFIDENTIALITY = "confidentiality"
    ISA = "isa"
    ISO = "iso"
    POLICY = "policy"

    @property
    def words(self) -> str:
        return CRITERION_WORDS[self]


CRITERION_WORDS = {
    Criterion.AUDIT_RIGHT: "Contract: audit right",
    Criterion.CONFIDENTIALITY: "Contract: confidentiality",
    Criterion.ISA: "VDA ISA controls",
    Criterion.ISO: "ISO/IEC 27001 controls",
    Criterion.POLICY: "Our own policy",
}


class AuditState(StrEnum):
    """Where an audit stands, in its own words; a tracker calls it as its people like."""

    PLANNED = "planned"
    NOTIFIED = "notified"
    EVIDENCE_REQUESTED = "evidence_requested"
    FIELDWORK = "fieldwork"
    DRAFT_REPORT = "draft_report"
    FINDINGS_AGREED = "findings_agreed"
    CORRECTIVE_ACTION = "corrective_action"
    VERIFIED = "verified"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


class AuditResult(StrEnum):
    PASS = "pass"  # noqa: S105 - a word of the field, not a password
    PASS_WITH_CONDITIONS = "pass_with_conditions"  # noqa: S105 - as above
    FAIL = "fail"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True)
class Audit:
    """`key` identifies it for ever; `assets` are those it is about, none meaning all that the vendor has."""

    key: str
    vendor: str
    kind: AuditKind
    trigger: str
    assets: tuple[str, ...]
    due_on: date
    cause: Cause | None = None
    criteria: tuple[Criterion, ...] = ()
    period: Window | None = None
    opened_by: str | None = None


@dataclass(frozen=True)
class AuditWish:
    """What somebody asks for in the form; `reference` names what happened, such as an incident or a complaint."""

    vendor: str
    cause: Cause
    reference: str
    assets: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    period: Window
    due_on: date


@dataclass(frozen=True)
class Closing:
    """How an audit ended, as the record keeps it."""

    result: AuditResult
    by: str
    on: date
    note: str = ""


def access_audit(request: Request, ranks: Mapping[str, int]) -> Audit | None:
    """Approved access to C3 and above is audited: was it used, ended, returned as agreed? Due 30 days after its end."""
    approved = tuple(item.asset for item in request.items if item.state is ItemState.APPROVED)
    if not any(ranks[asset] >= AUDIT_FROM_CLASS for asset in approved):
        return None
    return Audit(
        key=f"audit:{request.draft.vendor}:access:{request.id}",
        vendor=request.draft.vendor,
        kind=AuditKind.ACCESS,
        trigger=request.id,
        assets=approved,
        due_on=request.draft.end_on + DAYS_AFTER_ACCESS,
        period=request.draft.window,
    )


def refuse_opening(member: Member) -> None:
    if not any(member.holds(role) for role in OPENERS):
        words = "Audits are opened by vendor managers, IP counsel and security officers. Tell one of them what happened."
        raise Refusal("not_yours", words)


def for_cause_audit(wish: AuditWish, opener: Member) -> Audit:
    """One per vendor and reference, whatever is asked for besides. Refused for whoever may not open one."""
    refuse_opening(opener)
    return Audit(
        key=f"audit:{wish.vendor}:{AuditKind.FOR_CAUSE}:{wish.reference}",
        vendor=wish.vendor,
        kind=AuditKind.FOR_CAUSE,
        trigger=wish.reference,
        assets=wish.assets,
        due_on=wish.due_on,
        cause=wish.cause,
        criteria=wish.criteria,
        period=wish.period,
        opened_by=opener.id,
    )


def periodic_audit(vendor: Vendor, *, looked_at: date | None, today: date) -> Audit | None:
    """Due one cadence of the tier after somebody last looked at the vendor whole, and opened sixty days ahead.

    A vendor that nobody ever looked at is due in sixty days. The key carries the day on which it is due, so that one turn is
    one audit whenever this is asked.
    """
    months = CADENCE_MONTHS.get(vendor.tier or 0)
    if months is None or vendor.status not in _STILL_WORKING:
        return None
    due = today + DAYS_AHEAD if looked_at is None else add_months(looked_at, months)
    if due - DAYS_AHEAD > today:
        return None
    turn = FIRST_PERIOD if looked_at is None else due.isoformat()
    return Audit(
        key=f"audit:{vendor.id}:{AuditKind.PERIODIC}:{turn}",
        vendor=vendor.id,
        kind=AuditKind.PERIODIC,
        trigger=turn,
        assets=(),
        due_on=due,
        criteria=tuple(Criterion),
        period=None if looked_at is None else Window(looked_at, due),
    )


def may_read(member: Member, audit: Audit, vendor: Vendor | None) -> bool:
    owns = vendor is not None and vendor.owner == member.id
    return owns or audit.opened_by == member.id or any(member.holds(role) for role in READERS)


def refuse_closing(member: Member, vendor: Vendor | None, audited: Draft | None = None) -> None:
    """Refused for whoever may not judge: without the office, or with an interest in the vendor or in the access audited."""
    if not (member.active and any(member.holds(role) for role in OPENERS)):
        raise Refusal("not_yours", "The result of an audit is recorded by a vendor manager, IP counsel or a security officer.")
    if vendor is not None and vendor.owner == member.id:
        words = f"You own the relationship with {vendor.name}, so somebody else says how its audit ended: IP counsel, say."
        raise Refusal("own_vendor", words)
    if audited is not None and audited.excludes(member):
        words = "You asked for the access that this audit is about, so somebody else says how it ended: IP counsel, say."
        raise Refusal("own_request", words)


def refuse_result(result: AuditResult, findings: Iterable[Finding]) -> None:
    """Nothing grave may be open behind a plain pass."""
    grave = forbid_a_pass(findings) if result is AuditResult.PASS else ()
    if grave:
        names = ", ".join(sorted(finding.id for finding in grave))
        words = f"{names} {'is' if len(grave) == 1 else 'are'} still open: choose pass with conditions or fail, or wait for it."
        raise Refusal(OPEN_FINDINGS, words)
