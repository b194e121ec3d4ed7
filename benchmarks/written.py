"""What one run wrote, statement by statement, and the same written again by the bare driver in the same transactions."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import psycopg
from sqlalchemy import Engine, event

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Statement:
    sql: str
    parameters: Any
    many: bool


@dataclass
class Written:
    """Transactions that wrote something, in order, each as its statements."""

    transactions: list[list[Statement]] = field(default_factory=list)
    _open: list[Statement] = field(default_factory=list)

    def statement(self, _conn: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
        """Rows that are inserted one by one, because their numbers are asked back, come here one by one too."""
        if sql.startswith(WRITES):
            self._open.append(Statement(sql, parameters, isinstance(parameters, list)))

    def commit(self, _conn: Any) -> None:
        if self._open:
            self.transactions.append(self._open)
        self._open = []


@contextmanager
def watching(engine: Engine) -> Iterator[Written]:
    """Everything that is written through this engine meanwhile."""
    written = Written()
    event.listen(engine, "after_cursor_execute", written.statement)
    event.listen(engine, "commit", written.commit)
    try:
        yield written
    finally:
        event.remove(engine, "after_cursor_execute", written.statement)
        event.remove(engine, "commit", written.commit)


class Plain(Protocol):
    """The bare driver on one database."""

    def write(self, transactions: Sequence[Sequence[Statement]]) -> float:
        """The seconds it took to write and commit each."""
        ...


class PlainSqlite:
    """The sqlite3 module, at the durability that the store sets."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")

    def write(self, transactions: Sequence[Sequence[Statement]]) -> float:
        began = time.perf_counter()
        for statements in transactions:
            cursor = self._connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            for one in statements:
                (cursor.executemany if one.many else cursor.execute)(one.sql, one.parameters)
                if cursor.description:
                    cursor.fetchall()
            cursor.execute("COMMIT")
        return time.perf_counter() - began

    def close(self) -> None:
        self._connection.close()


class PlainPostgres:
    """psycopg, with the server's own durability."""

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address)

    def write(self, transactions: Sequence[Sequence[Statement]]) -> float:
        began = time.perf_counter()
        for statements in transactions:
            with self._connection.cursor() as cursor:
                for one in statements:
                    (cursor.executemany if one.many else cursor.execute)(one.sql, one.parameters)
                    if cursor.description:
                        cursor.fetchall()
            self._connection.commit()
        return time.perf_counter() - began

    def close(self) -> None:
        self._connection.close()
