"""Grants and audits in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from bot.domain.audits import Audit
from bot.domain.grants import Grant
from bot.domain.vocabulary import GrantState, Mode
from bot.store.tables import AUDITS, GRANTS
from bot.store.unit import Unit


@dataclass(frozen=True)
class KeptTicket:
    """The ticket of an audit as last heard of."""

    key: str
    url: str
    status: str


@dataclass(frozen=True)
class KeptAudit:
    """An audit and, once the tracker has taken it, its ticket."""

    audit: Audit
    ticket: KeptTicket | None


def add(unit: Unit, grants: Iterable[Grant]) -> None:
    rows = [_row(grant) for grant in grants]
    if rows:
        unit.connection.execute(insert(GRANTS), rows)


def save(unit: Unit, grant: Grant) -> None:
    values = {"state": grant.state.value, "next_on": grant.next_on, "held": grant.held}
    unit.connection.execute(update(GRANTS).where(GRANTS.c.id == grant.id).values(**values))


def of_request(unit: Unit, request_id: str, *, lock: bool = False) -> list[Grant]:
    query = select(GRANTS).where(GRANTS.c.request == request_id).order_by(GRANTS.c.id)
    return [_grant(row) for row in unit.connection.execute(unit.locking(query) if lock else query)]


def requests_due(unit: Unit, today: date, limit: int) -> list[str]:
    """The requests with a grant whose standing can change by today; cost follows what is due."""
    query = select(GRANTS.c.request).where(GRANTS.c.next_on <= today).distinct().order_by(GRANTS.c.request).limit(limit)
    return list(unit.connection.execute(query).scalars())


def add_audit(unit: Unit, audit: Audit) -> None:
    unit.connection.execute(
        insert(AUDITS).values(
            key=audit.key,
            vendor=audit.vendor,
            kind=audit.kind,
            trigger=audit.trigger,
            due_on=audit.due_on,
            assets=list(audit.assets),
        )
    )


def audit_by_key(unit: Unit, key: str) -> KeptAudit | None:
    return _audit(unit, AUDITS.c.key == key)


def audit_of(unit: Unit, trigger: str) -> KeptAudit | None:
    """The audit that one request triggered."""
    return _audit(unit, AUDITS.c.trigger == trigger)


def _audit(unit: Unit, where: ColumnElement[bool]) -> KeptAudit | None:
    row = unit.connection.execute(select(AUDITS).where(where)).one_or_none()
    if row is None:
        return None
    audit = Audit(row.key, row.vendor, row.kind, row.trigger, tuple(row.assets), row.due_on)
    ticket = KeptTicket(row.ticket_key, row.ticket_url, row.ticket_status) if row.ticket_key else None
    return KeptAudit(audit, ticket)


def keep_ticket(unit: Unit, key: str, *, ticket_key: str, url: str, status: str) -> None:
    values = {"ticket_key": ticket_key, "ticket_url": url, "ticket_status": status}
    unit.connection.execute(update(AUDITS).where(AUDITS.c.key == key).values(**values))


def _row(grant: Grant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "request": grant.request,
        "vendor": grant.vendor,
        "person": grant.person,
        "asset": grant.asset,
        "mode": grant.mode.value,
        "channel": grant.channel,
        "start_on": grant.start_on,
        "end_on": grant.end_on,
        "state": grant.state.value,
        "next_on": grant.next_on,
        "held": grant.held,
    }


def _grant(row: Any) -> Grant:
    return Grant(**(dict(row._mapping) | {"mode": Mode(row.mode), "state": GrantState(row.state)}))
