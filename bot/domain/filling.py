"""Whether the people who can be reached now can fill a stage, with what is decided already (PRC-03, at each decision).

Nothing advances into a stage that nobody can fill; one that is open already stands still until somebody can.
"""

from collections.abc import Iterator

from bot.domain.approvers import Approvers
from bot.domain.humans import groups
from bot.domain.register import Member
from bot.domain.requests import Request, first_of_each
from bot.domain.seats import fill
from bot.domain.vocabulary import RequestState, Role

ANOTHER = "another person than those who decided"


def stuck_for(request: Request, approvers: Approvers) -> tuple[str, ...]:
    """What nobody can be asked for, of the open stage or, once that is filled, of the next: in words, and empty if it goes on."""
    if request.state is not RequestState.PENDING_APPROVAL or request.current_stage is None:
        return ()
    here = unfillable(request, request.stage, approvers)
    if here or request.stage + 1 == len(request.route.stages) or not is_filled(request, request.stage, approvers):
        return here
    return unfillable(request, request.stage + 1, approvers)


def is_filled(request: Request, number: int, approvers: Approvers) -> bool:
    """Whether every pending item has all the approvals that this stage asks for."""
    asked = [item.asset for item in request.pending if approvers.asks_about(item.asset)]
    return all(not _left_open(request, asset, number, approvers, ()) for asset in asked)


def unfillable(request: Request, number: int, approvers: Approvers) -> tuple[str, ...]:
    """The seats of this stage that stay open whoever answers, for any pending item, in words."""
    found: dict[str, None] = {}
    for item in request.pending:
        if approvers.asks_about(item.asset):
            people = tuple(_who_may(request, item.asset, number, approvers))
            found |= dict.fromkeys(seat.words for seat in _left_open(request, item.asset, number, approvers, people))
            if not found and _too_few(request, item.asset, number, approvers):
                found[ANOTHER] = None
    return tuple(found)


def _who_may(request: Request, asset: str, number: int, approvers: Approvers) -> Iterator[Member]:
    """Who could still decide there; nobody twice."""
    before = request.approvals(asset, number)
    for member in dict.fromkeys(m for seat in request.route.stages[number].seats for m in approvers.holders(asset, seat)):
        if not any(decision.human.is_same(member.human) for decision in before):
            yield member


def _left_open(request: Request, asset: str, number: int, approvers: Approvers, people: tuple[Member, ...]) -> tuple[Role, ...]:
    """What is open of the stage once all of these people have approved as well."""
    stage, made = request.route.stages[number], first_of_each(request.approvals(asset, number))
    if stage.quantifier != "all":
        return stage.seats if len(made) + len(people) < stage.needed else ()
    may_fill = {one.actor: one.seats for one in made} | {one.id: approvers.seats_of(one, asset, stage) for one in people}
    filled = fill([seat.value for seat in stage.seats], may_fill, rarity=approvers.rarity(asset, stage))
    return tuple(seat for seat in stage.seats if seat.value not in filled)


def _too_few(request: Request, asset: str, number: int, approvers: Approvers) -> bool:
    """Whether the route could not end with as many different people as it needs, whoever decides from here on."""
    stages = range(len(request.route.stages))
    made = [one.human for stage in stages for one in request.approvals(asset, stage)]
    more = [one.human for stage in stages if stage >= number for one in _who_may(request, asset, stage, approvers)]
    return len(groups([*made, *more])) < request.route.min_distinct_people
