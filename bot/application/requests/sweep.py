"""Look at open requests again: facts that changed, and stages that nobody answered in time (silence is a no)."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

import structlog

from bot.application.access.give import give_access, take_back
from bot.application.context import Context
from bot.application.evaluation import Evaluation, LostRecords, evaluate_again
from bot.application.recording import record_events
from bot.application.requests.decide import Change, going_on, note_snapshot, save, start_on_worse_facts
from bot.application.rerouting import reroute
from bot.domain.approvals import with_standing
from bot.domain.dates import ONE_DAY
from bot.domain.events import OURSELVES
from bot.domain.happenings.requests import RequestRejected
from bot.domain.request_events import news
from bot.domain.requests import Request, standing
from bot.domain.stage_progress import waiting_for
from bot.domain.vocabulary import ItemState, RequestState
from bot.store import requests, snapshots
from bot.store.unit import Unit

log = structlog.get_logger(__name__)
BATCH = 100


def sweep_requests(context: Context) -> int:
    """How many requests were looked at; each in a unit of its own, so that one cannot hold up the others."""
    with context.store.reading() as unit:
        ids = requests.to_look_at(unit, context.today(), BATCH)
    return _each_alone(context, ids, _look_at)


def _each_alone(context: Context, ids: Iterable[str], look_at: Callable[[Unit, Context, str], None]) -> int:
    """How many could be looked at; one that lost its records is logged, and stays due."""
    looked_at = 0
    for request_id in ids:
        try:
            with context.store.writing() as unit:
                unit.hold_facts()
                look_at(unit, context, request_id)
        except LostRecords as problem:
            log.error("request cannot be judged", request=request_id, reason=str(problem), next_step="ringfence register load")
        else:
            looked_at += 1
    return looked_at


def _look_at(unit: Unit, context: Context, request_id: str) -> None:
    request = requests.load(unit, request_id, lock=True)
    if request is None or not (request.state.is_open or request.state is RequestState.APPROVED):
        return
    if not request.state.is_open:
        _look_at_approved(unit, context, request)
        return
    evaluation = evaluate_again(unit, context, request)
    last_day = requests.due_on(unit, request.id)
    if request.draft.end_on < context.today():
        _reject_in_silence(unit, context, request, evaluation, "The last day of the request has passed without a decision.")
    elif last_day is not None and last_day < context.today():
        stage = request.current_stage
        seats = " and ".join(seat.words for seat in stage.seats) if stage else "somebody"
        why = f"It waited for {seats} until its due day; nobody answered in time, and silence is a no."
        _reject_in_silence(unit, context, request, evaluation, why)
    else:
        _compare(unit, context, reroute(unit, context, request, evaluation), evaluation)


def _look_at_approved(unit: Unit, context: Context, request: Request) -> None:
    """Before its access opens the route may still grow; then it is decided again.

    One that cannot be judged opens nothing, which is said when its day comes.
    """
    with suppress(LostRecords):
        request = reroute(unit, context, request, evaluate_again(unit, context, request))
    if request.state is RequestState.APPROVED:
        requests.save(unit, request, request, due_on=None, look_on=context.today() + ONE_DAY)


def _reject_in_silence(unit: Unit, context: Context, request: Request, evaluation: Evaluation, why: str) -> None:
    after = request
    for item in request.pending:
        after = after.with_item(item.asset, ItemState.REJECTED)
    is_left = any(item.state is ItemState.APPROVED for item in after.items)
    after = replace(after, state=RequestState.APPROVED if is_left else RequestState.REJECTED)
    save(unit, context, Change(request, after, evaluation))
    take_back(unit, context, request, after, actor=OURSELVES)
    event = RequestRejected(
        request=request.id,
        before=request.state.value,
        after=after.state.value,
        reason=why,
        stage=request.stage,
        items=tuple(sorted(request.pending_assets)) if is_left else None,
    )
    record_events(unit, context, [event])


def _compare(unit: Unit, context: Context, request: Request, evaluation: Evaluation) -> None:
    """Worse facts start the route again; better ones let a stopped request go on; equal ones change nothing."""
    change = Change(request, request, evaluation)
    if snapshots.is_as_seen(unit, request, evaluation.facts):
        save(unit, context, change)
        return
    if worse := note_snapshot(unit, context, change):
        start_on_worse_facts(unit, context, change, worse, actor=OURSELVES)
        return
    number = request.snapshot + 1
    state = standing(evaluation.results, request.pending_assets)
    after = with_standing(replace(request, snapshot=number), state, context.now(), change.approvers)
    change = replace(change, after=after)
    save(unit, context, change)
    asked = tuple(member.id for member in waiting_for(after, change.approvers))
    record_events(unit, context, [*going_on(change), *news(request, after, actor=OURSELVES, asked=asked)])
    if after.state is RequestState.APPROVED:
        give_access(unit, context, after, evaluation.facts)
