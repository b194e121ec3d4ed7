"""Deciding: who may answer now, what an answer moves, and what is refused.

All of 3.6 that needs no calendar; `Approvers` is the company at the moment of the click. Rights are those at the click.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.approvers import Approvers
from bot.domain.errors import REASON_MISSING, Refusal
from bot.domain.filling import unfillable
from bot.domain.register import Member
from bot.domain.requests import Decision, Request
from bot.domain.stage_progress import filled_seats, item_fills_stage, people_who_decided, waiting_for
from bot.domain.vocabulary import DecisionOutcome, ItemState, RequestState
from bot.domain.workflows import Stage


@dataclass(frozen=True)
class Click:
    """What a person answered, and on which picture of the request: its round and its stage."""

    actor: Member
    outcome: DecisionOutcome
    round: int
    stage: int
    at: datetime
    reason: str = ""
    items: tuple[str, ...] = ()


def decide(request: Request, click: Click, approvers: Approvers) -> Request:
    """The request after this answer, moved on as far as it goes; a Refusal with words changes nothing."""
    rejects = click.outcome is DecisionOutcome.REJECT
    _refuse_if_over(request, approvers, stopped_too=not rejects)
    _refuse_if_own(request, click, approvers)
    stage = request.current_stage
    if stage is None:
        raise Refusal("over", f"{request.id} has no open stage.")
    if rejects:
        after = _reject(request, click, approvers)
        goes_on = not after.pending or request.state is RequestState.PENDING_APPROVAL
        return _move_on(after, click.at, approvers) if goes_on else after
    _refuse_if_stale(request, click, approvers)
    return _move_on(_approve(request, click, approvers, stage), click.at, approvers)


def _refuse_if_over(request: Request, approvers: Approvers, *, stopped_too: bool) -> None:
    """What a check stops can be rejected and not approved."""
    if request.state is RequestState.PENDING_APPROVAL or (request.state.is_open and not stopped_too):
        return
    if request.state.is_open:
        waits = request.state is RequestState.AWAITING_WAIVER
        claim = "waits for a fact or a waiver" if waits else request.state.claim
        raise Refusal("not_open", f"{request.id} {claim}; nobody can approve it until that is cleared.")
    last = request.decisions[-1] if request.decisions else None
    by = f": {approvers.name(last.actor)} decided last, {moment_words(last.at)}" if last else ""
    raise Refusal("late", f"{request.id} is already {request.state.words}{by}. Nothing changed.")


def _refuse_if_own(request: Request, click: Click, approvers: Approvers) -> None:
    if not request.draft.excludes(click.actor):
        return
    others = ", ".join(member.name for member in waiting_for(request, approvers)) or "somebody else"
    raise Refusal("own_request", f"You asked for {request.id}, so you do not decide on it. It waits for {others}.")


def _refuse_if_stale(request: Request, click: Click, approvers: Approvers) -> None:
    if click.round != request.round:
        words = "the facts or the route have changed since this card was drawn"
        raise Refusal("stale", f"Nothing was decided: {words}. Look at the card as it is now, then answer.")
    if click.stage == request.stage:
        return
    made = [d for d in request.decisions if d.stage == click.stage and not d.void]
    if made:
        by = f"{approvers.name(made[-1].actor)} decided it {moment_words(made[-1].at)}"
        raise Refusal("late", f"That step of {request.id} is done: {by}. Nothing changed.")
    raise Refusal("stale", f"Nothing was decided: {request.id} is not at that step. Look at the card as it is now.")


def _approve(request: Request, click: Click, approvers: Approvers, stage: Stage) -> Request:
    asked = [item.asset for item in request.pending if approvers.asks_about(item.asset)]
    mine = [asset for asset in asked if approvers.seats_of(click.actor, asset, stage)]
    if not mine:
        raise _not_asked(request, approvers)
    made = [d for asset in mine if (d := _seat_taken(request, click, approvers, asset)) is not None]
    if not made:
        raise _already_filled(request, click, approvers, mine)
    if stage.reason_to_approve and not click.reason.strip():
        raise Refusal(REASON_MISSING, "This stage asks for a reason with each approval. Say in one sentence why.")
    decided = request.with_decisions(made)
    for decision in made:
        _refuse_if_too_few_people(decided, decision.item, approvers)
    return decided


def _seat_taken(request: Request, click: Click, approvers: Approvers, asset: str) -> Decision | None:
    """The decision that this approval makes for one item; None if it would fill no further seat."""
    stage = request.route.stages[request.stage]
    before = request.approvals(asset, request.stage)
    if any(decision.human.is_same(click.actor.human) for decision in before):
        return None
    decision = _decision(request, click, asset, approvers.seats_of(click.actor, asset, stage))
    now_filled = filled_seats(before, stage, approvers.rarity(asset, stage))
    then_filled = filled_seats((*before, decision), stage, approvers.rarity(asset, stage))
    if len(then_filled) <= len(now_filled):
        return None
    seat = next(seat for seat, actor in then_filled.items() if actor == click.actor.id)
    return replace(decision, seat=seat.split("#")[0])


def _decision(request: Request, click: Click, asset: str, seats: tuple[str, ...]) -> Decision:
    """The click as it is kept, about one item, in the first of these seats."""
    return Decision(
        item=asset,
        stage=request.stage,
        round=request.round,
        actor=click.actor.id,
        outcome=click.outcome,
        seats=seats,
        seat=seats[0],
        at=click.at,
        snapshot=request.snapshot,
        reason=click.reason.strip(),
        slack_id=click.actor.slack_id,
    )


def _already_filled(request: Request, click: Click, approvers: Approvers, mine: list[str]) -> Refusal:
    made = [d for asset in mine for d in request.approvals(asset, request.stage)]
    own = next((d for d in made if d.human.is_same(click.actor.human)), None)
    if own is not None:
        return Refusal(
            "double", f"You approved {request.id} {moment_words(own.at)}. It is one decision, however often you click."
        )
    by = ", ".join(f"{approvers.name(d.actor)} {moment_words(d.at)}" for d in made)
    return Refusal("late", f"Your seat on {request.id} is filled: approved by {by}. Nothing changed.")


def _not_asked(request: Request, approvers: Approvers) -> Refusal:
    people = ", ".join(member.name for member in waiting_for(request, approvers)) or "nobody who is here now"
    return Refusal("not_eligible", f"{request.id} does not wait for you, so nothing changed. It waits for {people}.")


def _refuse_if_too_few_people(request: Request, asset: str, approvers: Approvers) -> None:
    """The route as a whole needs a number of different people; the last click must not complete it with fewer."""
    stages = range(len(request.route.stages))
    if not all(item_fills_stage(request, asset, number, approvers) for number in stages):
        return
    if people_who_decided(request, asset) < request.route.min_distinct_people:
        needed = request.route.min_distinct_people
        words = f"{request.id} needs {needed} different people, and yours would be the answer of one person twice."
        raise Refusal("one_person", f"{words} Ask another holder of the seat to decide.")


def _reject(request: Request, click: Click, approvers: Approvers) -> Request:
    wanted = click.items or tuple(item.asset for item in request.pending)
    asked = {i.asset: _stage_asked(request, click.actor, i.asset, approvers) for i in request.pending if i.asset in wanted}
    mine = {asset: number for asset, number in asked.items() if number is not None}
    if not mine:
        raise _not_asked(request, approvers)
    if not click.reason.strip():
        raise Refusal(REASON_MISSING, "Say why you reject: the requester reads it and learns from it.")
    for asset, number in mine.items():
        seats = approvers.seats_of(click.actor, asset, request.route.stages[number])
        decision = replace(_decision(request, click, asset, seats), stage=number)
        request = request.with_item(asset, ItemState.REJECTED).with_decisions([decision])
    return request


def go_on(request: Request, at: datetime, approvers: Approvers) -> Request:
    """A request that waited before a stage which nobody could fill, in that stage once somebody can."""
    return _move_on(request, at, approvers) if request.state is RequestState.PENDING_APPROVAL and request.pending else request


def _stage_asked(request: Request, member: Member, asset: str, approvers: Approvers) -> int | None:
    """The stage in which this person may reject: the open one; where the route started again, each that was open before."""
    reached = [request.stage, *(one.stage + 1 for one in request.decisions)] if request.round > 1 else [request.stage]
    numbers = (request.stage, *range(min(max(reached) + 1, len(request.route.stages))))
    return next((number for number in numbers if approvers.seats_of(member, asset, request.route.stages[number])), None)


def _move_on(request: Request, at: datetime, approvers: Approvers) -> Request:
    """Open the next stage as long as every pending item has filled the current one; close the request at the end.

    A stage that nobody can fill is not opened.
    """
    if not request.pending:
        done = any(item.state is ItemState.APPROVED for item in request.items)
        return replace(request, state=RequestState.APPROVED if done else RequestState.REJECTED)
    while request.stage < len(request.route.stages):
        if not all(item_fills_stage(request, item.asset, request.stage, approvers) for item in request.pending):
            return request
        if request.stage + 1 < len(request.route.stages) and unfillable(request, request.stage + 1, approvers):
            return request
        request = replace(request, stage=request.stage + 1, stage_since=at)
    for item in request.pending:
        request = request.with_item(item.asset, ItemState.APPROVED)
    return replace(request, state=RequestState.APPROVED)


def with_standing(request: Request, state: RequestState, at: datetime, approvers: Approvers) -> Request:
    """A stopped request as its facts let it stand now: where they let it go on, from the first stage that is not filled."""
    after = replace(request, state=state)
    if state is not RequestState.PENDING_APPROVAL or request.state is state:
        return after
    return _move_on(replace(after, stage_since=at), at, approvers)


def start_again(request: Request, *, items: frozenset[str], snapshot: int, at: datetime, approvers: Approvers) -> Request:
    """Facts got worse for these items: their approvals are void and the route starts again on the new snapshot."""
    decisions = tuple(replace(d, void=d.void or d.item in items) for d in request.decisions)
    fresh = replace(request, decisions=decisions, round=request.round + 1, stage=0, stage_since=at, snapshot=snapshot)
    return _move_on(fresh, at, approvers)


def moment_words(at: datetime) -> str:
    """A moment as a Slack-neutral text in UTC; the screen shows it in the reader's zone."""
    return f"{at:%d %b %Y, %H:%M} UTC"
