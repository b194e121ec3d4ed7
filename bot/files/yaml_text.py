"""YAML text as plain data that remembers the line of each value.

The parser's events are read one by one onto a stack, so that depth, size and repetition are bounded before anything is
built, equal keys are seen (a YAML library would keep the last without a word), and nothing but plain data comes out.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bot.files.document import Document, Value, Where, place
from bot.files.problems import BrokenFile, Problem
from bot.files.yaml_scalars import fit_text, one_form, plain_value

DEEPEST = 30
LARGEST = 4_000_000  # characters: a register of some ten thousand records, read in about a quarter of a minute


def read_yaml(source: Path | str) -> Document:
    """The one document of a YAML text or file. Raises BrokenFile where the text cannot be read at all.

    Lesser mistakes of writing (a key that stands twice, a tag, an anchor) wait in `Document.problems`, to be told later.
    """
    file = source.name if isinstance(source, Path) else ""
    text = _text_of(source) if isinstance(source, Path) else source
    builder = _Builder(file)
    if len(text) > LARGEST:
        raise builder.stop(f"the file is larger than {LARGEST:,} characters; leave history out")
    try:
        for event in YAML(typ="safe", pure=True).parse(text.removeprefix("\ufeff")):
            builder.take(event)
    except YAMLError as error:
        raise builder.stop(*_syntax(error)) from None
    except (ValueError, OverflowError, IndexError) as error:  # the scanner's own, for instance on "\UFFFFFFFF"
        raise builder.stop(f"this cannot be read as YAML ({error}); write it anew", builder.line) from None
    return builder.document()


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BrokenFile([Problem("", "the file is not UTF-8 text; save it as UTF-8", None, path.name)]) from None
    except (OSError, ValueError) as error:
        words = f"the file cannot be read ({getattr(error, 'strerror', error)}); check its name and its rights"
        raise BrokenFile([Problem("", words, None, path.name)]) from None


def _syntax(error: YAMLError) -> tuple[str, int | None]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    words = f"this is not YAML: {reason}; check quotes, brackets and indentation at and before this line"
    return words, None if mark is None else mark.line + 1


@dataclass
class _Open:
    """A list or mapping that is being filled; `key` is the one whose value comes next. Without a path it holds the document."""

    into: Any
    path: Where | None
    key: str | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.into, dict) and self.key is None

    @property
    def next_path(self) -> Where:
        if self.path is None:
            return ()
        return (*self.path, self.key if self.key is not None else len(self.into))

    def put(self, value: Value) -> None:
        if self.key is not None:
            self.into[self.key] = value
            self.key = None
        else:
            self.into.append(value)


class _Builder:
    """Takes the parser's events and builds plain data; `stop` gives the refusal of a text that cannot be read on."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.line = 1
        self._documents: list[Value] = []
        self._open = [_Open(self._documents, None)]
        self._lines: dict[Where, int] = {(): 1}
        self._mistakes: list[tuple[Where, str, int]] = []

    def take(self, event: Any) -> None:
        self.line = event.start_mark.line + 1
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()
        elif isinstance(event, DocumentStartEvent) and self._documents:
            raise self.stop("a second document begins here; a file holds one, without `---` in between", self.line)
        elif isinstance(event, NodeEvent):
            here = self._open[-1]
            if here.wants_key:
                self._take_key(event, here)
            else:
                self._take_value(event, here)

    def document(self) -> Document:
        data = self._documents[0] if self._documents else None
        if not isinstance(data, dict):
            raise self.stop("the file must hold sections: a line `section:` and its entries below", 1)
        return Document(data, self._lines, self._told(), self.file)

    def stop(self, words: str, line: int | None = None) -> BrokenFile:
        return BrokenFile([*self._told(), Problem("", words, line, self.file)])

    def _take_value(self, event: Any, here: _Open) -> None:
        path = here.next_path
        value = _value_of(event)
        self._lines.setdefault(path, self.line)
        self._check(event, path)
        here.put(value)
        if isinstance(value, list | dict):
            if len(self._open) > DEEPEST:
                raise self.stop(f"nested deeper than {DEEPEST} levels; no section needs that", self.line)
            self._open.append(_Open(value, path))

    def _take_key(self, event: Any, here: _Open) -> None:
        if not isinstance(event, ScalarEvent):
            raise self.stop("a list, a mapping or an alias stands where a key belongs; a key is a word", self.line)
        key = here.key = one_form(fit_text(event.value))
        path = here.next_path
        self._check(event, path)
        if not isinstance(_value_of(event), str):
            self._mistake(path, f"the key {event.value[:60] or '(empty)'} is not text; write it in quotes")
        if key in here.into:
            self._mistake(path, f"the key stands twice, first in line {self._lines[path]}; keep one of them")
        self._lines.setdefault(path, self.line)

    def _check(self, event: Any, path: Where) -> None:
        if isinstance(event, AliasEvent):
            self._mistake(path, f"*{event.anchor} stands for something else; write it out in full")
            return
        if event.anchor is not None:
            self._mistake(path, f"the anchor &{event.anchor} is not used here; remove it")
        if event.tag is not None:
            self._mistake(path, f"the tag {str(event.tag)[:60]} is not used here; remove it")
        if isinstance(event, ScalarEvent) and fit_text(event.value) != event.value:
            self._mistake(path, "the text holds characters that cannot be kept; type it again")

    def _mistake(self, path: Where, words: str) -> None:
        self._mistakes.append((path, words, self.line))

    def _told(self) -> tuple[Problem, ...]:
        data = self._documents[0] if self._documents else None
        return tuple(Problem(place(data, path), words, line, self.file) for path, words, line in self._mistakes)


def _value_of(event: Any) -> Value:
    if isinstance(event, MappingStartEvent):
        return {}
    if isinstance(event, SequenceStartEvent):
        return []
    if not isinstance(event, ScalarEvent):
        return None
    text = one_form(fit_text(event.value))
    return plain_value(text) if event.implicit[0] else text
