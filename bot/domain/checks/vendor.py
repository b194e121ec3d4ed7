"""Vendor standing and clearance: VEN-01, VEN-04, VEN-05, ACC-01."""

from bot.domain.checks.keepers import data_owner_of, keeper_of
from bot.domain.checks.verdicts import Case, Verdict, fails, passed, unknown, without
from bot.domain.register import Subcontractor
from bot.domain.vocabulary import Outcome, Profile, VendorStatus, class_words


def vendor_is_active(case: Case) -> Verdict:
    """VEN-01: H if the status is not active, else W if nobody active owns the vendor."""
    vendor, owner = case.facts.vendor, case.facts.vendor_owner
    used = {"vendor.status": vendor.status, "vendor.owner": vendor.owner}
    if vendor.status is None:
        ask = f"Ask {keeper_of(case)} to record its status."
        return unknown(f"whether {vendor.name} is active", ask, profile=Profile.H, used=used)
    if vendor.status is not VendorStatus.ACTIVE:
        return fails(
            f"{vendor.name} {_STATUS_WORDS.get(vendor.status, f'is {vendor.status.value}')}.",
            f"Ask {keeper_of(case)} whether it can be made active, or choose another vendor.",
            profile=Profile.H,
            used=used,
        )
    if owner is None or not owner.active:
        return fails(
            f"Nobody in our company owns {vendor.name}.",
            f"Ask {keeper_of(case)} to name an owner; until then approvers see this.",
            profile=Profile.W,
            used=used,
        )
    return passed(used=used)


_STATUS_WORDS = {
    VendorStatus.PROSPECT: "is only a prospect: nobody has taken it on yet",
    VendorStatus.ONBOARDING: "is still being taken on (onboarding)",
    VendorStatus.OFFBOARDING: "is on its way out (offboarding)",
}


def person_is_of_a_known_company(case: Case) -> Verdict:
    """VEN-04: F for somebody without an employer, or of a company neither the vendor's nor of an approved sub-contractor.

    A company that stands with a sub-contractor is that one's, also where the register lists it among the vendor's. Otherwise a
    sub-contractor that nobody approved is a heads-up, whoever is listed.
    """
    person, vendor = case.someone, case.facts.vendor
    subs = vendor.subcontractors
    used = {"person.employer_entity": person.employer_entity, "vendor.subcontractors": [_sub_words(sub) for sub in subs]}
    if (why := _stranger_words(case)) is not None:
        remedy = f"Ask {keeper_of(case)} to {_approval_of(case)}, or leave {person.name} out."
        return fails(why, remedy, used=used).mended_by(without(case))
    if unapproved := [sub.name for sub in subs if not sub.approved]:
        which = "a sub-contractor" if len(unapproved) == 1 else "sub-contractors"
        words = f"{vendor.name} works with {' and '.join(unapproved)}, {which} that we have not approved."
        remedy = f"Nobody on your list is known to work there. Ask {keeper_of(case)} to have it approved; approvers see this."
        return fails(words, remedy, fixed=Outcome.WARN, used=used)
    return passed(used=used)


def _stranger_words(case: Case) -> str | None:
    """Why the employer will not do; None where it will."""
    person, vendor = case.someone, case.facts.vendor
    if person.employer_entity is None:
        return f"We don't know of any company that employs {person.name}; {vendor.name} may have passed the work on."
    linked = _linked(case)
    if any(sub.approved for sub in linked) or (not linked and vendor.entity(person.employer_entity)):
        return None
    if not linked:
        return f"{person.name} is employed by a company that is not {vendor.name}'s, nor of a sub-contractor that we approved."
    return f"{person.name} is employed by {linked[0].name}, a sub-contractor of {vendor.name} that we have not approved."


def _approval_of(case: Case) -> str:
    """What opens the way: the approval of a sub-contractor that is known, or finding out who it is."""
    if linked := _linked(case):
        return f"have {linked[0].name} approved"
    who = f"who employs {case.someone.name}"
    return f"find out from {case.facts.vendor.name} {who}, and to record it once that company is approved"


def _linked(case: Case) -> list[Subcontractor]:
    """The sub-contractors whose company employs the person."""
    employer = case.someone.employer_entity
    return [sub for sub in case.facts.vendor.subcontractors if employer is not None and sub.entity == employer]


def _sub_words(sub: Subcontractor) -> str:
    """`Pool (SUB-1) approved`."""
    company = f" ({sub.entity})" if sub.entity else ""
    return f"{sub.name}{company} {'approved' if sub.approved else 'not approved'}"


def vendor_serves_no_competitor(case: Case) -> Verdict:
    """VEN-05: V if the vendor works for a listed competitor and no ethical wall is recorded."""
    vendor, keeper = case.facts.vendor, keeper_of(case)
    used = {"vendor.competitors_served": vendor.competitors_served, "vendor.ethical_wall": vendor.ethical_wall}
    if vendor.competitors_served is None:
        ask = f"Ask {keeper} to find out, and to record the answer, also if it is none."
        return unknown(f"for which of our competitors {vendor.name} works", ask, used=used)
    if vendor.competitors_served and not vendor.ethical_wall:
        others = " and ".join(vendor.competitors_served)
        words = f"{vendor.name} also works for {others}, and nothing is recorded that keeps our work apart from theirs."
        apart = f"how {vendor.name} keeps them apart (other team, site, repository)"
        return fails(words, f"Ask {keeper} to find out {apart}, and to record it.", used=used).or_waived()
    return passed(used=used)


def vendor_is_cleared(case: Case) -> Verdict:
    """ACC-01: F if the asset's class is above the vendor's clearance."""
    vendor, asset = case.facts.vendor, case.asset
    used = {"vendor.clearance": vendor.clearance, "asset.class": asset.asset_class}
    if asset.asset_class is None:
        return unknown(
            f"the class of {asset.id}", f"Ask {data_owner_of(case)} to classify it.", used=used, kept_by=asset.data_owner
        )
    if vendor.clearance is None:
        ask = f"Ask {keeper_of(case)} to record its clearance."
        return unknown(f"up to which class {vendor.name} is cleared", ask, used=used)
    if asset.asset_class > vendor.clearance:
        return fails(
            f"{vendor.name} is cleared up to {class_words(vendor.clearance)}; {asset.id} is {class_words(asset.asset_class)}.",
            f"Ask {keeper_of(case)} to have it assessed for that class, "
            f"or {data_owner_of(case)} for a version without the secret part.",
            used=used,
        )
    return passed(used=used)
