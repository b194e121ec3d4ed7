"""Days count in full, months clamp to their end, working days skip weekends and holidays."""

from datetime import date

import pytest

from bot.domain.dates import (
    Window,
    add_months,
    add_working_days,
    day_words,
    days_words,
    ends_or_ended,
    month_words,
    span_words,
    spans_words,
)

FRIDAY, MONDAY = date(2026, 12, 4), date(2026, 12, 7)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_both_ends_of_a_window_count() -> None:
    assert Window(date(2026, 12, 1), date(2026, 12, 1)).days == 1
    assert Window(date(2026, 12, 1), date(2027, 1, 15)).days == 46


def test_a_window_that_has_begun_is_what_is_left_of_it() -> None:
    window = Window(date(2026, 12, 1), date(2026, 12, 20))

    assert window.seen_from(date(2026, 11, 1)) == window
    assert window.seen_from(date(2026, 12, 5)) == Window(date(2026, 12, 5), date(2026, 12, 20))


def test_the_first_working_day_is_the_next_one() -> None:
    assert add_working_days(FRIDAY, 1) == MONDAY
    assert add_working_days(MONDAY, 5) == date(2026, 12, 14)


def test_a_holiday_is_no_working_day() -> None:
    assert add_working_days(FRIDAY, 1, {MONDAY}) == date(2026, 12, 8)


def test_no_working_days_later_is_the_same_day_even_on_a_sunday() -> None:
    assert add_working_days(date(2026, 12, 6), 0) == date(2026, 12, 6)


def test_a_day_is_written_with_its_year() -> None:
    assert day_words(date(2027, 1, 4)) == "4 Jan 2027"


def test_a_month_is_named_with_its_year() -> None:
    assert month_words(date(2026, 11, 24)) == "Nov 2026"


class TestWords:
    def test_a_run_of_one_day_is_that_day(self) -> None:
        assert span_words(date(2027, 1, 15), date(2027, 1, 15)) == "15 Jan 2027"
        assert spans_words([(date(2027, 1, 15), date(2027, 1, 16))]) == "15 Jan 2027 to 16 Jan 2027"

    def test_days_are_counted_in_words(self) -> None:
        assert (days_words(1), days_words(1200)) == ("1 day", "1,200 days")

    def test_only_a_day_before_today_is_over(self) -> None:
        today = date(2027, 1, 15)
        assert [ends_or_ended(day, today) for day in (date(2027, 1, 14), today)] == ["ended", "ends"]
