"""Bring a database to the schema of this release; safe to call from several processes at once."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, make_url, text
from sqlalchemy.exc import DatabaseError

from bot.store.address import readable_address, reason_of
from bot.store.engine import PATIENT, WAIT, WRITING, open_engine

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 7_461_001  # any number that nothing else in this database uses


def upgrade(engine: Engine) -> None:
    """Run what is missing, one process at a time; a database that is up to date is left as it is."""
    with engine.connect().execution_options(**{WRITING: True, WAIT: PATIENT}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENT}s'")
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _UPGRADE_LOCK})
        command.upgrade(configuration(connection), "head")


def what_is_missing(url: str) -> str:
    """Why this address leads to no database of Ringfence, in words; nothing if it does, or if it cannot be looked at.

    Nothing is made or changed by looking.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return _missing_on_server(url)
    path = Path(address.database or "").absolute()
    if not path.is_file():
        return f"there is no database at {path}"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            found = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.Error:
        return ""
    return "" if found else f"the file {path} holds no tables of Ringfence"


def _missing_on_server(url: str) -> str:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            found = inspect(connection).has_table("alembic_version")
    except DatabaseError:
        return ""
    finally:
        engine.dispose()
    return "" if found else f"{readable_address(url)} holds no tables of Ringfence"


def bring_to_this_release(engine: Engine) -> str:
    """As `upgrade`; what keeps the database from being used, in words, or nothing."""
    try:
        upgrade(engine)
    except DatabaseError as problem:
        return reason_of(problem)
    return ""


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def revisions(connection: Connection) -> tuple[str | None, str | None]:
    """The revision at which this database is, and the newest of this release."""
    script = ScriptDirectory.from_config(configuration(connection))
    return MigrationContext.configure(connection).get_current_revision(), script.get_current_head()


def is_of_this_release(engine: Engine) -> bool:
    with engine.connect() as connection:
        here, newest = revisions(connection)
    return here == newest


def is_known(connection: Connection, revision: str) -> bool:
    """Whether this release has heard of that revision."""
    script = ScriptDirectory.from_config(configuration(connection))
    return revision in {one.revision for one in script.walk_revisions()}
