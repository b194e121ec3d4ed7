"""The grammar of the alias table: what a key is called, where its value is stored, and what its absence means."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from bot.files.document import Value
from bot.files.register_values import Fit, Record


class Absent(Enum):
    """What it means that a key is not there, or null."""

    ERROR = "the structure needs it: refused"
    UNKNOWN = "nobody recorded it: stored as None"
    DEFAULT = "the dataclass has a default"


@dataclass(frozen=True)
class Key:
    """One key of a mapping in the file.

    `stored` is a dotted path in the stored record; "" stores the inner keys beside the others, None stores nothing.
    `inner` are the keys of the mapping inside, and with `many` of each mapping in a list.
    `some`: an empty list is refused. `null_speaks`: null is a value, only absence is an error.
    `kinds`: the key belongs to agreements of these kinds alone.
    `splits`: each record of the list becomes one record per element of the key named.
    """

    name: str
    stored: str | None
    absent: Absent
    inner: "Keys" = ()
    many: bool = False
    some: bool = False
    null_speaks: bool = False
    fits: Fit | None = None
    reads: Callable[[Value, Record], Value] | None = None
    kinds: tuple[str, ...] = ()
    splits: str | None = None


Keys: TypeAlias = tuple[Key, ...]

_SAME = "="


def must(name: str, stored: str | None = _SAME, **rest: Any) -> Key:
    """A key that the structure needs."""
    return _key(Absent.ERROR, name, stored, rest)


def fact(name: str, stored: str | None = _SAME, **rest: Any) -> Key:
    """A fact that a company may not know."""
    return _key(Absent.UNKNOWN, name, stored, rest)


def may(name: str, stored: str | None = _SAME, **rest: Any) -> Key:
    """A key that may be left out; the dataclass has a default."""
    return _key(Absent.DEFAULT, name, stored, rest)


def _key(absent: Absent, name: str, stored: str | None, rest: dict[str, Any]) -> Key:
    return Key(name, name if stored == _SAME else stored, absent, **rest)
