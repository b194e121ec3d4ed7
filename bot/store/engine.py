"""How a database is opened: SQLite with durable write-ahead logging, PostgreSQL as it is; nobody waits for a lock for ever."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

WRITING, WAIT = "ringfence_writing", "ringfence_wait"
LOCK_WAIT = 2.5  # seconds: somebody who clicked is answered within Slack's three
RETRY = 0.01  # seconds
PATIENT = 30.0  # seconds: for what has happened outside already and must be written down


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`; nothing is connected yet."""
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=16, max_overflow=16, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    engine = create_engine(url, pool_size=16, max_overflow=32, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_address(url: str) -> bool:
    """Whether host and port are where they seem to be: an unescaped @ or : of a password moves them. Empty is fine."""
    try:
        address = make_url(url) if url else None
    except (ArgumentError, ValueError):
        return False
    return address is None or "@" not in (address.host or "")


def readable_address(url: str) -> str:
    """The address as PostgreSQL's own programs take it, without the password."""
    return make_url(url).set(drivername="postgresql")._replace(password=None).render_as_string()


def _prepare_postgresql(raw: Any, _record: Any) -> None:
    raw.execute(f"SET lock_timeout = '{LOCK_WAIT}s'")
    raw.commit()


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # the driver must not begin transactions of its own
    cursor = raw.cursor()
    _write_ahead(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Bots that open one new file at once get in each other's way here, and SQLite's own waiting does not hold for it."""
    until = time.monotonic() + PATIENT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(RETRY)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once, so that what it reads is still true when it writes; a reader waits for nobody."""
    options = connection.get_execution_options()
    wait = round(options.get(WAIT, LOCK_WAIT) * 1000)
    if connection.info.get(WAIT) != wait:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")
        connection.info[WAIT] = wait
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITING, False) else "BEGIN")
