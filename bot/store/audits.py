"""Audits in the database, with their tickets, findings and remarks as last heard of, and how far the tracker was heard."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from bot.domain.audits import Audit, AuditKind, AuditResult, Cause, Closing, Criterion
from bot.domain.dates import Window
from bot.domain.findings import KeptFinding
from bot.domain.register import Finding
from bot.store.documents import from_document
from bot.store.inserting import insert_new
from bot.store.tables import AUDIT_FINDINGS, AUDIT_REMARKS, AUDITS, FINDINGS, TRACKER_DELIVERIES, TRACKER_LOOKS
from bot.store.tickets import former_keys, key_of_now
from bot.store.unit import Unit


@dataclass(frozen=True)
class KeptTicket:
    """The ticket of an audit as last heard of; `updated_at` is the tracker's own time of its last change."""

    key: str
    url: str
    status: str
    updated_at: datetime | None = None
    gone_on: date | None = None  # since when the tracker does not have it any more


@dataclass(frozen=True)
class KeptAudit:
    """An audit, its ticket once the tracker has taken it, and how it ended once somebody said so."""

    audit: Audit
    ticket: KeptTicket | None
    closing: Closing | None = None
    reopened_on: date | None = None  # by somebody in the tracker, after it had ended there, and not closed since
    result_before: AuditResult | None = None


@dataclass(frozen=True)
class Remark:
    """What somebody said in the tracker; the text is empty where notes are privileged."""

    id: str
    author: str
    at: datetime
    text: str


def add(unit: Unit, audit: Audit, at: datetime) -> bool:
    """Whether it was new: one audit per key, whoever asks at the same instant."""
    row = {
        "key": audit.key,
        "vendor": audit.vendor,
        "kind": audit.kind.value,
        "trigger": audit.trigger,
        "due_on": audit.due_on,
        "assets": list(audit.assets),
        "cause": audit.cause.value if audit.cause else None,
        "criteria": [criterion.value for criterion in audit.criteria],
        "period_from": audit.period.start_on if audit.period else None,
        "period_until": audit.period.end_on if audit.period else None,
        "opened_by": audit.opened_by,
        "opened_at": at,
        "closing_note": "",
    }
    return insert_new(unit, AUDITS, row)


def by_key(unit: Unit, key: str, *, lock: bool = False) -> KeptAudit | None:
    return _one(unit, AUDITS.c.key == key, lock=lock)


def of_access(unit: Unit, request_id: str) -> KeptAudit | None:
    """The audit that follows from the access of one request."""
    return _one(unit, (AUDITS.c.trigger == request_id) & (AUDITS.c.kind == AuditKind.ACCESS.value))


def of_ticket(unit: Unit, ticket_key: str, *, lock: bool = False) -> KeptAudit | None:
    return _one(unit, AUDITS.c.ticket_key == key_of_now(unit, ticket_key), lock=lock)


def names(unit: Unit) -> dict[str, str]:
    """Every name by which an audit can be meant, of its ticket now and before it was moved, and its own; the key behind each."""
    rows = unit.connection.execute(select(AUDITS.c.key, AUDITS.c.ticket_key).order_by(AUDITS.c.key)).all()
    of_tickets = {row.ticket_key: row.key for row in rows if row.ticket_key}
    before = {old: of_tickets[now] for old, now in former_keys(unit).items() if now in of_tickets}
    return before | of_tickets | {row.key: row.key for row in rows}


def open_among(unit: Unit, keys: Collection[str]) -> list[Audit]:
    """Those of these audits that have no result, held until the unit ends, in the order of their keys."""
    query = select(AUDITS).where(AUDITS.c.key.in_(list(keys)), AUDITS.c.result.is_(None)).order_by(AUDITS.c.key)
    return [_kept(row).audit for row in unit.connection.execute(unit.locking(query))]


def open_ones(unit: Unit, limit: int) -> list[KeptAudit]:
    """Those without a result, the earliest due first."""
    query = select(AUDITS).where(AUDITS.c.result.is_(None)).order_by(AUDITS.c.due_on, AUDITS.c.key).limit(limit)
    return [_kept(row) for row in unit.connection.execute(query)]


def named_records(unit: Unit) -> dict[str, set[str]]:
    """The register's records that any audit names, by section; none of them may vanish from the register."""
    rows = unit.connection.execute(select(AUDITS.c.vendor, AUDITS.c.assets)).all()
    return {"vendors": {row.vendor for row in rows}, "assets": {asset for row in rows for asset in row.assets}}


def vendors_in_turn(unit: Unit) -> set[str]:
    """The vendors whose periodic audit is open."""
    query = select(AUDITS.c.vendor).where(AUDITS.c.kind == AuditKind.PERIODIC.value, AUDITS.c.result.is_(None))
    return set(unit.connection.execute(query).scalars())


