"""How far a stage is: which seats are filled, which are open, and who could fill them (3.6)."""

from collections.abc import Iterator, Mapping

from bot.domain.approvers import Approvers
from bot.domain.humans import groups
from bot.domain.register import Member
from bot.domain.requests import Decision, Request, first_of_each
from bot.domain.seats import fill
from bot.domain.vocabulary import RequestState, Role
from bot.domain.workflows import Stage


def item_fills_stage(request: Request, asset: str, number: int, approvers: Approvers) -> bool:
    """Whether one item has all the approvals that one stage asks for."""
    if not approvers.asks_about(asset):
        return True
    stage = request.route.stages[number]
    return len(filled_seats(request.approvals(asset, number), stage, approvers.rarity(asset, stage))) >= stage.needed


def filled_seats(approvals: tuple[Decision, ...], stage: Stage, rarity: Mapping[str, int]) -> dict[str, str]:
    """Seat -> person. In a stage that asks for a number of people, each seat may be filled by several."""
    people = first_of_each(approvals)
    if stage.quantifier == "all":
        return fill([s.value for s in stage.seats], {d.actor: d.seats for d in people}, rarity=rarity)
    return {f"{one.seats[0]}#{number}": one.actor for number, one in enumerate(people[: stage.needed])}


def people_who_decided(request: Request, asset: str) -> int:
    stages = range(len(request.route.stages))
    return len(groups(decision.human for number in stages for decision in request.approvals(asset, number)))


def waiting_for(request: Request, approvers: Approvers) -> tuple[Member, ...]:
    """Who can still move the current stage, each once, in the order of the seats."""
    return tuple(dict.fromkeys(member for _, member in open_seats(request, approvers)))


def open_seats(request: Request, approvers: Approvers) -> Iterator[tuple[Role, Member]]:
    """Each open seat of the current stage with each person who can fill it now."""
    stage = request.current_stage
    if stage is None or request.state is not RequestState.PENDING_APPROVAL:
        return
    for item in request.pending:
        if not approvers.asks_about(item.asset):
            continue
        before = request.approvals(item.asset, request.stage)
        filled = filled_seats(before, stage, approvers.rarity(item.asset, stage))
        if len(filled) >= stage.needed:
            continue
        for seat in stage.seats:
            for member in approvers.holders(item.asset, seat):
                if _would_help(before, member, stage, approvers, item.asset):
                    yield seat, member


def _would_help(before: tuple[Decision, ...], member: Member, stage: Stage, approvers: Approvers, asset: str) -> bool:
    if any(one.human.is_same(member.human) for one in before):
        return False
    if stage.quantifier != "all":
        return True
    may_fill = {decision.actor: decision.seats for decision in first_of_each(before)}
    rarity = approvers.rarity(asset, stage)
    seats = [seat.value for seat in stage.seats]
    more = {**may_fill, member.id: approvers.seats_of(member, asset, stage)}
    return len(fill(seats, more, rarity=rarity)) > len(fill(seats, may_fill, rarity=rarity))


def seat_states(request: Request, approvers: Approvers) -> Iterator[tuple[Role, str | None]]:
    """For each seat of the current stage: who has filled it for all pending items, or None."""
    stage = request.current_stage
    if stage is None:
        return
    per_item = [
        filled_seats(request.approvals(item.asset, request.stage), stage, approvers.rarity(item.asset, stage))
        for item in request.pending
        if approvers.asks_about(item.asset)
    ]
    for seat in stage.seats:
        actors = [filled.get(seat.value) for filled in per_item]
        yield seat, actors[0] if actors and all(actors) else None
