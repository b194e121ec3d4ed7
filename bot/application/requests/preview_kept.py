"""What a request that stands would get if it were asked now: the facts, rules and figures of now; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.application.context import Context
from bot.application.evaluation import LostRecords, evaluate_again
from bot.application.record.show import known_request
from bot.application.requests.preview import Preview, preview_of
from bot.domain.dates import day_words
from bot.domain.errors import Refusal
from bot.store import requests


@dataclass(frozen=True)
class KeptPreview:
    request_id: str
    today: date
    preview: Preview
    names: Mapping[str, str]


def preview_kept(context: Context, typed: str) -> KeptPreview:
    """Refused in words where there is no such request, where its days are over, and where its records are gone."""
    with context.store.reading() as unit:
        today = context.today()
        request_id = known_request(unit, typed, today.year)
        request = requests.load(unit, request_id)
        if request is None:
            raise Refusal("unknown_request", f"{request_id} was not asked for here: a register brought its access.")
        if (last := request.draft.end_on) < today:
            words = f"{request.id} was asked for until {day_words(last)}: of today there is nothing to judge."
            raise Refusal("request_over", f"{words} `ringfence preview --request {request.id} --as-decided` says what was found.")
        try:
            evaluation = evaluate_again(unit, context, request)
        except LostRecords as lost:
            words = f"{request.id} cannot be judged on the facts of now: {lost}."
            raise Refusal("lost_records", f"{words} Load a register that has them, or say --as-decided.") from None
    names = {member.id: member.name for member in evaluation.facts.register.members}
    return KeptPreview(request.id, today, preview_of(evaluation), names)
