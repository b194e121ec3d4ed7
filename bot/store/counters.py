"""Numbers with a name: how far something was done."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import COUNTERS
from bot.store.unit import Unit


def read(unit: Unit, name: str) -> int:
    """0 where nothing was written yet."""
    found = unit.connection.execute(select(COUNTERS.c.value).where(COUNTERS.c.name == name)).scalar_one_or_none()
    return found or 0


def count(unit: Unit, name: str) -> int:
    """The next number of this name, from 1."""
    make = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    first = make(COUNTERS).values(name=name, value=1)
    more = first.on_conflict_do_update(index_elements=[COUNTERS.c.name], set_={"value": COUNTERS.c.value + 1})
    return int(unit.connection.execute(more.returning(COUNTERS.c.value)).scalar_one())


def write(unit: Unit, name: str, value: int) -> None:
    make = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
    fresh = make(COUNTERS).values(name=name, value=value)
    unit.connection.execute(fresh.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
