"""Whether we may share it: IPR-05 (the third party that owns it consents)."""

from bot.domain.checks.verdicts import Case, Verdict, fails, passed


def third_party_consents(case: Case) -> Verdict:
    """IPR-05: F if somebody else owns it and this vendor is not among the consented ones until the end."""
    third, vendor, end = case.asset.third_party, case.facts.vendor, case.facts.window.end_on
    used = {"asset.third_party": third}
    if third is None:
        return passed(used=used)
    consents = [consent for consent in third.consents if consent.vendor == vendor.id]
    if any(consent.until is None or consent.until >= end for consent in consents):
        return passed(used=used)
    what = "ends before your last day" if consents else "is missing"
    return fails(
        f"{case.asset.id} belongs to {third.owner}; its consent for {vendor.name} {what}.",
        "Ask the customer contract manager to get the consent in writing.",
        used=used,
    )
