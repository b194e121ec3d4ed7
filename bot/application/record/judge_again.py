"""Judge a snapshot anew, as it was decided: its own facts, by the rules and figures that they name; nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.application.context import Context
from bot.application.record.show import Taken, show_facts
from bot.domain.checks.catalogue import CATALOGUE, Check
from bot.domain.checks.decided import find_differences, rules_of
from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.checks.versions import lost
from bot.domain.happenings.requests import FactsTaken, RequestSubmitted
from bot.domain.tables_proof import altered_parts
from bot.store import record, snapshots
from bot.store.documents import to_document
from bot.store.snapshots import Kept, Snapshot
from bot.store.unit import Unit


@dataclass(frozen=True)
class Decided:
    """The results as they are stored, and in words where judging them anew gives others, or where they were altered."""

    taken: Taken
    stored: list[Any]
    differences: tuple[str, ...]


def judge_again(context: Context, typed: str, number: int | None = None, catalogue: Sequence[Check] = CATALOGUE) -> Decided:
    """The newest snapshot if no number is said. Raises Refusal where there is none, ValueError where it cannot be read."""
    taken = show_facts(context, typed, number)
    with context.store.reading() as unit:
        kept = snapshots.as_kept(unit, taken.request_id, taken.snapshot.number)
        altered = tuple(_altered(unit, taken, kept))
    return Decided(taken, kept.results, (*altered, *_otherwise(taken.snapshot, kept, catalogue)))


def _altered(unit: Unit, taken: Taken, kept: Kept) -> Iterator[str]:
    """What is not as its entry tells; entries of the first releases carry no hashes, and say nothing."""
    about, number = [taken.request_id], taken.snapshot.number
    told = {one.snapshot: one.hashes for one in record.happenings_of(unit, about, RequestSubmitted)}
    told |= {one.snapshot: one.hashes for one in record.happenings_of(unit, about, FactsTaken)}
    if hashes := told.get(number):
        yield from (f"{words[:1].upper()}{words[1:]}." for words in altered_parts(number, kept.hashes, hashes))


def _otherwise(snapshot: Snapshot, kept: Kept, catalogue: Sequence[Check]) -> Iterator[str]:
    rules = rules_of(snapshot.facts, snapshot.results)
    try:
        judged = run_checks(replace(snapshot.facts, rules=rules), catalogue)
    except (LookupError, RuntimeError, TypeError, ValueError) as problem:  # facts that nobody could have judged
        yield f"Its facts cannot be judged: {type(problem).__name__}: {problem}."
        return
    yield from find_differences(kept.results, to_document(judged, tuple[CheckResult, ...]), lost(rules, catalogue))
