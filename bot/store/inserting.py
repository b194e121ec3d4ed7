"""Rows that are written once, whoever writes them at the same instant."""

from typing import Any

from sqlalchemy import Table

from bot.store.dialects import insert_once
from bot.store.unit import Unit


def unless_there(unit: Unit, table: Table) -> Any:
    """An insert that leaves a row alone that is there already."""
    return insert_once(unit.connection.dialect.name, table)


def insert_new(unit: Unit, table: Table, row: dict[str, Any]) -> bool:
    """Whether it was new; the row itself says so, because not every driver counts what it inserted."""
    fresh = unless_there(unit, table).values(**row).returning(*table.primary_key.columns)
    return unit.connection.execute(fresh).one_or_none() is not None
