"""Who can put a thing right, by name: of a paper its owner, else the vendor's owner, else the vendor managers, else the
administrators; of an asset its data owner; else whoever holds the role."""

from bot.domain.checks.verdicts import Case
from bot.domain.register import Agreement
from bot.domain.seats import holders
from bot.domain.vocabulary import Role


def keeper_of(case: Case, paper: Agreement | None = None) -> str:
    """The paper's owner, else the vendor's owner, the vendor managers, the administrators; if nobody active is left, the role."""
    facts = case.facts
    for name in (paper.owner if paper else None, facts.vendor.owner):
        one = facts.register.member(name)
        if one is not None and one.active:
            return one.name
    members = facts.register.members
    able = holders(members, Role.VENDOR_MANAGER) or holders(members, Role.ADMINISTRATOR)
    return " or ".join(member.name for member in able) or "a vendor manager"


def holders_of(case: Case, role: Role) -> str:
    """`Nadia Rahmani (patent counsel)`; the role alone where nobody active holds it."""
    names = " or ".join(member.name for member in holders(case.facts.register.members, role))
    return f"{names} ({role.words})" if names else f"the {role.words}"


def data_owner_of(case: Case) -> str:
    """`Lena Brandt (data owner)`; the role alone where nobody active is named."""
    one = case.facts.register.member(case.asset.data_owner)
    return f"{one.name} ({Role.DATA_OWNER.words})" if one is not None and one.active else f"the {Role.DATA_OWNER.words}"
