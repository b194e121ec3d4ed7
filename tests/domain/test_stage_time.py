"""When the time of a stage is spoken of: once half of it is over, and on its last day."""

from datetime import date

import pytest

from bot.domain.stage_time import Nudge, StageTime, half_of

TIME = StageTime(date(2026, 11, 27), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 26), None),
        (date(2026, 11, 27), Nudge.HALF),
        (date(2026, 11, 30), Nudge.HALF),
        (date(2026, 12, 1), Nudge.LAST),
        (date(2026, 12, 2), None),
    ],
)
def test_each_day_asks_for_one_word_at_most(day: date, said: Nudge | None) -> None:
    assert TIME.due(day) is said


def test_the_next_day_of_them_is_looked_for() -> None:
    assert TIME.next_after(date(2026, 11, 26)) == date(2026, 11, 27)
    assert TIME.next_after(date(2026, 11, 27)) == date(2026, 12, 1)
    assert TIME.next_after(date(2026, 12, 1)) is None


def test_where_both_are_one_day_it_is_the_last() -> None:
    assert StageTime(date(2026, 12, 1), date(2026, 12, 1)).due(date(2026, 12, 1)) is Nudge.LAST


@pytest.mark.parametrize(("days", "half"), [(1, 1), (2, 1), (3, 2), (5, 3)])
def test_half_is_over_on_the_morning_after_the_middle(days: int, half: int) -> None:
    assert half_of(days) == half
