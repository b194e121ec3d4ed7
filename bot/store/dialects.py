"""Where the two databases write the same thing differently."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(dialect: str, table: Table) -> Any:
    """An insert that leaves a row alone that is there already."""
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(table).on_conflict_do_nothing()
