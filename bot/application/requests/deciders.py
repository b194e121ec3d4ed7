"""The people who could decide on requests that wait, gathered at once for all of them."""

from collections.abc import Iterator, Mapping, Sequence

from bot.application.context import Context
from bot.application.evaluation import escalated_seats
from bot.domain.approvers import Approvers
from bot.domain.register import Asset, Member
from bot.domain.requests import Request
from bot.domain.seats import Deciders
from bot.domain.stage_progress import waiting_for
from bot.domain.vocabulary import RequestState
from bot.store import registers, requests
from bot.store.unit import Unit


def waiting(unit: Unit, context: Context, request_ids: Sequence[str]) -> Iterator[tuple[Request, Approvers]]:
    """Those of these requests that wait for approval, locked, each with the people who could decide on it.

    One that lost its records is left out: the sweep of the requests says so.
    """
    found = requests.some(unit, request_ids, lock=True)
    members = registers.members(unit)
    assets = {one.id: one for one in registers.some(unit, Asset, {item.asset for one in found for item in one.items})}
    for request in found:
        if request.state is RequestState.PENDING_APPROVAL and all(item.asset in assets for item in request.items):
            yield request, _approvers(context, request, members, assets)


def _approvers(context: Context, request: Request, members: tuple[Member, ...], assets: Mapping[str, Asset]) -> Approvers:
    own = {item.asset: assets[item.asset] for item in request.items}
    deciders = Deciders(members, request.draft.excluded, needs_binding=True)
    return Approvers(own, deciders, escalated_seats(context, request))


def can_decide_now(unit: Unit, context: Context, request: Request) -> dict[str, str]:
    """Who can move the open stage, with their names."""
    assets = {one.id: one for one in registers.some(unit, Asset, {item.asset for item in request.items})}
    return {one.id: one.name for one in waiting_for(request, _approvers(context, request, registers.members(unit), assets))}
