"""Ask for access: judge the draft, refuse it in place or keep it as a request and tell those who decide."""

from dataclasses import dataclass, replace

from bot.application.access.give import give_access
from bot.application.context import Context
from bot.application.evaluation import Evaluation, evaluate, gather_facts, last_day_of_stage
from bot.application.recording import record_events, refuse_in_doubt
from bot.application.requests.preview import gaps_of
from bot.domain.checks.results import CheckResult, overall, worst_first
from bot.domain.dates import ONE_DAY
from bot.domain.drafts import Draft
from bot.domain.errors import Refusal
from bot.domain.facts import Facts, people_not_found
from bot.domain.gates import PRC_01, PRC_03
from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import Against, AskedItem, RequestRefused, RequestSubmitted, Version
from bot.domain.hashes import floor_of
from bot.domain.justification import MISSING, REMEDY, says_why
from bot.domain.missing_facts import WAITS_FOR_A_FACT, waits_for_words
from bot.domain.request_events import stage_opened
from bot.domain.requests import Request, RequestItem, standing
from bot.domain.stage_progress import waiting_for
from bot.domain.vocabulary import ItemState, Outcome, RequestState
from bot.domain.workflows import Route
from bot.store import reminders, requests, snapshots
from bot.store.snapshots import Snapshot
from bot.store.unit import Unit

OPEN_TO_ALL = "public"


@dataclass(frozen=True)
class Submitted:
    """The request that now stands; `again` if this submission had already made it."""

    request_id: str
    state: RequestState
    again: bool = False
    waits_for_fact: bool = False


@dataclass(frozen=True)
class Refused:
    """Nothing came into being. `gaps` are seats that nobody can fill, `results` the checks that speak, worst first.

    `need` is what the reason lacks, in words, where that alone stops it.
    """

    results: tuple[CheckResult, ...]
    gaps: tuple[str, ...] = ()
    need: str = ""


def submit_request(context: Context, draft: Draft, *, submit_key: str) -> Submitted | Refused:
    """Keep the request, or record why not. Raises Refusal where the draft names what the register does not know."""
    refuse_in_doubt(context)
    with context.store.writing() as unit:
        unit.hold_facts()
        unit.one_at_a_time(f"submit:{submit_key}")
        if known := requests.by_submit_key(unit, submit_key):
            request = requests.load(unit, known)
            return Submitted(known, request.state if request else RequestState.PENDING_APPROVAL, again=True)
        evaluation = _evaluate(unit, context, draft)
        gaps = gaps_of(evaluation)
        if gaps or overall(evaluation.results) is Outcome.BLOCK:
            return _refuse(unit, context, evaluation, gaps)
        if PRC_01.stops(evaluation.facts.highest_class) and not says_why(evaluation.facts):
            return _refuse_unexplained(unit, context, evaluation)
        return _keep(unit, context, evaluation, submit_key)


def _evaluate(unit: Unit, context: Context, draft: Draft) -> Evaluation:
    facts = gather_facts(unit, context, draft)
    if missing := people_not_found(draft, facts.register):
        raise Refusal("unknown_record", f"The register does not know {', '.join(missing)}. Open the form again and choose anew.")
    return evaluate(context, facts)


def _refuse_unexplained(unit: Unit, context: Context, evaluation: Evaluation) -> Refused:
    effect = PRC_01.outcome(evaluation.facts.highest_class).value
    against = (Against(PRC_01.id, effect, MISSING),)
    record_events(unit, context, [_refusal(evaluation.facts, against, gate=PRC_01.id)])
    return Refused((), need=f"{PRC_01.id}: {REMEDY}")


def _refuse(unit: Unit, context: Context, evaluation: Evaluation, gaps: tuple[str, ...]) -> Refused:
    speaking = tuple(worst_first(evaluation.results))
    against = tuple(Against(result.check, result.effect.value, result.message) for result in speaking)
    record_events(unit, context, [_refusal(evaluation.facts, against, gaps, gate=PRC_03.id if gaps else None)])
    return Refused(speaking, gaps)


def _refusal(facts: Facts, against: tuple[Against, ...], gaps: tuple[str, ...] = (), *, gate: str | None) -> RequestRefused:
    draft = facts.draft
    return RequestRefused(
        vendor=draft.vendor,
        actor=draft.requester,
        items=tuple(AskedItem(item.asset, item.mode.value) for item in draft.items),
        people=draft.people,
        start_on=draft.start_on,
        end_on=draft.end_on,
        against=against,
        gaps=gaps,
        versions=tuple(Version(*version) for version in facts.versions),
        figures=facts.policy.version or None,
        gate=gate,
    )


def _keep(unit: Unit, context: Context, evaluation: Evaluation, submit_key: str) -> Submitted:
    request = _new_request(unit, context, evaluation)
    kept = requests.add(
        unit,
        request,
        submit_key=submit_key,
        due_on=last_day_of_stage(context, request),
        look_on=context.today() + ONE_DAY,
    )
    taken = snapshots.add(unit, request.id, Snapshot(1, context.now(), evaluation.facts, evaluation.results))
    record_events(unit, context, _first_news(request, evaluation, kept | taken))
    reminders.look_again_for(unit, [request.id])
    if any(item.state is ItemState.APPROVED for item in request.items):
        give_access(unit, context, request, evaluation.facts)
    is_fact = waits_for_words(request, evaluation.results) == WAITS_FOR_A_FACT
    return Submitted(request.id, request.state, waits_for_fact=is_fact)


def _new_request(unit: Unit, context: Context, evaluation: Evaluation) -> Request:
    draft, rank, now = evaluation.facts.draft, evaluation.facts.highest_class, context.now()
    year = context.today().year
    request = Request(
        id=f"REQ-{year}-{requests.next_number(unit, f'request-{year}'):04d}",
        draft=draft,
        route=evaluation.route or Route(OPEN_TO_ALL, (), "", 0, context.workflows.version),
        state=standing(evaluation.results, [item.asset for item in draft.items]),
        items=tuple(RequestItem(item.asset, item.mode, _first_state(evaluation, item.asset)) for item in draft.items),
        submitted_at=now,
        stage_since=now,
        rank=rank,
    )
    if rank > 0:
        return request
    route = Route(OPEN_TO_ALL, (), "", 0, context.workflows.version)
    return replace(request, route=route, state=RequestState.APPROVED)


def _first_state(evaluation: Evaluation, asset: str) -> ItemState:
    """Public material waits for nobody, whatever it is asked for with (3.5)."""
    return ItemState.PENDING if evaluation.approvers.asks_about(asset) else ItemState.APPROVED


def _first_news(request: Request, evaluation: Evaluation, hashes: dict[str, str]) -> list[Happening]:
    opened = tuple(item.asset for item in request.items if item.state is ItemState.APPROVED)
    submitted = RequestSubmitted(
        request=request.id,
        actor=request.draft.requester,
        after=request.state.value,
        post_to=request.route.post_to,
        workflow=request.route.workflow,
        snapshot=1,
        slack_id=request.draft.requester_slack or None,
        rank=request.rank,
        route=floor_of(request.route),
        hashes=hashes,
        open=opened if request.state.is_open and opened else None,
        figures=evaluation.facts.policy.version or None,
    )
    events: list[Happening] = [submitted]
    if request.state is RequestState.PENDING_APPROVAL:
        asked = tuple(member.id for member in waiting_for(request, evaluation.approvers))
        events.append(stage_opened(request, actor=request.draft.requester, asked=asked))
    return events
