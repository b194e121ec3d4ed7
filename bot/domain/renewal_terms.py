"""What a renewed NDA should say better than the old one: the clauses on which the checks of a request would fail."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.checks.policy import CheckPolicy, at_rank
from bot.domain.exposure import Dependents
from bot.domain.register import ANY_PROJECT, Agreement, NdaTerms
from bot.domain.vocabulary import PurposeKind


@dataclass(frozen=True)
class Clause:
    """A clause by its name, and what it should say."""

    name: str
    words: str


def clauses_to_improve(paper: Agreement, dependents: Dependents, policy: CheckPolicy) -> tuple[Clause, ...]:
    """Tail, carve-out, affiliates, purpose, residuals and reverse engineering, where the old paper falls short or is silent."""
    terms = paper.nda
    if terms is None:
        return ()
    return (
        *_protection(terms, dependents, policy),
        *_parties(paper, terms, dependents),
        *_purpose(terms, dependents),
        *_use(terms),
    )


def _protection(terms: NdaTerms, dependents: Dependents, policy: CheckPolicy) -> Iterator[Clause]:
    survival = terms.survival
    months = at_rank(policy.protection_months, dependents.highest_class or 1)
    if survival is None:
        yield Clause("tail", "say how long each disclosure stays protected after the end")
    elif not any(part.months is None or (part.anchor == "end" and part.months >= months) for part in survival.parts):
        longest = max(months, *(part.months or 0 for part in survival.parts))
        yield Clause("tail", f"protection for at least {longest} months, counted from the end of the NDA")
    if not terms.trade_secret_carve_out and not (survival and survival.is_perpetual):
        yield Clause("carve-out", "trade secrets stay protected for as long as they are secret")


def _parties(paper: Agreement, terms: NdaTerms, dependents: Dependents) -> Iterator[Clause]:
    working = {company for access in dependents.access for company in access.companies}
    working |= {company for wanted in dependents.wanted for company in wanted.companies}
    owners = {access.owner_entity for access in dependents.access if access.owner_entity is not None}
    if missing := sorted(working - set(paper.their_entities or working)):
        if not terms.covers_affiliates:
            yield Clause("affiliates", f"a clause that covers {', '.join(missing)}, who do the work, or their joinder")
    elif not terms.covers_affiliates:
        yield Clause("affiliates", "a clause that covers the vendor's affiliates")
    if lacking := sorted(owners - set(paper.our_entities or owners)):
        yield Clause("parties", f"{', '.join(lacking)} as a party on our side, who owns what is shown")


def _purpose(terms: NdaTerms, dependents: Dependents) -> Iterator[Clause]:
    if terms.purpose_kind in (None, PurposeKind.EVALUATION):
        yield Clause("purpose", "the engagement, not only evaluating it")
    projects = set(terms.projects or ())
    used = {access.project for access in dependents.access} | set(dependents.next_projects)
    if ANY_PROJECT not in projects and (missing := sorted(used - projects)):
        yield Clause("projects", f"{', '.join(missing)} among the projects")


def _use(terms: NdaTerms) -> Iterator[Clause]:
    if terms.residuals_clause is not False:
        yield Clause("residuals", "no clause that lets them reuse what their people remember")
    if not terms.reverse_engineering_ban:
        yield Clause("reverse engineering", "a ban on taking apart what is handed over")
