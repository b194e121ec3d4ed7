"""Access opens on its first day, ends after its last, and may be ended early by those it belongs to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.errors import Refusal
from bot.domain.grants import Grant, due, end_early, ends_soon, hold, next_telling
from bot.domain.vocabulary import GrantState, Mode
from tests.builders import END, START

ONE_DAY = timedelta(days=1)
SCHEDULED = Grant("G-1", "REQ-1", "V1", "E1", "A1", Mode.VIEW, "CH", START, END, GrantState.SCHEDULED, START)
ACTIVE = replace(SCHEDULED, state=GrantState.ACTIVE, next_on=END + ONE_DAY)
OVER = [GrantState.EXPIRED, GrantState.REVOKED, GrantState.CLOSED]
OPEN = [state for state in GrantState if state not in OVER]


def test_access_does_not_open_before_its_first_day() -> None:
    assert due(SCHEDULED, START - ONE_DAY) is None


@pytest.mark.parametrize("today", [START, END])
def test_access_opens_on_its_first_day_and_late_if_the_bot_was_down(today: date) -> None:
    assert due(SCHEDULED, today) == ACTIVE


def test_the_last_day_counts_in_full_and_access_ends_the_day_after() -> None:
    assert due(ACTIVE, END) is None
    assert due(ACTIVE, END + ONE_DAY) == replace(ACTIVE, state=GrantState.EXPIRED, next_on=None)


@pytest.mark.parametrize("state", OPEN)
def test_whatever_is_not_over_ends_after_the_last_day(state: GrantState) -> None:
    ended = due(replace(SCHEDULED, state=state), END + ONE_DAY)

    assert ended is not None
    assert ended.state is GrantState.EXPIRED


@pytest.mark.parametrize("state", OVER)
def test_what_is_over_stays_as_it_is(state: GrantState) -> None:
    assert due(replace(SCHEDULED, state=state), END + ONE_DAY) is None


def test_access_that_waits_for_an_acknowledgement_is_next_looked_at_after_its_last_day() -> None:
    waiting = replace(SCHEDULED, state=GrantState.AWAITING_ACKNOWLEDGEMENT)

    looked_at = due(waiting, START)

    assert looked_at == replace(waiting, next_on=END + ONE_DAY)
    assert due(looked_at, END) is None


def test_access_that_facts_stop_is_looked_at_again_tomorrow_and_then_opens() -> None:
    held = hold(SCHEDULED, START, "The NDA ended.")

    assert (held.state, held.next_on, held.held) == (GrantState.SCHEDULED, START + ONE_DAY, "The NDA ended.")
    assert due(held, START + ONE_DAY) == ACTIVE


def test_whoever_may_end_access_ends_it_early() -> None:
    assert end_early(ACTIVE, may_end=True).state is GrantState.REVOKED


def test_a_stranger_may_not_end_access() -> None:
    with pytest.raises(Refusal, match="Only the requester or the data owner") as refused:
        end_early(ACTIVE, may_end=False)

    assert refused.value.code == "not_yours"


@pytest.mark.parametrize("state", OVER)
def test_access_that_is_over_cannot_be_ended_again(state: GrantState) -> None:
    with pytest.raises(Refusal, match=f"already {state.value}"):
        end_early(replace(ACTIVE, state=state), may_end=True)


@pytest.mark.parametrize(
    ("days", "step", "then"), [(15, None, 14), (14, 14, 7), (10, 14, 7), (7, 7, 1), (2, 7, 1), (1, 1, None), (0, 1, None)]
)
def test_the_end_is_told_fourteen_seven_and_one_days_before(days: int, step: int | None, then: int | None) -> None:
    today = END - days * ONE_DAY
    assert ends_soon(ACTIVE, today) == step
    assert next_telling(ACTIVE, today) == (None if then is None else END - then * ONE_DAY)


def test_a_step_that_is_not_after_the_opening_is_not_told() -> None:
    week = replace(ACTIVE, start_on=END - 7 * ONE_DAY)
    assert ends_soon(week, END - 2 * ONE_DAY) is None
    assert next_telling(week, END - 7 * ONE_DAY) == END - ONE_DAY
    assert next_telling(replace(ACTIVE, start_on=END), END) is None


@pytest.mark.parametrize("state", [state for state in GrantState if state is not GrantState.ACTIVE])
def test_of_access_that_is_not_open_no_end_is_told(state: GrantState) -> None:
    assert ends_soon(replace(ACTIVE, state=state), END) is None


def test_an_end_that_has_passed_is_not_near() -> None:
    assert ends_soon(ACTIVE, END + ONE_DAY) is None
