"""The buttons of a reminder: renew, let it end, put it off, hand it over. Each is asked anew at the click, done, and recorded.

What was done shows on every copy of the reminder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.application.agreements.asking import REMINDER
from bot.application.agreements.gather import Known, know_agreement
from bot.application.agreements.messages import redraw
from bot.application.agreements.open_renewal import renewal_key
from bot.application.context import Context
from bot.application.ports import MessageRef
from bot.application.recording import Attempt, attempting, noting_refusals, record_events
from bot.domain.agreement_status import successor_of
from bot.domain.errors import Refusal
from bot.domain.happenings.agreements import (
    AgreementAnswered,
    AgreementLetEnd,
    AgreementReassigned,
    AgreementRenewalOpened,
    AgreementSnoozed,
)
from bot.domain.register import Member
from bot.domain.reminders import Anchor, Due, ReminderSchedule, RenewalChoice, due_step, latest_snooze, snooze_until
from bot.store import message_copies, outbox, reminders
from bot.store.message_copies import Copy
from bot.store.reminders import SentReminder
from bot.store.unit import Unit


@dataclass(frozen=True)
class Click:
    """Which end of which paper, and the copy of the message that was clicked, with the day of that message."""

    series: ReminderSchedule
    seen: MessageRef | None = None
    seen_of: date | None = None


@dataclass(frozen=True)
class Asked:
    """A click that may be answered: by whom, about which end of which paper, in which transaction."""

    unit: Unit
    context: Context
    actor: Member
    known: Known
    series: ReminderSchedule


Doing = Callable[[Asked], Sequence[AgreementAnswered]]
Allowed = Callable[[Known, Member], None]


def choose_renewal(context: Context, actor: Member, click: Click) -> None:
    """Decided to renew: a task is opened once, and the successor can be recorded from now on."""
    answer(context, actor, click, decides, _renew)


def let_end(context: Context, actor: Member, click: Click) -> None:
    """Decided to let it end: nobody is asked again whether to renew it."""
    answer(context, actor, click, decides, _let_end)


def snooze(context: Context, actor: Member, click: Click, *, until: date, reason: str) -> None:
    """The actor's own copy is silent until that day, at most the day of the next step."""

    def put_off(asked: Asked) -> list[AgreementSnoozed]:
        series, known = asked.series, asked.known
        due = current_step(context, known, series)
        if due is None:
            raise Refusal("nothing_due", f"Nothing about {series.subject} is due, so there is nothing to put off.")
        day = snooze_until(series, due.step, until, today=known.today, holidays=context.calendar.holidays)
        if not reminders.snooze(asked.unit, SentReminder(series, due.step, actor.id), day, reason):
            raise Refusal("not_told", f"You were not reminded of {series.subject} yet, so there is nothing to put off.")
        return [AgreementSnoozed(actor=actor.id, schedule=series, step=due.step, until=day, reason=reason)]

    answer(context, actor, click, is_reminded, put_off)


def hand_over(context: Context, actor: Member, click: Click, *, instead: str | None, reason: str) -> None:
    """Not theirs: whoever is named, or comes next, is the owner and hears of the current step once."""

    def pass_on(asked: Asked) -> list[AgreementReassigned]:
        known = asked.known
        care = known.stakeholders.without(actor.id, instead=_named(known, instead))
        owners = replace(known.stakeholders, care=care).owners
        if not owners or actor.id in owners:
            raise Refusal("nobody_else", f"There is nobody else to own {known.paper.id}. Name somebody, or ask an administrator.")
        reminders.keep_care(asked.unit, care)
        reminders.look_again(asked.unit, vendors=[known.paper.vendor])
        return [AgreementReassigned(actor=actor.id, schedule=asked.series, owners=owners, reason=reason)]

    answer(context, actor, click, owns, pass_on)


def check_click(context: Context, actor: Member, series: ReminderSchedule, allowed: Allowed) -> Known:
    """Whether this person may open a form about it now; raises the refusal. Nothing changes."""
    with noting_refusals(context, Attempt(actor.id, "agreement", series.subject, series.details)):
        with context.store.reading() as unit:
            known = know_agreement(unit, context, series.subject)
        refuse_if_over(known, series)
        allowed(known, actor)
        return known


def decides(known: Known, actor: Member) -> None:
    """The paper's owner, a vendor manager or IP counsel."""
    if not known.stakeholders.may_decide(actor):
        owners = ", ".join(known.name_of(owner) for owner in known.stakeholders.owners)
        words = f"Only its owner, a vendor manager or IP counsel decides what becomes of {known.paper.id}."
        raise Refusal("not_yours", f"{words} Ask {owners or 'an administrator'}.")


def owns(known: Known, actor: Member) -> None:
    if actor.id not in known.stakeholders.owners:
        owners = ", ".join(known.name_of(owner) for owner in known.stakeholders.owners)
        raise Refusal("not_yours", f"{known.paper.id} is not yours already: its owner is {owners or 'nobody'}. Nothing changed.")