def last_turns(unit: Unit) -> dict[str, date]:
    """When the last periodic audit of each vendor ended."""
    periodic = (AUDITS.c.kind == AuditKind.PERIODIC.value) & AUDITS.c.closed_on.is_not(None)
    query = select(AUDITS.c.vendor, func.max(AUDITS.c.closed_on)).where(periodic).group_by(AUDITS.c.vendor)
    return {row[0]: row[1] for row in unit.connection.execute(query)}


def keep_ticket(unit: Unit, key: str, ticket: KeptTicket) -> None:
    values = {
        "ticket_key": ticket.key,
        "ticket_url": ticket.url,
        "ticket_status": ticket.status,
        "ticket_updated_at": ticket.updated_at,
        "ticket_gone_on": ticket.gone_on,
    }
    unit.connection.execute(update(AUDITS).where(AUDITS.c.key == key).values(**values))


def keep_due(unit: Unit, key: str, due_on: date) -> None:
    unit.connection.execute(update(AUDITS).where(AUDITS.c.key == key).values(due_on=due_on))


def close(unit: Unit, key: str, closing: Closing) -> None:
    values = {"result": closing.result.value, "closed_by": closing.by, "closed_on": closing.on, "closing_note": closing.note}
    again = {"reopened_on": None, "result_before": None}
    unit.connection.execute(update(AUDITS).where(AUDITS.c.key == key).values(**values, **again))


def reopen(unit: Unit, key: str, on: date, result: AuditResult | None) -> None:
    """It has no result any more; `result` is the one that it had."""
    nothing = {"result": None, "closed_by": None, "closed_on": None, "closing_note": ""}
    values = {"reopened_on": on, "result_before": result.value if result else None}
    unit.connection.execute(update(AUDITS).where(AUDITS.c.key == key).values(**values, **nothing))


def findings_of(unit: Unit, key: str) -> list[KeptFinding]:
    joined = AUDIT_FINDINGS.join(FINDINGS, FINDINGS.c.id == AUDIT_FINDINGS.c.finding)
    query = select(AUDIT_FINDINGS, FINDINGS.c.document).select_from(joined).where(AUDIT_FINDINGS.c.audit == key)
    found = unit.connection.execute(query.order_by(AUDIT_FINDINGS.c.finding))
    return [KeptFinding(from_document(Finding, r.document), r.audit, r.ticket_key, r.url, r.status, r.gone_on) for r in found]


def audit_of_finding(unit: Unit, ticket_key: str) -> str | None:
    query = select(AUDIT_FINDINGS.c.audit).where(AUDIT_FINDINGS.c.ticket_key == ticket_key)
    return unit.connection.execute(query).scalar_one_or_none()


def finding_of_ticket(unit: Unit, ticket_key: str) -> KeptFinding | None:
    """The finding whose ticket has, or once had, this key."""
    key = key_of_now(unit, ticket_key)
    audit = audit_of_finding(unit, key)
    return next((one for one in findings_of(unit, audit) if one.ticket_key == key), None) if audit else None


def keep_finding(unit: Unit, kept: KeptFinding, updated_at: datetime) -> None:
    """Where a finding that the register has stands in the tracker."""
    values = {"audit": kept.audit, "url": kept.url, "status": kept.status, "updated_at": updated_at, "gone_on": kept.gone_on}
    row = {"finding": kept.finding.id, "ticket_key": kept.ticket_key, **values}
    if not insert_new(unit, AUDIT_FINDINGS, row):
        known = AUDIT_FINDINGS.c.finding == kept.finding.id
        unit.connection.execute(update(AUDIT_FINDINGS).where(known).values(**values))


def move_finding(unit: Unit, finding: str, ticket_key: str, url: str) -> None:
    where = AUDIT_FINDINGS.c.finding == finding
    unit.connection.execute(update(AUDIT_FINDINGS).where(where).values(ticket_key=ticket_key, url=url))


def lose_finding(unit: Unit, finding: str, on: date | None) -> None:
    """Its ticket is gone since this day; None if it stands there again."""
    unit.connection.execute(update(AUDIT_FINDINGS).where(AUDIT_FINDINGS.c.finding == finding).values(gone_on=on))


def add_remark(unit: Unit, key: str, remark: Remark) -> bool:
    """Whether it was new."""
    return insert_new(unit, AUDIT_REMARKS, {"audit": key, **remark.__dict__})


def hush_remarks(unit: Unit, key: str, only: str | None = None) -> None:
    """Forget what was said so far, in all remarks or in one, not that it was said."""
    row = AUDIT_REMARKS.c
    hushed = update(AUDIT_REMARKS).where(row.audit == key, row.text != "").values(text="")
    unit.connection.execute(hushed if only is None else hushed.where(row.id == only))


