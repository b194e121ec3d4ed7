"""The edges in a table: a day on which the answer turns has its row of the day before, of the day and of the day after."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tests.domain.golden.tables import Row, Table

DAY = re.compile(r"\d{4}-\d\d-\d\d")
ONE_DAY = timedelta(days=1)


def lonely_edges(table: Table) -> Iterator[str]:
    """Where the answer turns from one day to the next, and neither the day before nor the day after stands there too."""
    rows = {row.given: row for row in table.rows}
    for row in table.rows:
        for place in range(len(DAY.findall(row.given))):
            before, after, last = (rows.get(moved(row, place, days)) for days in (-1, 1, 2))
            if after is not None and after.answers != row.answers and before is None and last is None:
                yield f"{row.place} and the day after differ; give the day before the edge its row as well"


def moved(row: Row, place: int, days: int) -> str:
    """The row's changes with its n-th date that many days later."""
    found = list(DAY.finditer(row.given))[place]
    later = date.fromisoformat(found[0]) + days * ONE_DAY
    return row.given[: found.start()] + later.isoformat() + row.given[found.end() :]
