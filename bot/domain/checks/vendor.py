"""Vendor standing and clearance: VEN-01, ACC-01."""

from bot.domain.checks.verdicts import Case, Verdict, fails, passed, unknown
from bot.domain.vocabulary import Profile, VendorStatus, class_words


def vendor_is_active(case: Case) -> Verdict:
    """VEN-01: H if the status is not active, else W if nobody active owns the vendor."""
    vendor, owner = case.facts.vendor, case.facts.vendor_owner
    used = {"vendor.status": vendor.status, "vendor.owner": vendor.owner}
    if vendor.status is None:
        return unknown(
            f"whether {vendor.name} is active", "A vendor manager records the vendor's status.", profile=Profile.H, used=used
        )
    if vendor.status is not VendorStatus.ACTIVE:
        return fails(
            f"{vendor.name} is {vendor.status.value}.",
            "Ask a vendor manager to reactivate it, or choose another vendor.",
            profile=Profile.H,
            used=used,
        )
    if owner is None or not owner.active:
        return fails(
            f"Nobody in our company owns {vendor.name}.",
            "A vendor manager must name an owner; until then approvers see this.",
            profile=Profile.W,
            used=used,
        )
    return passed(used=used)


def vendor_is_cleared(case: Case) -> Verdict:
    """ACC-01: F if the asset's class is above the vendor's clearance."""
    vendor, asset = case.facts.vendor, case.asset
    used = {"vendor.clearance": vendor.clearance, "asset.class": asset.asset_class}
    if asset.asset_class is None:
        return unknown(
            f"the class of {asset.id}", f"The data owner of {asset.id} classifies it.", used=used, kept_by=asset.data_owner
        )
    if vendor.clearance is None:
        return unknown(f"up to which class {vendor.name} is cleared", "A vendor manager records the clearance.", used=used)
    if asset.asset_class > vendor.clearance:
        return fails(
            f"{vendor.name} is cleared up to {class_words(vendor.clearance)}; {asset.id} is {class_words(asset.asset_class)}.",
            "Ask a vendor manager to raise the assessment, or ask for a redacted version.",
            used=used,
        )
    return passed(used=used)
