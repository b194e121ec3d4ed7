"""The contract family: CTR-01 (it covers the window), IPR-01 (present assignment), IPR-02 (local formalities).

Like NDAs, contracts are judged one by one and never mixed; without one, only CTR-01 speaks (one gap, one result).
"""

from collections.abc import Iterable
from datetime import date

from bot.domain.checks.keepers import holders_of, keeper_of
from bot.domain.checks.papers import Papers, begin_of, dated, end_of
from bot.domain.checks.verdicts import Case, Used, Verdict, does_not_apply, fails, passed, unknown, until_in
from bot.domain.countries import country_words
from bot.domain.dates import Window, day_words, ends_or_ended, spans_words
from bot.domain.register import Agreement, Assignment
from bot.domain.vocabulary import AgreementKind, PurposeKind, Role


def contracts(case: Case) -> tuple[Agreement, ...]:
    """Those that cover the window: MSA or SOW, executed by the start, the performing entity a party, every day covered."""
    return tuple(paper for paper in _signed_contracts(case) if _qualifies(case, paper) is True)


def _signed_contracts(case: Case) -> list[Agreement]:
    start = case.facts.window.start_on
    return list(case.facts.agreements(AgreementKind.MSA, AgreementKind.SOW, signed_by=start))


def _qualifies(case: Case, paper: Agreement) -> bool | None:
    """None where a missing fact leaves it open."""
    party = None if paper.their_entities is None else case.facts.draft.entity in paper.their_entities
    answers = (party, covers(paper, case.facts.window))
    if False in answers:
        return False
    return None if None in answers else True


def no_contract(case: Case) -> Verdict:
    """CTR-01 where no contract covers the window: V, unknown if a missing fact leaves it open, na for an evaluation."""
    facts, signed = case.facts, _signed_contracts(case)
    used = {paper.id: [paper.effective_on, paper.last_covered_day] for paper in signed}
    if facts.draft.purpose_kind is PurposeKind.EVALUATION:
        return does_not_apply(used=used)
    unclear = [paper for paper in signed if _qualifies(case, paper) is None]
    if unclear:
        paper = unclear[0]
        missing = f"whether {paper.id} covers {performer_of(case)} on these days"
        ask = f"Ask {keeper_of(case, paper)} to record who signed {paper.id} and its first day."
        return unknown(missing, ask, used=used, kept_by=paper.owner)
    fix = until_in(facts.window, _covered_until(case, signed))
    if words := _gap_words(case, signed):
        return fails(words, _ask(case, signed), used=used).mended_by(fix)
    last = max((paper.last_covered_day for paper in signed if paper.last_covered_day), default=None)
    words = f"No contract with {performer_of(case)} covers all days until {day_words(facts.window.end_on)}"
    ended = "."
    if last is not None and last < facts.window.end_on:
        ended = f"; the last one {ends_or_ended(last, facts.today)} {day_words(last)}."
    return fails(words + ended, _ask(case, signed), used=used).mended_by(fix)


def _ask(case: Case, signed: list[Agreement]) -> str:
    last = max(signed, key=end_of, default=None)
    return f"Ask {keeper_of(case, last)} for a contract or an extension. Only evaluating? Tick that."


def _gap_words(case: Case, signed: list[Agreement]) -> str:
    """Which contract covers the first day, which begins after it, and which days none covers; empty if none follows."""
    mine = dated(paper for paper in signed if case.facts.draft.entity in (paper.their_entities or ()))
    papers = Papers(mine, case.facts.window)
    reached, missing = papers.reached, papers.uncovered
    if reached is None or (missing and missing[0][1] == papers.window.end_on):
        return ""
    if not missing:
        first = max((paper for paper in mine if begin_of(paper) <= papers.window.start_on), key=end_of)
        goes_on = "and another contract goes on from there; one contract has to cover all days."
        return f"{first.id} covers until {day_words(end_of(first))}, {goes_on}"
    covers, follower = f"{papers.ending(reached).id} covers until {day_words(reached)}", papers.beginning(reached)
    begins = f" and {follower.id} begins {day_words(begin_of(follower))}" if follower else ""
    return f"{covers}{begins}; no contract covers {spans_words(missing)}."


def _covered_until(case: Case, signed: list[Agreement]) -> date:
    """The last day of the contract, right in all but its end, that lasts longest."""
    start = case.facts.window.start_on
    begun = [paper for paper in signed if paper.effective_on is not None and paper.effective_on <= start]
    mine = [paper for paper in begun if case.facts.draft.entity in (paper.their_entities or ())]
    return max((paper.last_covered_day for paper in mine if paper.last_covered_day is not None), default=date.min)


def a_contract_covers(case: Case, paper: Agreement) -> Verdict:
    """CTR-01 where one does."""
    used = {paper.id: [paper.effective_on, paper.last_covered_day]}
    if case.facts.draft.purpose_kind is PurposeKind.EVALUATION:
        return does_not_apply(used=used)
    return passed(used=used)


