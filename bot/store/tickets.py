"""The tickets that the bot follows in the tracker: which there are, and under which key each stands now."""

from datetime import date

from sqlalchemy import delete, literal, select, update

from bot.store.inserting import insert_new
from bot.store.tables import AGREEMENT_CARE, AUDIT_FINDINGS, AUDITS, MOVED_TICKETS
from bot.store.unit import Unit


def key_of_now(unit: Unit, ticket_key: str) -> str:
    """Under which key the ticket stands now that has, or once had, this one."""
    moved = select(MOVED_TICKETS.c.now).where(MOVED_TICKETS.c.key == ticket_key)
    return str(unit.connection.execute(moved).scalar_one_or_none() or ticket_key)


def former_keys(unit: Unit) -> dict[str, str]:
    """Every key that a ticket once had, and the one that it has."""
    return {row.key: row.now for row in unit.connection.execute(select(MOVED_TICKETS))}


def note_moved(unit: Unit, old: str, now: str) -> None:
    """The ticket has another key, and is found by each that it ever had."""
    row = MOVED_TICKETS.c
    unit.connection.execute(delete(MOVED_TICKETS).where(row.key == now))
    unit.connection.execute(update(MOVED_TICKETS).where(row.now == old).values(now=now))
    if not insert_new(unit, MOVED_TICKETS, {"key": old, "now": now}):
        unit.connection.execute(update(MOVED_TICKETS).where(row.key == old).values(now=now))


def is_ticket(unit: Unit, ticket_key: str) -> bool:
    """Whether an audit or a finding has this ticket, or a task to renew something."""
    key = key_of_now(unit, ticket_key)
    of_care = select(AGREEMENT_CARE.c.agreement).where(AGREEMENT_CARE.c.task_key == key)
    of_audit = select(AUDITS.c.key).where(AUDITS.c.ticket_key == key)
    of_finding = select(AUDIT_FINDINGS.c.finding).where(AUDIT_FINDINGS.c.ticket_key == key)
    return any(unit.connection.execute(query).first() is not None for query in (of_audit, of_finding, of_care))


def open_tickets(unit: Unit, today: date) -> list[tuple[str, str]]:
    """The tickets of open audits, of findings, and of tasks whose day has not come, with their statuses, but for the gone."""
    of_audits = select(AUDITS.c.ticket_key, AUDITS.c.ticket_status)
    of_audits = of_audits.where(AUDITS.c.ticket_key.is_not(None), AUDITS.c.ticket_gone_on.is_(None), AUDITS.c.result.is_(None))
    of_findings = select(AUDIT_FINDINGS.c.ticket_key, AUDIT_FINDINGS.c.status).where(AUDIT_FINDINGS.c.gone_on.is_(None))
    care = AGREEMENT_CARE.c
    of_tasks = select(care.task_key, literal("")).where(care.task_key.is_not(None), care.task_gone_on.is_(None))
    found = [*unit.connection.execute(of_audits), *unit.connection.execute(of_findings)]
    return [(row[0], row[1]) for row in [*found, *unit.connection.execute(of_tasks.where(care.anchor_on >= today))]]
