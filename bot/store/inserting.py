"""Rows that are written once, whoever writes them at the same instant."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.dialects import insert_once
from bot.store.unit import Unit


def unless_there(unit: Unit, table: Table) -> Any:
    """An insert that leaves a row alone that is there already."""
    return insert_once(unit.connection.dialect.name, table)


def insert_new(unit: Unit, table: Table, row: dict[str, Any]) -> bool:
    """Whether it was new; the row itself says so, because not every driver counts what it inserted."""
    fresh = unless_there(unit, table).values(**row).returning(*table.primary_key.columns)
    return unit.connection.execute(fresh).one_or_none() is not None


def upsert(unit: Unit, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as they are now, whether they were there or not; all of them in one statement."""
    if not rows:
        return
    make = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    fresh = make(table)
    keys = [column.name for column in table.primary_key.columns]
    new = {name: fresh.excluded[name] for name in rows[0] if name not in keys}
    unit.connection.execute(fresh.on_conflict_do_update(index_elements=keys, set_=new), list(rows))
