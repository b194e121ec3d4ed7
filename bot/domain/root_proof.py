"""Whether the roots of the record still are what they were: each after the other, signed, and as they were posted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from bot.domain.chain import NOTHING_BEFORE, Head, Seal, Tail, root_hash, sealed_root_hash

ROOTS = "roots"


@dataclass(frozen=True)
class Root:
    """One root and the heads that moved since the one before; roots of older releases were of a day, and know no more."""

    day: date
    root: str
    heads: tuple[Head, ...]
    number: int = 0
    at: datetime | None = None
    tail: Tail | None = None
    key: str | None = None
    signature: str | None = None

    @property
    def name(self) -> str:
        """What it is called where it is posted: the instant, or the day, at which it was taken."""
        return root_name(self.at) if self.at else self.day.isoformat()


@dataclass(frozen=True)
class Posted:
    """A root as it stands where nobody here can change it; `name` is a root's, or a day, which means any root of it."""

    name: str
    root: str
    key: str | None = None
    signature: str | None = None


@dataclass(frozen=True)
class Break:
    """Where the proof fails; `number` is the entry of that subject, from 1."""

    subject: str
    number: int
    words: str


class Keys(Protocol):
    """The public keys of the record, which the owner of the database does not hold."""

    @property
    def since(self) -> datetime | None:
        """When the first one was made; None if there is none."""
        ...

    def proves(self, key: str, message: bytes, signature: str) -> bool | None:
        """Whether this key signed the message; None if there is no such key."""
        ...


def root_name(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def signed_message(name: str, root: str) -> bytes:
    """What is signed: the root, and the name under which it is posted."""
    return f"ringfence root {name} {root}".encode()


def find_root_breaks(roots: Iterable[Root], outside: Iterable[Posted], keys: Keys | None) -> Iterator[Break]:
    known = sorted(roots, key=lambda root: (root.number, root.day))
    yield from _of_order(known)
    if keys is not None:
        yield from _of_signatures(known, keys)
        yield from _of_posted_signatures(outside := list(outside), keys)
    yield from _of_posted(known, outside)


def _of_order(roots: Iterable[Root]) -> Iterator[Break]:
    before, number = NOTHING_BEFORE, 0
    for root in roots:
        if root.number and root.number != number + 1:
            yield _broken(f"{_between(number, root.number)} missing before the root of {root.name}")
        elif root.root != _expected(before, root):
            yield _broken(f"the root of {root.name} does not follow from its heads and the root before it")
        before, number = root.root, root.number


def _between(before: int, number: int) -> str:
    return f"root {before + 1} is" if number == before + 2 else f"roots {before + 1} to {number - 1} are"


def _expected(before: str, root: Root) -> str:
    if root.at is None or root.tail is None:
        return root_hash(before, root.day, root.heads)
    return sealed_root_hash(before, Seal(root.number, root.at, root.tail), root.heads)


def _of_signatures(roots: Iterable[Root], keys: Keys) -> Iterator[Break]:
    """From the first signed root on all are signed: nobody without the key can add one, or take a signature away."""
    signed = last = None
    for root in roots:
        last = root
        if root.signature is not None:
            signed = root
            yield from _of_signature(f"the root of {root.name}", Posted(root.name, root.root, root.key, root.signature), keys)
        elif signed is not None:
            yield _broken(f"the root of {root.name} is not signed, though the one of {signed.name} before it is")
    if signed is None and last is not None and keys.since is not None and last.at is not None and last.at > keys.since:
        words = f"no root is signed up to the one of {last.name}, though there is a key since {root_name(keys.since)}"
        yield _broken(f"{words}: the bot runs without RINGFENCE_RECORD_KEY_FILE, or the signatures were taken away")


def _of_posted_signatures(outside: Iterable[Posted], keys: Keys) -> Iterator[Break]:
    for posted in outside:
        if posted.signature is not None:
            yield from _of_signature(f"the root that was posted of {posted.name}", posted, keys)


def _of_signature(what: str, posted: Posted, keys: Keys) -> Iterator[Break]:
    proven = keys.proves(posted.key or "", signed_message(posted.name, posted.root), posted.signature or "")
    if proven is None:
        yield _broken(f"{what} is signed by the key {posted.key}, which is none of ours")
    elif not proven:
        yield _broken(f"{what} is not what the key {posted.key} signed")


def _of_posted(roots: Iterable[Root], outside: Iterable[Posted]) -> Iterator[Break]:
    known: dict[str, list[str]] = {}
    for root in roots:
        known.setdefault(root.name, []).append(root.root)
        if root.at is not None:
            known.setdefault(root.day.isoformat(), []).append(root.root)
    for posted in sorted(outside, key=lambda one: one.name):
        if posted.root not in known.get(posted.name, ()):
            yield _broken(f"the root of {posted.name} was posted as {posted.root}; {_kept(known, posted.name)}")


def _kept(known: Mapping[str, list[str]], name: str) -> str:
    found = known.get(name)
    return f"here it is {' or '.join(found)}" if found else "here it has none"


def _broken(words: str) -> Break:
    return Break(ROOTS, 0, words)
