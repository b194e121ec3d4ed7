"""The demo's clock runs, jumps forward a day at a time, and never back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.local.clock import DemoClock
from tests.local.workspace import Workspace

TUESDAY = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


def test_every_day_between_is_passed_at_nine_in_the_morning():
    clock, passed = DemoClock(TUESDAY), []
    clock.subscribe(lambda: passed.append(clock.now().astimezone(clock.zone)))
    clock.go_to(date(2026, 11, 27))
    assert [(moment.day, moment.hour, moment.minute) for moment in passed] == [(25, 9, 0), (26, 9, 0), (27, 9, 0)]


def test_the_work_of_a_day_is_waited_for_before_the_next_begins():
    clock, done = DemoClock(TUESDAY), []
    clock.subscribe(lambda: done.append("begins"))
    clock.wait_for(lambda: done.append(f"done {clock.today().day}"))
    clock.go_to(date(2026, 11, 26))
    assert done == ["done 24", "begins", "done 25", "done 25", "begins", "done 26"]


def test_nine_in_the_morning_stays_nine_when_summer_time_ends():
    clock = DemoClock(datetime(2026, 10, 24, 6, 0, tzinfo=UTC))
    clock.next_day()
    assert (clock.now().hour, clock.now().astimezone(clock.zone).hour) == (8, 9)


def test_next_monday_is_never_today():
    clock = DemoClock(TUESDAY)
    clock.next_monday()
    assert clock.today() == date(2026, 11, 30)
    clock.next_monday()
    assert clock.today() == date(2026, 12, 7)


def test_it_refuses_to_go_back_in_words():
    clock = DemoClock(TUESDAY)
    with pytest.raises(ValueError, match="only moves forward: it is 2026-11-24 already"):
        clock.go_to(date(2026, 11, 23))
    with pytest.raises(ValueError, match="only moves forward"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        DemoClock(TUESDAY.replace(tzinfo=None))


def test_it_runs_with_real_time():
    clock = DemoClock(TUESDAY)
    assert TUESDAY <= clock.now() < TUESDAY + timedelta(seconds=5)


def test_the_host_moves_it_through_the_control_address(empty: Workspace):
    today = empty.clock.today()
    assert empty.control.next_day() == today + timedelta(days=1)
    assert empty.control.next_monday().weekday() == 0
    assert empty.control.go_to(today + timedelta(days=9)) == empty.control.today()
    with pytest.raises(ValueError, match="only moves forward"):
        empty.control.go_to(today)
