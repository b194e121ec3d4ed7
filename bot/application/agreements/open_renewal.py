"""Renewing an NDA becomes one task: found by its key or created, with what the new paper should say better."""

from dataclasses import replace

from bot.application.agreements.gather import Known, know_agreement
from bot.application.context import Context
from bot.application.ports import OUR_LABEL, Ticket, TicketDraft, Tracker
from bot.application.recording import record_events
from bot.domain.agreement_story import story_of
from bot.domain.dates import day_words
from bot.domain.happenings.audits import TicketOpened
from bot.domain.reminders import Anchor, ReminderSchedule, renews_after
from bot.domain.renewal_terms import clauses_to_improve
from bot.store import outbox, reminders
from bot.store.outbox import OutboxMessage
from bot.store.unit import Unit


def renewal_key(series: ReminderSchedule) -> str:
    """One task for each anchor day of a paper, however often somebody clicks."""
    return f"renew:{series.subject}:{series.on.isoformat()}"


def open_renewal(context: Context, tracker: Tracker, message: OutboxMessage) -> None:
    """Find before create; raises what the tracker raises, and then the message is tried again or given up."""
    payload = message.promise.payload
    series = ReminderSchedule.read(payload)
    with context.store.reading() as unit:
        known = know_agreement(unit, context, series.subject)
    ticket = tracker.find(renewal_key(series), since=message.created_at) or tracker.create(_draft(context, known, series))
    with context.store.writing() as unit:
        outbox.delivered(unit, message, context.now())
        _write_down(unit, context, series, ticket)


def _draft(context: Context, known: Known, series: ReminderSchedule) -> TicketDraft:
    """What whoever writes the new paper needs, without the name of any secret."""
    last = series.on if series.anchor is Anchor.END else renews_after(known.paper, series)
    what = "ends" if series.anchor is Anchor.END else "renews by itself"
    return TicketDraft(
        key=renewal_key(series),
        summary=f"[NDA renewal] {known.paper.vendor} · {series.subject} · {what} {last.isoformat()}",
        description=_description(context, known, series),
        due_on=max(series.on, known.today),
        labels=(OUR_LABEL,),
    )


def _description(context: Context, known: Known, series: ReminderSchedule) -> tuple[tuple[str, str], ...]:
    dependents, care = known.dependents, known.care
    highest = "nothing" if dependents.highest_class is None else f"up to C{dependents.highest_class}"
    clauses = clauses_to_improve(known.paper, dependents, context.check_policy)
    wanted = "\n".join(f"{clause.name}: {clause.words}" for clause in clauses)
    decided = known.name_of(care.decided_by) if care.decided_by else "somebody"
    return (
        ("Vendor", f"{known.vendor_name} ({known.paper.vendor})"),
        ("The paper now", "\n".join(story_of(known.paper, known.papers, known.today).sentences)),
        ("It carries", f"{len(dependents.access)} accesses, {highest}; {len(dependents.wanted)} open requests"),
        ("The new paper should say", wanted or "the same as the old one; the checks find nothing to improve"),
        ("Decide and sign by", day_words(series.on)),
        ("Decided by", decided),
        ("Then", f"Record the successor with the button in Slack, or in the register: supersedes: [{series.subject}]"),
    )


def _write_down(unit: Unit, context: Context, series: ReminderSchedule, ticket: Ticket) -> None:
    """The task stands with the decision that asked for it, unless another anchor day has its own by now."""
    care = reminders.cares(unit, [series.subject]).get(series.subject)
    if care is not None and (care.anchor, care.anchor_on) == (series.anchor, series.on):
        reminders.keep_care(unit, replace(care, task_key=ticket.key, task_url=ticket.url))
    record_events(unit, context, [TicketOpened(schedule=series, ticket=ticket.key, url=ticket.url)])
