"""The use cases of clicks, with a refusal as a value: what a test looks at is what was said, not how it was raised."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from bot.application.access import end, resume
from bot.application.agreements import answer
from bot.application.agreements import record_successor as successors
from bot.application.requests import decide
from bot.domain.errors import NOT_RECORDED, REASON_MISSING, Refusal

P = ParamSpec("P")
T = TypeVar("T")


def or_refusal(do: Callable[P, T]) -> Callable[P, T | Refusal]:
    """What is never recorded (about nothing that exists, a busy database) is raised all the same."""

    @wraps(do)
    def done(*args: P.args, **kwargs: P.kwargs) -> T | Refusal:
        try:
            return do(*args, **kwargs)
        except Refusal as refusal:
            if refusal.code in NOT_RECORDED - {REASON_MISSING}:
                raise
            return refusal

    return done


decide_request, check_answer = or_refusal(decide.decide_request), or_refusal(decide.check_answer)
end_access = or_refusal(end.end_access)
resume_access, accept_gap_days = or_refusal(resume.resume_access), or_refusal(resume.accept_gap_days)
choose_renewal, let_end = or_refusal(answer.choose_renewal), or_refusal(answer.let_end)
snooze, hand_over = or_refusal(answer.snooze), or_refusal(answer.hand_over)
record_successor = or_refusal(successors.record_successor)
