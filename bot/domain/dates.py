"""Days, months and working days: every date counts in full, months clamp to their end."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Window:
    """The days from `start_on` to `end_on`, both included."""

    start_on: date
    end_on: date

    @property
    def days(self) -> int:
        return (self.end_on - self.start_on).days + 1

    def seen_from(self, today: date) -> "Window":
        """What is left of the window once its start has passed."""
        return Window(max(self.start_on, today), self.end_on)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, clamped to that month's end (31 Jan + 1 = 28 or 29 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The working day `count` working days after `day`; the first one counts from the next working day."""
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(day, holidays)
    return day


def day_words(day: date) -> str:
    """`14 Jan 2027`: short, with the year, the same in every language setting."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """`Jan 2027`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def working_days_after(day: date, until: date, holidays: frozenset[date]) -> int:
    """How many working days have begun after `day`, `until` included."""
    count = 0
    while day < until:
        day += ONE_DAY
        count += is_working_day(day, holidays)
    return count
