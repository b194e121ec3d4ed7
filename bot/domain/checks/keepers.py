"""Who can put a paper right, by name: its owner, else the vendor's owner, else the vendor managers."""

from bot.domain.checks.verdicts import Case
from bot.domain.register import Agreement
from bot.domain.seats import holders
from bot.domain.vocabulary import Role


def keeper_of(case: Case, paper: Agreement | None = None) -> str:
    """The names; where nobody active is left, the role."""
    facts = case.facts
    for name in (paper.owner if paper else None, facts.vendor.owner):
        one = facts.register.member(name)
        if one is not None and one.active:
            return one.name
    managers = [member.name for member in holders(facts.register.members, Role.VENDOR_MANAGER)]
    return " or ".join(managers) or "a vendor manager"
