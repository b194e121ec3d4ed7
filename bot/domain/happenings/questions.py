"""What happens to an open question of any kind, and to the Slack accounts of those who are to answer: who can, and who cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from bot.domain.events import Event, Happened
from bot.domain.happenings.form import Happening, Text

KIND, WHAT, ABOUT, ASKED, NO_MORE = "kind", "what", "about", "asked", "no_more"


@dataclass(frozen=True, kw_only=True)
class _OfQuestion(Happening):
    """`kind` is that of its messages, `of` what kind of thing waits; `belongs_to` says more of where it stands in the record."""

    named_by = "waits"
    of: str
    waits: str
    kind: str
    belongs_to: Mapping[str, Any] = field(default_factory=dict)
    what: str = ""

    @property
    def details(self) -> dict[str, Any]:
        return {**self.belongs_to, KIND: self.kind, **self._told()}

    def _told(self) -> dict[str, Any]:
        return {WHAT: self.what}

    def _kind(self) -> str:
        return self.of

    @classmethod
    def read(cls, event: Event) -> Self:
        """Raises ValueError where the entry does not say of which kind the question is."""
        told = dict(event.details)
        if KIND not in told:
            raise ValueError(f"{cls.happened.value} lacks {KIND}")
        kind, own = str(told.pop(KIND)), cls._taken_from(told)
        return cls(actor=event.actor, of=event.entity, waits=event.entity_id, kind=kind, belongs_to=told, **own)

    @classmethod
    def _taken_from(cls, told: dict[str, Any]) -> dict[str, Any]:
        return {WHAT: str(told.pop(WHAT, ""))}


@dataclass(frozen=True, kw_only=True)
class AskedAgain(_OfQuestion):
    """`asked` can answer now and had no message, `no_more` could before; `about` is what their messages are about."""

    happened = Happened.ASKED_AGAIN
    about: str
    asked: tuple[str, ...] = ()
    no_more: tuple[str, ...] = ()

    def _told(self) -> dict[str, Any]:
        return {ABOUT: self.about, ASKED: list(self.asked), NO_MORE: list(self.no_more)}

    @classmethod
    def _taken_from(cls, told: dict[str, Any]) -> dict[str, Any]:
        people = {name: tuple(told.pop(name, ())) for name in (ASKED, NO_MORE)}
        return {ABOUT: str(told.pop(ABOUT, "")), **people}


@dataclass(frozen=True, kw_only=True)
class NobodyLeft(_OfQuestion):
    """Nobody who can be reached can bring it on; `what` says in words what waits for whom."""

    happened = Happened.NOBODY_LEFT


@dataclass(frozen=True, kw_only=True)
class SomebodyBack(_OfQuestion):
    happened = Happened.SOMEBODY_BACK


@dataclass(frozen=True, kw_only=True)
class _OfAccount(Happening):
    entity, named_by = "member", "member"
    member: str
    slack_id: Text
    reason: Text


@dataclass(frozen=True, kw_only=True)
class AccountUnreachable(_OfAccount):
    """`known` where a message was given up for it, which is told by itself."""

    happened = Happened.ACCOUNT_UNREACHABLE
    known: bool | None = None


@dataclass(frozen=True, kw_only=True)
class AccountReachable(_OfAccount):
    happened = Happened.ACCOUNT_REACHABLE


ALL: tuple[type[Happening], ...] = (AskedAgain, NobodyLeft, SomebodyBack, AccountUnreachable, AccountReachable)
