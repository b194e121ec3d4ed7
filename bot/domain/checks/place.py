"""Where the work is done and who the vendor is to the lists: LOC-01 (countries) and EXP-04 (screening)."""

from collections.abc import Iterable

from bot.domain.checks.keepers import data_owner_of, holders_of, keeper_of
from bot.domain.checks.verdicts import Case, Used, Verdict, fails, passed, unknown
from bot.domain.countries import country_words
from bot.domain.dates import day_words
from bot.domain.register import ANY_COUNTRY
from bot.domain.vocabulary import Profile, Role, ScreeningResult
from bot.domain.words import named


def country_is_allowed(case: Case) -> Verdict:
    """LOC-01: F if a country of the work is not in the asset's list; '*' allows all."""
    allowed, countries = case.asset.limits.allowed_countries, case.facts.countries
    used = {"asset.allowed_countries": allowed, "countries": list(countries)}
    if allowed is None:
        missing = f"in which countries {case.asset.id} may be worked on"
        return unknown(missing, f"Ask {data_owner_of(case)} to record them.", used=used, kept_by=case.asset.data_owner)
    if ANY_COUNTRY in allowed:
        return passed(used=used)
    if outside := sorted(country for country in countries if country is not None and country not in allowed):
        are = "is" if len(outside) == 1 else "are"
        words = f"{_names(outside)} {are} not on the list of countries for {case.asset.id} ({_names(allowed)})."
        words = words[:1].upper() + words[1:]
        remedy = "Name people, and a company that does the work, in listed countries only"
        return fails(words, f"{remedy}, or ask {data_owner_of(case)} to extend the list.", used=used)
    return no_country(case, used) if None in countries else passed(used=used)


def no_country(case: Case, used: Used) -> Verdict:
    """A country of the work that nobody recorded, with whose it is."""
    facts = case.facts
    lacking = [person.name for person in facts.people if person.work_country is None]
    what = f"in which country {named(lacking)} {'works' if len(lacking) == 1 else 'work'}"
    if not lacking:
        company = facts.performing_entity
        what = f"in which country {company.registered_name if company else facts.draft.entity} is"
    return unknown(what, f"Ask {keeper_of(case)} to record it.", used=used)


def screening_is_clear(case: Case) -> Verdict:
    """EXP-04: a possible or confirmed match is H; a screening older than 90 days at the start is W."""
    vendor, screening, start = case.facts.vendor, case.facts.vendor.screening, case.facts.window.start_on
    result, run_on = (screening.result, screening.run_on) if screening else (None, None)
    used = {"screening.result": result, "screening.run_on": run_on}
    officer = holders_of(case, Role.EXPORT_CONTROL_OFFICER)
    ask = f"Ask {officer} to screen it, and to record the result."
    if result is None:
        return unknown(f"how the screening of {vendor.name} against the sanctions lists ended", ask, profile=Profile.H, used=used)
    if result is not ScreeningResult.CLEAR:
        words = f"The screening of {vendor.name} against the sanctions lists is not clear."
        remedy = f"Show nothing; ask {officer}, who alone can clear it."
        return fails(words, remedy, profile=Profile.H, used=used)
    if run_on is None:
        return unknown(f"when {vendor.name} was screened against the sanctions lists", ask, profile=Profile.W, used=used)
    limit = case.facts.policy.screening_days  # for every tier: the tier table schedules re-screening
    if (start - run_on).days > limit:
        screened = f"{vendor.name} was last screened against the sanctions lists on {day_words(run_on)}"
        words = f"{screened}, more than {limit} days before your first day."
        return fails(words, f"Approvers see this; ask {officer} to screen it again.", profile=Profile.W, used=used)
    return passed(used=used)


def _names(codes: Iterable[str]) -> str:
    return " and ".join(map(country_words, codes)) or "none"
