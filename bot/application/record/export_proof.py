"""The record of some days with all that proves it, as lines for a program that knows nothing of this one (docs/verify_record.py).

It begins with what vouches for the entries before, and goes on beyond the last day until a root vouches for that day's end.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from bot.application.context import Context
from bot.application.ports import Signer
from bot.domain.chain import NOTHING_YET, Head, Tail, instant_text, link
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.raw_entries import Illegible, Proven
from bot.domain.root_proof import Root
from bot.store import proof
from bot.store.unit import Unit

VERSION = 1


def export_proof(context: Context, first: date, last: date, signer: Signer | None = None) -> Iterator[str]:
    """Lines with their ends. Both days count in full, in the organisation's zone."""
    zone = context.calendar.zone
    begin, end = datetime.combine(first, time(0), zone), datetime.combine(last + ONE_DAY, time(0), zone)
    seal = _Seal(signer)
    with context.store.snapshot() as unit:
        kept, broken = proof.kept(unit)
        if broken:
            raise _cannot(broken[0].subject, broken[0].words)
        window = _Window(kept.roots)
        for entry in _entries(unit):
            window.look(entry, begin, end)
        head = {"kind": "ringfence.record", "version": VERSION, "from": first.isoformat(), "to": last.isoformat()}
        yield seal.line(head | {"made_at": instant_text(context.now()), "before": window.before()})
        yield from (seal.line(row) for row in _rows(unit, window))
    yield from seal.end()


@dataclass
class _Numbered:
    """An entry with its place in the order of all, also where the release that wrote it knew of none."""

    proven: Proven
    tail: Tail


@dataclass
class _Window:
    """Which places are written, and what stood before them."""

    roots: tuple[Root, ...]
    first: int = 0
    last: int = 0
    start: Tail = NOTHING_YET
    heads: dict[str, Head] = field(default_factory=dict)
    _open: dict[str, Head] = field(default_factory=dict)
    _tail: Tail = NOTHING_YET

    def look(self, entry: _Numbered, begin: datetime, end: datetime) -> None:
        head, is_in = entry.proven.head, begin <= entry.proven.at < end
        if is_in and not self.first:
            self.first, self.start, self.heads = entry.tail.place, self._tail, dict(self._open)
        if is_in:
            self.last = entry.tail.place
        self._open[head.subject], self._tail = head, entry.tail

    def until(self) -> int:
        """The place at which the first root after the window was taken; its end, where none was."""
        later = (root.tail.place for root in self.roots if root.tail and root.tail.place >= self.last)
        return min(later, default=self.last) if self.first else 0

    def before(self) -> dict[str, Any]:
        earlier = [root for root in self.roots if not self._is_written(root)]
        root = max(earlier, key=lambda one: one.number, default=None)
        known = {subject: [head.number, head.hash] for subject, head in self.heads.items()}
        vouched = {"root": root.root if root else "", "number": root.number if root else 0}
        return {"place": self.start.place, "chain": self.start.chain, "subjects": known, **vouched}

    def written_roots(self) -> list[Root]:
        return sorted((root for root in self.roots if self._is_written(root)), key=lambda root: root.number)

    def _is_written(self, root: Root) -> bool:
        return bool(self.first) and root.tail is not None and self.first <= root.tail.place <= self.until()


def _entries(unit: Unit) -> Iterator[_Numbered]:
    tail = NOTHING_YET
    for entry in proof.proven_entries(unit):
        if isinstance(entry, Illegible):
            raise _cannot(entry.head.subject, entry.words)
        tail = link(tail, entry.head.hash)
        yield _Numbered(entry, tail)


def _rows(unit: Unit, window: _Window) -> Iterable[dict[str, Any]]:
    until = window.until()
    for entry in _entries(unit):
        if window.first and window.first <= entry.tail.place <= until:
            yield _entry(entry)
    for root in window.written_roots():
        yield _root(root)


def _entry(entry: _Numbered) -> dict[str, Any]:
    event, head = entry.proven.event, entry.proven.head
    return {
        "kind": "entry",
        "subject": head.subject,
        "number": head.number,
        "at": instant_text(entry.proven.at),
        "happened": event.happened.value,
        "entity": event.entity,
        "entity_id": event.entity_id,
        "actor": event.actor,
        "before": event.before,
        "after": event.after,
        "details": dict(event.details),
        "hash": head.hash,
        "place": entry.tail.place,
        "chain": entry.tail.chain,
    }


def _root(root: Root) -> dict[str, Any]:
    return {
        "kind": "root",
        "number": root.number,
        "name": root.name,
        "day": root.day.isoformat(),
        "at": instant_text(root.at) if root.at else None,
        "root": root.root,
        "place": root.tail.place if root.tail else None,
        "chain": root.tail.chain if root.tail else None,
        "heads": sorted([head.subject, head.number, head.hash] for head in root.heads),
        "key": root.key,
        "signature": root.signature,
    }


class _Seal:
    """Writes lines in one way, and at the end vouches for every byte of them."""

    def __init__(self, signer: Signer | None) -> None:
        self._signer, self._bytes, self._lines = signer, sha256(), 0

    def line(self, row: dict[str, Any]) -> str:
        text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"
        self._bytes.update(text.encode())
        self._lines += 1
        return text

    def end(self) -> Iterator[str]:
        if self._signer is not None:
            found = self._bytes.hexdigest()
            signature = self._signer.sign(f"ringfence export {found}".encode())
            yield self.line({"kind": "signed", "sha256": found, "key": self._signer.key, "signature": signature})
        yield self.line({"kind": "end", "lines": self._lines + 1, "sha256": self._bytes.hexdigest()})


def _cannot(subject: str, words: str) -> Refusal:
    return Refusal("record_broken", f"{subject}: {words}. `ringfence record verify` names all that is wrong.")
