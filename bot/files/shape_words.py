"""Judges types and closed words of the stored tree, and tells each mistake in plain words at its place in the file."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.files.document import Document
from bot.files.problems import Problem, shown, suggestion
from bot.files.renaming import Renamed

T = TypeVar("T")

NAME, LABEL, FIELD = r"^[a-z0-9][a-z0-9-]*$", r"^\S+$", r"^[a-z][A-Za-z0-9_]*$"
CHANNEL = r"^([a-z0-9][a-z0-9_-]*|[CG][A-Z0-9]{6,})$"
_WRITTEN = {
    NAME: "must be small letters and digits, with hyphens between words",
    CHANNEL: "must be a channel's name without # (small letters, digits, hyphens, underscores), or its id such as C0123ABCDE",
    LABEL: "must be one word, without spaces",
    FIELD: "must be the id of a field in Jira, such as customfield_10031",
}
_MUST_BE = {
    "int_type": "must be a whole number, such as 30",
    "int_parsing": "must be a whole number, such as 3",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text; if it is meant as text, put it in quotes",
    "string_too_short": "must not be empty",
    "string_too_long": "must be no longer than {max_length} characters",
    "too_short": "must name at least {min_length}",
    "too_long": "must name {max_length} at most",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "tuple_type": "must be a list, written [a, b]",
    "list_type": "must be a list, written [a, b]",
    "dict_type": "must be keys with values, written {{key: value}}",
    "model_type": "must be keys with values, written {{key: value}}",
    "dataclass_type": "must be keys with values, written {{key: value}}",
    "date_type": "must be a day written like 2026-11-24",
    "date_parsing": "must be a day of the calendar, written like 2026-11-24",
    "date_from_datetime_parsing": "must be a day of the calendar, written like 2026-11-24",
    "date_from_datetime_inexact": "must be a day of the calendar, written like 2026-11-24",
}
_SAYS_ALL = ("too_short", "too_long", "string_too_short")
_QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True)
class Judged(Generic[T]):
    """The stored value, or None and every mistake of shape."""

    value: T | None
    problems: tuple[Problem, ...] = ()


def validate(adapter: TypeAdapter[T], renamed: Renamed, document: Document) -> Judged[T]:
    """Text is never taken for a number, nor a number for text: the types are strict, save that a day is written as text."""
    try:
        return Judged(adapter.validate_json(json.dumps(renamed.tree), strict=True))
    except ValidationError as error:
        return Judged(None, tuple(_told(error.errors(include_url=False), renamed, document)))


def _told(errors: list[ErrorDetails], renamed: Renamed, document: Document) -> Iterator[Problem]:
    for error in errors:
        if error["type"] == "missing" and error["loc"] not in renamed.origins:
            continue  # what should hold it is broken itself, and that is told already
        yield document.problem(renamed.origin(error["loc"]), _words(error))


def _words(error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return "is missing; add it"
    return words_for(error)


def words_for(error: ErrorDetails) -> str:
    """What would be right and what is there, of one value of the wrong kind."""
    value = error["input"]
    if error["type"] in ("enum", "literal_error"):
        known = _QUOTED.findall(error["ctx"]["expected"])
        return f"{shown(value)} is not known here; {suggestion(str(value), known)}"
    if error["type"] == "value_error":
        return f"{error['msg'].removeprefix('Value error, ')} (it is {shown(value)})"
    must_be = _must_be(error)
    return must_be if error["type"] in _SAYS_ALL else f"{must_be}, not {shown(value)}"


def _must_be(error: ErrorDetails) -> str:
    """Ours, or the library's own words, in which braces mean nothing."""
    context = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return _WRITTEN.get(context["pattern"], error["msg"])
    ours = _MUST_BE.get(error["type"])
    return ours.format_map(context) if ours else error["msg"]
