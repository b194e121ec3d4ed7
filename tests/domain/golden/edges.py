"""The edges in a table: a day on which the answer turns has its row of the day before, of the day and of the day after."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.domain.dates import ONE_DAY, add_months
from tests.domain.golden.answers import in_words, results_of
from tests.domain.golden.tables import BadTable, Row, Table

DAY = re.compile(r"\d{4}-\d\d-\d\d")
ANCHORS = (date(2026, 12, 1), date(2026, 12, 10), date(2027, 1, 8))  # of the clean case: its day, its first and its last day


def same(day: date) -> date:
    return day


def days_before(days: int) -> Callable[[date], date]:
    return lambda day: day - timedelta(days=days)


def months_before(months: int) -> Callable[[date], date]:
    return lambda day: add_months(day, -months)


# Each date of the clean case, and how long before a day that matters it lies where it matters.
MOVED: dict[str, Callable[[date], date]] = {
    **{f"{paper}: {end}": same for paper in ("NDA-1", "MSA-1", "DPA-1") for end in ("effective", "expires", "terminated")},
    **{f"asset: forms [trademark]; TML-1: {end}": same for end in ("effective", "expires", "terminated")},
    "certification: valid_until": same,
    "P-1: undertaking": same,
    "P-1: training.IP-BASIC": same,
    "asset: consented_vendors [{vendor: V-1}]; request: end": same,
    "FND-1: status open, due": same,
    "RTN-1: no certificate, due": same,
    "assessment: completed": months_before(18),
    "P-1: country IN; asset: export.classified_on": months_before(24),
    "vendor: screening.date": days_before(90),
    "GRT-1: start 2026-01-01, last_used": days_before(30),
    "request: start": same,
}


@dataclass(frozen=True)
class Turn:
    """A check answers otherwise when a field moves from this day to the next."""

    check: str
    field: str
    day: date


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


def unwritten_edges(table: Table, turns: Iterable[Turn]) -> Iterator[str]:
    """The days on which the check turns in the clean case, and whose rows the table does not have."""
    for turn in turns:
        asked = [turn.day + days * ONE_DAY for days in (-1, 0, 1, 2)]
        there = [any(re.search(rf"\b{turn.field}:? {day}", row.given) for row in table.rows) for day in asked]
        if turn.check == table.check and not (there[1] and there[2] and (there[0] or there[3])):
            yield f"{table.check} turns when {turn.field} moves from {turn.day} to the day after; write the three days"


def turns() -> Iterator[Turn]:
    """Where any check turns at the strictest class while one date of the clean case moves about the days that matter."""
    for given, back in MOVED.items():
        for day in sorted({back(anchor) + days * ONE_DAY for anchor in ANCHORS for days in (-2, -1, 0, 1)}):
            before, after = (_outcomes(f"{given} {moment}") for moment in (day, day + ONE_DAY))
            for check in before.keys() & after.keys():
                if before[check] != after[check]:
                    yield Turn(check, re.split("[ .]", given)[-1], day)


@cache
def _outcomes(given: str) -> dict[str, list[str]]:
    """Of each check what it answers, of all people and assets; empty where no register may say so."""
    found: dict[str, list[str]] = {}
    try:
        results = results_of(Row("base.yml", 1, given, given, ()))[-1]
    except BadTable:
        return found
    for one in results:
        found.setdefault(one.check, []).append(in_words(one))
    return found
