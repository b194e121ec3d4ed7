"""Turns the file's names into the stored ones by the alias table, and notes where each stored value came from.

What the table itself can see is told here: unknown keys, absent keys, keys of another kind of paper, values out of bounds.
Types and closed words are judged afterwards on the result, and told at the place that `Renamed.origins` remembers.
"""

from dataclasses import dataclass, field
from typing import Any

from bot.files.document import Document, Value, Where
from bot.files.problems import Problem, shown, suggestion
from bot.files.register_shape import Absent, Key, Keys


@dataclass(frozen=True)
class Renamed:
    """The stored tree, the file's path of each stored path, and what was wrong on the way."""

    tree: dict[str, Any]
    origins: dict[Where, Where]
    problems: list[Problem]

    def origin(self, stored: Where) -> Where:
        """Where in the file a stored path came from; what lies deeper than the table goes keeps its own steps."""
        length = next(length for length in range(len(stored), -1, -1) if stored[:length] in self.origins)
        return (*self.origins[stored[:length]], *stored[length:])


def rename(document: Document, keys: Keys) -> Renamed:
    """The whole file in stored names."""
    renaming = _Renaming(document)
    target = _Target({"register": {}}, ())
    renaming.record(keys, document.data, (), target)
    return Renamed(target.into, renaming.origins, renaming.problems)


@dataclass(frozen=True)
class _Target:
    """The stored record that is being filled, and its path."""

    into: dict[str, Any]
    base: Where

    def spot(self, dotted: str) -> Where:
        return (*self.base, *dotted.split(".")) if dotted else self.base

    def put(self, dotted: str, value: Value) -> None:
        *parents, last = dotted.split(".")
        into = self.into
        for parent in parents:
            into = into.setdefault(parent, {})
        into[last] = value


@dataclass
class _Renaming:
    document: Document
    origins: dict[Where, Where] = field(default_factory=lambda: {(): ()})
    problems: list[Problem] = field(default_factory=list)

    def record(self, keys: Keys, record: dict[str, Value], path: Where, target: _Target) -> None:
        names = [key.name for key in keys]
        for name in record:
            if name not in names:
                self._tell((*path, name), _unknown(name, record[name], names))
        for key in keys:
            if self._belongs(key, record, path):
                self._key(key, record, path, target)

    def _belongs(self, key: Key, record: dict[str, Value], path: Where) -> bool:
        kind = record.get("kind")
        if not key.kinds or kind in key.kinds:
            return True
        if record.get(key.name) is not None and isinstance(kind, str):
            words = f"belongs to {' and '.join(key.kinds)} alone, and this is {kind}; remove it or correct the kind"
            self._tell((*path, key.name), words)
        return False

    def _key(self, key: Key, record: dict[str, Value], path: Where, target: _Target) -> None:
        value = record.get(key.name)
        here = (*path, key.name)
        if key.stored:
            self.origins[target.spot(key.stored)] = here
        if value is None:
            self._absent(key, present=key.name in record, path=here, target=target)
            return
        self._judge(key, value, here)
        if key.reads is not None:
            value = key.reads(value, record)
        if key.inner:
            self._inner(key, value, here, target)
        elif key.stored:
            target.put(key.stored, value)

    def _absent(self, key: Key, *, present: bool, path: Where, target: _Target) -> None:
        meant = present and key.null_speaks
        if key.absent is Absent.ERROR and not meant and present:
            words = "is missing: nothing, null, Null and ~ mean that there is none"
            self._tell(path, f"{key.name} {words}; write its value, in quotes if such a word is meant as text")
        elif key.absent is Absent.ERROR and not meant:
            step = "add it; null means without end, silence does not" if key.null_speaks else "add it"
            self._tell(path, f"{key.name} is missing; {step}")
        elif key.stored and (meant or key.absent is Absent.UNKNOWN):
            target.put(key.stored, None)

    def _judge(self, key: Key, value: Value, path: Where) -> None:
        if key.fits is not None:
            for inside, words in key.fits(value):
                self._tell((*path, *inside), words)
        if value == "" and key.absent is Absent.ERROR:
            self._tell(path, f"{key.name} is empty; write its text")
        if value == [] and key.some:
            self._tell(path, "the list is empty; it needs at least one entry")

    def _inner(self, key: Key, value: Value, path: Where, target: _Target) -> None:
        if key.many and isinstance(value, list):
            self._many(key, value, path, target)
        elif key.many:
            self._tell(path, f"must be a list of entries, each beginning with `- `, not {shown(value)}")
        elif not isinstance(value, dict):
            self._tell(path, f"must be keys with values, written {{{key.inner[0].name}: …}}, not {shown(value)}")
        elif not key.stored:
            self.record(key.inner, value, path, target)
        else:
            inner = _Target({}, target.spot(key.stored))
            self.record(key.inner, value, path, inner)
            target.put(key.stored, inner.into)

    def _many(self, key: Key, values: list[Value], path: Where, target: _Target) -> None:
        stored: list[Value] = []
        spot = target.spot(key.stored or "")
        for index, value in enumerate(values):
            here = (*path, index)
            if not isinstance(value, dict):
                self._tell(here, f"must be keys with values, written {{{key.inner[0].name}: …}}, not {shown(value)}")
                continue
            for part in self._parts(key, value, here):
                inner = _Target({}, (*spot, len(stored)))
                self.origins[inner.base] = here
                self.record(key.inner, part, here, inner)
                stored.append(inner.into)
        target.put(key.stored or "", stored)

    def _parts(self, key: Key, record: dict[str, Value], path: Where) -> list[dict[str, Value]]:
        """The record itself, or one per element of the key that splits it, numbered `GRT-101/1`, `GRT-101/2` …"""
        elements = record.get(key.splits) if key.splits else None
        if key.splits is None or elements is None:
            return [record]
        if not isinstance(elements, list) or not elements:
            self._tell((*path, key.splits), f"must be a list with at least one entry, written [a, b], not {shown(elements)}")
            return []
        name = record.get("id")
        return [
            {**record, key.splits: element, "id": f"{name}/{number}" if isinstance(name, str) else name}
            for number, element in enumerate(elements, start=1)
        ]

    def _tell(self, path: Where, words: str) -> None:
        self.problems.append(self.document.problem(path, words))


def _unknown(name: str, value: Value, names: list[str]) -> str:
    comma = "; if it belongs to a text with a comma, put that text in quotes" if value is None else ""
    return f"the key {name[:60]} is not known here; {suggestion(name, names)}{comma}"
