"""A clock that jumps by more than a day is not believed, and says so; what waits does not wait for the machine's time."""

from datetime import UTC, datetime, timedelta

from bot.scheduling.watched_clock import ASK_AGAIN, WatchedClock

TODAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FAR = timedelta(days=400)


class Machine:
    """Its clock, which somebody may set, and its monotonic one, which nobody can."""

    def __init__(self) -> None:
        self.at, self.seconds = TODAY, 1000.0
        self.newest: datetime | None = TODAY
        self.slack: datetime | None = None
        self.asked = 0

    def clock(self) -> WatchedClock:
        return WatchedClock(
            wall=lambda: self.at, steady=lambda: self.seconds, witnesses=[self._slack], newest_entry=lambda: self.newest
        )

    def _slack(self) -> tuple[str, datetime] | None:
        self.asked += 1
        return ("Slack", self.slack) if self.slack else None

    def goes_on(self, **by: int) -> None:
        self.at += timedelta(**by)
        self.slack = self.slack + timedelta(**by) if self.slack else None
        self.seconds += timedelta(**by).total_seconds()


def test_a_clock_that_runs_is_believed_however_long_it_runs() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(30):
        assert clock.trouble() == ""
        machine.goes_on(days=3)
    assert clock.now() == machine.at


def test_a_jump_of_400_days_is_not_believed_said_and_over_when_the_clock_is_back() -> None:
    machine = Machine()
    clock = machine.clock()
    assert clock.trouble() == ""
    machine.at += FAR

    assert clock.now() == TODAY
    assert "this machine says that it is 2027-12-29" in clock.trouble()
    assert "2026-11-24 09:00" in clock.trouble()

    machine.at -= FAR
    assert clock.trouble() == ""
    assert clock.now() == TODAY


def test_a_jump_back_is_a_jump_too_and_an_hour_is_none() -> None:
    machine = Machine()
    clock = machine.clock()
    assert clock.trouble() == ""
    machine.at -= timedelta(hours=1)
    assert (clock.trouble(), clock.now()) == ("", machine.at)
    machine.at -= FAR
    assert clock.now() == TODAY
    assert clock.trouble() != ""


def test_a_machine_that_starts_with_a_wrong_clock_is_told_by_slack() -> None:
    machine = Machine()
    machine.at, machine.slack = TODAY + FAR, TODAY
    clock = machine.clock()

    assert "by Slack it is 2026-11-24" in clock.trouble()
    assert clock.now() == TODAY


def test_a_machine_alone_is_believed_only_near_the_newest_entry() -> None:
    for away in (FAR, -FAR):
        machine = Machine()
        machine.at = TODAY + away
        clock = machine.clock()
        assert "the newest entry is of 2026-11-24" in clock.trouble()
        machine.at = TODAY
        machine.seconds += ASK_AGAIN
        assert clock.trouble() == ""
        assert clock.now() == TODAY


def test_a_record_without_entries_believes_the_machine() -> None:
    machine = Machine()
    machine.newest = None
    assert machine.clock().trouble() == ""


def test_a_bot_that_was_down_for_weeks_is_believed_once_slack_agrees() -> None:
    machine = Machine()
    machine.newest = TODAY - timedelta(days=30)
    clock = machine.clock()
    assert "nobody else could be asked" in clock.trouble()

    machine.slack = TODAY
    machine.goes_on(minutes=1)
    assert clock.trouble() == ""


def test_a_machine_that_slept_is_believed_once_slack_agrees() -> None:
    machine = Machine()
    clock = machine.clock()
    assert clock.trouble() == ""
    machine.at += timedelta(days=3)
    assert clock.trouble() != ""

    machine.slack = machine.at
    machine.goes_on(minutes=1)
    assert clock.trouble() == ""
    assert clock.now() == machine.at


def test_who_cannot_wait_hears_of_a_jump_at_once_and_nobody_is_asked() -> None:
    machine = Machine()
    clock = machine.clock()
    assert clock.trouble() == ""
    asked = machine.asked
    machine.at += FAR

    assert "this machine says" in clock.doubt()
    assert machine.asked == asked
    machine.at -= FAR
    assert clock.doubt() == ""


def test_nobody_is_asked_more_often_than_twice_a_minute() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.at += FAR
    for _ in range(100):
        clock.trouble()
    assert machine.asked == 1
