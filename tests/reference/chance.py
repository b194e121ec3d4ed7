"""Where a mutation may strike: days beside a limit, facts that can be taken away, dates that can be moved."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.reference.days import months_later

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
JUDGED = ("channels", "assets", "vendors", "people", "agreements", "assessments", "returns")
KEPT = ("id", "kind", "vendor", "name", "title", "forms", "project", "entities", "assets", "months", "expires")


def beside(rng: Random, limit: str | date) -> str:
    """The limit itself, or the day before or after it."""
    limit = date.fromisoformat(limit) if isinstance(limit, str) else limit
    return (limit + timedelta(days=rng.choice([-1, 0, 1]))).isoformat()


def months_before(day: str, months: int) -> date:
    return months_later(date.fromisoformat(day), -months)


def earlier_or_later(rng: Random, day: str) -> str:
    start = date.fromisoformat(day)
    if rng.random() < 0.5:
        return (start + timedelta(days=rng.choice([-200, -31, -2, -1, 1, 2, 31, 200]))).isoformat()
    return months_later(start, rng.choice([-24, -12, -6, -3, -1, 1, 3, 6, 12, 24])).isoformat()


def walk(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a parsed file: who holds it, and under which key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from walk(value[key])


def any_dates(file: Any) -> list[tuple[Any, Any]]:
    found = [(holder, key) for section in file if section != "meta" for holder, key in walk(file[section])]
    return [(holder, key) for holder, key in found if isinstance(holder[key], str) and ISO_DAY.fullmatch(holder[key])]


def removable(file: Any) -> list[tuple[Any, Any]]:
    """Facts that the loader lets a register miss."""
    found = [(holder, key) for section in JUDGED for holder, key in walk(file.get(section) or [])]
    return [(holder, key) for holder, key in found if isinstance(holder, dict) and key not in KEPT]


def of_id(file: Any, section: str, id: str) -> Any:
    return next(row for row in file[section] if row["id"] == id)


def some_request(file: Any, rng: Random) -> Any:
    return rng.choice(file["requests"])


def its_vendor(file: Any, request: Any) -> Any:
    return of_id(file, "vendors", request["vendor"])


def its_asset(file: Any, request: Any, rng: Random) -> Any:
    return of_id(file, "assets", rng.choice(request["assets"]))


def its_papers(file: Any, request: Any, *kinds: str) -> list[Any]:
    return [row for row in file["agreements"] or [] if row["vendor"] == request["vendor"] and row["kind"] in kinds]


def fresh_id(rng: Random, prefix: str) -> str:
    return f"{prefix}-{rng.randrange(10**9)}"
