"""Outside worlds are asked beside the sweeps: one that does not answer keeps nobody else from being asked."""

import time

import pytest
from structlog.testing import capture_logs

from bot.application.context import Context
from bot.application.ports import GiveUp, TryLater, Unauthorised
from bot.scheduling.timers import Timers


@pytest.mark.parametrize("problem", [TryLater("Jira cannot be reached."), GiveUp("Jira does not accept it."), ValueError("odd")])
def test_one_that_fails_is_told_and_the_others_are_asked(context: Context, problem: Exception) -> None:
    asked: list[str] = []

    def fails() -> None:
        raise problem

    timers = Timers(context, polls=(fails, lambda: asked.append("asked")))
    with capture_logs() as logs:
        timers.poll()

    assert asked == ["asked"]
    assert len(logs) == 1


def test_a_sign_in_that_is_not_accepted_is_not_told_each_minute(context: Context) -> None:
    """It was told where it began."""

    def fails() -> None:
        raise Unauthorised("Jira does not know us.")

    with capture_logs() as logs:
        Timers(context, polls=(fails,)).poll()
    assert [line["log_level"] for line in logs] == ["debug"]


def test_they_are_asked_as_soon_as_it_starts_and_do_not_hold_it_up(context: Context) -> None:
    asked: list[float] = []
    timers = Timers(context, polls=(lambda: asked.append(time.monotonic()),))
    timers.start()
    try:
        until = time.monotonic() + 10
        while not asked and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        timers.stop()
    assert len(asked) == 1


def test_once_it_stops_nobody_is_asked_any_more(context: Context) -> None:
    asked: list[str] = []
    timers = Timers(context, polls=(lambda: asked.append("asked"),))
    timers.start()
    timers.stop()
    asked.clear()
    timers.poll()
    assert asked == []
