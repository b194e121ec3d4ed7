"""How an NDA stands, for somebody who asks in Slack: its clocks in words, what hangs on it, and what they may do about it."""

from dataclasses import dataclass, replace
from datetime import date

from bot.application.agreements.gather import Known, know_agreement
from bot.application.agreements.show_reminder import show_paper
from bot.application.agreements.sweep import next_day
from bot.application.agreements.views import PaperView
from bot.application.context import Context
from bot.application.recording import Attempt, noting_refusals
from bot.domain.agreement_story import Story, story_of
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.reminders import due_step
from bot.domain.typed_words import known_as
from bot.store import registers

FIRST_STEP = -90


@dataclass(frozen=True)
class AgreementCard:
    """The paper's story, its vendor, and, while an end of it is counted to, what a reminder would say to this person."""

    story: Story
    vendor: str
    reminder: PaperView | None
    next_reminder: date | None


def show_agreement(context: Context, reader: Member, agreement_id: str) -> AgreementCard:
    """Refused in words for whoever neither owns it nor decides, audits or administers."""
    with noting_refusals(context, Attempt(reader.id, "agreement", agreement_id, {"wanted": "agreement"})):
        known = _known_to(context, reader, agreement_id)
    story = story_of(known.paper, known.papers, known.today)
    return AgreementCard(story, known.vendor_name, _reminder(context, known, reader), next_day(context, known))


def which_agreement(context: Context, typed: str) -> str:
    """The id that was meant, in whatever case and dress; what was typed where there is none."""
    with context.store.reading() as unit:
        return known_as(typed, registers.ids(unit, "agreements")) or typed.upper()


def _known_to(context: Context, reader: Member, agreement_id: str) -> Known:
    """The same words whether there is none or whether it is not this person's: a refusal tells nobody what exists."""
    words = f"There is no agreement {agreement_id} that you may read: a paper is for its owner and for those who decide or audit."
    words = f"{words} A vendor manager can tell you more."
    with context.store.reading() as unit:
        try:
            known = know_agreement(unit, context, agreement_id)
        except Refusal as refusal:
            raise Refusal(refusal.code, words) from None
    if not known.stakeholders.may_read(reader):
        raise Refusal("not_yours", words)
    return known


def who_could_own(known: Known, actor: Member) -> tuple[str, list[Member]]:
    """Who is asked next if nobody is named, in words, and everybody who could be named."""
    care = known.stakeholders.without(actor.id)
    owners = replace(known.stakeholders, care=care).owners
    names = " or ".join(known.name_of(owner) for owner in owners if owner != actor.id)
    others = [member for member in known.stakeholders.members if member.can_decide and member.id != actor.id]
    return names or "nobody", sorted(others, key=lambda member: member.name)


def _reminder(context: Context, known: Known, reader: Member) -> PaperView | None:
    running = [series for series in known.series if series.on >= known.today or known.dependents.is_something]
    if not running:
        return None
    series = running[-1]
    standing, holidays = known.standing(series), context.calendar.holidays
    due = due_step(series, standing, today=known.today, handled=(), holidays=holidays)
    return show_paper(context, known, series, due.step if due else FIRST_STEP, reader)
