"""Deciding: who may answer now, which seat an answer fills, when a stage and a route are done, and what is refused.

All of 3.6 that needs no calendar; `Bench` is the company at the moment of the click. Rights are those at the click.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.errors import REASON_MISSING, Refusal
from bot.domain.filling import unfillable
from bot.domain.humans import groups
from bot.domain.register import Asset, Member
from bot.domain.requests import Decision, Request, first_of_each
from bot.domain.route_growth import another_person, grow
from bot.domain.seats import Electorate, eligible, fill
from bot.domain.vocabulary import DecisionOutcome, ItemState, RequestState, Role
from bot.domain.workflows import Route, Stage


@dataclass(frozen=True)
class Bench:
    """The assets of the request and the people who could decide, now."""

    assets: Mapping[str, Asset]
    electorate: Electorate
    _found: dict[tuple[str, Role], tuple[Member, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def asks_about(self, asset_id: str) -> bool:
        """Public material beside other material takes no decision of its own (3.5: C0 is opened without a route)."""
        return self.assets[asset_id].rank > 0

    def holders(self, asset_id: str, seat: Role) -> tuple[Member, ...]:
        """Looked for once: a bench is one moment, and a single picture asks for the same seat many times."""
        if (asset_id, seat) not in self._found:
            self._found[asset_id, seat] = eligible(self.electorate, self.assets[asset_id], seat)
        return self._found[asset_id, seat]

    def seats_of(self, member: Member, asset_id: str, stage: Stage) -> tuple[str, ...]:
        """The seats of the stage that the member could fill for this asset."""
        return tuple(seat.value for seat in stage.seats if member in self.holders(asset_id, seat))

    def rarity(self, asset_id: str, stage: Stage) -> dict[str, int]:
        return {seat.value: len(self.holders(asset_id, seat)) for seat in stage.seats}

    def name(self, member_id: str) -> str:
        return next((member.name for member in self.electorate.everyone if member.id == member_id), member_id)


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


def decide(request: Request, click: Click, bench: Bench) -> Request:
    """The request after this answer, moved on as far as it goes; a Refusal with words changes nothing."""
    _refuse_if_over(request, bench)
    _refuse_if_own(request, click, bench)
    stage = request.current_stage
    if stage is None:
        raise Refusal("over", f"{request.id} has no open stage.")
    if click.outcome is DecisionOutcome.REJECT:
        return _move_on(_reject(request, click, bench, stage), click.at, bench)
    _refuse_if_stale(request, click, bench)
    return _move_on(_approve(request, click, bench, stage), click.at, bench)


def _refuse_if_over(request: Request, bench: Bench) -> None:
    if request.state is RequestState.PENDING_APPROVAL:
        return
    if request.state.is_open:
        raise Refusal("not_open", f"{request.id} {request.state.claim}; nobody can decide on it until that is cleared.")
    last = request.decisions[-1] if request.decisions else None
    by = f": {bench.name(last.actor)} decided last, {moment_words(last.at)}" if last else ""
    raise Refusal("late", f"{request.id} is already {request.state.words}{by}. Nothing changed.")


def _refuse_if_own(request: Request, click: Click, bench: Bench) -> None:
    if not request.draft.excludes(click.actor):
        return
    others = ", ".join(member.name for member in waiting_for(request, bench)) or "somebody else"
    raise Refusal("own_request", f"You asked for {request.id}, so you do not decide on it. It waits for {others}.")


def _refuse_if_stale(request: Request, click: Click, bench: Bench) -> None:
    if click.round != request.round:
        words = "the facts or the route have changed since this card was drawn"
        raise Refusal("stale", f"Nothing was decided: {words}. Look at the card as it is now, then answer.")
    if click.stage == request.stage:
        return
    made = [d for d in request.decisions if d.stage == click.stage and not d.void]
    if made:
        by = f"{bench.name(made[-1].actor)} decided it {moment_words(made[-1].at)}"
        raise Refusal("late", f"That step of {request.id} is done: {by}. Nothing changed.")
    raise Refusal("stale", f"Nothing was decided: {request.id} is not at that step. Look at the card as it is now.")


def _approve(request: Request, click: Click, bench: Bench, stage: Stage) -> Request:
    asked = [item.asset for item in request.pending if bench.asks_about(item.asset)]
    mine = [asset for asset in asked if bench.seats_of(click.actor, asset, stage)]
    if not mine:
        raise _not_asked(request, bench)
    made = [d for asset in mine if (d := _seat_taken(request, click, bench, asset)) is not None]
    if not made:
        raise _already_filled(request, click, bench, mine)
    if stage.reason_to_approve and not click.reason.strip():
        raise Refusal(REASON_MISSING, "This stage asks for a reason with each approval. Say in one sentence why.")
    decided = request.with_decisions(made)
    for decision in made:
        _refuse_if_too_few_people(decided, decision.item, bench)
    return decided


def _seat_taken(request: Request, click: Click, bench: Bench, asset: str) -> Decision | None:
    """The decision that this approval makes for one item; None if it would fill no further seat."""
    stage = request.route.stages[request.stage]
    before = request.approvals(asset, request.stage)
    if any(decision.human.is_same(click.actor.human) for decision in before):
        return None
    seats = bench.seats_of(click.actor, asset, stage)
    decision = Decision(
        item=asset,
        stage=request.stage,
        round=request.round,
        actor=click.actor.id,
        outcome=DecisionOutcome.APPROVE,
        seats=seats,
        seat=seats[0],
        at=click.at,
        snapshot=request.snapshot,
        reason=click.reason.strip(),
        slack_id=click.actor.slack_id,
    )
    now_filled = _filled(before, stage, bench.rarity(asset, stage))
    then_filled = _filled((*before, decision), stage, bench.rarity(asset, stage))
    if len(then_filled) <= len(now_filled):
        return None
    seat = next(seat for seat, actor in then_filled.items() if actor == click.actor.id)
    return replace(decision, seat=seat.split("#")[0])


def _filled(approvals: tuple[Decision, ...], stage: Stage, rarity: Mapping[str, int]) -> dict[str, str]:
    """Seat -> person. In a stage that asks for a number of people, each seat may be filled by several."""
    people = first_of_each(approvals)
    if stage.quantifier == "all":
        return fill([s.value for s in stage.seats], {d.actor: d.seats for d in people}, rarity=rarity)
    return {f"{one.seats[0]}#{number}": one.actor for number, one in enumerate(people[: stage.needed])}


def _already_filled(request: Request, click: Click, bench: Bench, mine: list[str]) -> Refusal:
    made = [d for asset in mine for d in request.approvals(asset, request.stage)]
    own = next((d for d in made if d.human.is_same(click.actor.human)), None)
    if own is not None:
        return Refusal(
            "double", f"You approved {request.id} {moment_words(own.at)}. It is one decision, however often you click."
        )
    by = ", ".join(f"{bench.name(d.actor)} {moment_words(d.at)}" for d in made)
    return Refusal("late", f"Your seat on {request.id} is filled: approved by {by}. Nothing changed.")


def _not_asked(request: Request, bench: Bench) -> Refusal:
    people = ", ".join(member.name for member in waiting_for(request, bench)) or "nobody who is here now"
    return Refusal("not_eligible", f"{request.id} does not wait for you, so nothing changed. It waits for {people}.")


def _refuse_if_too_few_people(request: Request, asset: str, bench: Bench) -> None:
    """The route as a whole needs a number of different people; the last click must not complete it with fewer."""
    stages = range(len(request.route.stages))
    if not all(item_fills_stage(request, asset, number, bench) for number in stages):
        return
    if _how_many_decided(request, asset) < request.route.min_distinct_people:
        needed = request.route.min_distinct_people
        words = f"{request.id} needs {needed} different people, and yours would be the answer of one person twice."
        raise Refusal("one_person", f"{words} Ask another holder of the seat to decide.")


def _reject(request: Request, click: Click, bench: Bench, stage: Stage) -> Request:
    wanted = click.items or tuple(item.asset for item in request.pending)
    mine = [i.asset for i in request.pending if i.asset in wanted and bench.seats_of(click.actor, i.asset, stage)]
    if not mine:
        raise _not_asked(request, bench)
    if not click.reason.strip():
        raise Refusal(REASON_MISSING, "Say why you reject: the requester reads it and learns from it.")
    for asset in mine:
        seats = bench.seats_of(click.actor, asset, stage)
        request = request.with_item(asset, ItemState.REJECTED).with_decisions(
            [
                Decision(
                    item=asset,
                    stage=request.stage,
                    round=request.round,
                    actor=click.actor.id,
                    outcome=DecisionOutcome.REJECT,
                    seats=seats,
                    seat=seats[0],
                    at=click.at,
                    snapshot=request.snapshot,
                    reason=click.reason.strip(),
                    slack_id=click.actor.slack_id,
                )
            ]
        )
    return request


def item_fills_stage(request: Request, asset: str, number: int, bench: Bench) -> bool:
    """Whether one item has all the approvals that one stage asks for."""
    if not bench.asks_about(asset):
        return True
    stage = request.route.stages[number]
    return len(_filled(request.approvals(asset, number), stage, bench.rarity(asset, stage))) >= stage.needed


def go_on(request: Request, at: datetime, bench: Bench) -> Request:
    """A request that waited before a stage which nobody could fill, in that stage once somebody can."""
    return _move_on(request, at, bench) if request.state is RequestState.PENDING_APPROVAL and request.pending else request


def _move_on(request: Request, at: datetime, bench: Bench) -> Request:
    """Open the next stage as long as every pending item has filled the current one; close the request at the end.

    A stage that nobody can fill is not opened.
    """
    if not request.pending:
        done = any(item.state is ItemState.APPROVED for item in request.items)
        return replace(request, state=RequestState.APPROVED if done else RequestState.REJECTED)
    while request.stage < len(request.route.stages):
        if not all(item_fills_stage(request, item.asset, request.stage, bench) for item in request.pending):
            return request
        if request.stage + 1 < len(request.route.stages) and unfillable(request, request.stage + 1, bench):
            return request
        request = replace(request, stage=request.stage + 1, stage_since=at)
    for item in request.pending:
        request = request.with_item(item.asset, ItemState.APPROVED)
    return replace(request, state=RequestState.APPROVED)


def start_again(request: Request, *, items: frozenset[str], snapshot: int, at: datetime, bench: Bench) -> Request:
    """Facts got worse for these items: their approvals are void and the route starts again on the new snapshot."""
    decisions = tuple(replace(d, void=d.void or d.item in items) for d in request.decisions)
    fresh = replace(request, decisions=decisions, round=request.round + 1, stage=0, stage_since=at, snapshot=snapshot)
    return _move_on(fresh, at, bench)


def grown_route(request: Request, now: Route) -> Route:
    """The route of the request with what the route of now needs besides; its own if that is nothing."""
    decided = (decision.stage for decision in request.decisions if not decision.void)
    return grow(request.route, now, open_from=request.stage, insert_from=max([request.stage, *(one + 1 for one in decided)]))


def follow(request: Request, route: Route, *, rank: int, unopened: Collection[str], at: datetime, bench: Bench) -> Request:
    """The request on a route that may have grown, with the class of now: where more is needed, it waits for approval (again).

    `unopened` are its approved items to which access was never open. The request itself if nothing changes.
    """
    items = tuple(replace(i, state=ItemState.PENDING) if i.asset in unopened else i for i in request.items)
    moved = replace(request, route=route, rank=rank, items=items)
    if not moved.pending:
        return request
    stage = _first_open_stage(moved, bench)
    if request.stage < stage < len(route.stages) and request.state.is_open and unfillable(moved, stage, bench):
        stage = request.stage
    if stage == len(route.stages) and route.stages and _too_few_people(moved, bench):
        moved = replace(moved, route=another_person(route))
    if stage == len(moved.route.stages):
        return replace(request, route=moved.route, rank=rank)
    return _waiting_at(request, replace(moved, stage=stage), at)


def _waiting_at(before: Request, after: Request, at: datetime) -> Request:
    """A picture of the request shows its round and the number of its stage, so both never mean another stage than they did."""
    state = before.state if before.state.is_open else RequestState.PENDING_APPROVAL
    was, now = before.current_stage, after.current_stage
    since = before.stage_since if was == now else at
    is_another = was is not None and now is not None and before.stage == after.stage and was.name != now.name
    return replace(after, state=state, stage_since=since, round=before.round + is_another)


def _first_open_stage(request: Request, bench: Bench) -> int:
    stages = range(len(request.route.stages))
    open_ones = (n for n in stages if not all(item_fills_stage(request, item.asset, n, bench) for item in request.pending))
    return next(open_ones, len(stages))


def _too_few_people(request: Request, bench: Bench) -> bool:
    asked = [item.asset for item in request.pending if bench.asks_about(item.asset)]
    return any(_how_many_decided(request, asset) < request.route.min_distinct_people for asset in asked)


def _how_many_decided(request: Request, asset: str) -> int:
    stages = range(len(request.route.stages))
    return len(groups(decision.human for number in stages for decision in request.approvals(asset, number)))


def waiting_for(request: Request, bench: Bench) -> tuple[Member, ...]:
    """Who can still move the current stage, each once, in the order of the seats."""
    return tuple(dict.fromkeys(member for _, member in open_seats(request, bench)))


def open_seats(request: Request, bench: Bench) -> Iterator[tuple[Role, Member]]:
    """Each open seat of the current stage with each person who can fill it now."""
    stage = request.current_stage
    if stage is None or request.state is not RequestState.PENDING_APPROVAL:
        return
    for item in request.pending:
        if not bench.asks_about(item.asset):
            continue
        before = request.approvals(item.asset, request.stage)
        filled = _filled(before, stage, bench.rarity(item.asset, stage))
        if len(filled) >= stage.needed:
            continue
        for seat in stage.seats:
            for member in bench.holders(item.asset, seat):
                if _would_help(before, member, stage, bench, item.asset):
                    yield seat, member


def _would_help(before: tuple[Decision, ...], member: Member, stage: Stage, bench: Bench, asset: str) -> bool:
    if any(one.human.is_same(member.human) for one in before):
        return False
    if stage.quantifier != "all":
        return True
    may_fill = {decision.actor: decision.seats for decision in first_of_each(before)}
    rarity = bench.rarity(asset, stage)
    seats = [seat.value for seat in stage.seats]
    more = {**may_fill, member.id: bench.seats_of(member, asset, stage)}
    return len(fill(seats, more, rarity=rarity)) > len(fill(seats, may_fill, rarity=rarity))


def seat_states(request: Request, bench: Bench) -> Iterator[tuple[Role, str | None]]:
    """For each seat of the current stage: who has filled it for all pending items, or None."""
    stage = request.current_stage
    if stage is None:
        return
    per_item = [
        _filled(request.approvals(item.asset, request.stage), stage, bench.rarity(item.asset, stage))
        for item in request.pending
        if bench.asks_about(item.asset)
    ]
    for seat in stage.seats:
        actors = [filled.get(seat.value) for filled in per_item]
        yield seat, actors[0] if actors and all(actors) else None


def moment_words(at: datetime) -> str:
    """A moment as a Slack-neutral text in UTC; the screen shows it in the reader's zone."""
    return f"{at:%d %b %Y, %H:%M} UTC"
