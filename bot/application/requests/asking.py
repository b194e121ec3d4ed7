"""Who can decide on requests that wait for approval, as of now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.application.context import Context
from bot.application.evaluation import escalates_on, last_day_of_stage
from bot.application.message_kinds import OpenQuestion, Question
from bot.application.recording import record_events
from bot.application.requests.deciders import waiting
from bot.application.requests.nudging import nudges, stage_time
from bot.domain.approvals import go_on
from bot.domain.approvers import Approvers
from bot.domain.dates import ONE_DAY, working_days_after
from bot.domain.events import OURSELVES
from bot.domain.filling import stuck_for
from bot.domain.gates import PRC_03
from bot.domain.happenings.requests import StageReminded
from bot.domain.request_events import news
from bot.domain.requests import Request
from bot.domain.stage_progress import waiting_for
from bot.store import questions, requests
from bot.store.unit import Unit

ASK = "ask"


def _due(unit: Unit, day: date, limit: int) -> Sequence[str]:
    return questions.requests_to_ask_again(unit, ASK, day, limit)


def _gather(unit: Unit, context: Context, request_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    found = waiting(unit, context, request_ids)
    return [_question(context, _gone_on(unit, context, request, approvers), approvers) for request, approvers in found]


def _gone_on(unit: Unit, context: Context, request: Request, approvers: Approvers) -> Request:
    """Into the next stage, if it waited for somebody who can fill that."""
    after = go_on(request, context.now(), approvers)
    if after.stage == request.stage:
        return request
    requests.save(unit, request, after, due_on=last_day_of_stage(context, after), look_on=context.today() + ONE_DAY)
    asked = tuple(member.id for member in waiting_for(after, approvers))
    record_events(unit, context, news(request, after, actor=OURSELVES, asked=asked))
    return after


def _keep_time(unit: Unit, context: Context, found: Sequence[OpenQuestion]) -> None:
    """The clock of what is stuck stands still; of the rest it is said how far it is."""
    known = {one.topic: one for one in found}
    said: list[StageReminded] = []
    for request in requests.some(unit, known):
        now = _clocked(context, request, stands=known[request.id].is_stuck)
        if now != request:
            requests.save_pause(unit, request.id, now.paused, last_day_of_stage(context, now))
        said += nudges(unit, context, now, known[request.id])
    record_events(unit, context, said)


def _clocked(context: Context, request: Request, *, stands: bool) -> Request:
    """The request as its clock is from now on."""
    paused, today = request.paused, context.today()
    if stands is (paused.on is not None):
        return request
    gone_by = working_days_after(paused.on, today, context.calendar.holidays) if paused.on else 0
    return replace(request, pause=replace(paused, on=today if stands else None, days=paused.days + gone_by))


def _question(context: Context, request: Request, approvers: Approvers) -> OpenQuestion:
    able = tuple(member.id for member in waiting_for(request, approvers))
    missing = stuck_for(request, approvers)
    clocked = _clocked(context, request, stands=bool(missing))
    seats = request.current_stage.seats if request.current_stage else ()
    what = f"{request.id} waits for {' and '.join(missing or tuple(seat.words for seat in seats))}"
    return OpenQuestion(
        topic=request.id,
        about=request.id,
        entity="request",
        entity_id=request.id,
        can_answer=able,
        what=what,
        is_stuck=bool(missing),
        look_on=_next_day(context, clocked),
        details={"stage": request.stage, "round": request.round, **({"gate": PRC_03.id} if missing else {})},
    )


def _next_day(context: Context, request: Request) -> date | None:
    """When time alone changes who can decide, or asks for a word."""
    today, of_stage, escalates = context.newest_morning(), stage_time(context, request), escalates_on(context, request)
    days = [of_stage.next_after(today) if of_stage else None, escalates if escalates and escalates > today else None]
    return min((day for day in days if day is not None), default=None)


DECISIONS = Question(_due, _gather, _keep_time)
