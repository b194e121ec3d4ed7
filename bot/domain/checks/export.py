"""Export: EXP-01 (somebody checked the asset against the export lists before it leaves the owner's export territory)."""

from bot.domain.checks.keepers import data_owner_of, holders_of
from bot.domain.checks.place import no_country
from bot.domain.checks.verdicts import Case, Verdict, does_not_apply, fails, passed, unknown
from bot.domain.countries import country_words
from bot.domain.dates import add_months, day_words
from bot.domain.register import ExportRecord
from bot.domain.vocabulary import Role


def export_is_classified(case: Case) -> Verdict:
    """EXP-01: na within the owner's territory; else W (C4: V) unless a named person classified it, 24 months ago at most."""
    asset, countries, record = case.asset, case.facts.countries, case.asset.export or ExportRecord()
    used = {
        "asset.owner_entity": asset.owner_entity,
        "countries": list(countries),
        "export.classified_by": record.by,
        "export.classified_on": record.on,
    }
    owner = case.facts.register.own_entity(asset.owner_entity)
    if owner is None:
        ask = f"Ask {data_owner_of(case)} to record it."
        return unknown(f"which of our companies owns {asset.id}", ask, used=used, kept_by=asset.data_owner)
    policy = case.facts.policy
    home = policy.territory(owner.country)
    abroad = sorted(country for country in countries if country is not None and country not in home)
    if not abroad and None in countries:
        return no_country(case, used)
    flaw = _flaw_of(case, asset.export) if abroad else ""
    if not flaw:
        return passed(used=used) if abroad else does_not_apply(used=used)
    name = policy.territory_name(owner.country)
    within = f"the {name}" if name == "EU" else name or country_words(owner.country)
    there = " and ".join(map(country_words, abroad))
    return fails(f"{asset.id} would go from {within} to {there}, and {flaw}.", _classify(case, within), used=used)


def _flaw_of(case: Case, record: ExportRecord | None) -> str:
    """What is wrong with the record of its check against the lists; empty if nothing is."""
    if record is None:
        return "nobody has checked it against the export lists yet"
    if missing := " and ".join(word for word, fact in (("who made it", record.by), ("when", record.on)) if fact is None):
        return f"the record of its check against the export lists does not say {missing}"
    months = case.facts.policy.classification_months
    if record.on is not None and add_months(record.on, months) < case.facts.today:
        return f"its check against the export lists is of {day_words(record.on)}, more than {months} months ago"
    return ""


def _classify(case: Case, within: str) -> str:
    """The two ways that stay within the rules."""
    officer = holders_of(case, Role.EXPORT_CONTROL_OFFICER)
    check = f"Ask {officer} to check it before anything leaves, as a look at a screen abroad counts as export"
    return f"{check}. Or name people and a company in {within}, so that it stays there."
