"""Where the work is done and who the vendor is to the lists: LOC-01 (countries) and EXP-04 (screening)."""

from collections.abc import Iterable

from bot.domain.checks.keepers import holders_of
from bot.domain.checks.verdicts import Case, Verdict, fails, passed, unknown
from bot.domain.countries import country_words
from bot.domain.dates import day_words
from bot.domain.register import ANY_COUNTRY
from bot.domain.vocabulary import Profile, Role, ScreeningResult


def country_is_allowed(case: Case) -> Verdict:
    """LOC-01: F if a country of the work is not in the asset's list; '*' allows all."""
    allowed, countries = case.asset.limits.allowed_countries, case.facts.countries
    used = {"asset.allowed_countries": allowed, "countries": list(countries)}
    if allowed is None:
        missing = f"in which countries {case.asset.id} may be worked on"
        return unknown(missing, f"The data owner of {case.asset.id} records them.", used=used, kept_by=case.asset.data_owner)
    if ANY_COUNTRY in allowed:
        return passed(used=used)
    if outside := sorted(country for country in countries if country is not None and country not in allowed):
        are = "is" if len(outside) == 1 else "are"
        words = f"{_names(outside)} {are} not on the list of countries for {case.asset.id} ({_names(allowed)})."
        words = words[:1].upper() + words[1:]
        return fails(words, "Name people who work in a listed country, or ask the data owner to extend the list.", used=used)
    if None in countries:
        return unknown("in which country each person works", "Name the country of work of each person.", used=used)
    return passed(used=used)


def screening_is_clear(case: Case) -> Verdict:
    """EXP-04: a possible or confirmed match is H; a screening older than 90 days at the start is W."""
    vendor, screening, start = case.facts.vendor, case.facts.vendor.screening, case.facts.window.start_on
    result, run_on = (screening.result, screening.run_on) if screening else (None, None)
    used = {"screening.result": result, "screening.run_on": run_on}
    ask = "Ask the export control officer to run and record the screening."
    if result is None:
        return unknown(f"how the screening of {vendor.name} ended", ask, profile=Profile.H, used=used)
    if result is not ScreeningResult.CLEAR:
        words = f"The screening of {vendor.name} is not clear."
        remedy = f"Show nothing; ask {holders_of(case, Role.EXPORT_CONTROL_OFFICER)}, who decides."
        return fails(words, remedy, profile=Profile.H, used=used)
    if run_on is None:
        return unknown(f"when {vendor.name} was screened", ask, profile=Profile.W, used=used)
    limit = case.facts.policy.screening_days  # for every tier: the tier table schedules re-screening
    if (start - run_on).days > limit:
        words = f"{vendor.name} was last screened on {day_words(run_on)}, more than {limit} days before your first day."
        return fails(words, "Approvers see this; the export control officer screens anew.", profile=Profile.W, used=used)
    return passed(used=used)


def _names(codes: Iterable[str]) -> str:
    return " and ".join(map(country_words, codes)) or "none"
