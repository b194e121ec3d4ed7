"""What every happening has in common, and how it is written as an entry of the record and read back.

What stands in the record stays as it is for ever: the word, and the JSON of the details, whose order the fields give. A field is
kept under its own name, or under that of a `KeptAs` with its type. One that is None by default is left out while it is None.
What an entry of an older release may lack has an `Older` with its type, which says what is read then. A type that has `details`
and `read` of its own (a reminder schedule) lies flat among the others.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, NamedTuple, Self, Union, get_args, get_origin, get_type_hints

from bot.domain.events import OURSELVES, Event, Happened


class KeptAs(NamedTuple):
    """The name of a field in the record, where it is called otherwise in the code."""

    name: str


class Older(NamedTuple):
    """What a field holds where an entry of an older release lacks it."""

    value: Any


Text = Annotated[str, Older("")]
Number = Annotated[int, Older(0)]
Names = Annotated[tuple[str, ...], Older(())]
Hashes = Annotated[Mapping[str, str], Older({})]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened; each kind of it adds its fields, and the entity that it happened to is one of them."""

    happened: ClassVar[Happened]
    entity: ClassVar[str]  # what kind of thing it happened to
    named_by: ClassVar[str]  # the field that holds the id of that thing

    actor: str = OURSELVES
    before: str | None = None  # the states of the entity, where they changed
    after: str | None = None

    @property
    def entity_id(self) -> str:
        return str(getattr(self, self.named_by))

    @property
    def subject(self) -> str:
        return self.written().subject

    @property
    def details(self) -> dict[str, Any]:
        """All that its own fields say, as the record keeps it."""
        told: dict[str, Any] = {}
        for slot in _slots(type(self)):
            value = getattr(self, slot.name)
            if slot.is_flat and value is not None:
                told |= value.details
            elif not slot.is_left_out(value):
                told[slot.key] = _plain(value)
        return told

    def written(self) -> Event:
        """The entry that tells of it."""
        return Event(self.happened, self._kind(), self.entity_id, self.actor, self.before, self.after, self.details)

    def _kind(self) -> str:
        return self.entity

    @classmethod
    def read(cls, event: Event) -> Self:
        """Raises ValueError where the entry lacks what such an entry tells, or tells it in another form."""
        states = {"actor": event.actor, "before": event.before, "after": event.after}
        return cls.from_details(event.details, **states, **cls._whose(event))

    @classmethod
    def from_details(cls, details: Mapping[str, Any], **known: Any) -> Self:
        """As `read`, where a message carries the details; `known` are the fields that do not stand in them."""
        return cls(**(known | {slot.name: slot.read(cls, details) for slot in _slots(cls)}))

    @classmethod
    def _whose(cls, event: Event) -> dict[str, str]:
        return {cls.named_by: event.entity_id}


@dataclass(frozen=True)
class _Slot:
    """One field and its place in the details."""

    name: str
    key: str
    read_value: Callable[[Any], Any]  # raises ValueError or TypeError for what is no such value
    default: Any  # what is read where the details lack it; MISSING if they must not
    may_be_left_out: bool
    is_flat: bool

    def is_left_out(self, value: Any) -> bool:
        return self.may_be_left_out and value is None

    def read(self, owner: type[Happening], details: Mapping[str, Any]) -> Any:
        try:
            return self.read_value(details if self.is_flat else details[self.key])
        except KeyError:
            if self.default is MISSING:
                raise ValueError(f"{owner.happened.value} lacks {self.key}") from None
            return self.default
        except (TypeError, ValueError) as problem:
            raise ValueError(f"{self.key} of {owner.happened.value} cannot be read: {problem}") from None


_KNOWN: dict[Any, tuple[_Slot, ...]] = {}  # an entry is read and written often, its class looked at once


def _slots(kind: type[Happening]) -> tuple[_Slot, ...]:
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(_slots_of(kind))
    return _KNOWN[kind]


def _slots_of(kind: type[Happening]) -> Iterator[_Slot]:
    hints = get_type_hints(kind, include_extras=True)
    ours = {one.name for one in fields(Happening)}
    for one in fields(kind):
        bare, notes = _taken_apart(hints[one.name])
        keys = [note.name for note in notes if isinstance(note, KeptAs)]
        older = [note.value for note in notes if isinstance(note, Older)]
        key, default = (keys or [one.name])[0], (older or [one.default])[0]
        is_flat = hasattr(_without_none(bare), "details")
        if one.name not in ours and (one.name != kind.named_by or keys):
            yield _Slot(one.name, key, _reader(bare), default, one.default is None, is_flat)


def _taken_apart(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    return (hint.__origin__, hint.__metadata__) if get_origin(hint) is Annotated else (hint, ())


def _without_none(kind: Any) -> Any:
    """The type itself, of one that may be None."""
    if get_origin(kind) in (Union, UnionType):
        return next(one for one in get_args(kind) if one is not NoneType)
    return kind


def _plain(value: Any) -> Any:
    """As JSON holds it."""
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(one) for one in value]
    return value


def _reader(kind: Any) -> Callable[[Any], Any]:
    known = _without_none(kind)
    read = _sure_reader(known)
    return read if known is kind else lambda value: None if value is None else read(value)


def _sure_reader(kind: Any) -> Callable[[Any], Any]:
    plain: Any = get_origin(kind) or kind
    if issubclass(plain, tuple):
        return _row_reader(kind)
    read: Callable[[Any], Any] = partial(_as_it_is, plain)
    if hasattr(plain, "details"):
        read = plain.read
    elif issubclass(plain, date):
        read = plain.fromisoformat
    elif issubclass(plain, Enum):
        read = plain
    return read


def _row_reader(kind: Any) -> Callable[[Any], Any]:
    """Of many of one kind, or of one of each as a named row has them."""
    inner = get_args(kind)
    if len(inner) == 2 and inner[1] is Ellipsis:
        one = _reader(inner[0])
        return lambda value: tuple(map(one, _as_it_is((list, tuple), value)))
    each = [_reader(known) for known in inner or get_type_hints(kind).values()]
    make = tuple if inner else kind._make
    return lambda value: make(read(told) for read, told in zip(each, value, strict=True))


def _as_it_is(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{value!r} is of another kind")
    return value
