"""What happened in the tracker comes back: moves, remarks and findings, each recorded once however it was heard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from bot.application.audits.events import TRACKER, hear_promise, named
from bot.application.audits.remarks import hear_remarks
from bot.application.audits.whereabouts import follow, lose, owners_of
from bot.application.context import Context
from bot.application.ports import TicketChange, TicketSnapshot, Tracker
from bot.application.recording import record_events
from bot.domain.audits import Audit
from bot.domain.findings import KeptFinding, due_on, graded, is_strict, last_day_to_mend
from bot.domain.happenings.audits import DUE, AuditMoved, AuditReopened, FindingHeard
from bot.domain.happenings.form import Happening
from bot.domain.register import Asset, Finding, Vendor
from bot.store import audits, given_up, outbox, registers, requests, tickets
from bot.store.audits import KeptAudit, KeptTicket
from bot.store.engine import PATIENT
from bot.store.outbox import OutboxMessage
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
OVERLAP = timedelta(minutes=10)  # clocks differ, and a search lags behind
FIRST_LOOK = timedelta(days=30)  # so far back, if nobody knows since when there are tickets
SEEN = "jira"  # the name of the last look


def note_delivery(context: Context, delivery_id: str, ticket: str) -> bool:
    """The tracker says that a ticket changed: promise to read it. Whether this delivery was a new one."""
    with context.store.writing() as unit:
        if not audits.take_delivery(unit, delivery_id, context.now()):
            return False
        outbox.promise(unit, [hear_promise(delivery_id, ticket)], context.now())
    return True


def knows_ticket(context: Context, ticket: str) -> bool:
    """Whether it is one of ours, wherever in the tracker it stands."""
    with context.store.reading() as unit:
        return tickets.is_ticket(unit, ticket)


def hear_ticket(context: Context, tracker: Tracker, message: OutboxMessage) -> None:
    """Read the ticket as it stands now, whatever the delivery said. What could not be read before is said in this."""
    ticket = str(message.promise.payload["ticket"])
    news = tracker.look(ticket)
    with context.store.writing(PATIENT) as unit:
        unit.change_facts()
        outbox.delivered(unit, message, context.now())
        given_up.supersede(unit, message, context.now())
        _take(unit, context, ticket, news)


def _take(unit: Unit, context: Context, asked: str, news: TicketSnapshot | None) -> None:
    """What the tracker says of a ticket that was asked for under this key, or this id of its own."""
    if news is None:
        lose(unit, context, asked)
    else:
        follow(unit, context, asked, news)
        hear(unit, context, news)


def poll_tracker(context: Context, tracker: Tracker) -> int | None:
    """How many tickets were read; None where nobody was asked: there is no ticket yet, or the clock cannot be trusted.

    Everything that changed since the last look, with some overlap. What changed says what it belongs to, so other people's
    tickets are never read, however many there are. The newest change that was seen is kept in the tracker's own time, once all
    is heard. What is known and does not stand under its key any more is looked for by itself.
    """
    if context.doubts():
        return None
    with context.store.reading() as unit:
        since = audits.seen_until(unit, SEEN) or audits.oldest_ticket_at(unit, otherwise=context.now() - FIRST_LOOK)
        known = _known_open(unit, context)
    if since is None and not known:
        return None
    changed = tracker.changed(max(context.now() - since, timedelta(0)) + OVERLAP) if since else []
    standing = tracker.standing(known)
    with context.store.reading() as unit:
        read = [one.key for one in _to_read(unit, context, [*changed, *standing])]
    missing = sorted(set(known) - {one.key for one in standing})
    read = list(dict.fromkeys([*read, *missing]))
    for key in read:
        _look_at(context, tracker, key)
    if changed:
        with context.store.writing(PATIENT) as unit:
            audits.keep_seen(unit, SEEN, max(one.updated_at for one in changed))
    return len(read)


def _known_open(unit: Unit, context: Context) -> list[str]:
    """The tickets of which it would have to be said that they are gone, or elsewhere."""
    known = tickets.open_tickets(unit, context.today())
    return sorted({key for key, status in known if not context.tickets.says_closed(status)})


def _to_read(unit: Unit, context: Context, changed: list[TicketChange]) -> Iterator[TicketChange]:
    """Tickets of audits, findings that we know, and findings of such an audit; each unless it was heard of as it stands."""
    keys = [one.key for one in changed]
    known = audits.known_updates(unit, keys)
    findings = audits.findings_among(unit, keys)
    tickets = audits.tickets_among(unit, [*keys, *(key for one in changed for key in one.belongs_to)])
    for one in changed:
        belongs = one.key in findings or not tickets.isdisjoint(one.belongs_to)
        is_ours = one.key in tickets or (context.tickets.is_finding(one.kind) and belongs)
        if is_ours and (one.key not in known or known[one.key] < one.updated_at):
            yield one


def _look_at(context: Context, tracker: Tracker, key: str) -> None:
    """The audit before its findings would be better, but each is heard again until it belongs to something."""
    news = tracker.look(key)
    with context.store.writing(PATIENT) as unit:
        unit.change_facts()
        _take(unit, context, key, news)


def hear(unit: Unit, context: Context, news: TicketSnapshot) -> bool:
    """Record what is new of an audit or a finding; whether the ticket is one of ours. Hearing it twice changes nothing."""
    kept = audits.of_ticket(unit, news.key, lock=True)
    if kept is not None:
        record_events(unit, context, _heard_of_audit(unit, context, kept, news))
        return True
    known = audits.finding_of_ticket(unit, news.key)
    if known is None and (news.is_elsewhere or not context.tickets.is_finding(news.kind)):
        return False
    owner = audits.by_key(unit, known.audit, lock=True) if known else _owner(unit, news)
    if owner is not None:
        record_events(unit, context, _heard_of_finding(unit, context, owner.audit, news))
    return owner is not None


def _owner(unit: Unit, news: TicketSnapshot) -> KeptAudit | None:
    """The audit that a new finding belongs to: a link made later does not lay it at another vendor's door."""
    owners = (audits.of_ticket(unit, key, lock=True) for key in news.belongs_to)
    return next((one for one in owners if one is not None), None)


