"""Run every check of the catalogue over every item and person; the one way from facts to results."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.domain.checks.catalogue import CATALOGUE, Check
from bot.domain.checks.contract import contracts
from bot.domain.checks.fixes import with_good_fixes
from bot.domain.checks.nda import nda_instruments
from bot.domain.checks.results import CheckResult
from bot.domain.checks.verdicts import Case, Kind, Verdict, does_not_apply
from bot.domain.checks.versions import as_of
from bot.domain.dates import day_words, ends_or_ended
from bot.domain.facts import Facts
from bot.domain.gates import MON_05
from bot.domain.register import Agreement, Waiver
from bot.domain.vocabulary import Outcome, Profile

Results = dict[str, CheckResult]


def run_checks(facts: Facts, catalogue: Sequence[Check] = CATALOGUE) -> tuple[CheckResult, ...]:
    """A result per check, item and person concerned, `na` included; items of class C0 are not evaluated.

    Judged by the rules whose versions the facts name, in their order; by those of now where they name none.
    """
    rules = catalogue if facts.rules is None else as_of(facts.rules, catalogue)
    judge = partial(_judge, rules)
    return tuple(with_good_fixes(facts, tuple(judge(facts)), judge))


def _judge(rules: Sequence[Check], facts: Facts) -> Iterator[CheckResult]:
    for item in facts.draft.items:
        case = Case(facts, item, facts.asset(item.asset))
        if case.asset.rank > 0:
            yield from _results_of(rules, case)


def _results_of(rules: Sequence[Check], case: Case) -> Iterator[CheckResult]:
    of_papers = _nda_results(rules, case) | _contract_results(rules, case)
    for check in rules:
        if check.judge is None:
            yield of_papers[check.id]
        elif check.per_person:
            for person in case.facts.people:
                about = replace(case, person=person)
                yield result_of(check, about, check.judge(about))
        else:
            yield result_of(check, case, check.judge(case))


def _nda_results(catalogue: Sequence[Check], case: Case) -> Results:
    """The whole NDA family, on the one instrument that is judged."""
    rules = {check: check.judge_nda for check in catalogue if check.judge_nda}
    judged = {
        instrument.head: {check.id: result_of(check, case, judge(case, instrument)) for check, judge in rules.items()}
        for instrument in nda_instruments(case)
    }
    return _best_paper(judged) or _without_paper(case, rules)


def _contract_results(catalogue: Sequence[Check], case: Case) -> Results:
    """The whole contract family, on the one contract that is judged."""
    rules = {check: check.judge_contract for check in catalogue if check.judge_contract}
    judged = {
        paper: {check.id: result_of(check, case, judge(case, paper)) for check, judge in rules.items()}
        for paper in contracts(case)
    }
    return _best_paper(judged) or _without_paper(case, rules)


def _best_paper(judged: Mapping[Agreement, Results]) -> Results:
    """The paper whose worst result is best, then the latest effective, then the first by id; never two papers mixed."""
    by_id = sorted(judged, key=lambda paper: paper.id)
    latest_first = sorted(by_id, key=lambda paper: paper.effective_on or date.min, reverse=True)
    worst = {paper: max((result.effect.severity for result in judged[paper].values()), default=0) for paper in latest_first}
    return judged[min(latest_first, key=lambda paper: worst[paper])] if judged else {}


def _without_paper(case: Case, rules: Iterable[Check]) -> Results:
    absent = {check: check.without(case) if check.without else does_not_apply(used={"paper": None}) for check in rules}
    return {check.id: result_of(check, case, verdict) for check, verdict in absent.items()}


def result_of(check: Check, case: Case, verdict: Verdict) -> CheckResult:
    """Class and profile turn a verdict into an outcome; an approved waiver into a warning."""
    outcome, effect = _outcome(check, case, verdict)
    may_be_waived = check.may_be_waived(_profile(check, case, verdict))
    waiver = _waiver_for(check, case) if may_be_waived and effect is Outcome.WAIVER else None
    message, remedy = verdict.message, verdict.remedy
    if waiver is not None and waiver.expires_on >= case.facts.window.end_on:
        effect = Outcome.WARN
        message = f"{message} Waiver {waiver.id} allows it until {day_words(waiver.expires_on)}."
        remedy = "Nothing to do; approvers see the waiver."
    elif waiver is not None:
        ends = ends_or_ended(waiver.expires_on, case.facts.today)
        message = f"{message} Waiver {waiver.id} {ends} {day_words(waiver.expires_on)}, before your last day ({MON_05.id})."
    if may_be_waived and effect is Outcome.WAIVER and verdict.waived:
        remedy = f"{remedy} {verdict.waived}"
    return CheckResult(
        check=check.id,
        outcome=outcome,
        effect=effect,
        item=case.asset.id,
        person=case.person.id if case.person else None,
        message=message,
        remedy=remedy,
        why=check.why,
        clauses=case.facts.policy.clauses.get(check.id, check.clauses),
        used=tuple((name, _plain(value)) for name, value in sorted(verdict.used.items())),
        waiver=waiver.id if waiver else None,
        fix=verdict.fix,
        needs_fact=outcome is Outcome.UNKNOWN and not may_be_waived,
        kept_by=verdict.kept_by,
    )


def _outcome(check: Check, case: Case, verdict: Verdict) -> tuple[Outcome, Outcome]:
    if verdict.kind is Kind.PASS:
        return Outcome.PASS, Outcome.PASS
    if verdict.kind is Kind.NA:
        return Outcome.NA, Outcome.NA
    failed = verdict.fixed or _profile(check, case, verdict).outcome(case.asset.rank)
    if verdict.kind is Kind.FAIL:
        return failed, failed
    return Outcome.UNKNOWN, min(failed, Outcome.WAIVER, key=lambda outcome: outcome.severity)


def _profile(check: Check, case: Case, verdict: Verdict) -> Profile:
    """By which letter this verdict counts in this company."""
    return case.facts.policy.profile(check.id, verdict.profile or check.profile)


def _waiver_for(check: Check, case: Case) -> Waiver | None:
    """The approved waiver of this check, vendor and asset, begun by the first day, that lasts longest."""
    matching = [
        waiver
        for waiver in case.facts.register.waivers
        if (waiver.check, waiver.vendor, waiver.asset) == (check.id, case.facts.vendor.id, case.asset.id)
        and waiver.state == "approved"
        and (waiver.starts_on is None or waiver.starts_on <= case.facts.window.start_on)
    ]
    return max(matching, key=lambda waiver: waiver.expires_on, default=None)


def _plain(value: object) -> str:
    """One way of writing a used fact, so that the same facts give the same text."""
    if isinstance(value, list | tuple):
        return ", ".join(_plain(part) for part in value)
    return "" if value is None else str(value)
