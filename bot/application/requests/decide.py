"""Answer by a click: everything is asked again under the lock, then kept once; a refusal is recorded and said in words."""

from contextlib import suppress
from dataclasses import dataclass, replace

from bot.application.access.give import give_access, take_back
from bot.application.context import Context
from bot.application.evaluation import Evaluation, LostRecords, evaluate_again, last_day_of_stage
from bot.application.ports import MessageRef
from bot.application.recording import Attempt, attempting, record_events
from bot.application.requests.adopt_copy import Seen, adopt
from bot.application.requests.show import show_request
from bot.application.requests.views import RequestView
from bot.application.rerouting import refuse_without_route, reroute
from bot.domain.approvals import Click, decide, start_again, with_standing
from bot.domain.approvers import Approvers
from bot.domain.checks.results import CheckResult, about, worsened
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.events import OURSELVES
from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import FactsRecovered, FactsTaken, FactsWorsened, Worse
from bot.domain.register import Member
from bot.domain.request_events import news, stage_opened
from bot.domain.requests import Request, standing
from bot.domain.stage_progress import waiting_for
from bot.domain.vocabulary import DecisionOutcome, RequestState
from bot.store import requests, snapshots
from bot.store.snapshots import Snapshot
from bot.store.unit import Unit


@dataclass(frozen=True)
class Answer:
    """What a person answered, on which picture; `seen_in` is the copy of the message that was clicked, and its kind."""

    request_id: str
    outcome: DecisionOutcome
    round: int
    stage: int
    reason: str = ""
    items: tuple[str, ...] = ()
    seen_in: MessageRef | None = None
    kind: str = ""

    @property
    def seen(self) -> Seen | None:
        return Seen(self.seen_in, self.kind) if self.seen_in else None


def decide_request(context: Context, actor: Member, answer: Answer) -> Request:
    """The request after the answer. An approval of facts that got worse is refused too, once the route has started again."""
    with attempting(context, _attempt(context, actor, answer)) as unit:
        change, click = _judge(unit, context, actor, answer)
        after, worse = _keep(unit, context, click, change)
    if worse:
        what = " ".join(dict.fromkeys(result.message for result in worse))
        words = f"Nothing was approved: since the last look the facts got worse. {what} The route starts again."
        raise Refusal("facts_worse", words)
    return after


def check_answer(context: Context, actor: Member, answer: Answer) -> RequestView:
    """What the form that asks for a reason has to show; refused if the answer would not be taken now."""
    with attempting(context, _attempt(context, actor, answer)) as unit:
        change, _ = _judge(unit, context, actor, replace(answer, reason="to be given"))
        return show_request(unit, context, change.before)


def _attempt(context: Context, actor: Member, answer: Answer) -> Attempt:
    def keep_up(unit: Unit) -> None:
        """What is true whatever was refused: this copy stands there, and the route is the one that the facts need."""
        if request := requests.load(unit, answer.request_id, lock=True):
            adopt(unit, context, request, actor, answer.seen)
            with suppress(LostRecords):
                reroute(unit, context, request, evaluate_again(unit, context, request))

    details = {"outcome": answer.outcome.value, "stage": answer.stage, "round": answer.round}
    return Attempt(actor.id, "request", answer.request_id, details, place=answer.seen_in, still=keep_up)


def _judge(unit: Unit, context: Context, actor: Member, answer: Answer) -> tuple["Change", Click]:
    """Under the lock: what the answer would change."""
    request = requests.load(unit, answer.request_id, lock=True)
    if request is None:
        words = f"There is no request {answer.request_id}. Ask for the list with `/ip-request mine`."
        raise Refusal("unknown_request", words)
    adopt(unit, context, request, actor, answer.seen)
    evaluation = evaluate_again(unit, context, request)
    if answer.outcome is DecisionOutcome.APPROVE:
        refuse_without_route(request, evaluation)
    request = reroute(unit, context, request, evaluation)
    click = _click(context, _as_of_now(evaluation, actor), answer)
    return Change(request, decide(request, click, evaluation.approvers), evaluation), click


@dataclass(frozen=True)
class Change:
    """A request before and after an answer, and the facts that were true at that moment."""

    before: Request
    after: Request
    evaluation: Evaluation

    @property
    def approvers(self) -> Approvers:
        return self.evaluation.approvers


def _as_of_now(evaluation: Evaluation, actor: Member) -> Member:
    """The roles of this moment, not those of when the person was looked up."""
    return evaluation.facts.register.member(actor.id) or actor


def _click(context: Context, actor: Member, answer: Answer) -> Click:
    return Click(actor, answer.outcome, answer.round, answer.stage, context.now(), answer.reason, answer.items)


