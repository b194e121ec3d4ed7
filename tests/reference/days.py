"""Days and months for the reference: the last day counts in full, and n months later is the same day or the month's end."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)


def day(value: Any) -> date | None:
    """A register's date: a date already, ISO text, or nothing."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def every_day_covered(spans: list[tuple[date, date]], start: date, end: date) -> bool:
    """Whether each single day of the window lies in one of the spans; walked day by day on purpose."""
    today = start
    while today <= end:
        if not any(first <= today <= last for first, last in spans):
            return False
        today += ONE_DAY
    return True
