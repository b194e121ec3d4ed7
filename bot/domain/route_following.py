"""A request on a route that grew with the facts: what waits again, and at which stage (3.6, The route of now)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.approvers import Approvers
from bot.domain.filling import unfillable
from bot.domain.requests import Request
from bot.domain.route_growth import another_person, grow
from bot.domain.stage_progress import item_fills_stage, people_who_decided
from bot.domain.vocabulary import ItemState, RequestState
from bot.domain.workflows import Route


def grown_route(request: Request, now: Route) -> Route:
    """The route of the request with what the route of now needs besides; its own if that is nothing."""
    decided = (decision.stage for decision in request.decisions if not decision.void)
    return grow(request.route, now, open_from=request.stage, insert_from=max([request.stage, *(one + 1 for one in decided)]))


def follow(
    request: Request, route: Route, *, rank: int, unopened: Collection[str], at: datetime, approvers: Approvers
) -> Request:
    """The request on a route that may have grown, with the class of now: where more is needed, it waits for approval (again).

    `unopened` are its approved items to which access was never open. The request itself if nothing changes.
    """
    again = {asset for asset in unopened if approvers.asks_about(asset)}
    items = tuple(replace(i, state=ItemState.PENDING) if i.asset in again else i for i in request.items)
    moved = replace(request, route=route, rank=rank, items=items)
    if not moved.pending:
        return request
    stage = _first_open_stage(moved, approvers)
    if request.stage < stage < len(route.stages) and request.state.is_open and unfillable(moved, stage, approvers):
        stage = request.stage
    if stage == len(route.stages) and route.stages and _too_few_people(moved, approvers):
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


def _first_open_stage(request: Request, approvers: Approvers) -> int:
    stages = range(len(request.route.stages))
    open_ones = (n for n in stages if not all(item_fills_stage(request, item.asset, n, approvers) for item in request.pending))
    return next(open_ones, len(stages))


def _too_few_people(request: Request, approvers: Approvers) -> bool:
    asked = [item.asset for item in request.pending if approvers.asks_about(item.asset)]
    return any(people_who_decided(request, asset) < request.route.min_distinct_people for asset in asked)
