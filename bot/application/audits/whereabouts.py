"""Where tickets went: one that moved to another project is followed, one that is gone is told of once and made anew by nobody.

The same for the tickets of audits, of findings, and of tasks to renew an agreement.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from bot.application.audits.events import TRACKER, named
from bot.application.context import Context
from bot.application.ports import TicketSnapshot
from bot.application.recording import record_events
from bot.domain.audits import Audit
from bot.domain.findings import KeptFinding
from bot.domain.happenings.audits import TicketFound, TicketGone, TicketMoved
from bot.domain.happenings.form import Happening
from bot.domain.recipients import RenewalDecision
from bot.domain.register import Agreement, Member, Vendor
from bot.store import audits, registers, reminders, tickets
from bot.store.unit import Unit

Ticket = TypeVar("Ticket", TicketMoved, TicketGone, TicketFound)


def follow(unit: Unit, context: Context, asked: str, news: TicketSnapshot) -> None:
    """Note under which key the ticket stands that was asked for under this one, and that it is there."""
    known = tickets.key_of_now(unit, asked)
    if known != news.key and tickets.is_ticket(unit, known):
        record_events(unit, context, list(_moved(unit, known, news)))
        tickets.note_moved(unit, known, news.key)
    record_events(unit, context, list(_found(unit, news.key)))


def _moved(unit: Unit, known: str, news: TicketSnapshot) -> Iterator[Happening]:
    moved = TicketMoved(actor=TRACKER, before=known, after=news.key, ticket=news.key, url=news.url)
    if kept := audits.of_ticket(unit, known, lock=True):
        if kept.ticket:
            audits.keep_ticket(unit, kept.audit.key, replace(kept.ticket, key=news.key, url=news.url))
        yield replace(moved, **named(kept.audit))
    if finding := audits.finding_of_ticket(unit, known):
        audits.move_finding(unit, finding.finding.id, news.key, news.url)
        yield _of_finding(moved, unit, finding)
    if care := reminders.care_of_task(unit, known):
        reminders.keep_care(unit, replace(care, task_key=news.key, task_url=news.url))
        yield replace(moved, agreement=care.agreement)


def _found(unit: Unit, key: str) -> Iterator[Happening]:
    """What was gone is there again."""
    if (kept := audits.of_ticket(unit, key, lock=True)) and kept.ticket and kept.ticket.gone_on:
        audits.keep_ticket(unit, kept.audit.key, replace(kept.ticket, gone_on=None))
        yield TicketFound(actor=TRACKER, **named(kept.audit), ticket=key)
    if (finding := audits.finding_of_ticket(unit, key)) and finding.gone_on:
        audits.lose_finding(unit, finding.finding.id, None)
        yield _of_finding(TicketFound(actor=TRACKER, ticket=key), unit, finding)
    if (care := reminders.care_of_task(unit, key)) and care.task_gone_on:
        reminders.keep_care(unit, replace(care, task_gone_on=None))
        yield TicketFound(actor=TRACKER, agreement=care.agreement, ticket=key)


def lose(unit: Unit, context: Context, asked: str) -> None:
    """The tracker does not have this ticket any more; said once."""
    record_events(unit, context, list(_lost(unit, context, tickets.key_of_now(unit, asked))))


def _lost(unit: Unit, context: Context, key: str) -> Iterator[Happening]:
    today = context.today()
    if (kept := audits.of_ticket(unit, key, lock=True)) and kept.ticket and not kept.ticket.gone_on:
        audits.keep_ticket(unit, kept.audit.key, replace(kept.ticket, gone_on=today))
        told = owners_of(unit, kept.audit)
        yield TicketGone(actor=TRACKER, **named(kept.audit), ticket=key, tell=told)
    if (finding := audits.finding_of_ticket(unit, key)) and not finding.gone_on:
        audits.lose_finding(unit, finding.finding.id, today)
        owning = audits.by_key(unit, finding.audit)
        told = owners_of(unit, owning.audit) if owning else ()
        yield _of_finding(TicketGone(actor=TRACKER, ticket=key, tell=told), unit, finding)
    if (care := reminders.care_of_task(unit, key)) and not care.task_gone_on:
        reminders.keep_care(unit, replace(care, task_gone_on=today))
        yield TicketGone(actor=TRACKER, agreement=care.agreement, ticket=key, tell=_owners_of_task(unit, care))


def _of_finding(what: Ticket, unit: Unit, finding: KeptFinding) -> Ticket:
    """The same of a finding, which belongs to its audit."""
    kept = audits.by_key(unit, finding.audit)
    request = named(kept.audit)["request"] if kept else None
    return replace(what, audit=finding.audit, request=request, finding=finding.finding.id)


def owners_of(unit: Unit, audit: Audit) -> tuple[str, ...]:
    """Who has to know what becomes of it: whoever opened it, else the vendor's owner, if they can be told."""
    vendor = registers.one(unit, Vendor, audit.vendor)
    return _told(unit, audit.opened_by, vendor.owner if vendor else None)


def _owners_of_task(unit: Unit, care: RenewalDecision) -> tuple[str, ...]:
    paper = registers.one(unit, Agreement, care.agreement)
    return _told(unit, care.owner, paper.owner if paper else None, care.decided_by)


def _told(unit: Unit, *wanted: str | None) -> tuple[str, ...]:
    """The first of them who can be told anything."""
    for name in wanted:
        member = registers.one(unit, Member, name) if name else None
        if member and member.can_decide:
            return (member.id,)
    return ()
