"""What an NDA promises beyond its dates and parties: NDA-02 (protection long enough) and NDA-04 (the purpose)."""

from datetime import date

from bot.domain.checks.keepers import holders_of, keeper_of
from bot.domain.checks.policy import at_rank
from bot.domain.checks.verdicts import Case, Kind, Used, Verdict, fails, passed, unknown
from bot.domain.dates import add_months, day_words
from bot.domain.nda_chains import Instrument
from bot.domain.register import ANY_PROJECT, Agreement, NdaTerms
from bot.domain.vocabulary import IpForm, Outcome, Profile, PurposeKind, Role

_WORST_FIRST = {Kind.FAIL: 0.0, Kind.UNKNOWN: 1.0, Kind.PASS: 2.0, Kind.NA: 3.0}
_LIGHT = 1.5
_NO_TERMS = NdaTerms(None, None, None, None, None, None, None, None)


def protects_long_enough(case: Case, instrument: Instrument) -> Verdict:
    """NDA-02: unlimited if a trade secret is in scope, else 0/24/36/60 months after the last day for C1 to C4."""
    return worst_of(case, "NDA-02", Profile.T, [_protection_of(case, paper) for paper in instrument.in_force(case.facts.window)])


def covers_the_purpose(case: Case, instrument: Instrument) -> Verdict:
    """NDA-04: engagement or both with this project in its list; an evaluation passes with a paper that includes evaluation."""
    return worst_of(case, "NDA-04", Profile.V, [_purpose_of(case, paper) for paper in instrument.in_force(case.facts.window)])


def worst_of(case: Case, check: str, written: Profile, verdicts: list[Verdict]) -> Verdict:
    """What the papers of a chain say together: each of them must pass.

    A failure that weighs nothing at this class hides no fact that is missing; `written` is the letter of the check's row.
    """

    def order(verdict: Verdict) -> float:
        letter = case.facts.policy.profile(check, verdict.profile or written)
        is_light = verdict.kind is Kind.FAIL and letter.outcome(case.asset.rank) is Outcome.PASS
        return _LIGHT if is_light else _WORST_FIRST[verdict.kind]

    return min(verdicts, key=order)


def _protection_of(case: Case, paper: Agreement) -> Verdict:
    terms = paper.nda or _NO_TERMS
    used = {f"{paper.id}.survival": terms.survival, f"{paper.id}.trade_secret_carve_out": terms.trade_secret_carve_out}
    perpetual = terms.survival is not None and terms.survival.is_perpetual
    if IpForm.TRADE_SECRET in case.asset.forms:
        return _secret_protection(case, paper, terms, perpetual=perpetual, used=used)
    if perpetual:
        return passed(used=used)
    return _limited_protection(case, paper, terms, used)


def _secret_protection(case: Case, paper: Agreement, terms: NdaTerms, *, perpetual: bool, used: Used) -> Verdict:
    """A trade secret needs a carve-out or perpetual survival; a number of months is never enough."""
    if terms.trade_secret_carve_out or perpetual:
        return passed(used=used)
    if terms.survival is None or terms.trade_secret_carve_out is None:
        missing = f"how long {paper.id} protects a trade secret"
        ask = f"Ask {keeper_of(case, paper)} to record it, and whether trade secrets stay protected without end (a carve-out)."
        return unknown(missing, ask, used=used, kept_by=paper.owner)
    return fails(
        f"{case.asset.id} is a trade secret, and {paper.id} protects it for a time only; after that they may use and tell it.",
        f"Ask {holders_of(case, Role.IP_COUNSEL)} to get it protected for as long as it is secret. "
        "Until then show a version without the secret part.",
        used=used,
    )


def _limited_protection(case: Case, paper: Agreement, terms: NdaTerms, used: Used) -> Verdict:
    needed = at_rank(case.facts.policy.protection_months, case.asset.rank)
    days = _protected_until(case, paper, terms)
    known = [day for day in days if day is not None]
    least = add_months(case.facts.window.end_on, needed)
    if any(day >= least for day in known):
        return passed(used=used)
    if len(known) < len(days) or not days:
        return unknown(
            f"how long {paper.id} protects what was shown",
            f"Ask {keeper_of(case, paper)} to record for how long, and from which day on.",
            used=used,
            kept_by=paper.owner,
        )
    needs = f"{case.asset.id} needs protection for {needed} months after your last day"
    return fails(
        f"{paper.id} protects what is shown only until {day_words(max(known))}; {needs}.",
        f"Ask {holders_of(case, Role.IP_COUNSEL)} to get it protected for longer.",
        used=used,
    )


def _protected_until(case: Case, paper: Agreement, terms: NdaTerms) -> list[date | None]:
    """The last protected days of what is shown on the last day of access, of which the latest counts; None: a fact is missing."""
    end = case.facts.window.end_on
    anchors = {"effective": paper.effective_on, "disclosure": end, "end": paper.last_covered_day or end, None: None}
    parts = terms.survival.parts if terms.survival else ()
    counted = [(anchors[part.anchor], part.months or 0) for part in parts]
    return [None if anchor is None else add_months(anchor, months) for anchor, months in counted]


def _purpose_of(case: Case, paper: Agreement) -> Verdict:
    terms, draft = paper.nda or _NO_TERMS, case.facts.draft
    used = {
        f"{paper.id}.purpose_kind": terms.purpose_kind,
        f"{paper.id}.projects": terms.projects,
        "project": draft.project,
        "purpose": draft.purpose_kind,
    }
    kind, projects = terms.purpose_kind, terms.projects
    evaluating = draft.purpose_kind is PurposeKind.EVALUATION
    project = _project_words(case)
    extend = f"Ask {holders_of(case, Role.IP_COUNSEL)} for a purpose amendment, which extends it to {project}."
    if evaluating and kind in (PurposeKind.EVALUATION, PurposeKind.BOTH):
        return passed(used=used)
    if evaluating and kind is None:
        return _purpose_unknown(case, paper, used)
    if kind is PurposeKind.EVALUATION:
        words = f"{paper.id} covers evaluating only, not work on {project}."
        return fails(words, f"{extend} Only evaluating? Tick that.", used=used)
    if projects is not None and not {draft.project, ANY_PROJECT} & set(projects):
        covered = ", ".join(projects) or "no project"
        words = f"{paper.id} covers {covered}, not {project}."
        return fails(words, extend, used=used)
    if kind is None or projects is None:
        return _purpose_unknown(case, paper, used)
    return passed(used=used)


def _project_words(case: Case) -> str:
    name = case.facts.draft.project
    return next((f"{one.title} ({one.id})" for one in case.facts.register.projects if one.id == name), name)


def _purpose_unknown(case: Case, paper: Agreement, used: Used) -> Verdict:
    ask = f"Ask {keeper_of(case, paper)} to record whether it is for evaluating or for work, and for which projects."
    return unknown(f"what {paper.id} was made for", ask, used=used, kept_by=paper.owner)
