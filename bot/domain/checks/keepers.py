"""Who can put something right, by name: the owner of a paper, the data owner of an asset."""

from bot.domain.checks.verdicts import Case
from bot.domain.register import Agreement
from bot.domain.seats import holders
from bot.domain.vocabulary import Role


def keeper_of(case: Case, paper: Agreement | None = None) -> str:
    """The paper's owner, else the vendor's owner, else the vendor managers; where nobody active is left, the role."""
    facts = case.facts
    for name in (paper.owner if paper else None, facts.vendor.owner):
        one = facts.register.member(name)
        if one is not None and one.active:
            return one.name
    managers = [member.name for member in holders(facts.register.members, Role.VENDOR_MANAGER)]
    return " or ".join(managers) or "a vendor manager"


def data_owner_of(case: Case) -> str:
    """The name; where nobody active is recorded, the role."""
    owner = case.facts.register.member(case.asset.data_owner)
    return owner.name if owner is not None and owner.active else f"the data owner of {case.asset.id}"
