"""MON-04: the vendor owes no proof of return or destruction."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.register import Return
from bot.domain.vocabulary import Outcome
from tests.builders import TODAY, register, register_at, result
from tests.domain.outcomes import RANKS, F, at_most_a_waiver

ONE_DAY = timedelta(days=1)


def owed(**more: Any) -> Return:
    usual = {"id": "RTN-1", "vendor": "V1", "assets": ("A7",), "demanded_on": TODAY - 40 * ONE_DAY, "due_on": TODAY - ONE_DAY}
    return Return(**(usual | more))


def owing(*returns: Return, rank: int = 3) -> Any:
    return result("MON-04", register_at(rank, returns=returns))


def test_a_vendor_that_owes_nothing_is_fine() -> None:
    assert owing().outcome is Outcome.PASS


@pytest.mark.parametrize("rank", RANKS)
def test_proof_past_its_day_fails_the_harder_the_higher_whatever_the_asset(rank: int) -> None:
    assert owing(owed(), rank=rank).effect is F[rank]


def test_proof_that_is_due_today_is_not_late() -> None:
    assert owing(owed(due_on=TODAY)).outcome is Outcome.PASS


def test_proof_that_came_is_fine_however_late() -> None:
    assert owing(owed(document="certificate.pdf")).outcome is Outcome.PASS


def test_another_vendors_debt_is_no_matter() -> None:
    assert owing(owed(vendor="V2")).outcome is Outcome.PASS


def test_the_words_name_all_assets_and_the_earliest_day() -> None:
    found = owing(owed(), owed(id="RTN-2", assets=("A3", "A7"), due_on=TODAY - 9 * ONE_DAY))

    assert found.message == "Volt GmbH still owes proof of return or destruction for A3, A7, due 15 Nov 2026."


@pytest.mark.parametrize("missing", ["due_on", "demanded_on"])
@pytest.mark.parametrize("rank", RANKS)
def test_a_missing_day_is_unknown(rank: int, missing: str) -> None:
    found = owing(owed(**{missing: None}), rank=rank)

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, at_most_a_waiver(F)[rank])
    assert "RTN-1" in found.message


def test_what_is_late_weighs_more_than_what_is_unknown() -> None:
    assert owing(owed(id="RTN-2", due_on=None), owed()).outcome is Outcome.BLOCK


def test_a_register_that_knows_nothing_of_returns_owes_nothing() -> None:
    assert result("MON-04", register()).outcome is Outcome.PASS
