"""How a database is opened: SQLite with durable write-ahead logging, PostgreSQL as it is; nobody waits for a lock for ever."""

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from bot.store.address import is_elsewhere, usual_of

WRITING, WAIT = "ringfence_writing", "ringfence_wait"
LOCK_WAIT = 2.5  # seconds: somebody who clicked is answered within Slack's three
RETRY = 0.01  # seconds
CONNECT_WAIT = 5  # seconds: a server that never answers is one that is not there
SILENT = 30  # seconds without a sign of life of a server that was connected
PATIENT = 30.0  # seconds: for what has happened outside already and must be written down


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`; nothing is connected yet."""
    if not url.startswith("sqlite"):
        engine = create_engine(
            url, pool_size=16, max_overflow=16, pool_pre_ping=True, hide_parameters=True, connect_args=_connecting(make_url(url))
        )
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    engine = create_engine(url, pool_size=16, max_overflow=32, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connecting(address: URL) -> dict[str, Any]:
    """How PostgreSQL is connected to, save where the address says otherwise.

    Statements are not prepared: behind a pooler in transaction mode the next one may meet another server process. A server that
    is elsewhere is met with TLS or not at all, instead of with TLS if it happens to offer it.
    """
    usual: dict[str, Any] = {"connect_timeout": CONNECT_WAIT, "tcp_user_timeout": SILENT * 1000}
    if is_elsewhere(address) and usual_of("sslmode") == "prefer":
        usual["sslmode"] = "require"
    return {"prepare_threshold": None} | {name: value for name, value in usual.items() if name not in address.query}


def _begin_postgresql(connection: Connection) -> None:
    """For this transaction alone: behind a pooler what is set for a session holds for somebody else's."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_WAIT}s'")


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
