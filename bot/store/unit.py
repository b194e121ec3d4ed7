"""One unit of work per call: all of it is kept, or nothing; who cannot have the database in time is told so in words.

On SQLite one lock of this process stands before the database's own, because SQLite's writers wait by sleeping (p99 1,085 ms
for 32 people clicking at once without it, 50 ms with it).
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, Select, Transaction, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import BUSY, UNWRITABLE, Refusal
from bot.store.database_time import from_now
from bot.store.dialects import insert_once
from bot.store.engine import LOCK_WAIT, WAIT, WRITING
from bot.store.faults import Unsure, fault, is_busy, is_lost
from bot.store.tables import COUNTERS

log = structlog.get_logger(__name__)
GIVE_WAY = 0.25  # seconds, at most: a row of units goes on though clicks never cease
FACTS = 7_461_002  # the register's lock: any number that nothing else in this database uses
MANY = 1_000  # more writers than there are connections: PostgreSQL lets them wait row by row
UNKNOWN_AT_THE_END = ("is being stopped or started", "cannot read or write its disk")
_PROBE = "probe"


@dataclass
class Unit:
    """An open transaction. `promised` becomes true when an outbox message was added; `wait` are the seconds it has for a lock."""

    connection: Connection
    promised: bool = field(default=False)
    wait: float = LOCK_WAIT

    def locking(self, query: Select[Any]) -> Select[Any]:
        """The same query, holding its rows until the end; SQLite already holds everything.

        PostgreSQL counts the time for a lock anew for each place in the queue, so that the whole statement is given its time.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{self.wait}s'")
        return query.with_for_update()

    def hold_facts(self) -> None:
        """Until this unit ends the register stays as it is, for all who judge by it: said first, before anything is read.

        They do not wait for each other; who changes the register waits for them, and they for it. On SQLite writers are alone.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("SELECT pg_advisory_xact_lock_shared(:facts)"), {"facts": FACTS})

    def change_facts(self) -> None:
        """As `hold_facts`, for who changes the register: nobody judges by what it was."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("SELECT pg_advisory_xact_lock(:facts)"), {"facts": FACTS})

    def one_at_a_time(self, name: str) -> None:
        """Whoever does the same named thing waits here until this unit ends; a writer on SQLite is alone anyway."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


class Store:
    """Opens units of work. `kept_promises` are called after each commit that promised a message."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kept_promises: list[Callable[[], None]] = []
        self._writers = threading.Lock() if engine.dialect.name == "sqlite" else threading.Semaphore(MANY)
        self._queue: deque[None] = deque()  # one for each writer that waits for its turn

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Raises Refusal where the database does not answer."""
        try:
            with self.engine.connect() as connection, connection.begin():
                yield Unit(connection)
        except DBAPIError as error:
            raise _in_words(error) from error

    @contextmanager
    def snapshot(self) -> Iterator[Unit]:
        """As `reading`, and all that is read is of one moment, whoever writes meanwhile; bytes that are no text are escaped."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with _lenient_text(connection), connection.begin():
                yield Unit(connection)

    @contextmanager
    def writing(self, wait: float = LOCK_WAIT) -> Iterator[Unit]:
        """Raises Refusal, and nothing is changed, if the database keeps nothing, or others keep it for longer than `wait`.

        Raises Unsure where the connection was lost at the very end.
        """
        try:
            with self._turn(wait) as left, self._connect_for_writing() as connection:
                connection.execution_options(**{WAIT: left})
                with _transaction(connection):
                    _wait_for_rows(connection, wait)
                    unit = self._unit(connection)
                    unit.wait = wait
                    yield unit
        except DBAPIError as error:
            raise _in_words(error) from error
        if unit.promised:
            for call in self.kept_promises:
                call()

    @contextmanager
    def _turn(self, wait: float) -> Iterator[float]:
        """Waits for the writers of this process; how long is left to wait for those of others."""
        until = time.monotonic() + wait
        self._queue.append(None)
        has_it = self._writers.acquire(timeout=wait)
        self._queue.pop()
        if not has_it:
            raise _busy()
        try:
            yield max(0.1, round(until - time.monotonic(), 1))
        finally:
            self._writers.release()

    def give_way(self, rest: float = 0.0) -> None:
        """Between the units of a long row: whoever waits comes first; else the lock would go to who had it last.

        `rest` are seconds to do nothing before: threads of one process also wait for the interpreter.
        """
        time.sleep(rest)
        until = time.monotonic() + GIVE_WAY
        while self._queue and time.monotonic() < until:
            time.sleep(0.001)

    def prove(self) -> None:
        """Write a little and keep it: one that is full or read-only answers every question. Raises what `writing` raises."""
        with self.writing() as unit:
            counted = update(COUNTERS).where(COUNTERS.c.name == _PROBE).values(value=COUNTERS.c.value + 1)
            if not unit.connection.execute(counted).rowcount:
                unit.connection.execute(insert_once(unit.connection.dialect.name, COUNTERS).values(name=_PROBE, value=1))

    def clock(self) -> datetime:
        """What time it is by the database."""
        with self.reading() as unit:
            said: datetime = unit.connection.execute(select(from_now())).scalar_one()
            return said

    def close(self) -> None:
        self.engine.dispose()

    def _connect_for_writing(self) -> Connection:
        return self.engine.connect().execution_options(**{WRITING: True})

    def _unit(self, connection: Connection) -> Unit:
        return Unit(connection)


@contextmanager
def _lenient_text(connection: Connection) -> Iterator[None]:
    """SQLite keeps whatever bytes somebody put in; read as text they must not end the reading."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.text_factory = _text_of
    try:
        yield
    finally:
        raw.text_factory = str


def _text_of(kept: bytes) -> str:
    return kept.decode(errors="backslashreplace")


def _wait_for_rows(connection: Connection, wait: float) -> None:
    if wait != LOCK_WAIT and connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{wait}s'")


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    """Kept at the end, or undone. Only of the last word of a lost connection is it unknown whether it was heard."""
    transaction = connection.begin()
    try:
        yield
    except BaseException:
        _undo(transaction)
        raise
    try:
        transaction.commit()
    except DBAPIError as error:
        if is_lost(error) or fault(error) in UNKNOWN_AT_THE_END:
            raise Unsure(f"the database was told to keep it, and {fault(error)}") from error
        raise


def _undo(transaction: Transaction) -> None:
    """What the database has undone by itself, or cannot hear any more, is undone."""
    with suppress(DBAPIError):
        transaction.rollback()


def _in_words(error: DBAPIError) -> Exception:
    if is_busy(error):
        return _busy()
    if words := fault(error):
        log.error("the database keeps nothing", reason=words, error=str(error.orig).splitlines()[0])
        told = f"The database {words}, so I changed nothing. Tell an administrator, and try again once it is mended."
        return Refusal(UNWRITABLE, told)
    return error


def _busy() -> Refusal:
    return Refusal(BUSY, "The database is busy, so I changed nothing. Try again in a minute.")
