"""Whether we may share it: IPR-05 (the third party that owns it consents)."""

from datetime import date

from bot.domain.checks.keepers import holders_of
from bot.domain.checks.verdicts import Case, Verdict, fails, passed, until_in
from bot.domain.dates import day_words, ends_or_ended
from bot.domain.vocabulary import Role


def third_party_consents(case: Case) -> Verdict:
    """IPR-05: F if somebody else owns it and this vendor is not among the consented ones until the end."""
    third, vendor, window = case.asset.third_party, case.facts.vendor, case.facts.window
    used = {"asset.third_party": third}
    if third is None:
        return passed(used=used)
    ends = [consent.until or date.max for consent in third.consents if consent.vendor == vendor.id]
    last = max(ends, default=date.min)
    if last >= window.end_on:
        return passed(used=used)
    contract_manager = holders_of(case, Role.CUSTOMER_CONTRACT_MANAGER)
    remedy = f"Ask {contract_manager} to get the consent in writing, and show nothing of it before."
    if last >= window.start_on:
        remedy = f"Ask until {day_words(last)}, or ask {contract_manager} to get the consent extended in writing."
    what = f"{ends_or_ended(last, case.facts.today)} {day_words(last)}, before your last day" if ends else "is missing"
    return fails(
        f"{case.asset.id} belongs to {third.owner}; its consent for {vendor.name} {what}.",
        remedy,
        used=used,
    ).mended_by(until_in(window, last))
