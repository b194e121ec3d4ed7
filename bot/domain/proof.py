"""Whether the record still is what it was: every altered, removed or cut-off entry, and every root that does not fit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.chain import NOTHING_BEFORE, NOTHING_YET, Head, Tail, entry_hash, link
from bot.domain.raw_entries import Illegible, Proven
from bot.domain.root_proof import Break, Keys, Posted, Root, find_root_breaks

WHOLE = "record"  # the subject of what is the matter with the order of all entries


@dataclass(frozen=True)
class Kept:
    """What vouches for the entries: the newest of each subject, the end of all of them, and the roots."""

    heads: tuple[Head, ...]
    roots: tuple[Root, ...]
    tail: Tail | None = None


def find_breaks(
    entries: Iterable[Proven | Illegible], kept: Kept, outside: Iterable[Posted] = (), keys: Keys | None = None
) -> Iterator[Break]:
    """`entries` come as they were written; `outside` are roots as they were posted where nobody here can change them."""
    run = _Run({(head.subject, head.number): (head.hash, root.name) for root in kept.roots for head in root.heads})
    run.await_tails(kept.roots)
    for entry in entries:
        yield from run.of_entry(entry)
        yield from run.of_place(entry)
    yield from _of_heads(run.last, {head.subject: head for head in kept.heads})
    for (subject, number), (_, name) in run.promised.items():
        yield Break(subject, number, f"entry {number} stood in the root of {name} and is gone")
    yield from run.of_tail(kept.tail)
    yield from find_root_breaks(kept.roots, outside, keys)


def find_entry_breaks(entries: Iterable[Proven | Illegible]) -> Iterator[Break]:
    """Whether the entries of some subjects follow each other; what vouches for them is not asked."""
    run = _Run({})
    for entry in entries:
        yield from run.of_entry(entry)


@dataclass
class _Run:
    """What is known after the entries so far. What stands in a root is taken off `promised`, whatever became of it."""

    promised: dict[tuple[str, int], tuple[str, str]]
    last: dict[str, Head] = field(default_factory=dict)
    tail: Tail = NOTHING_YET
    placed: bool = False
    awaited: dict[int, list[Root]] = field(default_factory=dict)

    def await_tails(self, roots: Iterable[Root]) -> None:
        for root in roots:
            if root.tail is not None:
                self.awaited.setdefault(root.tail.place, []).append(root)

    def of_entry(self, entry: Proven | Illegible) -> Iterator[Break]:
        """Whether it follows the one before it of its subject, and is the one that stood in a root."""
        head, before = entry.head, self.last.get(entry.head.subject)
        expected = (before.number if before else 0) + 1
        if isinstance(entry, Illegible):
            yield Break(head.subject, head.number, entry.words)
        elif head.number != expected:
            yield Break(head.subject, expected, _missing(expected, head.number))
        elif head.hash != entry_hash(before.hash if before else NOTHING_BEFORE, head.number, entry.at, entry.event):
            yield Break(head.subject, head.number, f"{entry.words} was altered, or the one before it")
        rooted, name = self.promised.pop((head.subject, head.number), (head.hash, None))
        if rooted != head.hash:
            yield Break(head.subject, head.number, f"entry {head.number} is not the one that stood in the root of {name}")
        self.last[head.subject] = head

    def of_place(self, entry: Proven | Illegible) -> Iterator[Break]:
        """Whether it follows the one before it of the whole record; after a gap the rest is looked at as it stands."""
        following, head = link(self.tail, entry.head.hash), entry.head
        if entry.place is None:
            if self.placed:
                yield Break(head.subject, head.number, f"entry {head.number} has no place in the order of all entries")
        elif entry.place != following.place:
            yield Break(WHOLE, following.place, f"{_out_of_order(following.place, entry)}")
            following = Tail(entry.place, entry.chain or "")
        elif entry.chain != following.chain:
            words = f"entry {head.number} is not the one that stood at place {entry.place} of the whole record"
            yield Break(head.subject, head.number, words)
            following = Tail(entry.place, entry.chain or "")
        self.placed |= entry.place is not None
        self.tail = following
        yield from self._of_awaited()

    def _of_awaited(self) -> Iterator[Break]:
        for root in self.awaited.pop(self.tail.place, ()):
            if root.tail is not None and root.tail.chain != self.tail.chain:
                yield Break(WHOLE, self.tail.place, f"the order of all entries is not the one that the root of {root.name} saw")

    def of_tail(self, tail: Tail | None) -> Iterator[Break]:
        here = self.tail.place
        for place, roots in sorted(self.awaited.items()):
            if place and place > here:
                yield Break(WHOLE, place, f"{place} entries stood in the root of {roots[0].name}; only {here} are there")
        if tail is None:
            yield Break(WHOLE, 0, "the note of how many entries there are was removed")
        elif tail.place > here:
            yield Break(WHOLE, here + 1, f"of the whole record, {_cut(here + 1, tail.place)} cut off")
        elif tail != self.tail:
            yield Break(WHOLE, here, f"{here} entries are there; the note of how many there are says {tail.place}, or other ones")


def _missing(expected: int, number: int) -> str:
    if number < expected:
        return f"entry {number} is there twice, or out of its order"
    return f"{_cut(expected, number - 1)} missing"


def _out_of_order(expected: int, entry: Proven | Illegible) -> str:
    place = entry.place or 0
    if place < expected:
        return f"entry {entry.head.number} of {entry.head.subject} stands at place {place}, where another one was"
    return f"of the whole record, {_cut(expected, place - 1)} missing"


def _cut(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


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