def assigns_by_present_words(case: Case, paper: Agreement) -> Verdict:
    """IPR-01: V unless the wording is present and no payment or acceptance condition is recorded."""
    assignment = _assignment(paper)
    wording = assignment.wording if assignment else None
    used: Used = {f"{paper.id}.assignment": assignment}
    counsel = holders_of(case, Role.IP_COUNSEL)
    if not case.item.mode.creates_work:
        return does_not_apply(used=used)
    if assignment is None or wording is None:
        return unknown(
            f"who owns what {performer_of(case)} writes",
            f"Ask {keeper_of(case, paper)} to record what {paper.id} says of it. Until then ask for viewing only.",
            used=used,
            kept_by=paper.owner,
        )
    if wording != "present":
        return fails(
            f"{paper.id} {_SAYS[wording]} what {performer_of(case)} writes, so it stays theirs.",
            f"Ask {counsel} to get it handed over at once ('hereby assigns'); until then ask for viewing only.",
            used=used,
        )
    if assignment.condition != "none":
        words = f"{paper.id} assigns only {_UNTIL[assignment.condition]}."
        return fails(words, f"Ask {counsel} to get the condition out; until then ask for viewing only.", used=used)
    return passed(used=used)


_SAYS = {
    "promise": "only promises to hand over (assign)",
    "licence_only": "only lets us use (licenses)",
    "none": "does not hand over (assign)",
}
_UNTIL = {
    "on_payment": "on payment, so an open invoice leaves the work theirs",
    "on_acceptance": "on acceptance, so what we have not accepted stays theirs",
}


def meets_local_formalities(case: Case, paper: Agreement) -> Verdict:
    """IPR-02: V unless every token of the law is there; a law without a rule is unknown."""
    assignment = _assignment(paper)
    law = assignment.law if assignment else None
    met = assignment.formalities_met if assignment else None
    used: Used = {f"{paper.id}.law": law, f"{paper.id}.formalities_met": met}
    counsel = holders_of(case, Role.IP_COUNSEL)
    if not case.item.mode.creates_work:
        return does_not_apply(used=used)
    formalities = case.facts.policy.formalities
    if law is None:
        ask = f"Ask {keeper_of(case, paper)} to record it. Viewing only needs none."
        return unknown(f"by the law of which country {paper.id} hands work over", ask, used=used, kept_by=paper.owner)
    if law not in formalities:
        what = f"what the law of {country_words(law)} asks for, so that work becomes ours"
        return unknown(what, f"Ask {counsel}, who can tell; no rule is recorded for it. Viewing only needs none.", used=used)
    needed = formalities[law]
    if needed and met is None:
        return unknown(
            f"whether {paper.id} has what the law of {country_words(law)} asks for, so that work becomes ours",
            f"Ask {keeper_of(case, paper)} to record which it has: {_tokens_words(needed)}.",
            used=used,
            kept_by=paper.owner,
        )
    if missing := [token for token in needed if token not in (met or ())]:
        asks = f"For work to become ours the law of {country_words(law)} asks for {_tokens_words(missing)}"
        words = f"{asks}; {paper.id} lacks {'it' if len(missing) == 1 else 'them'}."
        return fails(words, f"Ask {counsel} to get it added; viewing only needs none of it.", used=used)
    return passed(used=used)


def _tokens_words(tokens: Iterable[str]) -> str:
    """Each as counsel calls it, and what it means."""
    return " and ".join(f"{token.replace('_', ' ')}{_MEANS.get(token, '')}" for token in tokens)


_MEANS = {
    "exclusive_licence_fallback": " (we alone may use what cannot be handed over)",
    "employee_invention_claim": " (the vendor claims what its employees invent, for us)",
    "written_form": " (it is agreed on paper)",
    "fields_of_exploitation": " (a list of the ways in which we may use it)",
    "term_and_territory": " (for how long and in which countries it is ours)",
    "lapse_waiver": " (it stays ours where we do not use it for a year)",
    "adaptation_rights": " (we may change it and build on it)",
    "signed_writing": " (a paper that is signed)",
    "rights_listed": " (each right by name, with its extent, place and time)",
}


def _assignment(paper: Agreement) -> Assignment | None:
    return paper.work.assignment if paper.work else None


def performer_of(case: Case) -> str:
    entity = case.facts.performing_entity
    return entity.registered_name if entity else case.facts.vendor.name


def covers(paper: Agreement, window: Window) -> bool | None:
    """Whether a paper covers every day; None if its first day is not recorded."""
    if paper.last_covered_day is not None and paper.last_covered_day < window.end_on:
        return False
    return None if paper.effective_on is None else paper.effective_on <= window.start_on
