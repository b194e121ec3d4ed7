"""ACC-04: the access is no longer than its class, or the asset itself, allows."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.register import Limits
from bot.domain.vocabulary import Outcome
from tests.builders import START, asset, draft, register_at, result
from tests.domain.outcomes import RANKS, V

ONE_DAY = timedelta(days=1)
LONGEST = {1: 365, 2: 180, 3: 90, 4: 30}


def lasting(days: int, *, rank: int, max_days: int | None = None, **more: Any) -> Any:
    known = register_at(rank, assets=(asset(asset_class=rank, limits=Limits(max_days=max_days)),))
    return result("ACC-04", known, draft(end_on=START + (days - 1) * ONE_DAY), **more)


@pytest.mark.parametrize("rank", RANKS)
def test_the_longest_access_of_a_class_counts_its_first_and_its_last_day(rank: int) -> None:
    assert lasting(LONGEST[rank], rank=rank).outcome is Outcome.PASS
    assert lasting(LONGEST[rank] + 1, rank=rank).effect is V[rank]


@pytest.mark.parametrize("rank", RANKS)
def test_the_assets_own_limit_shortens_it_and_never_lengthens_it(rank: int) -> None:
    assert lasting(20, rank=rank, max_days=20).outcome is Outcome.PASS
    assert lasting(21, rank=rank, max_days=20).effect is V[rank]
    assert lasting(LONGEST[rank] + 1, rank=rank, max_days=3660).effect is V[rank]


def test_the_requests_own_days_count_however_many_have_passed() -> None:
    assert lasting(91, rank=3, today=START + 60 * ONE_DAY).outcome is Outcome.WAIVER


def test_the_words_say_whose_limit_it_is() -> None:
    assert lasting(91, rank=3).message == "You ask for 91 days; the longest access to Secret (C3) is 90 days."
    assert lasting(91, rank=3, max_days=20).message == "You ask for 91 days; the longest access to A1 is 20 days."


def test_an_asset_without_a_class_may_be_held_as_long_as_the_strictest() -> None:
    known = register_at(3, assets=(asset(asset_class=None),))

    assert result("ACC-04", known, draft(end_on=START + 29 * ONE_DAY)).outcome is Outcome.PASS
    assert result("ACC-04", known, draft(end_on=START + 30 * ONE_DAY)).effect is Outcome.WAIVER