def _keep(unit: Unit, context: Context, click: Click, change: Change) -> tuple[Request, list[CheckResult]]:
    """On unchanged facts the decision simply stands; changed ones are a new snapshot, and worse ones void approvals.

    What got worse is returned where for that reason the approval was not taken.
    """
    request = change.before
    if snapshots.is_as_seen(unit, request, change.evaluation.facts):
        return _keep_decision(unit, context, click, change), []
    worse = note_snapshot(unit, context, change)
    if worse and click.outcome is DecisionOutcome.APPROVE:
        return start_on_worse_facts(unit, context, change, worse, actor=click.actor.id), worse
    decided = _keep_decision(unit, context, click, replace(change, after=_on_snapshot(change)))
    if left := [result for result in worse if result.item in decided.pending_assets]:
        return start_on_worse_facts(unit, context, replace(change, before=decided), left, actor=click.actor.id), []
    return decided, []


def note_snapshot(unit: Unit, context: Context, change: Change) -> list[CheckResult]:
    """Keep the facts of now as the next snapshot; what they make worse for the pending items."""
    request, results = change.before, change.evaluation.results
    seen = snapshots.results_of(unit, request.id, request.snapshot)
    taken = Snapshot(request.snapshot + 1, context.now(), change.evaluation.facts, results)
    hashes = snapshots.add(unit, request.id, taken)
    figures = taken.facts.policy.version or None
    record_events(unit, context, [FactsTaken(request=request.id, snapshot=taken.number, hashes=hashes, figures=figures)])
    return worsened(about(seen, request.pending_assets), about(results, request.pending_assets))


def _on_snapshot(change: Change) -> Request:
    """The decisions just made stand on the new snapshot."""
    number = change.before.snapshot + 1
    kept = change.after.decisions[: len(change.before.decisions)]
    made = change.after.decisions[len(change.before.decisions) :]
    return replace(change.after, snapshot=number, decisions=(*kept, *(replace(d, snapshot=number) for d in made)))


def _keep_decision(unit: Unit, context: Context, click: Click, change: Change) -> Request:
    change = _as_left(context, change)
    save(unit, context, change)
    asked = tuple(member.id for member in waiting_for(change.after, change.approvers))
    told = news(change.before, change.after, actor=click.actor.id, asked=asked)
    record_events(unit, context, [*told, *going_on(change)])
    if change.after.state is RequestState.APPROVED:
        give_access(unit, context, change.after, change.evaluation.facts)
    take_back(unit, context, change.before, change.after, actor=click.actor.id)
    return change.after


def _as_left(context: Context, change: Change) -> Change:
    """What was stopped and rejected in part stands as the facts about the rest let it."""
    before, after = change.before, change.after
    if before.state is RequestState.PENDING_APPROVAL or not after.pending:
        return change
    state = standing(change.evaluation.results, after.pending_assets)
    return replace(change, after=with_standing(after, state, context.now(), change.approvers))


def going_on(change: Change) -> list[Happening]:
    """What is told of a stopped request that is open and stands otherwise now."""
    before, after = change.before, change.after
    if before.state is after.state or not after.state.is_open or before.state is RequestState.PENDING_APPROVAL:
        return []
    events: list[Happening] = [FactsRecovered(request=after.id, before=before.state.value, after=after.state.value)]
    if after.state is RequestState.PENDING_APPROVAL and (before.stage, before.round) == (after.stage, after.round):
        asked = tuple(member.id for member in waiting_for(after, change.approvers))
        events.append(stage_opened(after, actor=OURSELVES, asked=asked))
    return events


def start_on_worse_facts(unit: Unit, context: Context, change: Change, worse: list[CheckResult], *, actor: str) -> Request:
    """The newest snapshot is worse for these items: their approvals are void, and the route starts again on it."""
    request, results = change.before, change.evaluation.results
    number = snapshots.newest(unit, request.id)
    items = frozenset(result.item for result in worse)
    again = start_again(request, items=items, snapshot=number, at=context.now(), approvers=change.approvers)
    after = again if not again.pending else replace(again, state=standing(results, again.pending_assets))
    event = FactsWorsened(
        request=after.id,
        actor=actor,
        before=request.state.value,
        after=after.state.value,
        worse=tuple(Worse(one.check, one.item, one.person, one.effect.value, one.message) for one in worse),
        snapshot=number,
    )
    save(unit, context, replace(change, after=after))
    asked = tuple(member.id for member in waiting_for(after, change.approvers))
    record_events(unit, context, [event, *news(request, after, actor=OURSELVES, asked=asked)])
    return after


def save(unit: Unit, context: Context, change: Change) -> None:
    """The facts are looked at again tomorrow; at once where less is asked for than before, so that the rest may be free."""
    due_on = last_day_of_stage(context, change.after)
    look_on = context.today() if _asks_for_less(change) else context.today() + ONE_DAY
    requests.save(unit, change.before, change.after, due_on=due_on, look_on=look_on)


def _asks_for_less(change: Change) -> bool:
    return change.after.state.is_open and change.after.rejected_assets != change.before.rejected_assets
