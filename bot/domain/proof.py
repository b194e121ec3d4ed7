"""Whether the record still is what it was: every altered, removed or cut-off entry, and every root that does not fit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.chain import NOTHING_BEFORE, Head, entry_hash, root_hash
from bot.domain.events import Event


@dataclass(frozen=True)
class Proven:
    """One entry with what the database says vouches for it."""

    head: Head
    at: datetime
    event: Event


@dataclass(frozen=True)
class Root:
    """The root of one day, and the heads that moved since the one before."""

    day: date
    root: str
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class Break:
    """Where the proof fails; `number` is the entry of that subject, from 1."""

    subject: str
    number: int
    words: str


def find_breaks(
    entries: Iterable[Proven], heads: Iterable[Head], roots: Iterable[Root], outside: Mapping[date, str]
) -> Iterator[Break]:
    """`entries` come by subject and number; `outside` are roots as they were posted where nobody here can change them."""
    known_roots = sorted(roots, key=lambda root: root.day)
    promised = {(head.subject, head.number): (head.hash, root.day) for root in known_roots for head in root.heads}
    last: dict[str, Head] = {}
    for entry in entries:
        yield from _of_entry(entry, last.get(entry.head.subject), promised)
        last[entry.head.subject] = entry.head
    yield from _of_heads(last, {head.subject: head for head in heads})
    for (subject, number), (_, day) in promised.items():
        yield Break(subject, number, f"entry {number} stood in the root of {day} and is gone")
    yield from _of_roots(known_roots, outside)


def _of_entry(entry: Proven, before: Head | None, promised: dict[tuple[str, int], tuple[str, date]]) -> Iterator[Break]:
    """What stands in a root is taken off `promised`, whatever became of it."""
    head, expected = entry.head, (before.number if before else 0) + 1
    what = f"entry {head.number} ({entry.event.happened.value}, {entry.at:%Y-%m-%d %H:%M} UTC)"
    if head.number != expected:
        gone = f"entry {expected} is" if head.number == expected + 1 else f"entries {expected} to {head.number - 1} are"
        yield Break(head.subject, expected, f"{gone} missing")
    elif head.hash != entry_hash(before.hash if before else NOTHING_BEFORE, head.number, entry.at, entry.event):
        yield Break(head.subject, head.number, f"{what} was altered, or the one before it")
    rooted, day = promised.pop((head.subject, head.number), (head.hash, None))
    if rooted != head.hash:
        yield Break(head.subject, head.number, f"{what} is not the one that stood in the root of {day}")


def _of_heads(last: Mapping[str, Head], heads: Mapping[str, Head]) -> Iterator[Break]:
    for subject in sorted(last.keys() | heads.keys()):
        entry, head = last.get(subject), heads.get(subject)
        if head is None:
            yield Break(subject, 0, "its head was removed")
        elif entry is None or entry.number < head.number:
            found = entry.number if entry else 0
            yield Break(subject, found + 1, f"entries {found + 1} to {head.number} were cut off")
        elif (entry.number, entry.hash) != (head.number, head.hash):
            yield Break(subject, entry.number, f"entry {entry.number} is not the one that its head vouches for")


def _of_roots(roots: Iterable[Root], outside: Mapping[date, str]) -> Iterator[Break]:
    before, known = NOTHING_BEFORE, dict[date, str]()
    for root in roots:
        known[root.day] = root.root
        if root.root != root_hash(before, root.day, root.heads):
            yield Break("roots", 0, f"the root of {root.day} does not follow from its heads and the root before it")
        before = root.root
    for day, posted in sorted(outside.items()):
        if known.get(day) != posted:
            kept = f"here it is {known[day]}" if day in known else "here it has none"
            yield Break("roots", 0, f"the root of {day} was posted as {posted}; {kept}")
