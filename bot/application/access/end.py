"""End the access of a request early: requester or data owner, at once, told to requester and approvers."""

from bot.application.context import Context
from bot.application.recording import Attempt, attempting, record_events
from bot.domain.errors import Refusal
from bot.domain.grants import Grant, end_early
from bot.domain.happenings.access import AccessEnded
from bot.domain.humans import name_now
from bot.domain.register import Asset, Member
from bot.domain.requests import Request
from bot.store import grants, registers, requests
from bot.store.unit import Unit


def end_access(context: Context, actor: Member, request_id: str) -> list[Grant]:
    """The grants that were ended: all that the actor may end."""
    with attempting(context, Attempt(actor.id, "request", request_id, {"wanted": "end_access"})) as unit:
        request = requests.load(unit, request_id, lock=True)
        if request is None:
            raise Refusal("unknown_request", f"There is no request {request_id}. Ask for the list with `/ip-request mine`.")
        running = [grant for grant in grants.of_request(unit, request_id, lock=True) if not grant.is_over]
        ended = _end(unit, request, running, actor)
        record_events(unit, context, _news(_those_to_tell(unit, request), request, running, ended, actor))
        return ended


def _end(unit: Unit, request: Request, running: list[Grant], actor: Member) -> list[Grant]:
    if not running:
        raise Refusal("over", f"No access of {request.id} is running or planned. Nothing changed.")
    assets = {asset.id: asset for asset in registers.some(unit, Asset, {grant.asset for grant in running})}
    mine = [grant for grant in running if _may_end(request, assets[grant.asset], actor)]
    ended = [end_early(grant, may_end=bool(mine)) for grant in mine or running]
    for grant in ended:
        grants.save(unit, grant)
    return ended


def _may_end(request: Request, asset: Asset, actor: Member) -> bool:
    return request.draft.excludes(actor) or actor.id in (asset.data_owner, asset.deputy)


def _those_to_tell(unit: Unit, request: Request) -> tuple[str, ...]:
    members = registers.members(unit)
    return tuple(dict.fromkeys(name_now(human, members) for human in request.involved))


def _news(tell: tuple[str, ...], request: Request, running: list[Grant], ended: list[Grant], actor: Member) -> list[AccessEnded]:
    before = {grant.id: grant.state.value for grant in running}
    return [
        AccessEnded(
            grant=grant.id,
            request=request.id,
            actor=actor.id,
            before=before[grant.id],
            after=grant.state.value,
            grants=tuple(one.id for one in ended) if number == 0 else (grant.id,),
            until=grant.end_on,
            tell=tell if number == 0 else (),
        )
        for number, grant in enumerate(ended)
    ]
