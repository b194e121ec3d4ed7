"""What the tables of this release and a database do not share."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlmodel import SQLModel

from bot.store import tables  # noqa: F401  # they have to be declared


def differences(engine: Engine) -> list[object]:
    """What the tables of this release have that the database has not, or the other way round; empty if equal."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))
