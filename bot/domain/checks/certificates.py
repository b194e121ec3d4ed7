"""Certificates that an asset asks for: DDA-03 (held until the last day) and DDA-04 (the right label for the right company)."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.domain.checks.keepers import data_owner_of, keeper_of
from bot.domain.checks.verdicts import Case, Used, Verdict, does_not_apply, fails, passed, unknown, until_in
from bot.domain.dates import day_words, ends_or_ended
from bot.domain.register import Certification


def certificates_last(case: Case) -> Verdict:
    """DDA-03: V unless for each scheme the vendor has a certificate of its family that is valid on the last day.

    The family is the text before the hyphen. Schemes do not replace each other; nothing required does not apply.
    """
    asset, needed = case.asset, case.asset.limits.required_certs
    used: Used = {"asset.required_certs": needed} | {
        f"certification.{one.scheme}": [other.valid_until for other in _held(case) if other.scheme == one.scheme]
        for one in _held(case)
    }
    if needed is None:
        ask = f"Ask {data_owner_of(case)} to record them, or that there are none."
        return unknown(f"which certificates {asset.id} asks for", ask, used=used, kept_by=asset.data_owner)
    if not needed:
        return does_not_apply(used=used)
    valid = {scheme: _one_holds(_is_valid(case, one) for one in _of_family(case, scheme)) for scheme in needed}
    if lacking := [scheme for scheme, answer in valid.items() if answer is False]:
        return _lacking(case, lacking, used)
    if unclear := [scheme for scheme, answer in valid.items() if answer is None]:
        missing = f"until when the {_family(unclear[0])} certificate of {case.facts.vendor.name} is valid"
        return unknown(missing, f"Ask {keeper_of(case)} to record its last day.", used=used)
    return passed(used=used)


def certificates_fit(case: Case) -> Verdict:
    """DDA-04: V unless one of the valid certificates has the full label and names the company that does the work.

    Only for schemes that passed DDA-03. TISAX labels belong to places, and one label does not prove another.
    """
    used: Used = {f"certification.{one.scheme}": one.sites for one in _held(case)}
    needed = case.asset.limits.required_certs or ()
    judged = [scheme for scheme in needed if _one_holds(_is_valid(case, one) for one in _of_family(case, scheme))]
    if not judged:
        return does_not_apply(used=used)
    fits = {scheme: _one_holds(_suits(case, scheme, one) for one in _of_family(case, scheme)) for scheme in judged}
    if wrong := [scheme for scheme, answer in fits.items() if answer is False]:
        return _unfit(case, wrong[0], used)
    if unclear := [scheme for scheme, answer in fits.items() if answer is None]:
        missing = f"for which of its companies, and until when, {case.facts.vendor.name} holds {unclear[0]}"
        return unknown(missing, f"Ask {keeper_of(case)} to complete the record of the certificate.", used=used)
    return passed(used=used)


def _lacking(case: Case, lacking: list[str], used: Used) -> Verdict:
    last_days = [_last_day(case, scheme) for scheme in lacking]
    words = " ".join(_lacking_words(case, scheme, last) for scheme, last in zip(lacking, last_days, strict=True))
    remedy = f"Ask {keeper_of(case)} to get the certificate from {case.facts.vendor.name} and record it."
    ends = [last for last in last_days if last is not None]
    fix = until_in(case.facts.window, min(ends)) if len(ends) == len(lacking) else None
    return fails(words, remedy, used=used).mended_by(fix).or_waived()


def _lacking_words(case: Case, scheme: str, last: date | None) -> str:
    vendor, family = case.facts.vendor.name, _family(scheme)
    if last is None:
        return f"{case.asset.id} needs {scheme}; {vendor} has no {family} certificate."
    ends = ends_or_ended(last, case.facts.today)
    return f"{case.asset.id} needs {scheme}; the {family} certificate of {vendor} {ends} {day_words(last)}, before your last day."


def _unfit(case: Case, scheme: str, used: Used) -> Verdict:
    facts = case.facts
    company = facts.performing_entity.registered_name if facts.performing_entity else facts.draft.entity
    valid = [one for one in _of_family(case, scheme) if _is_valid(case, one)]
    held = " and ".join(f"{one.scheme} for {_companies(case, one)}" for one in valid)
    words = f"{facts.vendor.name} holds {held}; for {company} this work needs {scheme}."
    remedy = f"Ask {keeper_of(case)} to get proof of {scheme} that names {company}, and to record it."
    return fails(words, f"{remedy} Or choose a company that has it.", used=used).or_waived()


def _companies(case: Case, certificate: Certification) -> str:
    if not certificate.sites:
        return "no company that is recorded"
    found = {site: case.facts.vendor.entity(site) for site in certificate.sites}
    return " and ".join(company.registered_name if company else site for site, company in found.items())


def _held(case: Case) -> tuple[Certification, ...]:
    return case.facts.register.certifications


def _family(scheme: str) -> str:
    return scheme.partition("-")[0]


def _of_family(case: Case, scheme: str) -> Iterator[Certification]:
    return (one for one in _held(case) if _family(one.scheme) == _family(scheme))


def _last_day(case: Case, scheme: str) -> date | None:
    """The last day of the certificate of this family that lasts longest; None where there is none."""
    return max((one.valid_until for one in _of_family(case, scheme) if one.valid_until is not None), default=None)


def _is_valid(case: Case, certificate: Certification) -> bool | None:
    return None if certificate.valid_until is None else certificate.valid_until >= case.facts.window.end_on


def _suits(case: Case, scheme: str, certificate: Certification) -> bool | None:
    """Valid, of this very label, and for the company that does the work; None where a missing fact leaves it open."""
    sites = certificate.sites
    named = None if sites is None else case.facts.draft.entity in sites
    answers = (_is_valid(case, certificate), certificate.scheme == scheme, named)
    if False in answers:
        return False
    return None if None in answers else True


def _one_holds(answers: Iterable[bool | None]) -> bool | None:
    known = tuple(answers)
    if True in known:
        return True
    return None if None in known else False
