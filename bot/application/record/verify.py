"""Whether the record is what it was, and all that stands beside it follows from it; read as of one moment."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.application.context import Context
from bot.domain.proof import find_breaks
from bot.domain.root_proof import Break, Keys, Posted
from bot.store import proof


@dataclass(frozen=True)
class Verified:
    """Every place where something is not what it was, and in words what could not be proven either way."""

    breaks: tuple[Break, ...]
    unproven: tuple[str, ...] = ()


def verify_record(context: Context, outside: Iterable[Posted] = (), keys: Keys | None = None) -> Verified:
    """`outside` are roots as they were posted, `keys` the public keys of the record; nothing is broken if all of it holds."""
    with context.store.snapshot() as unit:
        kept, illegible = proof.kept(unit)
        found = list(find_breaks(proof.proven_entries(unit), kept, outside, keys))
    return Verified((*illegible, *found))
