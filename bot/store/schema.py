"""Bring a database to the schema of this release; safe to call from several processes at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError

from bot.store.address import reason_of
from bot.store.engine import PATIENT, WAIT, WRITING

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 7_461_001  # any number that nothing else in this database uses


def upgrade(engine: Engine) -> None:
    """Run what is missing, one process at a time; a database that is up to date is left as it is."""
    with engine.connect().execution_options(**{WRITING: True, WAIT: PATIENT}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENT}s'")
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _UPGRADE_LOCK})
        command.upgrade(configuration(connection), "head")


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