def edit_remark(unit: Unit, remark_id: str, text: str) -> None:
    unit.connection.execute(update(AUDIT_REMARKS).where(AUDIT_REMARKS.c.id == remark_id).values(text=text))


def remove_remark(unit: Unit, remark_id: str) -> None:
    unit.connection.execute(delete(AUDIT_REMARKS).where(AUDIT_REMARKS.c.id == remark_id))


def remarks_of(unit: Unit, key: str) -> list[Remark]:
    """The oldest first."""
    query = select(AUDIT_REMARKS).where(AUDIT_REMARKS.c.audit == key).order_by(AUDIT_REMARKS.c.at, AUDIT_REMARKS.c.id)
    return [Remark(row.id, row.author, row.at, row.text) for row in unit.connection.execute(query)]


def known_updates(unit: Unit, ticket_keys: Iterable[str]) -> dict[str, datetime]:
    """When each of these tickets had changed last when it was heard of; those never heard of are missing."""
    wanted = list(ticket_keys)
    known: dict[str, datetime] = {}
    of_findings = (AUDIT_FINDINGS.c.ticket_key, AUDIT_FINDINGS.c.updated_at)
    for key, at in ((AUDITS.c.ticket_key, AUDITS.c.ticket_updated_at), of_findings):
        found = unit.connection.execute(select(key, at).where(key.in_(wanted), at.is_not(None)))
        known |= {row[0]: row[1] for row in found}
    return known


def tickets_among(unit: Unit, ticket_keys: Iterable[str]) -> set[str]:
    """Those of these keys that are tickets of audits."""
    query = select(AUDITS.c.ticket_key).where(AUDITS.c.ticket_key.in_(list(ticket_keys)))
    return set(unit.connection.execute(query).scalars())


def findings_among(unit: Unit, ticket_keys: Iterable[str]) -> set[str]:
    """Those of these keys that are findings of audits."""
    query = select(AUDIT_FINDINGS.c.ticket_key).where(AUDIT_FINDINGS.c.ticket_key.in_(list(ticket_keys)))
    return set(unit.connection.execute(query).scalars())


def oldest_ticket_at(unit: Unit, *, otherwise: datetime) -> datetime | None:
    """When the first audit that has a ticket was opened; None if none has one, `otherwise` where nobody wrote down when."""
    with_ticket = AUDITS.c.ticket_key.is_not(None)
    count, first = unit.connection.execute(select(func.count(), func.min(AUDITS.c.opened_at)).where(with_ticket)).one()
    return (first or otherwise) if count else None


def take_delivery(unit: Unit, delivery_id: str, at: datetime) -> bool:
    """Whether this delivery is a new one."""
    return insert_new(unit, TRACKER_DELIVERIES, {"id": delivery_id, "at": at})


def seen_until(unit: Unit, tracker: str) -> datetime | None:
    query = select(TRACKER_LOOKS.c.seen_until).where(TRACKER_LOOKS.c.tracker == tracker)
    return unit.connection.execute(query).scalar_one_or_none()


def keep_seen(unit: Unit, tracker: str, until: datetime) -> None:
    """Never backwards, though two processes look at once."""
    if not insert_new(unit, TRACKER_LOOKS, {"tracker": tracker, "seen_until": until}):
        row = TRACKER_LOOKS.c
        earlier = (row.tracker == tracker) & (row.seen_until < until)
        unit.connection.execute(update(TRACKER_LOOKS).where(earlier).values(seen_until=until))


def _one(unit: Unit, where: ColumnElement[bool], *, lock: bool = False) -> KeptAudit | None:
    query = select(AUDITS).where(where)
    row = unit.connection.execute(unit.locking(query) if lock else query).one_or_none()
    return None if row is None else _kept(row)


def _kept(row: Any) -> KeptAudit:
    audit = Audit(
        key=row.key,
        vendor=row.vendor,
        kind=AuditKind(row.kind),
        trigger=row.trigger,
        assets=tuple(row.assets),
        due_on=row.due_on,
        cause=Cause(row.cause) if row.cause else None,
        criteria=tuple(Criterion(one) for one in row.criteria),
        period=Window(row.period_from, row.period_until) if row.period_from and row.period_until else None,
        opened_by=row.opened_by,
    )
    ticket = _ticket(row) if row.ticket_key else None
    closing = Closing(AuditResult(row.result), row.closed_by, row.closed_on, row.closing_note) if row.result else None
    return KeptAudit(audit, ticket, closing, row.reopened_on, AuditResult(row.result_before) if row.result_before else None)


def _ticket(row: Any) -> KeptTicket:
    return KeptTicket(row.ticket_key, row.ticket_url, row.ticket_status, row.ticket_updated_at, row.ticket_gone_on)
