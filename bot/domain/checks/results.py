"""What a check found for one item (and person), and what all results together mean for the request."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.checks.verdicts import Fix
from bot.domain.vocabulary import Outcome


@dataclass(frozen=True)
class CheckResult:
    """`outcome` is what was found, `effect` what counts; they differ for `unknown` and for an approved waiver.

    Of an unknown fact: `needs_fact` says that nobody can waive it, `kept_by` which member owns the record, if it is not the
    vendor's owner.
    """

    check: str
    outcome: Outcome
    effect: Outcome
    item: str
    person: str | None = None
    message: str = ""
    remedy: str = ""
    why: str = ""
    clauses: tuple[str, ...] = ()
    used: tuple[tuple[str, str], ...] = ()
    waiver: str | None = None
    fix: Fix | None = None
    needs_fact: bool = False
    kept_by: str | None = None

    @property
    def subject(self) -> tuple[str, str, str | None]:
        """Which question this answers: check, item, person."""
        return (self.check, self.item, self.person)

    @property
    def speaks(self) -> bool:
        """Worth showing: neither fine nor beside the point."""
        return self.effect.severity > Outcome.PASS.severity or self.outcome is Outcome.UNKNOWN


def overall(results: Iterable[CheckResult]) -> Outcome:
    """The worst effect; nothing evaluated, or only `na`, is pass."""
    worst = max((result.effect for result in results), key=lambda effect: effect.severity, default=Outcome.PASS)
    return worst if worst.severity > Outcome.PASS.severity else Outcome.PASS


def about(results: Iterable[CheckResult], items: Collection[str]) -> tuple[CheckResult, ...]:
    """Those about these items alone; what was rejected no longer counts."""
    return tuple(result for result in results if result.item in items)


def worst_first(results: Iterable[CheckResult]) -> list[CheckResult]:
    """Those that speak, worst first, the same sentence once; of equally bad ones no check speaks twice before all spoke."""
    speaking = {(result.check, result.message): result for result in reversed(list(results)) if result.speaks}
    ranked = sorted(speaking.values(), key=lambda result: (-result.effect.severity, result.check, result.item))
    spoken: Counter[tuple[Outcome, str]] = Counter()
    turns = []
    for number, result in enumerate(ranked):
        turns.append((-result.effect.severity, spoken[result.effect, result.check], number))
        spoken[result.effect, result.check] += 1
    return [ranked[number] for _, _, number in sorted(turns)]


def checks_run(results: Iterable[CheckResult]) -> int:
    """How many different checks were run, whatever they found."""
    return len({result.check for result in results})


def worsened(before: Iterable[CheckResult], after: Iterable[CheckResult]) -> list[CheckResult]:
    """The results whose effect is worse than in the earlier snapshot; pass to warn counts. A new question counts from pass."""
    known: Mapping[Any, Outcome] = {result.subject: result.effect for result in before}
    return [
        result
        for result in after
        if result.effect.severity > max(known.get(result.subject, Outcome.PASS).severity, Outcome.PASS.severity)
    ]
