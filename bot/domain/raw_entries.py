"""A row of the record as it stands in the database, all of it text, read without trust: what cannot be read is said in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.chain import Head, entry_hash
from bot.domain.events import Event, Happened

_NEEDED = ("subject", "number", "hash", "at", "happened", "entity", "entity_id", "actor", "details")


@dataclass(frozen=True)
class RawEntry:
    """One row, each value as the database writes it; None where it holds nothing."""

    seq: str | None
    subject: str | None
    number: str | None
    hash: str | None
    at: str | None
    happened: str | None
    entity: str | None
    entity_id: str | None
    actor: str | None
    before: str | None
    after: str | None
    details: str | None
    place: str | None = None
    chain: str | None = None


@dataclass(frozen=True)
class Proven:
    """One entry with what the database says vouches for it; those of older releases have no place in the order of all."""

    head: Head
    at: datetime
    event: Event
    place: int | None = None
    chain: str | None = None

    @property
    def words(self) -> str:
        return f"entry {self.head.number} ({self.event.happened.value}, {self.at:%Y-%m-%d %H:%M} UTC)"


@dataclass(frozen=True)
class Illegible:
    """An entry that cannot be read, and why; as much of its head as is there."""

    head: Head
    words: str
    place: int | None = None
    chain: str | None = None


def read_entry(raw: RawEntry) -> Proven | Illegible:
    """What stands in a row, or what is the matter with it."""
    try:
        return _read(raw)
    except ValueError as problem:
        number = int(raw.number) if raw.number and raw.number.isascii() and raw.number.isdecimal() else 0
        head = Head(raw.subject or f"row {raw.seq}", number, raw.hash or "")
        which = f"entry {number or '?'} ({raw.happened}, row {raw.seq})"
        return Illegible(head, f"{which} cannot be read: {problem}", _place_if_any(raw), raw.chain)


def _read(raw: RawEntry) -> Proven:
    if lacking := [name for name in _NEEDED if getattr(raw, name) is None]:
        raise ValueError(f"its {lacking[0]} is empty")
    head = Head(str(raw.subject), _whole("number", raw.number), str(raw.hash))
    at, event = _instant(str(raw.at)), _event(raw)
    place = None if raw.place is None else _whole("place", raw.place)
    entry_hash("", head.number, at, event)  # raises for what has no single written form
    return Proven(head, at, event, place, raw.chain)


def _event(raw: RawEntry) -> Event:
    if raw.happened not in set(Happened):
        raise ValueError(f"its kind {raw.happened!r} is none that this release knows")
    return Event(
        happened=Happened(raw.happened),
        entity=str(raw.entity),
        entity_id=str(raw.entity_id),
        actor=str(raw.actor),
        before=raw.before,
        after=raw.after,
        details=_details(str(raw.details)),
    )


def _details(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("its details are no JSON") from None
    if not isinstance(found, dict):
        raise ValueError("its details are no mapping")
    return found


def _whole(name: str, text: str | None) -> int:
    try:
        return int(str(text))
    except ValueError:
        raise ValueError(f"its {name} is {text!r}, no whole number") from None


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"its date is {text!r}, which is none") from None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"its date is {text!r}, which is none") from None


def _place_if_any(raw: RawEntry) -> int | None:
    return int(raw.place) if raw.place and raw.place.isascii() and raw.place.isdecimal() else None
