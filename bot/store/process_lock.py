"""One process on an SQLite database: writers of two processes wait for each other by sleeping, and people would be turned away.

The lock is a transaction on a file beside the database, so that it ends with the process, however that ends, and on every
operating system. PostgreSQL serves as many processes as there are.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.domain.errors import Refusal

SUFFIX = ".in-use"
A_MOMENT = 1.0  # seconds; whoever only looks has the lock for less than that


@contextmanager
def only_one_process(url: str) -> Iterator[None]:
    """Raises Refusal where another process runs on this SQLite database; PostgreSQL takes everybody."""
    path = _lock_of(url)
    if path is None:
        yield
        return
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=A_MOMENT, isolation_level=None)) as lock:
        if not _taken(lock):
            words = f"Another `ringfence run` works on {make_url(url).database}, and SQLite serves one. Stop that one first"
            raise Refusal("in_use", f"{words}, or set RINGFENCE_DATABASE_URL to a PostgreSQL, which serves as many as you like.")
        yield


def is_in_use(url: str) -> bool:
    """Whether a bot runs on this SQLite database now."""
    path = _lock_of(url)
    if path is None or not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
        return not _taken(lock)


def _lock_of(url: str) -> Path | None:
    """The file beside the database; None for PostgreSQL."""
    address = make_url(url)
    return Path(f"{address.database}{SUFFIX}") if address.get_backend_name() == "sqlite" else None


def _taken(lock: sqlite3.Connection) -> bool:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return False
    return True
