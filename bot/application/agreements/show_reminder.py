"""A person's reminder as it stands now: gathered in a short read for all papers of the message."""

from dataclasses import replace
from datetime import date

from bot.application.agreements.gather import Known, know_agreements
from bot.application.agreements.views import Buttons, Decided, DependentsView, PaperView, Reminder, Successor
from bot.application.context import Context
from bot.domain.dates import day_words
from bot.domain.exposure import Access, Dependents
from bot.domain.register import Member
from bot.domain.reminders import Anchor, ReminderSchedule, RenewalChoice, latest_snooze, renews_after
from bot.domain.renewal_terms import clauses_to_improve
from bot.domain.vocabulary import GrantState
from bot.store import given_up, registers, reminders
from bot.store.outbox import TRACKER, Promise
from bot.store.unit import Unit

MOST_PAPERS, MOST_CUT = 12, 6
CLAUSES_FROM, CUT_FROM = -60, -30


def draw_reminder(unit: Unit, context: Context, promise: Promise) -> Reminder | None:
    """The message with this key as of now; without buttons in a Slack account that is nobody's. None if nobody knows it."""
    bundle, member_id = promise.subject, promise.addressee
    member = registers.one(unit, Member, member_id) or Member(member_id, "", ())
    lines = reminders.lines_of(unit, bundle)
    if not lines:
        return None
    ids = [line.series.subject for line in lines]
    known, snoozed = know_agreements(unit, context, ids), reminders.snoozed(unit, member_id, ids)
    shown = [line for line in lines if line.series.subject in known]
    views = [
        show_paper(context, known[line.series.subject], line.series, line.step, member, snoozed.get(line.series))
        for line in shown[:MOST_PAPERS]
    ]
    views = [_with_refusal(unit, view) for view in views]
    return Reminder(context.today(), tuple(views), tuple(line.series.subject for line in shown[MOST_PAPERS:]))


def _with_refusal(unit: Unit, view: PaperView) -> PaperView:
    """A task that the tracker does not take does not follow."""
    if view.decided is None or view.decided.task_key or not given_up.at_place(unit, view.id, TRACKER):
        return view
    return replace(view, decided=replace(view.decided, refused=True))


def show_paper(
    context: Context, known: Known, series: ReminderSchedule, step: int, member: Member, snoozed_until: date | None = None
) -> PaperView:
    """What one message says of one paper to this person."""
    return PaperView(
        series=series,
        step=step,
        today=known.today,
        vendor=known.vendor_name,
        owners=tuple(known.name_of(owner) for owner in known.stakeholders.owners),
        renews_on=renews_after(known.paper, series) if series.anchor is Anchor.OPT_OUT else None,
        renew_months=known.paper.renew_months,
        dependents=_dependents_view(known.dependents, cut=step >= CUT_FROM),
        clauses=_clauses(context, known) if step >= CLAUSES_FROM else (),
        decided=_decided(known, series),
        successor=_successor(known),
        on_its_way=_on_its_way(known),
        running=series in known.series,
        snoozed_until=snoozed_until,
        buttons=buttons_for(context, known, series, step, member),
    )


def buttons_for(context: Context, known: Known, series: ReminderSchedule, step: int, member: Member) -> Buttons:
    """What this person may do about it now; every rule is asked again at the click."""
    if not member.is_known or series not in known.series or (series.anchor is Anchor.OPT_OUT and step > 0):
        return Buttons()
    decision, may_decide = known.decision_on(series), known.stakeholders.may_decide(member)
    latest = latest_snooze(series, step, today=known.today, holidays=context.calendar.holidays)
    return Buttons(
        renew=may_decide and decision is not RenewalChoice.RENEW,
        record=may_decide and decision is RenewalChoice.RENEW,
        let_end=may_decide and decision is not RenewalChoice.LET_END and known.today <= series.on,
        snooze=latest is not None,
        not_mine=member.id in known.stakeholders.owners,
    )


def _dependents_view(dependents: Dependents, *, cut: bool) -> DependentsView:
    suspended = sum(one.state is GrantState.SUSPENDED for one in dependents.access)
    planned = sum(one.is_planned for one in dependents.access)
    lines = tuple(_cut_words(one) for one in dependents.access[:MOST_CUT]) if cut else ()
    left = len(dependents.access) - len(lines)
    return DependentsView(
        active=len(dependents.access) - suspended - planned,
        suspended=suspended,
        planned=planned,
        highest_class=dependents.highest_class,
        requests=len(dependents.wanted),
        returns=len(dependents.returns),
        projects=dependents.next_projects,
        people=len(dependents.people),
        cut=(*lines, f"and {left} more") if lines and left else lines,
    )


def _cut_words(access: Access) -> str:
    return f"{access.asset} · {access.person_name} · until {day_words(access.end_on)}"


def _clauses(context: Context, known: Known) -> tuple[tuple[str, str], ...]:
    found = clauses_to_improve(known.paper, known.dependents, context.check_policy)
    return tuple((clause.name, clause.words) for clause in found)


def _decided(known: Known, series: ReminderSchedule) -> Decided | None:
    care, decision = known.care, known.decision_on(series)
    if decision is RenewalChoice.NONE or care.decided_by is None or care.decided_at is None:
        return None
    return Decided(
        decision,
        known.name_of(care.decided_by),
        care.decided_at,
        care.task_key,
        care.task_url,
        task_gone=care.task_gone_on is not None,
    )


def _successor(known: Known) -> Successor | None:
    clocks = known.clocks
    if clocks.successor is None or clocks.successor.effective_on is None:
        return None
    return Successor(clocks.successor.id, clocks.successor.effective_on, clocks.gap)


def _on_its_way(known: Known) -> tuple[str, str] | None:
    draft = known.draft
    return (draft.id, (draft.signature or "draft").replace("_", " ")) if draft else None
