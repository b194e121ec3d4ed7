"""What happens to no single subject: a register or other figures come in, a root is taken, a week is posted, a click refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from bot.domain.events import Event, Happened
from bot.domain.happenings.form import Happening, Names, Number

CODE, PLACE = "code", "place"


@dataclass(frozen=True, kw_only=True)
class RegisterLoaded(Happening):
    """How many of its records changed, and how many accesses it brought."""

    happened, entity, named_by = Happened.REGISTER_LOADED, "register", "register"
    register: str = "register"
    changed: Number
    access_taken_in: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChecksChanged(Happening):
    """The figures that the checks judge by are others than before: in words, and all of them as a document.

    The states are the versions of the figures; before the first one there is none.
    """

    happened, entity, named_by = Happened.CHECKS_CHANGED, "checks", "checks"
    checks: str = "checks"
    changes: Names
    figures: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RecordRooted(Happening):
    """A root over `moved` subjects. Releases that took one a day named it by its day; unsigned, it has no key."""

    happened, entity, named_by = Happened.RECORD_ROOTED, "record", "record"
    record: str = "record"
    day: date
    name: str | None = None
    root: str
    moved: Number
    key: str | None = None
    signature: str | None = None
    public: str | None = None

    @property
    def called(self) -> str:
        return self.name or self.day.isoformat()


@dataclass(frozen=True, kw_only=True)
class DigestPosted(Happening):
    """The whole digest as a document, so that the week can be shown as it was."""

    happened, entity, named_by = Happened.DIGEST_POSTED, "digest", "about"
    about: str
    week: date
    channels: Names
    digest: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ClickRefused(Happening):
    """The code of a refusal, never its words; `tried` is what the use case says of the attempt, `place` the message clicked."""

    happened, named_by = Happened.CLICK_REFUSED, "about"
    of: str  # what kind of thing was clicked about
    about: str
    code: str
    tried: Mapping[str, Any] = field(default_factory=dict)
    place: str | None = None

    @property
    def details(self) -> dict[str, Any]:
        return {CODE: self.code, **self.tried} | ({PLACE: self.place} if self.place else {})

    def _kind(self) -> str:
        return self.of

    @classmethod
    def read(cls, event: Event) -> Self:
        told = dict(event.details)
        code, place = str(told.pop(CODE, "")), told.pop(PLACE, None)
        return cls(actor=event.actor, of=event.entity, about=event.entity_id, code=code, tried=told, place=place)


ALL: tuple[type[Happening], ...] = (RegisterLoaded, ChecksChanged, RecordRooted, DigestPosted, ClickRefused)
