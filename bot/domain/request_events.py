"""What happened between two values of one request, as events; nothing else tells the record or the outside."""

from collections.abc import Iterator

from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import ItemApproved, ItemRejected, RequestApproved, RequestRejected, StageOpened
from bot.domain.hashes import hash_of_decision
from bot.domain.requests import Decision, Request
from bot.domain.vocabulary import DecisionOutcome, RequestState

_OF_OUTCOME = {DecisionOutcome.APPROVE: ItemApproved, DecisionOutcome.REJECT: ItemRejected}
_OF_STATE = {RequestState.APPROVED: RequestApproved, RequestState.REJECTED: RequestRejected}


def news(before: Request, after: Request, *, actor: str, asked: tuple[str, ...]) -> Iterator[Happening]:
    """`asked` are those who can move the current stage of `after`."""
    for decision in after.decisions[len(before.decisions) :]:
        yield _answered(after, decision)
    if (before.stage, before.round) != (after.stage, after.round) and after.state is RequestState.PENDING_APPROVAL:
        yield stage_opened(after, actor=actor, asked=asked)
    if before.state is not after.state and after.state in _OF_STATE:
        yield _OF_STATE[after.state](request=after.id, actor=actor, before=before.state.value, after=after.state.value)


def _answered(request: Request, decision: Decision) -> Happening:
    return _OF_OUTCOME[decision.outcome](
        request=request.id,
        actor=decision.actor,
        item=decision.item,
        stage=decision.stage,
        seat=decision.seat,
        snapshot=decision.snapshot,
        round=decision.round,
        hashes={"decision": hash_of_decision(decision)},
        slack_id=decision.slack_id or None,
        reason=decision.reason or None,
    )


def stage_opened(request: Request, *, actor: str, asked: tuple[str, ...]) -> StageOpened:
    name = request.current_stage.name if request.current_stage else ""
    return StageOpened(request=request.id, actor=actor, stage=request.stage, round=request.round, name=name, asked=asked)
