"""PRV-01: a processing agreement covers personal data."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, Outcome
from tests.builders import END, START, TODAY, asset, draft, nda, own_entity, register, register_at, result
from tests.domain.outcomes import RANKS, H, at_most_a_waiver

ONE_DAY = timedelta(days=1)
ALL_ITEMS = tuple("abcdefgh")


def dpa(**more: Any) -> Agreement:
    return nda(**({"id": "DPA-1", "kind": AgreementKind.DPA, "nda": None, "art28_items": ALL_ITEMS} | more))


def personal(*papers: Agreement, rank: int = 3, **more: Any) -> Any:
    held = asset(**({"asset_class": rank, "personal_data": "ordinary"} | more))
    return result("PRV-01", register_at(rank, assets=(held,), agreements=papers))


@pytest.mark.parametrize("rank", RANKS)
def test_without_an_agreement_personal_data_stop_at_every_class(rank: int) -> None:
    assert personal(rank=rank).outcome is H[rank]


@pytest.mark.parametrize("kind", ["ordinary", "special"])
def test_a_complete_agreement_for_every_day_is_enough(kind: str) -> None:
    assert personal(dpa(effective_on=START, expires_on=END), personal_data=kind).outcome is Outcome.PASS


def test_without_personal_data_nobody_asks() -> None:
    assert personal(personal_data="none").outcome is Outcome.NA


@pytest.mark.parametrize(
    "flaw",
    [
        {"effective_on": START + ONE_DAY},
        {"expires_on": END - ONE_DAY},
        {"terminated_on": END - ONE_DAY},
        {"executed_on": None},
        {"executed_on": TODAY + ONE_DAY},
        {"our_entities": ("OTHER",)},
        {"their_entities": ("V1-B",)},
        {"vendor": "V2"},
        {"kind": AgreementKind.NDA},
        *({"art28_items": tuple(item for item in ALL_ITEMS if item != missing)} for missing in ALL_ITEMS),
    ],
    ids=str,
)
def test_every_part_of_it_is_needed(flaw: dict[str, Any]) -> None:
    assert personal(dpa(**flaw)).outcome is Outcome.BLOCK


def test_the_company_that_owns_the_asset_must_be_the_party_not_another_of_ours() -> None:
    held = asset(personal_data="ordinary", owner_entity="IP")
    known = register(assets=(held,), own_entities=(own_entity(), own_entity(id="IP")), agreements=(dpa(),))

    assert result("PRV-01", known).outcome is Outcome.BLOCK


def test_two_halves_are_no_whole() -> None:
    late, foreign = dpa(id="D1", effective_on=START + ONE_DAY), dpa(id="D2", our_entities=("OTHER",))

    assert personal(late, foreign).outcome is Outcome.BLOCK
    assert personal(late, foreign, dpa(id="D3")).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "missing", [{"effective_on": None}, {"art28_items": None}, {"our_entities": None}, {"their_entities": None}]
)
@pytest.mark.parametrize("rank", RANKS)
def test_a_missing_fact_that_decides_is_unknown(rank: int, missing: dict[str, Any]) -> None:
    found = personal(dpa(**missing), rank=rank)

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, at_most_a_waiver(H)[rank])
    assert "DPA-1" in found.message


def test_an_owner_that_nobody_recorded_is_unknown_and_asked_of_who_keeps_the_asset() -> None:
    found = personal(dpa(), owner_entity=None)

    assert (found.outcome, found.kept_by) == (Outcome.UNKNOWN, "dan")
    assert found.remedy.startswith("Ask Dan (data owner) to record which of our companies owns A1.")


def test_a_missing_fact_of_a_paper_that_fails_anyhow_is_no_matter() -> None:
    assert personal(dpa(art28_items=None, expires_on=START)).outcome is Outcome.BLOCK


def test_the_words_name_the_company_that_works() -> None:
    assert "no processing agreement with Volt Sp. z o.o. covers these days" in personal().message
    known = register(assets=(asset(personal_data="ordinary"),))
    assert "no processing agreement with V9-X covers" in result("PRV-01", known, draft(entity="V9-X")).message


def test_an_agreement_that_lacks_items_is_named_with_them() -> None:
    assert personal(dpa(art28_items=tuple("abcdef"))).message == (
        "A1 holds personal data, and DPA-1 with Volt Sp. z o.o. lacks what Article 28(3) of the GDPR lists under g and h."
    )
    assert "covers these days" in personal(dpa(art28_items=tuple("abcdef"), expires_on=START)).message
