"""What the screens of Jira ask for, at a move or a new ticket, and how the company's words are written into them; pure.

Jira says of each screen which fields it has, which of them must be filled, and what they may hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.ticket_mapping import is_one_of
from bot.jira.dialect import Dialect

Json = Mapping[str, Any]
FILE = "workflows/jira.yml"
COMMENT = "comment"  # the one field of a screen that is added and not set
_BY_NAME = ("resolution", "priority", "version", "component", "issuetype", "group", "securitylevel")
_LONG_TEXTS = ("description", "environment")


class Unfillable(Exception):
    """A move cannot be made as things stand; the words say which field, and what a person has to do."""


@dataclass(frozen=True)
class Way:
    """One transition: its id, the status it leads to, and the fields of its screen by their ids."""

    ident: str
    status: str
    fields: Mapping[str, Json]


def ways_of(answer: Json) -> list[Way]:
    return [Way(str(one["id"]), str(one["to"]["name"]), one.get("fields") or {}) for one in answer["transitions"]]


def body_of(way: Way, given: Mapping[str, str], dialect: Dialect) -> dict[str, Any]:
    """What is sent to make the move. Raises Unfillable for a field that must be filled and for which nobody gave a value."""
    lacking = [_named(ident, field) for ident, field in way.fields.items() if _must_be_filled(field) and ident not in given]
    if lacking:
        words = f"Jira asks there for {', '.join(lacking)}, and nothing says what to fill in"
        raise Unfillable(f"{words}: write it under `moves` in {FILE}, or make it optional in Jira")
    filled = {ident: words for ident, words in given.items() if ident in way.fields}
    remark = filled.pop(COMMENT, None)
    fields = shaped(way.fields, filled, section="moves", dialect=dialect)
    added = {"update": {COMMENT: [{"add": {"body": dialect.text(remark)}}]}} if remark else {}
    return {"transition": {"id": way.ident}} | ({"fields": fields} if fields else {}) | added


def shaped(screen: Mapping[str, Json], given: Mapping[str, str], *, section: str, dialect: Dialect) -> dict[str, Any]:
    """The given words in the shapes that their fields want. Raises Unfillable, naming the section of the file to correct."""
    if absent := [ident for ident in given if ident not in screen]:
        raise Unfillable(
            f"{', '.join(absent)} cannot be filled there: put it on that screen in Jira, or correct `{section}` in {FILE}"
        )
    found = {}
    for ident, words in given.items():
        try:
            found[ident] = _shaped(ident, screen[ident], words, dialect)
        except Unfillable as odd:
            raise Unfillable(f"{odd}: correct `{section}` in {FILE}") from None
    return found


def _must_be_filled(field: Json) -> bool:
    return bool(field.get("required")) and not field.get("hasDefaultValue")


def _named(ident: str, field: Json) -> str:
    return f"{field.get('name') or ident} ({ident})"


def _shaped(ident: str, field: Json, words: str, dialect: Dialect) -> Any:
    """One value, or a list of one where the field takes several, in the shape that its type wants."""
    schema: Json = field.get("schema") or {}
    takes_several = schema.get("type") == "array"
    kind = str(schema.get("items") if takes_several else schema.get("type"))
    allowed = field.get("allowedValues")
    value = _chosen(ident, field, words, allowed) if allowed else _written(kind, schema, words, dialect)
    return [value] if takes_several else value


def _chosen(ident: str, field: Json, words: str, allowed: Iterable[Json]) -> Any:
    named = {str(one.get("name") or one.get("value")): one for one in allowed}
    for name, one in named.items():
        if is_one_of(words, [name]):
            return {"id": str(one["id"])}
    raise Unfillable(f"{_named(ident, field)} takes {' or '.join(named)}, not {words!r}")


def _written(kind: str, schema: Json, words: str, dialect: Dialect) -> Any:
    if kind in _BY_NAME:
        return {"name": words}
    if kind == "option":
        return {"value": words}
    if kind == "user":
        return dialect.person(words)
    if kind == "number":
        return _number(words)
    is_long = schema.get("system") in _LONG_TEXTS or str(schema.get("custom", "")).endswith(":textarea")
    return dialect.text(words) if is_long else words


def _number(words: str) -> float | str:
    """What is no number goes as it is, and Jira says what it thinks of it."""
    try:
        return float(words)
    except ValueError:
        return words
