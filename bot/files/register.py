"""A register file: vendors, people, assets and papers as a company keeps them, read with all mistakes told at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from bot.domain.checks.catalogue import NEVER_WAIVED
from bot.domain.drafts import Draft
from bot.domain.register import Register
from bot.files.document import Document
from bot.files.move_dates import with_moved_dates
from bot.files.problems import BrokenFile, once_per_place
from bot.files.register_names import FILE
from bot.files.register_references import find_bad_references, find_repeated_ids
from bot.files.register_rules import find_broken_rules
from bot.files.register_texts import find_bad_ids, find_unreadable_texts
from bot.files.renaming import rename
from bot.files.shape_words import validate
from bot.files.yaml_text import read_yaml


@dataclass(frozen=True)
class ScriptedRequest:
    """A request for the preview and the demo's story, with what some of its checks should answer."""

    id: str
    case: str
    draft: Draft
    expect: Mapping[str, str] = field(default_factory=dict)
    overall: str | None = None


@dataclass(frozen=True)
class RegisterFile:
    """What a register file says, as of one day."""

    as_of: date
    date_mode: Literal["fixed", "shift_to_today"]
    register: Register
    organisation_name: str
    scripts: tuple[ScriptedRequest, ...] = ()

    def at(self, as_of: date) -> "RegisterFile":
        """The file as it reads on that day: a file that shifts moves every date along, a fixed one stays as it is."""
        if self.date_mode == "fixed":
            return self
        return with_moved_dates(self, as_of - self.as_of)


_ADAPTER = TypeAdapter(RegisterFile)


def read_register(source: Path | str, never_waived: Collection[str] = NEVER_WAIVED) -> RegisterFile:
    """The register in a file (a path) or in a text.

    Raises BrokenFile with every mistake of writing, shape and reference; `never_waived` are the checks that no waiver may name.
    """
    return register_of(read_yaml(source), never_waived)


def register_of(document: Document, never_waived: Collection[str] = NEVER_WAIVED) -> RegisterFile:
    """The register in a document that has been read already."""
    renamed = rename(document, FILE)
    shape = validate(_ADAPTER, renamed, document)
    problems = once_per_place(
        document.problems,
        renamed.problems,
        find_unreadable_texts(document),
        find_bad_ids(document),
        find_repeated_ids(document),
        find_bad_references(document),
        find_broken_rules(document, never_waived),
        shape.problems,
    )
    if problems or shape.value is None:
        raise BrokenFile(problems)
    return shape.value
