"""Who decides on the end of an NDA that somebody was reminded of, as of now; the reminders themselves go out by their days."""

from collections.abc import Sequence
from datetime import date

from bot.application.agreements.gather import Known, know_agreements
from bot.application.context import Context
from bot.application.message_kinds import OpenQuestion, Question
from bot.store import questions
from bot.store.unit import Unit

REMINDER = "reminder"


def _due(unit: Unit, _today: date, limit: int) -> Sequence[str]:
    return questions.agreements_to_ask_again(unit, REMINDER, limit)


def _gather(unit: Unit, context: Context, agreement_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    return [_question(known) for known in know_agreements(unit, context, agreement_ids).values() if known.series]


def _question(known: Known) -> OpenQuestion:
    people = known.stakeholders
    able = dict.fromkeys([*people.owners, *(one.id for one in people.members if one.can_decide and people.may_decide(one))])
    paper = known.paper.id
    return OpenQuestion(
        topic=paper,
        about=paper,
        entity="agreement",
        entity_id=paper,
        can_answer=tuple(able),
        what=f"the end of {paper} with {known.vendor_name} waits for its owner",
        is_stuck=not able,
    )


RENEWALS = Question(_due, _gather, asks_by_day=True)
