"""Which fixes are worth a button: with one taken, its own result clears and no other gets worse.

A rule proposes a fix from what it sees alone; here the whole request is judged again as it would be then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from bot.domain.checks.results import CheckResult, worsened
from bot.domain.checks.verdicts import Fix, FixField
from bot.domain.drafts import Draft
from bot.domain.facts import Facts
from bot.domain.vocabulary import Outcome

Results = tuple[CheckResult, ...]


def mended(draft: Draft, fix: Fix) -> Draft:
    """The draft with the fix taken."""
    if fix.field is FixField.END_ON:
        return replace(draft, end_on=date.fromisoformat(fix.value))
    if fix.field is FixField.CHANNEL:
        return replace(draft, channel=fix.value)
    return replace(draft, people=tuple(person for person in draft.people if person != fix.value))


def with_good_fixes(facts: Facts, results: Results, judge: Callable[[Facts], Iterable[CheckResult]]) -> Iterator[CheckResult]:
    """The same results, less the fixes that would not help; `judge` runs all checks."""
    tried: dict[Fix, Results] = {}
    for result in results:
        if result.fix is None:
            yield result
            continue
        if result.fix not in tried:
            tried[result.fix] = tuple(judge(replace(facts, draft=mended(facts.draft, result.fix))))
        after = tried[result.fix]
        yield result if _clears(result, after) and not worsened(results, after) else replace(result, fix=None)


def _clears(before: CheckResult, after: Results) -> bool:
    """The question is no longer asked, or its answer is at most a heads-up and better than before."""
    best = min(Outcome.WARN.severity, before.effect.severity - 1)
    return all(result.effect.severity <= best for result in after if result.subject == before.subject)