def is_reminded(known: Known, actor: Member) -> None:
    """Anybody who is reminded may put their own copy off."""
    if not known.stakeholders.may_read(actor) and actor.id not in _concerned(known):
        raise Refusal("not_yours", f"You are not reminded of {known.paper.id}, so there is nothing to put off.")


def current_step(context: Context, known: Known, series: ReminderSchedule) -> Due | None:
    """The latest step that is due."""
    standing, holidays = known.standing(series), context.calendar.holidays
    return due_step(series, standing, today=known.today, handled=(), holidays=holidays)


def latest_day(context: Context, known: Known, series: ReminderSchedule) -> date | None:
    """Until when the current step can be put off; None where it cannot."""
    due = current_step(context, known, series)
    return latest_snooze(series, due.step, today=known.today, holidays=context.calendar.holidays) if due else None


def refuse_if_over(known: Known, series: ReminderSchedule) -> None:
    """The end that the button is about must still be the one that is counted to."""
    if series in known.series and not (series.anchor is Anchor.OPT_OUT and series.on < known.today):
        return
    successor = successor_of(known.paper, known.papers, known.today)
    if successor is not None:
        raise Refusal("over", f"{successor.id} takes over from {known.paper.id} already. Nothing changed.")
    raise Refusal("over", f"The day of {known.paper.id} has changed since this message. Ask with `/ip-request agreement` for it.")


def adopt_reminder(unit: Unit, context: Context, actor: Member, click: Click) -> None:
    """A copy that stands twice because a reply was lost is known from its first click on, and redrawn with the others."""
    if click.seen is None or click.seen_of is None:
        return
    bundle = reminders.bundle_key(actor.id, click.seen_of)
    if not reminders.lines_of(unit, bundle):
        return
    if message_copies.remember(unit, Copy(click.seen.channel, click.seen.ts, bundle, outbox.to_person(actor.id), REMINDER)):
        now = context.now()  # part of the key: a copy that was taken for gone can be adopted again
        key = f"{bundle}:adopted:{click.seen.channel}:{click.seen.ts}:{now.isoformat()}"
        outbox.promise(unit, [redraw(bundle, key)], now)


def answer(context: Context, actor: Member, click: Click, allowed: Allowed, do: Doing, *, changes_facts: bool = False) -> None:
    """One click in one transaction; nobody else answers for the same paper meanwhile."""
    series = click.series
    with attempting(context, _attempt(context, actor, click), changes_facts=changes_facts) as unit:
        unit.one_at_a_time(f"agreement:{series.subject}")
        known = know_agreement(unit, context, series.subject)
        refuse_if_over(known, series)
        allowed(known, actor)
        events = do(Asked(unit, context, actor, known, series))
        adopt_reminder(unit, context, actor, click)
        record_events(unit, context, events)


def _attempt(context: Context, actor: Member, click: Click) -> Attempt:
    def adopt(unit: Unit) -> None:
        adopt_reminder(unit, context, actor, click)

    return Attempt(actor.id, "agreement", click.series.subject, click.series.details, place=click.seen, still=adopt)


def _renew(asked: Asked) -> list[AgreementRenewalOpened]:
    if asked.known.decision_on(asked.series) is RenewalChoice.RENEW:
        return []
    _decide(asked, RenewalChoice.RENEW)
    key = renewal_key(asked.series)
    task = None if outbox.is_promised(asked.unit, key) else key
    return [AgreementRenewalOpened(actor=asked.actor.id, schedule=asked.series, task=task)]


def _let_end(asked: Asked) -> list[AgreementLetEnd]:
    series = asked.series
    if asked.known.decision_on(series) is RenewalChoice.LET_END:
        return []
    if asked.known.today > series.on:
        raise Refusal("ended", f"{series.subject} has ended already. What is open on it has to be ended or put on a new paper.")
    _decide(asked, RenewalChoice.LET_END)
    return [AgreementLetEnd(actor=asked.actor.id, schedule=series)]


def _decide(asked: Asked, decision: RenewalChoice) -> None:
    """A task that was opened for the same day stays with it."""
    care, series = asked.known.care, asked.series
    same = (care.anchor, care.anchor_on) == (series.anchor, series.on)
    fresh = replace(care, task_key=None, task_url=None, task_gone_on=None, anchor=series.anchor, anchor_on=series.on)
    kept = care if same else fresh
    decided = replace(kept, decision=decision, decided_by=asked.actor.id, decided_at=asked.context.now())
    reminders.keep_care(asked.unit, decided)


def _named(known: Known, instead: str | None) -> str | None:
    """Somebody who can be told; another name is refused."""
    if instead is None:
        return None
    if not any(member.id == instead and member.can_decide for member in known.stakeholders.members):
        raise Refusal("unknown_owner", "Whoever you named is not active or not known in Slack. Choose somebody else.")
    return instead


def _concerned(known: Known) -> set[str]:
    return {member for people in known.stakeholders.named.values() for member in people}
