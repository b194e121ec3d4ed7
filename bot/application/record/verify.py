"""Whether the record is what it was, and all that stands beside it follows from it; read as of one moment."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.application.context import Context
from bot.application.ports import Tracker
from bot.application.record.post_root import posted_roots
from bot.domain.dates import add_months
from bot.domain.proof import find_breaks
from bot.domain.raw_entries import Illegible, Proven
from bot.domain.replay import ENTITIES, Told
from bot.domain.root_proof import Break, Keys, Posted
from bot.domain.tables_proof import find_differences
from bot.store import proof

MOST_NAMED = 5
A_YEAR = timedelta(days=365)


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


def fetch_posted(context: Context, tracker: Tracker) -> list[Posted]:
    """The roots in the tracker, of all months since the record began and at least of a year; raises TryLater or GiveUp."""
    with context.store.reading() as unit:
        begun = proof.first_entry_at(unit)
    today = context.today()
    first = min(today - A_YEAR, begun.astimezone(context.calendar.zone).date() if begun else today)
    count = (today.year - first.year) * 12 + today.month - first.month
    return list(posted_roots(tracker, (add_months(first.replace(day=1), number) for number in range(count + 1))))


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
