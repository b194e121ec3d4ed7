"""How many rows each table holds: what a refusal must not change."""

from collections import Counter

from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.store.unit import Store


def row_counts(store: Store) -> Counter[str]:
    """The rows of every table of the product, by the table's name."""
    with store.reading() as unit:
        return Counter(
            {
                name: unit.connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in sorted(SQLModel.metadata.tables.items())
            }
        )


def rows_added(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    """By table, how many rows came or went; empty where nothing changed."""
    return {name: after[name] - before[name] for name in sorted(before | after) if after[name] != before[name]}