def _heard_of_audit(unit: Unit, context: Context, kept: KeptAudit, news: TicketSnapshot) -> list[Happening]:
    before = kept.ticket
    if before is None or _is_stale(before.updated_at, news):
        return []
    audits.keep_ticket(unit, kept.audit.key, KeptTicket(news.key, news.url, news.status, news.updated_at))
    return [
        *_moved(context, kept.audit, before, news),
        *_reopened(unit, context, kept, news),
        *_due_moved(unit, kept.audit, news),
        *hear_remarks(unit, context, kept.audit, news),
    ]


def _is_stale(heard_at: datetime | None, news: TicketSnapshot) -> bool:
    return heard_at is not None and news.updated_at < heard_at


def _moved(context: Context, audit: Audit, before: KeptTicket, news: TicketSnapshot) -> list[AuditMoved]:
    if news.status == before.status:
        return []
    state = context.tickets.state_of(news.status)
    if state is None:
        log.warning(
            "status of an audit is not mapped, so it is shown as it is called",
            ticket=news.key,
            status=news.status,
            next_step="add it to statuses in workflows/jira.yml",
        )
    states = {"before": before.status, "after": news.status}
    return [AuditMoved(**named(audit), actor=TRACKER, **states, ticket=news.key, state=state)]


def _reopened(unit: Unit, context: Context, kept: KeptAudit, news: TicketSnapshot) -> Iterator[Happening]:
    """Somebody took it up again in the tracker: what was recorded as its result is none any more."""
    mapping, before = context.tickets, kept.ticket
    had_ended = before is not None and mapping.is_over(before.status)
    if not had_ended or mapping.is_over(news.status) or (mapping.state_of(news.status) is None and news.is_done):
        return
    result = kept.closing.result if kept.closing else kept.result_before
    audits.reopen(unit, kept.audit.key, context.today(), result)
    closers = (kept.closing.by,) if kept.closing else ()
    yield AuditReopened(
        **named(kept.audit),
        actor=TRACKER,
        before="closed" if kept.closing else None,
        after=news.status,
        ticket=news.key,
        result=result,
        tell=tuple(dict.fromkeys([*closers, *owners_of(unit, kept.audit)])),
    )


def _due_moved(unit: Unit, audit: Audit, news: TicketSnapshot) -> list[AuditMoved]:
    """The day that somebody set in the tracker is the day that is shown, and who reads the record sees that it moved."""
    if news.due_on is None or news.due_on == audit.due_on:
        return []
    audits.keep_due(unit, audit.key, news.due_on)
    before, after = audit.due_on.isoformat(), news.due_on.isoformat()
    return [AuditMoved(**named(audit), actor=TRACKER, before=before, after=after, ticket=news.key, what=DUE)]


def _heard_of_finding(unit: Unit, context: Context, audit: Audit, news: TicketSnapshot) -> list[FindingHeard]:
    before = audits.finding_of_ticket(unit, news.key)
    if before and _is_stale(audits.known_updates(unit, [news.key]).get(news.key), news):
        return []
    finding = _finding(unit, context, audit, news)
    if before:
        finding = replace(finding, id=before.finding.id)  # it stays the same one under another key
    after = KeptFinding(finding, audit.key, news.key, news.url, news.status)
    if registers.keep_finding(unit, finding):
        requests.look_again(unit, context.today(), vendors=[finding.vendor])
    audits.keep_finding(unit, after, news.updated_at)
    if before == after:
        return []
    heard = FindingHeard(
        **named(audit),
        actor=TRACKER,
        before=before.finding.status if before else None,
        after=finding.status,
        finding=finding.id,
        grade=finding.grade,
        due=finding.due,
        status=news.status,
        set_due=finding.due if finding.due != news.due_on else None,
    )
    return [heard]


def _finding(unit: Unit, context: Context, audit: Audit, news: TicketSnapshot) -> Finding:
    mapping = context.tickets
    grade = graded(mapping.grade_of(news.grade), repeat=mapping.repeat_label in news.labels)
    if grade is None:
        log.warning(
            "grade of a finding is not mapped", ticket=news.key, grade=news.grade, next_step="grades in workflows/jira.yml"
        )
    vendor = registers.one(unit, Vendor, audit.vendor)
    ranks = [asset.rank for asset in registers.some(unit, Asset, audit.assets)]
    strict = is_strict(vendor.tier if vendor else None, max(ranks, default=0))
    opened_on = news.created_at.astimezone(context.calendar.zone).date()
    return Finding(
        id=news.key,
        vendor=audit.vendor,
        grade=grade,
        title=news.summary,
        due=due_on(news.due_on, last_day_to_mend(grade, opened_on, strict=strict)),
        status="closed" if mapping.says_closed(news.status) else "open",
        source="jira",
        opened_on=opened_on,
    )


def set_due(context: Context, tracker: Tracker, message: OutboxMessage) -> None:
    """Give a finding's ticket the day by which it must be mended."""
    payload = message.promise.payload
    tracker.set_due(str(payload["ticket"]), date.fromisoformat(str(payload["due"])))
    with context.store.writing(PATIENT) as unit:
        outbox.delivered(unit, message, context.now())
