"""A company whose facts move while a request is under way: classes, owners, roles, ids and accounts change hands at random.

The humans are known to the world by their number alone; what the register calls them changes.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.domain.register import Asset, Member, Register
from bot.domain.vocabulary import AgreementKind, IpForm, Overlay, Role
from bot.domain.workflows import AddedSeat, AddedStage, Condition, Rule, Stage, Workflows
from tests.builders import asset, channel, contract, nda, register, vendor

MANAGER, OWNER, COUNSEL, SECURITY = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.SECURITY_OFFICER
MARKS = nda(id="TML-1", kind=AgreementKind.TRADEMARK_LICENCE, nda=None, quality_control=True)
SPONSOR, PRIVACY, BRAND = Role.EXECUTIVE_SPONSOR, Role.PRIVACY_OFFICER, Role.BRAND_COUNSEL
ROLES = (MANAGER, COUNSEL, SECURITY, SPONSOR, PRIVACY, BRAND)
NEED = Stage("need", (MANAGER,), "any", 5)
ITEMS = ("A1", "A2")
BUSY, ASKER = 0, 1


def company_rules() -> Workflows:
    """A rule per class, a stage before all for a trademark, a seat beside the owner for a prototype."""
    rules = (
        Rule("c1", Condition((1,)), (NEED,), "ip-requests", 1),
        Rule("c2", Condition((2,)), (NEED, Stage("owner", (OWNER,), "all", 5)), "ip-requests", 1),
        Rule(
            "c3",
            Condition((3,)),
            (NEED, Stage("owner", (OWNER, COUNSEL)), Stage("security", (SECURITY,), "any")),
            "ip-requests",
            2,
        ),
        Rule(
            "c4", Condition((4,)), (NEED, Stage("owner", (OWNER, COUNSEL, SECURITY)), Stage("top", (SPONSOR,))), "ip-requests", 3
        ),
    )
    early = AddedStage(Condition(overlays=(Overlay.TRADEMARK,)), "need", Stage("brand", (BRAND,), "any", 5))
    beside = AddedSeat(Condition(overlays=(Overlay.PHYSICAL_PROTOTYPE,)), 2, PRIVACY)
    return Workflows(rules, (early,), (beside,), "v1")


@dataclass
class World:
    """What is true now; each human has a number, an id of the register and an account."""

    random: Random
    ids: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    roles: list[set[Role]] = field(default_factory=list)
    assets: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: int = 0
    changed: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number in range(7):
            self.ids.append(f"h{number}")
            self.accounts.append(f"U{number}")
            self.roles.append({ROLES[number % len(ROLES)]} | set(self.random.sample(ROLES, 2)))
        self.roles[BUSY] = set(ROLES)
        for name in ITEMS:
            self.assets[name] = {"asset_class": self.random.choice((0, 1, 2, 2, 3)), "owner": self.random.randrange(7)}

    def somebody(self) -> int:
        """Mostly one of two: somebody with every role, or the one who usually asks."""
        return self.random.choice((BUSY, BUSY, ASKER, ASKER, self.random.randrange(7)))

    def member(self, human: int) -> Member:
        roles = (Role.REQUESTER, *sorted(self.roles[human]))
        return Member(self.ids[human], f"Human {human}", roles, slack_id=self.accounts[human])

    def human_of(self, member_id: str) -> int:
        return self.ids.index(member_id)

    def asset(self, name: str) -> Asset:
        facts = dict(self.assets[name])
        owner = facts.pop("owner")
        return asset(id=name, public_title=f"Thing {name}", data_owner=self.ids[owner], deputy=self.ids[(owner + 1) % 7], **facts)

    def register(self) -> Register:
        return register(
            members=tuple(self.member(human) for human in range(7)),
            assets=tuple(self.asset(name) for name in ITEMS),
            vendors=(vendor(clearance=4, owner=self.ids[6]),),
            channels=(channel(max_class=4, encryption="no_egress"),),
            agreements=(nda(), contract(), MARKS),
        )

    def change(self) -> None:
        """One thing moves: mostly upwards, since that is where harm could be done."""
        moves = (
            self._reclassify,
            self._reclassify,
            self._overlay,
            self._new_owner,
            self._new_id,
            self._new_account,
            self._exchange,
            self._new_roles,
        )
        self.random.choice(moves)()

    def _reclassify(self) -> None:
        facts = self.assets[self.random.choice(ITEMS)]
        facts["asset_class"] = min(4, max(0, facts["asset_class"] + self.random.choice((-1, 1, 1, 2))))

    def _overlay(self) -> None:
        facts = self.assets[self.random.choice(ITEMS)]
        if self.random.random() < 0.5:
            facts["forms"] = self.random.choice(((IpForm.COPYRIGHT,), (IpForm.COPYRIGHT, IpForm.TRADEMARK)))
        else:
            facts["physical_prototype"] = self.random.choice((True, False))

    def _new_owner(self) -> None:
        self.assets[self.random.choice(ITEMS)]["owner"] = self.random.randrange(7)

    def _new_id(self) -> None:
        human = self.somebody()
        if self._changes(human, "id"):
            self.names += 1
            self.ids[human] = f"n{self.names}"

    def _new_account(self) -> None:
        human = self.somebody()
        if self._changes(human, "account"):
            self.names += 1
            self.accounts[human] = f"UN{self.names}"

    def _exchange(self) -> None:
        one, other = self.random.sample(range(7), 2)
        if self._changes(one, "account") and self._changes(other, "account"):
            self.accounts[one], self.accounts[other] = self.accounts[other], self.accounts[one]

    def _changes(self, human: int, what: str) -> bool:
        """Who changes both between two acts is somebody else to everybody who was not told; so nobody here does."""
        return self.changed.setdefault(human, what) == what

    def _new_roles(self) -> None:
        human = self.random.randrange(7)
        self.roles[human] = set(self.random.sample(ROLES, self.random.randint(1, 4)))
