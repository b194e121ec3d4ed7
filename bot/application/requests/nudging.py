"""Those who can decide are reminded when half of a stage's time is over and on its last morning; then the requester is told too.

Each once for each stage, however often it is looked at, and by whomever.
"""

from collections.abc import Iterator

from bot.application.access.views import Notice
from bot.application.context import Context
from bot.application.evaluation import last_day_of_stage
from bot.application.message_kinds import Kind, OpenQuestion
from bot.application.requests.deciders import can_decide_now
from bot.domain.dates import add_working_days, day_words
from bot.domain.events import Happened
from bot.domain.happenings.requests import StageReminded
from bot.domain.humans import name_now
from bot.domain.requests import Request
from bot.domain.stage_time import Nudge, StageTime, half_of
from bot.domain.vocabulary import RequestState
from bot.store import outbox, registers, requests
from bot.store.outbox import SLACK, Promise, to_person
from bot.store.unit import Unit

NUDGE, LAST_DAY = "nudge", "last_day"


def stage_time(context: Context, request: Request) -> StageTime | None:
    """None where the stage has no time, or it stands still."""
    last_on, stage = last_day_of_stage(context, request), request.current_stage
    if last_on is None or stage is None or stage.reject_after is None:
        return None
    since = request.stage_since.astimezone(context.calendar.zone).date()
    half = half_of(stage.reject_after) + request.paused.days
    return StageTime(add_working_days(since, half, context.calendar.holidays), last_on)


def nudges(unit: Unit, context: Context, request: Request, question: OpenQuestion) -> Iterator[StageReminded]:
    """What is to be said today, if anything, and was not yet."""
    clock = stage_time(context, request)
    step = clock.due(context.newest_morning()) if clock else None
    if clock is None or step is None or not question.can_answer:
        return
    since = request.stage_since.isoformat()
    told = [one for one in question.can_answer if not outbox.is_promised(unit, _key(request.id, since, step, one))]
    if told:
        requester = name_now(request.draft.asked_by, registers.members(unit)) if step is Nudge.LAST else None
        yield StageReminded(
            request=request.id,
            stage=request.stage,
            round=request.round,
            step=step.value,
            since=since,
            until=clock.last_on,
            told=tuple(told),
            requester=requester,
        )


def _key(request_id: str, since: str, step: str, member: str) -> str:
    return f"{NUDGE}:{request_id}:{since}:{step}:{member}"


def _nudged(_unit: Unit, event: StageReminded, _seq: int) -> Iterator[Promise]:
    for one in event.told:
        key = _key(event.request, event.since, event.step, one)
        yield Promise(key, SLACK, event.request, to_person(one), NUDGE, event.details)


def _requester_told(_unit: Unit, event: StageReminded, _seq: int) -> Iterator[Promise]:
    if event.requester is not None:
        key = f"{LAST_DAY}:{event.request}:{event.since}"
        yield Promise(key, SLACK, event.request, to_person(event.requester), LAST_DAY, event.details)


def _draw_nudge(unit: Unit, context: Context, promise: Promise) -> Notice | None:
    """None once it does not wait for them any more, or for that day."""
    told = StageReminded.from_details(promise.payload, request=promise.subject)
    names = _waiting_names(unit, context, told)
    if promise.addressee not in names:
        return None
    until = day_words(told.until)
    headline = f"{told.request} waits for your decision until {until}: half of its time is over"
    if told.step == Nudge.LAST.value:
        headline = f"{told.request} waits for your decision, and today is its last day"
    others = sorted(name for one, name in names.items() if one != promise.addressee)
    also = f"{', '.join(others)} can also decide." if others else "Nobody else can decide on it."
    return Notice(headline, (also, f"After {until} silence is a no. The buttons are in the message above."))


def _draw_last_day(unit: Unit, context: Context, promise: Promise) -> Notice | None:
    told = StageReminded.from_details(promise.payload, request=promise.subject)
    names = _waiting_names(unit, context, told)
    if not names:
        return None
    who = ", ".join(sorted(names.values()))
    return Notice(
        f"{told.request}: today is the last day of the stage that is open",
        (f"It waits for {who}. After {day_words(told.until)} silence is a no; ask them today if it matters.",),
    )


def _waiting_names(unit: Unit, context: Context, told: StageReminded) -> dict[str, str]:
    """Who can still decide in that stage, by name; nobody once it is decided, or has other days."""
    request = requests.load(unit, told.request)
    if request is None or request.state is not RequestState.PENDING_APPROVAL or request.stage_since.isoformat() != told.since:
        return {}
    return can_decide_now(unit, context, request) if last_day_of_stage(context, request) == told.until else {}


KINDS = (
    Kind(NUDGE, {Happened.STAGE_REMINDED: _nudged}, draw=_draw_nudge, in_thread_of="ask"),
    Kind(LAST_DAY, {Happened.STAGE_REMINDED: _requester_told}, draw=_draw_last_day, in_thread_of="receipt"),
)
