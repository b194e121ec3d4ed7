"""A copy of an SQLite database, taken while bots work on it, and opened and proven before it counts as one."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from bot.domain.proof import find_breaks
from bot.domain.root_proof import Break
from bot.store import proof
from bot.store.engine import open_engine
from bot.store.schema import is_of_this_release
from bot.store.unit import Store


class BrokenCopy(Exception):
    """The copy is not what it should be; its words say why. No file is left under the wanted name."""


def back_up(engine: Engine, target: Path) -> bool:
    """SQLite's online backup into one file, which takes its name when all of it holds; whether its record could be proven.

    The copy is of one moment; writers go on meanwhile. A database of an older release is copied as it is, and not proven.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        _copy(Path(engine.url.database or ""), unfinished)
        proven = _prove(unfinished)
        _name(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return proven


def _name(unfinished: Path, target: Path) -> None:
    """Raises FileExistsError where somebody made such a file meanwhile: no backup takes the place of another."""
    try:
        target.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        unfinished.rename(target)


def _copy(source: Path, target: Path) -> None:
    """In one step: in several it would begin anew with every write of somebody else."""
    original = sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)
    with closing(original), closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BrokenCopy("SQLite finds the copy broken; look at the disk, and at the database itself")


def _prove(path: Path) -> bool:
    store = Store(open_engine(f"sqlite:///{path}"))
    try:
        if not is_of_this_release(store.engine):
            return False
        if breaks := _breaks(store):
            raise BrokenCopy("the record is not what it was: " + "; ".join(f"{one.subject}: {one.words}" for one in breaks))
        return True
    finally:
        store.close()


def _breaks(store: Store) -> list[Break]:
    with store.snapshot() as unit:
        kept, breaks = proof.kept(unit)
        return [*breaks, *find_breaks(proof.proven_entries(unit), kept)]
