"""Whether the record is what it was, and all that stands beside it follows from it; read as of one moment."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.application.context import Context
from bot.domain.proof import find_breaks
from bot.domain.raw_entries import Illegible, Proven
from bot.domain.replay import ENTITIES, Told
from bot.domain.root_proof import Break, Keys, Posted
from bot.domain.tables_proof import find_differences
from bot.store import proof

MOST_NAMED = 5


@dataclass(frozen=True)
class Verified:
    """Every place where something is not what it was, and in words what could not be proven either way."""

    breaks: tuple[Break, ...]
    unproven: tuple[str, ...] = ()


def verify_record(context: Context, outside: Iterable[Posted] = (), keys: Keys | None = None) -> Verified:
    """`outside` are roots as they were posted, `keys` the public keys of the record; nothing is broken if all of it holds."""
    with context.store.snapshot() as unit:
        kept, illegible = proof.kept(unit)
        read = _Reading()
        found = list(find_breaks(read.noting(proof.proven_entries(unit)), kept, outside, keys))
        tables = proof.tables(unit, read.told, is_whole=read.is_whole)
        found += find_differences(tables)
    return Verified((*illegible, *found), tuple(_unproven(tables.unproven)))


@dataclass
class _Reading:
    """What the entries tell, noted while they are proven."""

    told: dict[str, Told] = field(default_factory=dict)
    is_whole: bool = True

    def noting(self, entries: Iterable[Proven | Illegible]) -> Iterator[Proven | Illegible]:
        for entry in entries:
            self.is_whole &= entry.place is not None
            if isinstance(entry, Proven) and entry.event.entity in ENTITIES:
                self.told.setdefault(entry.head.subject, Told()).take(entry)
            yield entry


def _unproven(found: Mapping[str, Collection[str]]) -> Iterator[str]:
    for what, which in found.items():
        some = ", ".join(sorted(which)[:MOST_NAMED]) + (f" and {len(which) - MOST_NAMED} more" if len(which) > MOST_NAMED else "")
        yield f"{what}: the entries of {some} are of a release that wrote no hashes of them"
