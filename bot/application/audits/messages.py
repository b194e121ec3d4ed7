"""The messages about an audit: its card, its ticket, and what the tracker is told back."""

from collections.abc import Iterator
from dataclasses import replace

from bot.application.asking_again import asked_again
from bot.application.audits.asking import AUDIT_CARD, AUDITS
from bot.application.audits.close import close_ticket
from bot.application.audits.events import HEAR_TICKET
from bot.application.audits.open_ticket import open_ticket
from bot.application.audits.show import draw_audit, draw_ticket_notice
from bot.application.audits.sync import hear_ticket, set_due
from bot.application.message_kinds import Kind
from bot.application.promises import message
from bot.domain.events import Happened
from bot.domain.happenings.audits import AuditClosed, AuditOpened, AuditPlanned, AuditReopened, FindingHeard, TicketGone
from bot.domain.register import Member
from bot.store import audits, registers
from bot.store.outbox import JIRA, TRACKER, Promise, to_channel, to_person
from bot.store.unit import Unit

TICKET_NOTICE = "ticket_notice"
AUDIT_TICKET, CLOSE_TICKET, FINDING_DUE = "audit_ticket", "close_ticket", "finding_due"

TICKET_NEWS = (Happened.AUDIT_REOPENED, Happened.TICKET_MOVED, Happened.TICKET_GONE, Happened.TICKET_FOUND)
MOVES = frozenset(
    {
        Happened.TICKET_OPENED,
        Happened.AUDIT_MOVED,
        Happened.AUDIT_COMMENTED,
        Happened.REMARK_EDITED,
        Happened.REMARK_REMOVED,
        Happened.FINDING_HEARD,
        Happened.AUDIT_CLOSED,
        *TICKET_NEWS,
        Happened.TICKET_REFUSED,
        Happened.MESSAGE_GIVEN_UP,
        Happened.MESSAGE_ARRIVED,
    }
)


def _card(_unit: Unit, event: AuditOpened, seq: int) -> Iterator[Promise]:
    """It stands before the ticket does, and is redrawn with the ticket's key."""
    places = [to_channel(event.post_to)] if event.post_to else []
    for destination in [*places, *(to_person(member) for member in event.tell)]:
        key = f"{AUDIT_CARD}:{event.audit}:{destination}:{seq}"
        yield replace(message(AUDIT_CARD, event.subject, destination, seq, {"audit": event.audit}), key=key)


def _ticket(_unit: Unit, event: AuditPlanned | AuditOpened, _seq: int) -> Iterator[Promise]:
    yield Promise(f"ticket:{event.audit}", JIRA, event.subject, TRACKER, AUDIT_TICKET, {"audit": event.audit})


def _due(_unit: Unit, event: FindingHeard, seq: int) -> Iterator[Promise]:
    """A finding without a day, or with one beyond its limit, is given the day that counts."""
    if event.set_due:
        payload = {"ticket": event.finding, "due": event.set_due.isoformat()}
        yield Promise(f"{FINDING_DUE}:{event.finding}:{seq}", JIRA, event.subject, TRACKER, FINDING_DUE, payload)


def _closing(_unit: Unit, event: AuditClosed, seq: int) -> Iterator[Promise]:
    key = f"{CLOSE_TICKET}:{event.audit}:{seq}"
    yield Promise(key, JIRA, event.subject, TRACKER, CLOSE_TICKET, {"audit": event.audit})


def _opener(unit: Unit, promise: Promise) -> Iterator[str]:
    kept = audits.by_key(unit, str(promise.payload["audit"]))
    if kept and kept.audit.opened_by and registers.one(unit, Member, kept.audit.opened_by):
        yield kept.audit.opened_by


def _closer(unit: Unit, promise: Promise) -> Iterator[str]:
    kept = audits.by_key(unit, str(promise.payload["audit"]))
    if kept and kept.closing:
        yield kept.closing.by


def _told(_unit: Unit, event: AuditReopened | TicketGone, seq: int) -> Iterator[Promise]:
    payload = {"happened": event.happened.value, "id": event.entity_id, **event.details}
    for member in event.tell:
        yield message(TICKET_NOTICE, event.subject, to_person(member), seq, payload)


KINDS = (
    Kind(TICKET_NOTICE, {Happened.AUDIT_REOPENED: _told, Happened.TICKET_GONE: _told}, draw=draw_ticket_notice),
    Kind(
        AUDIT_CARD,
        {Happened.AUDIT_OPENED: _card, Happened.ASKED_AGAIN: asked_again(AUDIT_CARD)},
        MOVES,
        draw=draw_audit,
        question=AUDITS,
    ),
    Kind(
        AUDIT_TICKET,
        {Happened.AUDIT_PLANNED: _ticket, Happened.AUDIT_OPENED: _ticket},
        keep=open_ticket,
        called="the ticket of an audit",
        concerns=_opener,
    ),
    Kind(
        CLOSE_TICKET,
        {Happened.AUDIT_CLOSED: _closing},
        keep=close_ticket,
        called="the closing of an audit's ticket",
        concerns=_closer,
    ),
    Kind(FINDING_DUE, {Happened.FINDING_HEARD: _due}, keep=set_due, called="the due day of a finding"),
    Kind(HEAR_TICKET, folds=True, keep=hear_ticket, called="a look at a ticket that changed"),
)
