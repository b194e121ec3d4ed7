"""What happened between two values of one request, as events; nothing else tells the record or the outside."""

from collections.abc import Iterator
from typing import Any

from bot.domain.events import Event, Happened
from bot.domain.hashes import HASHES, hash_of_decision
from bot.domain.requests import Request
from bot.domain.vocabulary import DecisionOutcome, RequestState

_OF_OUTCOME = {DecisionOutcome.APPROVE: Happened.ITEM_APPROVED, DecisionOutcome.REJECT: Happened.ITEM_REJECTED}
_OF_STATE = {RequestState.APPROVED: Happened.REQUEST_APPROVED, RequestState.REJECTED: Happened.REQUEST_REJECTED}


def news(before: Request, after: Request, *, actor: str, asked: tuple[str, ...]) -> Iterator[Event]:
    """`asked` are those who can move the current stage of `after`."""
    for decision in after.decisions[len(before.decisions) :]:
        details: dict[str, Any] = {
            "item": decision.item,
            "stage": decision.stage,
            "seat": decision.seat,
            "snapshot": decision.snapshot,
            "round": decision.round,
            HASHES: {"decision": hash_of_decision(decision)},
        }
        details |= {"slack_id": decision.slack_id} if decision.slack_id else {}
        reason = {"reason": decision.reason} if decision.reason else {}
        happened = _OF_OUTCOME[decision.outcome]
        yield Event(happened, "request", after.id, decision.actor, details=details | reason)
    if (before.stage, before.round) != (after.stage, after.round) and after.state is RequestState.PENDING_APPROVAL:
        yield stage_opened(after, actor=actor, asked=asked)
    if before.state is not after.state and after.state in _OF_STATE:
        yield Event(_OF_STATE[after.state], "request", after.id, actor, before.state.value, after.state.value)


def stage_opened(request: Request, *, actor: str, asked: tuple[str, ...]) -> Event:
    stage = request.current_stage
    details = {"stage": request.stage, "round": request.round, "name": stage.name if stage else "", "asked": list(asked)}
    return Event(Happened.STAGE_OPENED, "request", request.id, actor, details=details)
