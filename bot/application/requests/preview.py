"""What a request would get, storing nothing: results, route, and who could fill each seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.application.evaluation import Evaluation, evaluate_facts
from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.checks.results import CheckResult, overall
from bot.domain.drafts import Draft
from bot.domain.facts import Facts, concerning
from bot.domain.register import Register
from bot.domain.routing import empty_seats
from bot.domain.vocabulary import Outcome
from bot.domain.workflows import Stage, Workflows


@dataclass(frozen=True)
class SeatPreview:
    """A seat and the ids of all who could fill it, for any of the assets."""

    seat: str
    approvers: tuple[str, ...]


@dataclass(frozen=True)
class StagePreview:
    stage: str
    quantifier: str | int
    seats: tuple[SeatPreview, ...]


@dataclass(frozen=True)
class Preview:
    """`overall` is made of the checks alone; `gaps` are seats that nobody can fill: they stop the request at submit anyway."""

    overall: Outcome
    results: tuple[CheckResult, ...]
    route: tuple[StagePreview, ...]
    gaps: tuple[str, ...]


def preview_request(
    workflows: Workflows, register: Register, draft: Draft, today: date, policy: CheckPolicy = AS_SHIPPED
) -> Preview:
    """Judge a draft against a register as of one day; seats are resolved by role, whoever is bound to Slack."""
    facts = Facts(draft, concerning(register, draft), today, policy=policy)
    return preview_of(evaluate_facts(workflows, facts, needs_binding=False))


def preview_of(evaluation: Evaluation) -> Preview:
    return Preview(
        overall=overall(evaluation.results),
        results=evaluation.results,
        route=tuple(_stages(evaluation)),
        gaps=gaps_of(evaluation),
    )


def gaps_of(evaluation: Evaluation) -> tuple[str, ...]:
    """PRC-03: whatever keeps the route from being decided; C0 needs no route."""
    if evaluation.facts.highest_class == 0:
        return ()
    if evaluation.route is None:
        return (f"no workflow covers class C{evaluation.facts.highest_class}",)
    assets = {item.asset: evaluation.approvers.assets[item.asset] for item in evaluation.facts.draft.items}
    return tuple(empty_seats(evaluation.route, evaluation.approvers, assets))


def _stages(evaluation: Evaluation) -> Iterable[StagePreview]:
    if evaluation.route is not None and evaluation.facts.highest_class > 0:
        for stage in evaluation.route.stages:
            yield StagePreview(stage.name, stage.quantifier, tuple(_seats(evaluation, stage)))


def _seats(evaluation: Evaluation, stage: Stage) -> Iterable[SeatPreview]:
    asked = [item.asset for item in evaluation.facts.draft.items if evaluation.approvers.asks_about(item.asset)]
    for seat in stage.seats:
        people = {m.id for asset in asked for m in evaluation.approvers.holders(asset, seat)}
        yield SeatPreview(seat.value, tuple(sorted(people)))
