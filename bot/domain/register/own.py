"""Our own organisation: companies, members, projects, and the channels by which material travels."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from bot.domain.vocabulary import Role


@dataclass(frozen=True)
class OwnEntity:
    id: str
    name: str
    country: str
    role: Literal["operating", "ip_owner"]


@dataclass(frozen=True)
class Member:
    """Somebody of our own organisation. Without a Slack id they cannot decide; a stage may escalate to their `manager`."""

    id: str
    name: str
    roles: tuple[Role, ...]
    active: bool = True
    slack_id: str | None = None
    manager: str | None = None

    def holds(self, role: Role) -> bool:
        return role in self.roles

    @property
    def is_known(self) -> bool:
        """Whether the register names this person; whoever it does not name may ask all the same."""
        return not self.id.startswith(unbound_name(""))

    @property
    def can_decide(self) -> bool:
        return self.active and self.slack_id is not None

    @property
    def is_reachable(self) -> bool:
        """Whether their Slack account takes messages, as far as is known."""
        return True

    @property
    def human(self) -> "Human":
        return Human(self.id, self.slack_id)

    @property
    def names(self) -> frozenset[str]:
        return self.human.names


class Unreachable(Member):
    """A member whose Slack account takes no message: they cannot be asked, and so cannot decide, until it does."""

    @property
    def is_reachable(self) -> bool:
        return False

    @property
    def can_decide(self) -> bool:
        return False


def as_reached(member: Member, closed: Collection[str]) -> Member:
    """The member as they can be reached, where these accounts take no message."""
    return Unreachable(**vars(member)) if member.slack_id in closed else member


@dataclass(frozen=True)
class Human:
    """Who somebody was when they acted, by the register and by Slack: equal in either means the same person (3.6, One human).

    A member who is given another id, or bound to another Slack account, stays who they are.
    """

    member: str
    slack_id: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """As whom this person may have acted: their id, and what they are called while the register does not bind them."""
        return frozenset({self.member} if self.slack_id is None else {self.member, unbound_name(self.slack_id)})

    def is_same(self, other: "Human") -> bool:
        return not self.names.isdisjoint(other.names)


_UNBOUND = "slack:"


def unbound_name(slack_id: str) -> str:
    """The id of somebody whom the register does not know: no id of a register contains a colon."""
    return f"{_UNBOUND}{slack_id}"


def bound_id(name: str) -> str | None:
    """The Slack id in such a name; None for any other, which is nobody's Slack id and may be the name of a channel."""
    return name.removeprefix(_UNBOUND) if name.startswith(_UNBOUND) else None


@dataclass(frozen=True)
class TransferChannel:
    id: str
    name: str
    max_class: int | None
    encryption: Literal["transport", "content", "no_egress", "physical"] | None


@dataclass(frozen=True)
class Project:
    id: str
    title: str
