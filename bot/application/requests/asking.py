"""Who can decide on requests that wait for approval, as of now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.application.context import Context
from bot.application.evaluation import last_day_of_stage
from bot.application.message_kinds import OpenQuestion, Question
from bot.application.recording import record_events
from bot.domain.approvals import go_on
from bot.domain.approvers import Approvers
from bot.domain.dates import ONE_DAY, working_days_after
from bot.domain.events import OURSELVES
from bot.domain.filling import stuck_for
from bot.domain.register import Asset, Member
from bot.domain.request_events import news
from bot.domain.requests import Request
from bot.domain.seats import Deciders
from bot.domain.stage_progress import waiting_for
from bot.domain.vocabulary import RequestState
from bot.store import questions, registers, requests
from bot.store.unit import Unit

ASK = "ask"


def _due(unit: Unit, today: date, limit: int) -> Sequence[str]:
    return questions.requests_to_ask_again(unit, ASK, today, limit)


def _gather(unit: Unit, context: Context, request_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    return [
        _question(_gone_on(unit, context, request, approvers), approvers) for request, approvers in _waiting(unit, request_ids)
    ]


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
    stuck = {one.topic: one.is_stuck for one in found}
    for request in requests.some(unit, stuck):
        paused, today = request.paused, context.today()
        if stuck[request.id] is (paused.on is not None):
            continue
        gone_by = working_days_after(paused.on, today, context.calendar.holidays) if paused.on else 0
        pause = replace(paused, on=today if stuck[request.id] else None, days=paused.days + gone_by)
        after = replace(request, pause=pause)
        requests.save_pause(unit, request.id, pause, last_day_of_stage(context, after))


def _waiting(unit: Unit, request_ids: Sequence[str]) -> Iterator[tuple[Request, Approvers]]:
    """Those of these requests that wait for approval, locked, each with the people who could decide on it."""
    found = requests.some(unit, request_ids, lock=True)
    members = registers.members(unit)
    assets = {one.id: one for one in registers.some(unit, Asset, {item.asset for one in found for item in one.items})}
    for request in found:
        if request.state is RequestState.PENDING_APPROVAL:
            yield request, _approvers(request, members, assets)


def _approvers(request: Request, members: tuple[Member, ...], assets: Mapping[str, Asset]) -> Approvers:
    own = {item.asset: assets[item.asset] for item in request.items}
    return Approvers(own, Deciders(members, request.draft.excluded, needs_binding=True))


def _question(request: Request, approvers: Approvers) -> OpenQuestion:
    able = tuple(member.id for member in waiting_for(request, approvers))
    missing = stuck_for(request, approvers)
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
        details={"stage": request.stage, "round": request.round},
    )


DECISIONS = Question(_due, _gather, _keep_time)
