"""What loading a register changes, section by section, with names."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from bot.domain.register import Register

MOST_NAMED = 5
_SECTIONS = {
    "own_entities": "companies of ours",
    "members": "people of ours",
    "channels": "ways to hand over",
    "people": "people of vendors",
    "grants": "access given elsewhere",
}


def changes(before: Register, after: Register) -> Iterator[str]:
    """A sentence for each section in which anything is new, changed or gone."""
    for section in (field.name for field in fields(Register)):
        old, new = _by_id(getattr(before, section)), _by_id(getattr(after, section))
        told = [
            _named("new", [new[one] for one in new if one not in old]),
            _named("changed", [new[one] for one in new if one in old and old[one] != new[one]]),
            _named("gone", [old[one] for one in old if one not in new]),
        ]
        if any(told):
            title = _SECTIONS.get(section, section.replace("_", " "))
            yield f"{title[:1].upper()}{title[1:]}: {'; '.join(one for one in told if one)}."


def _by_id(records: tuple[Any, ...]) -> Mapping[str, Any]:
    return {getattr(one, "id", None) or f"{one.vendor}/{number}": one for number, one in enumerate(records)}


def _named(what: str, records: list[Any]) -> str:
    if not records:
        return ""
    names = [_name(one) for one in records[:MOST_NAMED]]
    more = f" and {len(records) - MOST_NAMED} more" if len(records) > MOST_NAMED else ""
    return f"{len(records)} {what} ({', '.join(names)}{more})"


def _name(record: Any) -> str:
    name = next((getattr(record, field) for field in ("name", "public_title", "title") if getattr(record, field, None)), "")
    own = getattr(record, "id", None) or record.vendor
    return f"{name} ({own})" if name else str(own)
