"""Those who can decide are reminded at half of a stage's time and on its last morning; on that the requester is told too."""

from datetime import UTC, date, datetime

import pytest

from bot.application.access.views import Notice
from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.domain.vocabulary import Role
from bot.store import outbox
from tests.application.steps import approve, ask, everything_is_delivered, now_known, promised
from tests.builders import TestClock, member, members
from tests.showing import draw

EMI = member("emi", Role.ENGINEERING_MANAGER)
HALF, LAST = date(2026, 11, 27), date(2026, 12, 1)  # of five working days from Tuesday 24 November


@pytest.fixture(autouse=True)
def asked(context: Context) -> None:
    now_known(context, members=members(EMI))
    ask(context)
    ask_all_again(context)
    everything_is_delivered(context)


def told(context: Context, clock: TestClock, day: date, hour: int = 9) -> list[tuple[str, str]]:
    """What waits to be said that was not before, once the timers have fired."""
    clock.at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    before = promised(context)
    ask_all_again(context)
    return [one for one in promised(context)[len(before) :] if one[0] in ("nudge", "last_day")]


def drawn(context: Context, kind: str, who: str) -> Notice | None:
    with context.store.reading() as unit:
        (found,) = [one.promise for one in outbox.undelivered(unit) if (one.promise.kind, one.promise.addressee) == (kind, who)]
        shown = draw(unit, context, found)
    assert shown is None or isinstance(shown, Notice)
    return shown


def test_at_half_of_the_time_those_who_can_decide_once(context: Context, clock: TestClock) -> None:
    assert told(context, clock, date(2026, 11, 26)) == []
    assert told(context, clock, HALF, hour=5) == []
    assert told(context, clock, HALF) == [("nudge", "person:emi"), ("nudge", "person:mo")]
    assert told(context, clock, date(2026, 11, 30)) == []


def test_it_names_the_others_and_the_day(context: Context, clock: TestClock) -> None:
    told(context, clock, HALF)
    notice = drawn(context, "nudge", "mo")
    assert notice is not None
    assert notice.headline == "REQ-2026-0001 waits for your decision until 1 Dec 2026: half of its time is over"
    assert notice.lines[0] == "Emi can also decide."


def test_on_the_last_morning_they_and_the_requester(context: Context, clock: TestClock) -> None:
    told(context, clock, HALF)
    assert told(context, clock, LAST) == [("nudge", "person:emi"), ("nudge", "person:mo"), ("last_day", "person:ana")]
    notice = drawn(context, "last_day", "ana")
    assert notice is not None
    assert "It waits for Emi, Mo. After 1 Dec 2026 silence is a no" in notice.lines[0]
    assert told(context, clock, LAST, hour=15) == []


def test_a_bot_that_was_down_says_the_latest_alone(context: Context, clock: TestClock) -> None:
    assert told(context, clock, LAST) == [("nudge", "person:emi"), ("nudge", "person:mo"), ("last_day", "person:ana")]


def test_it_is_not_said_any_more_once_it_is_decided(context: Context, clock: TestClock) -> None:
    told(context, clock, LAST)
    approve(context, "mo")
    assert drawn(context, "nudge", "emi") is None
    assert drawn(context, "last_day", "ana") is None


def test_time_that_stood_still_is_not_counted(context: Context, clock: TestClock) -> None:
    now_known(context, members=members(member("mo", active=False), member("emi", active=False)))
    clock.go_to(date(2026, 11, 26))
    now_known(context, members=members(EMI))
    everything_is_delivered(context)
    assert told(context, clock, HALF) == []
    assert told(context, clock, LAST) == [("nudge", "person:emi"), ("nudge", "person:mo")]
