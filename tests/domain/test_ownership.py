"""IPR-05: whoever else owns the asset has agreed that this vendor sees it, to the last day."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.register import Consent, ThirdParty
from bot.domain.vocabulary import Outcome
from tests.builders import END, START, TODAY, asset, register_at, result
from tests.domain.outcomes import RANKS, F

ONE_DAY = timedelta(days=1)


def shared(*consents: Consent, rank: int = 3) -> Any:
    theirs = asset(asset_class=rank, third_party=ThirdParty("Fjord Trucks AS", consents))
    return result("IPR-05", register_at(rank, assets=(theirs,)))


def test_what_is_ours_alone_needs_no_consent() -> None:
    assert result("IPR-05").outcome is Outcome.PASS


@pytest.mark.parametrize("rank", RANKS)
def test_without_a_consent_it_fails_the_harder_the_higher(rank: int) -> None:
    found = shared(rank=rank)

    assert found.effect is F[rank]
    assert found.message == "A1 belongs to Fjord Trucks AS; its consent for Volt GmbH is missing."
    assert found.remedy == "Ask the customer contract manager to get the consent in writing, and show nothing of it before."


def test_a_consent_for_another_vendor_is_none() -> None:
    assert shared(Consent("V2")).outcome is Outcome.BLOCK


def test_a_consent_without_an_end_is_enough() -> None:
    assert shared(Consent("V1")).outcome is Outcome.PASS


def test_a_consent_must_reach_the_last_day() -> None:
    assert shared(Consent("V1", END)).outcome is Outcome.PASS
    assert shared(Consent("V1", END - ONE_DAY)).outcome is Outcome.BLOCK
    assert "ends 14 Jan 2027, before your last day" in shared(Consent("V1", END - ONE_DAY)).message
    assert shared(Consent("V1", END - ONE_DAY)).remedy == (
        "Ask until 14 Jan 2027, or ask the customer contract manager to get the consent extended in writing."
    )
    assert "show nothing of it before" in shared(Consent("V1", START - ONE_DAY)).remedy
    assert "ended 23 Nov 2026" in shared(Consent("V1", TODAY - ONE_DAY)).message


def test_the_consent_that_lasts_longest_counts() -> None:
    for consents in ((Consent("V1", START), Consent("V1", END)), (Consent("V1", END), Consent("V1", START))):
        assert shared(*consents).outcome is Outcome.PASS
