"""A lost connection is tried again at once, then less and less often; a storm ends, and the machine's clock has no say."""

from itertools import pairwise

import pytest

from bot.slack.patience import LONGEST, LONGEST_ASKED, MOST_A_MINUTE, Patience


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def tries(patience: Patience, seconds: Seconds, during: float, *, step: float = 0.25) -> list[float]:
    """When it tried, looked at so often for so long."""
    end, found = seconds.now + during, []
    while seconds.now < end:
        if patience.may_try():
            found.append(seconds.now)
        seconds.now += step
    return found


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_what_fails_is_tried_less_and_less_often_and_at_least_once_a_minute(seconds: Seconds, chance: float) -> None:
    found = tries(Patience(seconds, lambda: chance), seconds, 3600)
    pauses = [after - before for before, after in pairwise(found)]
    assert found[0] == 1000.0
    assert sum(one < 1060 for one in found) <= 8
    assert all(later >= earlier for earlier, later in pairwise(pauses))
    assert LONGEST / 2 <= pauses[-1] <= LONGEST + 0.5


def test_two_bots_do_not_come_back_at_the_same_instant(seconds: Seconds) -> None:
    first, second = Patience(seconds, lambda: 0.1), Patience(seconds, lambda: 0.9)
    for patience in (first, second):
        assert patience.may_try()
    assert first.wait() != second.wait()


def test_once_it_succeeds_the_next_loss_is_mended_at_once(seconds: Seconds) -> None:
    patience = Patience(seconds)
    tries(patience, seconds, 120)
    patience.succeeded()
    assert patience.may_try()
    assert not patience.may_try()


def test_a_connection_that_is_cut_each_time_ends_in_no_storm(seconds: Seconds) -> None:
    patience = Patience(seconds)
    made = 0
    for _ in range(600):
        if patience.may_try():
            made += 1
            patience.succeeded()
        seconds.now += 0.1
    assert made == MOST_A_MINUTE


def test_what_slack_asks_for_is_kept_and_ten_minutes_at_most(seconds: Seconds) -> None:
    patience = Patience(seconds)
    assert patience.may_try()
    patience.asked_to_wait(45)
    assert tries(patience, seconds, 44) == []
    patience.asked_to_wait(10_000_000)
    assert patience.wait() == LONGEST_ASKED
