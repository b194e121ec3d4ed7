"""The catalogue as a company has it: each check with the letters and the clauses that its policy says."""

from dataclasses import replace

from bot.domain.checks.catalogue import CATALOGUE, Check
from bot.domain.checks.policy import CheckPolicy
from bot.domain.vocabulary import Outcome, Profile


def letters(check: Check) -> dict[str, Profile]:
    """The failures of this check that count by a letter, each in its words and with the letter that the check was written with.

    Where all count alike there is one, without words. What always means the same has no letter.
    """
    if not check.cases:
        return {"": check.profile}
    return {words: kind for words, kind in check.cases if isinstance(kind, Profile)}


def configured(check: Check, policy: CheckPolicy) -> Check:
    """The check as it counts in this company."""
    return replace(
        check,
        profile=policy.profile(check.id, check.profile),
        cases=tuple((words, _kind(check, policy, kind)) for words, kind in check.cases),
        clauses=policy.clauses.get(check.id, check.clauses),
    )


def _kind(check: Check, policy: CheckPolicy, kind: Profile | Outcome) -> Profile | Outcome:
    return policy.profile(check.id, kind) if isinstance(kind, Profile) else kind


def never_waived(policy: CheckPolicy) -> frozenset[str]:
    """The checks whose failures nobody can waive in this company."""
    return frozenset(check.id for check in CATALOGUE if not configured(check, policy).may_be_waived())


def shipped() -> CheckPolicy:
    """What holds where the company says nothing, with the letters and the clauses of each check written out."""
    letters_of = {check.id: {kind: kind for kind in [check.profile, *letters(check).values()]} for check in CATALOGUE}
    return CheckPolicy(profiles=letters_of, clauses={check.id: check.clauses for check in CATALOGUE})
