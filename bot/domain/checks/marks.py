"""Trade marks: TMK-01 (a licence with quality control covers their use).

Whoever lets others use a mark and does not look at what carries it can lose the mark; so the remedy is a licence that looks.
"""

from collections.abc import Iterable
from datetime import date

from bot.domain.checks.between import has_both, holds_between
from bot.domain.checks.contract import covers
from bot.domain.checks.keepers import data_owner_of, holders_of
from bot.domain.checks.verdicts import Case, Used, Verdict, does_not_apply, fails, passed, unknown, until_in
from bot.domain.dates import Window, day_words
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, IpForm, Role

PLACEHOLDERS = "work with placeholder names and logos."


def mark_is_licensed(case: Case) -> Verdict:
    """TMK-01: H unless a signed licence with quality control, from owner to performing company, covers every day."""
    if IpForm.TRADEMARK not in case.asset.forms:
        return does_not_apply(used={"asset.forms": case.asset.forms})
    licences = tuple(case.facts.agreements(AgreementKind.TRADEMARK_LICENCE))
    used: Used = {"licences": [paper.id for paper in licences]}
    answers = [holds_between(case, paper, paper.quality_control) for paper in licences]
    if True in answers:
        return passed(used=used)
    if None in answers:
        return _not_known(case, licences[answers.index(None)], used)
    return _not_licensed(case, licences, used)


def _not_known(case: Case, paper: Agreement, used: Used) -> Verdict:
    asset, owner = case.asset, case.asset.owner_entity
    ask, keeper = f"Ask {holders_of(case, Role.BRAND_COUNSEL)} to complete the record of {paper.id}.", paper.owner
    if owner is None:
        ask, keeper = f"Ask {data_owner_of(case)} to record which of our companies owns {asset.id}.", asset.data_owner
    missing = f"whether {paper.id} lets {_performer(case)} use the marks in {asset.id}"
    return unknown(missing, f"{ask} Until then {PLACEHOLDERS}", used=used, kept_by=keeper)


def _not_licensed(case: Case, licences: Iterable[Agreement], used: Used) -> Verdict:
    """In the words of the licence that comes nearest: right in all but its end, right but for quality control, or none."""
    window, counsel, performer = case.facts.window, holders_of(case, Role.BRAND_COUNSEL), _performer(case)
    begun = [paper for paper in licences if has_both(case, paper) and covers(paper, Window(window.start_on, window.start_on))]
    reached = max((_last_day(paper) for paper in begun if paper.quality_control), default=None)
    if reached is not None:
        words = f"The licence of {performer} for the marks in {case.asset.id} reaches {day_words(reached)}, not your last day."
        ask = f"Ask until {day_words(reached)}, or ask {counsel} to get it extended. After it, {PLACEHOLDERS}"
        return fails(words, ask, used=used).mended_by(until_in(window, reached))
    words = f"No signed licence lets {performer} use the marks in {case.asset.id} on all these days."
    if bare := [paper.id for paper in begun if paper.quality_control is False]:
        lets = f"{bare[0]} lets {performer} use the marks in {case.asset.id}"
        words = f"{lets}, but does not let us check the quality of what carries them."
    ask = f"Keep the mark: ask {counsel} for a licence that lets us check the quality of what carries it."
    return fails(words, f"{ask} Until it is signed, {PLACEHOLDERS}", used=used)


def _last_day(paper: Agreement) -> date:
    return paper.last_covered_day or date.max


def _performer(case: Case) -> str:
    entity = case.facts.performing_entity
    return entity.registered_name if entity else case.facts.vendor.name
