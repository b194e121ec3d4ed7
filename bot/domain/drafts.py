"""What a requester asks for, before anything has been judged or kept."""

from dataclasses import dataclass
from datetime import date

from bot.domain.dates import Window
from bot.domain.register import Human, Member
from bot.domain.vocabulary import Mode, PurposeKind


@dataclass(frozen=True)
class Item:
    """One asset in one mode: the unit that is judged, decided and granted."""

    asset: str
    mode: Mode


@dataclass(frozen=True)
class Draft:
    """One wish: who of which company gets which assets, how, when and why. Ids are those of the register."""

    requester: str
    vendor: str
    entity: str
    project: str
    items: tuple[Item, ...]
    people: tuple[str, ...]
    channel: str
    start_on: date
    end_on: date
    need_text: str = ""
    on_behalf_of: str | None = None
    work_countries: tuple[str, ...] = ()
    purpose_kind: PurposeKind = PurposeKind.ENGAGEMENT
    kind: str = "new"
    requester_slack: str | None = None
    on_behalf_of_slack: str | None = None

    @property
    def window(self) -> Window:
        return Window(self.start_on, self.end_on)

    @property
    def asked_by(self) -> Human:
        return Human(self.requester, self.requester_slack)

    @property
    def asking(self) -> tuple[Human, ...]:
        """Who asked, and the person it is for where that is somebody else."""
        if self.on_behalf_of is None:
            return (self.asked_by,)
        return (self.asked_by, Human(self.on_behalf_of, self.on_behalf_of_slack))

    @property
    def excluded(self) -> frozenset[str]:
        """All names of those who may not decide on it: the requester and the person it is for."""
        return frozenset[str]().union(*(human.names for human in self.asking))

    def excludes(self, member: Member) -> bool:
        """Also under another id, and also somebody who asked before the register knew who they are."""
        return not self.excluded.isdisjoint(member.names)
