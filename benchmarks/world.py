"""Companies of any size, all in order: every vendor with three people, two papers and an assessment, an asset each.

The shipped route of secret material applies: need, then owner and IP counsel, then security.
"""

from dataclasses import dataclass
from typing import Any

from bot.domain.drafts import Draft
from bot.domain.register import Agreement, Asset, LegalEntity, Member, Project, Register
from bot.domain.vocabulary import Role
from tests.builders import assessment, asset, contract, draft, member, nda, person, register, vendor
from tests.builders import channel as way

OWNERS = 32  # data owners: as many people as click at once
PEOPLE_OF_VENDOR = 3
VENDORS_PER_PROJECT = 5
VENDORS_PER_COLLEAGUE = 10


@dataclass(frozen=True)
class World:
    """`holders` is how many managers, counsels and security officers there are; with `deputies` each asset has one."""

    vendors: int = OWNERS
    holders: int = 1
    deputies: bool = False

    def register(self) -> Register:
        numbers = range(1, self.vendors + 1)
        vendors = tuple(
            vendor(id=f"V{n}", name=f"Volt {n} GmbH", owner="mo1", entities=_companies(n), subcontractors=()) for n in numbers
        )
        return register(
            members=self._members(),
            channels=(way(), way(id="VDI", name="Virtual desktop", max_class=4, encryption="no_egress")),
            projects=tuple(Project(_project(n), f"Pumps {n}") for n in numbers if _project(n) == f"P{n}"),
            assets=tuple(self._asset(n) for n in numbers),
            vendors=vendors,
            people=tuple(
                person(id=one, vendor=f"V{n}", name=f"Ewa {one}", employer_entity=f"V{n}-A")
                for n in numbers
                for one in people_of(n)
            ),
            agreements=tuple(paper for n in numbers for paper in _papers(n)),
            assessments=tuple(assessment(vendor=f"V{n}") for n in numbers),
        )

    def _members(self) -> tuple[Member, ...]:
        roles = {"mo": Role.ENGINEERING_MANAGER, "ivy": Role.IP_COUNSEL, "sol": Role.SECURITY_OFFICER}
        holders = [member(f"{name}{n}", role) for name, role in roles.items() for n in range(1, self.holders + 1)]
        owners = [member(owner_of(n), Role.DATA_OWNER) for n in range(1, OWNERS + 1)]
        colleagues = [member(f"col{n}", Role.REQUESTER) for n in range(self.vendors // VENDORS_PER_COLLEAGUE)]
        taken = {Role.REQUESTER, Role.DATA_OWNER, *roles.values()}
        eve = member("eve", *(role for role in Role if role not in taken))
        deputy = [member("dep", Role.DATA_OWNER)] if self.deputies else []
        return (member("ana", Role.REQUESTER), eve, *holders, *owners, *deputy, *colleagues)

    def _asset(self, n: int) -> Asset:
        deputy = "dep" if self.deputies else None
        owner = owner_of((n - 1) % OWNERS + 1)
        return asset(id=f"A{n}", public_title=f"Pump controller {n}", data_owner=owner, deputy=deputy, project=_project(n))

    def draft(self, number: int) -> Draft:
        """Ana asks for one asset for one person of one vendor, the vendors in turn."""
        n = number % self.vendors + 1
        return draft(
            vendor=f"V{n}", entity=f"V{n}-A", project=_project(n), asset_ids=(f"A{n}",), people=people_of(n)[:1], channel="CH"
        )


def owner_of(n: int) -> str:
    return f"dan{n}"


def people_of(n: int) -> tuple[str, ...]:
    return tuple(f"E{n}-{k}" for k in range(1, PEOPLE_OF_VENDOR + 1))


def _project(n: int) -> str:
    return f"P{(n - 1) // VENDORS_PER_PROJECT * VENDORS_PER_PROJECT + 1}"


def _companies(n: int) -> tuple[LegalEntity, ...]:
    return (LegalEntity(f"V{n}-A", f"Volt {n} Sp. z o.o.", "PL"),)


def _papers(n: int) -> tuple[Agreement, Agreement]:
    about: dict[str, Any] = {"vendor": f"V{n}", "their_entities": (f"V{n}-A",)}
    return nda(id=f"NDA-{n}", projects=(_project(n),), **about), contract(id=f"MSA-{n}", **about)
