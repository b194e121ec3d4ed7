"""A company whose people move: who is there, who holds which role, and whose Slack account is closed.

What is asked of whom is said here once more, slowly and from the rules alone.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from bot.domain.register import KnownGrant, LegalEntity, Member, Register
from bot.domain.vocabulary import GrantState, Mode, Role
from bot.domain.workflows import Condition, Rule, Stage, Workflows
from tests.builders import END, asset, contract, member, nda, person, register, vendor

MANAGER, OWNER, COUNSEL, VENDORS = Role.ENGINEERING_MANAGER, Role.DATA_OWNER, Role.IP_COUNSEL, Role.VENDOR_MANAGER
SPONSOR = Role.EXECUTIVE_SPONSOR
ROLES = (MANAGER, OWNER, COUNSEL, VENDORS, SPONSOR)
ASKER, BOSS, HUMANS = 0, 1, 6
GAP_FROM, GAP_UNTIL = date(2026, 11, 10), date(2026, 11, 12)
LATE = date(2026, 11, 13)


def company_rules() -> Workflows:
    """Nothing is rejected by silence here."""
    stages = (Stage("need", (MANAGER,), "any"), Stage("owner", (OWNER,), "all"))
    return Workflows((Rule("all", Condition((1, 2, 3, 4)), stages, "ip-requests", 1),), (), (), "v1")


@dataclass
class World:
    """Human 0 asks, human 1 administers and stays; the others come and go."""

    random: Random
    roles: dict[int, set[Role]] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)
    accounts: dict[int, str | None] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    owner: int = 2
    deputy: int = 3
    names: int = 0

    def __post_init__(self) -> None:
        for human in range(HUMANS):
            self.accounts[human] = f"U{human}"
            self.roles[human] = set(self.random.sample(ROLES, self.random.randint(1, 3)))
        self.roles[ASKER], self.roles[BOSS] = {Role.REQUESTER}, {Role.ADMINISTRATOR}
        self.roles[2] |= {MANAGER, COUNSEL, VENDORS}

    def members(self) -> tuple[Member, ...]:
        return tuple(
            member(f"h{human}", *sorted(self.roles[human]), active=human not in self.away, slack_id=self.accounts[human])
            for human in range(HUMANS)
        )

    def register(self) -> Register:
        known = {"mode": Mode.VIEW, "start_on": date(2026, 6, 1), "end_on": END}
        return register(
            members=self.members(),
            assets=(asset(asset_class=2, data_owner=f"h{self.owner}", deputy=f"h{self.deputy}"),),
            vendors=(vendor(owner="h4"), self._other_vendor()),
            people=(person(), person(id="E2", vendor="V2", employer_entity="V2-A")),
            agreements=(nda(expires_on=date(2027, 1, 14), owner="h3"), contract(), *self._with_a_gap()),
            grants=(
                KnownGrant("G-OLD", "R-OLD", "V1", "E1", "A1", state=GrantState.SUSPENDED, **known),
                KnownGrant("G-GAP", "R-GAP", "V2", "E2", "A1", state=GrantState.ACTIVE, **known),
            ),
        )

    def _other_vendor(self):  # type: ignore[no-untyped-def]
        return vendor(id="V2", name="Watt GmbH", owner="h4", entities=(LegalEntity("V2-A", "Watt Sp. z o.o.", "PL"),))

    def _with_a_gap(self):  # type: ignore[no-untyped-def]
        ours = {"vendor": "V2", "their_entities": ("V2-A",)}
        ended = nda(id="NDA-8", terminated_on=self.ended_on, **ours)
        return (ended, nda(id="NDA-9", supersedes=("NDA-8",), effective_on=LATE, **ours)) if self.ended_on else (ended,)

    ended_on: date | None = None

    def change(self) -> None:
        """One thing moves."""
        moves = (self._leave, self._leave, self._return, self._new_roles, self._new_account, self._close, self._close, self._open)
        self.random.choice((*moves, self._new_owner))()

    def _somebody(self) -> int:
        return self.random.randrange(2, HUMANS)

    def _leave(self) -> None:
        self.away.add(self._somebody())

    def _return(self) -> None:
        self.away.discard(self._somebody())

    def _new_roles(self) -> None:
        self.roles[self._somebody()] = set(self.random.sample(ROLES, self.random.randint(0, 3)))

    def _new_account(self) -> None:
        self.names += 1
        human = self._somebody()
        self.accounts[human] = self.random.choice((None, f"UN{self.names}", f"UN{self.names}"))

    def _close(self) -> None:
        self.closed.add(self.accounts[self._somebody()] or "nobody")

    def _open(self) -> None:
        if self.closed:
            self.closed.discard(self.random.choice(sorted(self.closed)))

    def _new_owner(self) -> None:
        self.owner, self.deputy = self._somebody(), self._somebody()

    # --- who can answer now

    def present(self, human: int) -> bool:
        account = self.accounts[human]
        return human not in self.away and account is not None and account not in self.closed

    def holding(self, role: Role) -> set[int]:
        return {human for human in range(HUMANS) if role in self.roles[human] and self.present(human)}

    def owners(self) -> set[int]:
        """The data owner and the deputy; else whoever else owns data; else the sponsors."""
        own = {human for human in (self.owner, self.deputy) if self.present(human)}
        return own or self.holding(OWNER) or self.holding(SPONSOR)

    def deciders(self, stage: str) -> set[int]:
        return (self.holding(MANAGER) if stage == "need" else self.owners()) - {ASKER}

    def keepers(self) -> set[int]:
        """Whoever is told of the end of NDA-1: its owner, the vendor's, all vendor managers, all administrators."""
        for one in (3, 4):
            if self.present(one):
                return {one}
        return self.holding(VENDORS) or {BOSS}
