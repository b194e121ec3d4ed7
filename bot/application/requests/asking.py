"""Who can decide on requests that wait for approval, as of now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.application.context import Context
from bot.application.message_kinds import OpenQuestion, Question
from bot.domain.approvers import Approvers
from bot.domain.register import Asset, Member
from bot.domain.requests import Request
from bot.domain.seats import Deciders
from bot.domain.stage_progress import waiting_for
from bot.domain.vocabulary import RequestState
from bot.store import questions, registers, requests
from bot.store.unit import Unit

ASK = "ask"


def _due(unit: Unit, today: date, limit: int) -> Sequence[str]:
    return questions.requests_to_ask_again(unit, ASK, today, limit)


def _gather(unit: Unit, _context: Context, request_ids: Sequence[str]) -> Sequence[OpenQuestion]:
    return [_question(request, approvers) for request, approvers in waiting(unit, request_ids)]


def waiting(unit: Unit, request_ids: Sequence[str]) -> Iterator[tuple[Request, Approvers]]:
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
    details = {"stage": request.stage, "round": request.round}
    return OpenQuestion(request.id, request.id, "request", request.id, able, details=details)


DECISIONS = Question(_due, _gather)
