"""The record's proof: each entry carries a hash over itself and the one before, each hour with entries a root over all of them.

Whoever alters, removes or cuts off an entry breaks a hash that was handed out already. The canonical form is written in one way
only: UTF-8 JSON in NFC, keys sorted, no blanks, instants in UTC with microseconds, whole numbers only.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from bot.domain.events import Event

NOTHING_BEFORE = ""


@dataclass(frozen=True)
class Head:
    """The newest entry of one subject: how many there are, and the hash that vouches for all of them."""

    subject: str
    number: int
    hash: str


@dataclass(frozen=True)
class Tail:
    """The end of the whole record: how many entries there are, and the hash that vouches for their order."""

    place: int
    chain: str


NOTHING_YET = Tail(0, NOTHING_BEFORE)


def entry_hash(before: str, number: int, at: datetime, event: Event) -> str:
    """SHA-256 in hex over the hash of the subject's previous entry and the canonical form of this one."""
    body = {
        "subject": event.subject,
        "number": number,
        "at": instant_text(at),
        "happened": event.happened.value,
        "entity": event.entity,
        "entity_id": event.entity_id,
        "actor": event.actor,
        "before": event.before,
        "after": event.after,
        "details": event.details,
    }
    return sha256(before.encode() + canonical(body)).hexdigest()


def root_hash(before: str, day: date, heads: Iterable[Head]) -> str:
    """SHA-256 in hex over the previous root and every head that moved since; through it, over all heads there are."""
    moved = sorted([head.subject, head.number, head.hash] for head in heads)
    return sha256(before.encode() + canonical({"day": day.isoformat(), "heads": moved})).hexdigest()


@dataclass(frozen=True)
class Seal:
    """What a root vouches for besides the heads: its turn among the roots, when it was taken, and the end of the record then."""

    number: int
    at: datetime
    tail: Tail


def sealed_root_hash(before: str, seal: Seal, heads: Iterable[Head]) -> str:
    """As `root_hash`, and over the order of all entries: through it nothing before the end of the record can be taken out."""
    moved = sorted([head.subject, head.number, head.hash] for head in heads)
    body = {
        "number": seal.number,
        "at": instant_text(seal.at),
        "place": seal.tail.place,
        "chain": seal.tail.chain,
        "heads": moved,
    }
    return sha256(before.encode() + canonical(body)).hexdigest()


def link(before: Tail, entry: str) -> Tail:
    """The end of the record after one more entry, given by its hash."""
    place = before.place + 1
    return Tail(place, sha256(before.chain.encode() + canonical([place, entry])).hexdigest())


def document_hash(document: object) -> str:
    """SHA-256 in hex over a JSON document; numbers with a fraction are written in the shortest way that reads back equal."""
    return sha256(_written(_plain(document, fractions=True))).hexdigest()


def canonical(value: object) -> bytes:
    """The one way of writing a value; raises ValueError for what could be written in two ways."""
    return _written(_plain(value))


def _written(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def instant_text(at: datetime) -> str:
    """The one way of writing an instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: object, *, fractions: bool = False) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case Mapping():
            return {_key(key): _plain(inner, fractions=fractions) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner, fractions=fractions) for inner in value]
        case float() if fractions:
            return value
    raise ValueError(f"{value!r} has no single written form; record text, whole numbers, lists and mappings of these")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError(f"the key {key!r} is no text")
    return unicodedata.normalize("NFC", key)
