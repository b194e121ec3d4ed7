"""What the product answers to a row, and which answers a check can give at all: read from the catalogue and from its code."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from bot.application.evaluation import evaluate_facts
from bot.domain.checks.catalogue import Check, outcome_of
from bot.domain.checks.results import CheckResult
from bot.domain.checks.verdicts import does_not_apply, unknown
from bot.domain.facts import Facts, concerning
from bot.domain.register import Register
from bot.domain.vocabulary import STRICTEST_CLASS, Outcome
from bot.domain.workflows import Workflows
from bot.files.document import Document
from bot.files.problems import BrokenFile
from bot.files.register import RegisterFile, register_of
from bot.files.workflows import read_policy
from tests.domain.golden.cases import changed, lost
from tests.domain.golden.tables import RANKS, BadTable, Row, Table

WORKFLOWS = Path(__file__).parents[3] / "workflows"
NOT_EVALUATED = "-"


@cache
def shipped_workflows() -> Workflows:
    return read_policy(WORKFLOWS).workflows


def answers_of(row: Row, check: str) -> tuple[str, ...]:
    """The answer of this check at C1, C2, C3 and C4."""
    return tuple(in_words(found[0]) if (found := of_check(results, check)) else NOT_EVALUATED for results in results_of(row))


def of_check(results: Iterable[CheckResult], check: str) -> list[CheckResult]:
    """Those of this check, worst first: of several people and assets the worst counts."""
    mine = [one for one in results if one.check == check]
    return sorted(mine, key=lambda one: (one.effect.severity, one.outcome.severity), reverse=True)


@cache
def results_of(row: Row) -> tuple[tuple[CheckResult, ...], ...]:
    """What all checks find at C1, C2, C3 and C4."""
    return tuple(_results_of(row))


def _results_of(row: Row) -> Iterator[tuple[CheckResult, ...]]:
    file = changed(row.given)
    fixed = {asset["id"] for asset in file["assets"] if "class" in asset}
    for asset in file["assets"]:
        asset.setdefault("class", STRICTEST_CLASS)
    known = _loaded(row, file)
    for rank in RANKS:
        draft = known.scripts[0].draft
        register = _without(_at(known.register, rank, fixed), lost(row.given))
        facts = Facts(draft, concerning(register, draft), known.as_of)
        yield evaluate_facts(shipped_workflows(), facts, needs_binding=False).results


def in_words(result: CheckResult) -> str:
    """`block`, `unknown (waiver)`; of a waiver that is approved, `waiver (warn)`."""
    if result.effect is result.outcome:
        return result.outcome.value
    return f"{result.outcome.value} ({result.effect.value})"


def _loaded(row: Row, file: Any) -> RegisterFile:
    try:
        return register_of(Document(file, {}))
    except BrokenFile as error:
        raise BadTable(f"{row.place}: the register would be refused:\n{error}") from None


def _without(register: Register, fields: Iterable[str]) -> Register:
    """As if nobody had recorded these of the assets, which a register file must say."""
    return replace(register, assets=tuple(replace(asset, **dict.fromkeys(fields)) for asset in register.assets))


def _at(register: Register, rank: int, fixed: set[str]) -> Register:
    """As if the assets were of this class, save those of which the row says the class itself."""
    assets = (asset if asset.id in fixed else replace(asset, asset_class=rank) for asset in register.assets)
    return replace(register, assets=tuple(assets))


def missing_cells(check: Check, table: Table) -> Iterator[str]:
    """What the check can answer at some class, and no row of its table does."""
    for place, rank in enumerate(RANKS):
        told = {outcome_word(row.answers[place]) for row in table.rows}
        for outcome in sorted(possible(check, rank) - told):
            yield f"{check.id} can answer {outcome} at C{rank}, and no row of its table does"


def outcome_word(answer: str) -> str:
    """`unknown` of `unknown (waiver)`."""
    return answer.partition(" ")[0]


def possible(check: Check, rank: int) -> set[str]:
    """The outcomes that the check can have at this class: fine, each of its failures, and what its code can answer besides."""
    kinds = [kind for _, kind in check.cases] or [check.profile]
    found = {Outcome.PASS, *(outcome_of(kind, rank) for kind in kinds)}
    reached = set().union(*(_reached(judge) for judge in (check.judge, check.judge_nda, check.judge_contract, check.without)))
    if unknown in reached:
        found.add(Outcome.UNKNOWN)
    if does_not_apply in reached or ((check.judge_nda or check.judge_contract) and check.without is None):
        found.add(Outcome.NA)
    return {outcome.value for outcome in found}


def _reached(judge: Callable[..., Any] | None) -> set[Any]:
    """The functions of the checks that this one calls, and those that they call."""
    reached: set[Any] = set()
    waiting: list[Any] = [judge]
    while waiting:
        one = waiting.pop()
        if isinstance(one, FunctionType) and one not in reached and one.__module__.startswith("bot.domain.checks"):
            reached.add(one)
            waiting += [one.__globals__.get(name) for name in _names(one.__code__)]
    return reached


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
