"""Whoever asked is told 14, 7 and 1 days before access ends, under the receipt of the request, once for each step."""

from datetime import timedelta

import pytest

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.requests.views import Receipt, Told
from bot.domain.dates import ONE_DAY
from bot.domain.events import Happened
from bot.domain.words import as_text
from bot.store.outbox import JIRA, SLACK
from tests.application.steps import FIRST, approve_all, ask, pass_days, record_of
from tests.builders import END, START, TestClock, member
from tests.fakes.messenger import FakeMessenger, Posted
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE
from tests.refusing import end_access


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


def open_access(context: Context, clock: TestClock) -> None:
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)


def steps(context: Context) -> list[int]:
    return [event.details["step"] for event in record_of(context) if event.happened is Happened.ACCESS_ENDS_SOON]


def words(one: Posted) -> str:
    assert isinstance(one.message, Told)
    return as_text(one.message.words.line)


def told(context: Context, messenger: FakeMessenger) -> list[Posted]:
    outside = Outside(messenger, FakeTracker())
    while any(deliver_next(context, outside, world, AT_ONCE) for world in (SLACK, JIRA)):
        pass
    return [one for one in messenger.posted if isinstance(one.message, Told) and " ends " in words(one)]


def test_each_step_is_told_on_its_day_and_never_twice(context: Context, clock: TestClock) -> None:
    open_access(context, clock)
    said = []
    for day in range(15, -1, -1):
        pass_days(context, clock, END - day * ONE_DAY)
        sweep_grants(context)
        said.append((day, list(steps(context))))

    changes = [(day, now) for (day, now), (_, before) in zip(said[1:], said, strict=False) if now != before]
    assert changes == [(14, [14]), (7, [14, 7]), (1, [14, 7, 1])]


def test_it_stands_under_the_receipt_and_says_the_day_and_the_next_step(
    context: Context, clock: TestClock, messenger: FakeMessenger
) -> None:
    ask(context)
    told(context, messenger)
    approve_all(context)
    pass_days(context, clock, START)
    pass_days(context, clock, END - 7 * ONE_DAY)

    (notice,) = told(context, messenger)
    receipt = next(one for one in messenger.posted if isinstance(one.message, Receipt))
    assert notice.thread == receipt.ref
    assert notice.destination == receipt.destination
    assert isinstance(notice.message, Told)
    assert words(notice) == f"Access of Volt GmbH to A1 for 1 person ends in 7 days (15 Jan 2027) · {FIRST}"
    assert "ask again with `/ip-request`" in as_text(notice.message.words.next_step)


def test_after_days_without_the_bot_only_the_latest_step_is_told(context: Context, clock: TestClock) -> None:
    open_access(context, clock)
    pass_days(context, clock, END - 2 * ONE_DAY)
    assert steps(context) == [7]


def test_what_is_delivered_late_counts_from_the_day_of_its_delivery(
    context: Context, clock: TestClock, messenger: FakeMessenger
) -> None:
    open_access(context, clock)
    pass_days(context, clock, END - 7 * ONE_DAY)
    clock.go_to(END - 5 * ONE_DAY)
    assert "ends in 5 days" in words(told(context, messenger)[0])


def test_short_access_is_not_announced_on_the_day_on_which_it_opens(context: Context, clock: TestClock) -> None:
    ask(context, end_on=START + timedelta(days=7))
    approve_all(context)
    pass_days(context, clock, START)
    pass_days(context, clock, START + ONE_DAY)
    assert steps(context) == []
    pass_days(context, clock, START + timedelta(days=6))
    assert steps(context) == [1]


def test_of_access_that_was_ended_early_nothing_is_announced_any_more(
    context: Context, clock: TestClock, messenger: FakeMessenger
) -> None:
    open_access(context, clock)
    pass_days(context, clock, END - 7 * ONE_DAY)
    end_access(context, member("ana"), FIRST)
    assert told(context, messenger) == []
    pass_days(context, clock, END - ONE_DAY)
    assert steps(context) == [7]
