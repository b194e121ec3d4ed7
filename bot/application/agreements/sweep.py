"""Reminders of an NDA's end: what is due by its dates and was not sent, put into one message per person and day.

First each paper of which something may be due is looked at, a batch per transaction, and what is due waits for the next message
of whoever it concerns. Then each person whom something waits for gets their message, a transaction each. Whoever runs this, and
however often: a step waits once for a person, and a person has one message a day.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta

import structlog

from bot.application.agreements.gather import Known, know_agreements
from bot.application.context import Context
from bot.application.recording import record_events
from bot.domain.dates import ONE_DAY, is_working_day
from bot.domain.happenings.agreements import AgreementReminded
from bot.domain.reminders import Anchor, Due, ReminderSchedule, due_step, is_silent, next_look, recipients_of
from bot.store import outbox, reminders
from bot.store.reminders import Line, SentReminder
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
PAPERS, PEOPLE = 25, 50
EVENING = time(20)
ALONE = "reminders"
Handled = dict[ReminderSchedule, dict[int, set[str]]]


def sweep_reminders(context: Context) -> int:
    """How many papers were looked at, or else how many people were told; 0 by night, on free days, and if nothing is due."""
    if not _is_time(context):
        return 0
    return _look(context) or _wake(context) or _tell(context)


def _is_time(context: Context) -> bool:
    """A working day, from the morning on, and not at night."""
    now = context.now().astimezone(context.calendar.zone)
    return is_working_day(now.date(), context.calendar.holidays) and context.calendar.reminders_at <= now.time() < EVENING


def _look(context: Context) -> int:
    today = context.today()
    with context.store.reading() as unit:
        if not reminders.to_look_at(unit, today, 1):
            return 0
    with context.store.writing() as unit:
        unit.one_at_a_time(ALONE)
        ids = reminders.to_look_at(unit, today, PAPERS)
        sent = reminders.handled(unit, ids)
        known = know_agreements(unit, context, ids).values()
        told = [one for paper in known for series in paper.series for one in _due(context, paper, series, sent)]
        reminders.add(unit, told, today)
        reminders.next_looks(unit, dict.fromkeys(ids) | {paper.paper.id: _look_on(context, paper) for paper in known})
    return len(ids)


def _due(context: Context, known: Known, series: ReminderSchedule, sent: Handled) -> Iterable[tuple[SentReminder, int | None]]:
    """Who is to be told of the step that is due now, and which steps are folded into it for them."""
    before = sent.get(series, {})
    due = due_step(series, known.standing(series), today=known.today, handled=before.keys(), holidays=context.calendar.holidays)
    if due is None:
        return []
    if due.step in before:
        return _new_owner(known, due, {one for step, told in before.items() if step >= due.step for one in told})
    return _everybody(known, due)


def _new_owner(known: Known, due: Due, told: set[str]) -> list[tuple[SentReminder, int | None]]:
    """A new owner gets the current step once; what was said after an opt-out day is no step to act on."""
    if due.series.anchor is Anchor.OPT_OUT and due.step > 0:
        return []
    return [(SentReminder(due.series, due.step, owner), None) for owner in known.stakeholders.owners if owner not in told]


def _everybody(known: Known, due: Due) -> Iterable[tuple[SentReminder, int | None]]:
    reached = known.stakeholders.reached(due.recipients)
    if not reached:
        log.warning("nobody can be reminded", agreement=due.series.subject, next_step="name an owner in the register")
    for member_id, roles in reached.items():
        yield SentReminder(due.series, due.step, member_id), None
        for step in due.folded:
            if set(roles) & set(recipients_of(step)):
                yield SentReminder(due.series, step, member_id), due.step


def _look_on(context: Context, known: Known) -> date | None:
    """The next day on which a step becomes due; tomorrow while there is nobody to tell."""
    if known.series and not known.stakeholders.owners:
        return known.today + ONE_DAY
    return next_day(context, known) or _executed_later(known)


def next_day(context: Context, known: Known) -> date | None:
    """The day of the next step of this paper as things stand."""
    holidays = context.calendar.holidays
    days = (next_look(series, known.standing(series), today=known.today, holidays=holidays) for series in known.series)
    return min((day for day in days if day is not None), default=None)


def _executed_later(known: Known) -> date | None:
    """A paper whose signature carries a day to come begins to count on it."""
    executed = known.paper.signed_on
    return executed if executed is not None and executed > known.today else None


def _wake(context: Context) -> int:
    """What was put off until today waits again for the message of whoever put it off."""
    today = context.today()
    with context.store.reading() as unit:
        if not reminders.something_wakes(unit, today):
            return 0
    with context.store.writing() as unit:
        unit.one_at_a_time(ALONE)
        return reminders.wake_snoozed(unit, today)


def _tell(context: Context) -> int:
    with context.store.reading() as unit:
        people = reminders.recipients_waiting(unit, context.today(), PEOPLE)
    for member_id in people:
        with context.store.writing() as unit:
            unit.one_at_a_time(ALONE)
            _tell_one(unit, context, member_id)
    return len(people)


def _tell_one(unit: Unit, context: Context, member_id: str) -> None:
    """One message about all papers that wait for this person; nothing about a paper whose day has changed meanwhile."""
    today = context.today()
    bundle, waiting = reminders.bundle_key(member_id, today), reminders.waiting_for(unit, member_id)
    if not waiting or outbox.is_promised(unit, bundle):
        return
    known = know_agreements(unit, context, [one.series.subject for one in waiting])
    lines: dict[ReminderSchedule, Line] = {}
    for one in waiting:  # the latest step of each series comes last
        paper = known.get(one.series.subject)
        if paper and _still_speaks(paper, one.series) and _still_reaches(unit, paper, one):
            lines[one.series] = Line(one.series, one.step)
    reminders.take(unit, member_id, bundle, lines.values(), today)
    record_events(unit, context, [_reminded(line, member_id, bundle, today) for line in lines.values()])


def _still_speaks(known: Known, series: ReminderSchedule) -> bool:
    return series in known.series and not is_silent(series, known.standing(series), known.today)


def _still_reaches(unit: Unit, known: Known, told: SentReminder) -> bool:
    """Whoever put a step off, or waits since yesterday, may have left or handed the paper over meanwhile."""
    steps = {told.step, *reminders.folded_into(unit, told)}
    return told.recipient in known.stakeholders.reached({one for step in steps for one in recipients_of(step)})


def _reminded(line: Line, member_id: str, bundle: str, today: date) -> AgreementReminded:
    series = line.series
    return AgreementReminded(
        agreement=series.subject,
        recipient=member_id,
        step=line.step,
        anchor=series.anchor,
        anchor_on=series.on,
        days=(series.on - today) // timedelta(days=1),
        bundle=bundle,
    )
