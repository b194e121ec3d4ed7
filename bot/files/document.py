"""A file as plain data that remembers its lines, and the words for a place in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.files.problems import Problem

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
Where: TypeAlias = tuple[str | int, ...]

_NAMED_BY = (("id",), ("vendor", "scheme"), ("vendor",), ("name",), ("no",))
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Document:
    """Plain data, the line of each path, and the mistakes of writing that did not keep the file from being read."""

    data: dict[str, Value]
    lines: Mapping[Where, int]
    problems: tuple[Problem, ...] = ()
    file: str = ""

    def line(self, path: Where) -> int | None:
        """The line of a value; for one that is absent, the line of what should hold it."""
        known = (path[:length] for length in range(len(path), -1, -1))
        return next((self.lines[part] for part in known if part in self.lines), None)

    def problem(self, path: Where, words: str) -> Problem:
        return Problem(place(self.data, path), words, self.line(path), self.file)

    def find(self, pattern: str) -> Iterator[tuple[Where, Value]]:
        """Every value at a dotted pattern, such as `agreements.*.ours.*`; what has another shape is passed over."""
        yield from _find(self.data, tuple(pattern.split(".")), ())

    def records(self, pattern: str) -> Iterator[tuple[Where, dict[str, Value]]]:
        """As `find`, and only what is a mapping."""
        for path, value in self.find(pattern):
            if isinstance(value, dict):
                yield path, value


def place(data: Value, path: Where) -> str:
    """A path in the reader's words: `agreements · NDA-V02 · expires`; a record goes by its id, else by its number."""
    parts: list[str] = []
    here: Any = data
    for part in path:
        here = _step(here, part)
        parts.append((part[:_LONGEST_NAME] or "(empty)") if isinstance(part, str) else _label(here) or f"no. {part + 1}")
    return " · ".join(parts)


def _step(here: Any, part: str | int) -> Any:
    try:
        return here[part]
    except (KeyError, IndexError, TypeError):
        return None


def _label(record: Any) -> str | None:
    if not isinstance(record, dict):
        return None
    for keys in _NAMED_BY:
        words = [record.get(key) for key in keys]
        if all(isinstance(word, str) and word for word in words):
            return " ".join(str(word)[:_LONGEST_NAME] for word in words)
    return None


def _find(value: Value, pattern: tuple[str, ...], path: Where) -> Iterator[tuple[Where, Value]]:
    if not pattern:
        yield path, value
    elif pattern[0] != "*":
        if isinstance(value, dict) and pattern[0] in value:
            yield from _find(value[pattern[0]], pattern[1:], (*path, pattern[0]))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _find(element, pattern[1:], (*path, index))
