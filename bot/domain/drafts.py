"""What a requester asks for, before anything has been judged or kept."""

from dataclasses import dataclass
from datetime import date

from bot.domain.dates import Window
from bot.domain.register import Member
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

    @property
    def window(self) -> Window:
        return Window(self.start_on, self.end_on)

    @property
    def excluded(self) -> frozenset[str]:
        """Who may not decide on it: the requester and the person it is for."""
        return frozenset(member for member in (self.requester, self.on_behalf_of) if member is not None)

    def excludes(self, member: Member) -> bool:
        """Also somebody who asked before the register knew who they are."""
        return not self.excluded.isdisjoint(member.names)
