"""Days, months and working days: every date counts in full, months clamp to their end."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
Span = tuple[date, date]  # the first and the last day of a run
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


def add_working_days_back(day: date, count: int) -> date:
    """The working day `count` working days before `day`; holidays are not known."""
    while count > 0:
        day -= ONE_DAY
        count -= is_working_day(day, ())
    return day


def day_words(day: date) -> str:
    """`14 Jan 2027`: short, with the year, the same in every language setting."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span_words(first: date, last: date) -> str:
    """`15 Jan 2027`, or `15 Jan 2027 to 20 Jan 2027`."""
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def spans_words(spans: Iterable[Span]) -> str:
    """`15 Jan 2027 and 19 Jan 2027 to 20 Jan 2027`."""
    return " and ".join(span_words(*span) for span in spans)


def days_words(count: int) -> str:
    """`1 day`, `43 days`."""
    return "1 day" if count == 1 else f"{count:,} days"


def times_words(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def by_day(day: date, today: date, *, present: str, past: str) -> str:
    """The past tense of a day before today alone: each day counts in full."""
    return past if day < today else present


def ends_or_ended(day: date, today: date) -> str:
    return by_day(day, today, present="ends", past="ended")


def month_words(day: date) -> str:
    """`Jan 2027`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def working_days_after(day: date, until: date, holidays: Collection[date]) -> int:
    """How many working days have begun after `day`, `until` included."""
    count = 0
    while day < until:
        day += ONE_DAY
        count += is_working_day(day, holidays)
    return count


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
