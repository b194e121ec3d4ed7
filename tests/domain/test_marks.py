"""TMK-01: a licence with quality control covers the use of our marks."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.checks.verdicts import Fix, FixField
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, IpForm, Outcome, Role
from tests.builders import END, START, TODAY, asset, draft, member, members, nda, register, register_at, result
from tests.domain.outcomes import RANKS, H, at_most_a_waiver

ONE_DAY = timedelta(days=1)
MARK = (IpForm.TRADEMARK,)
BRANDS = member("bea", Role.BRAND_COUNSEL)


def licence(**more: Any) -> Agreement:
    usual = {"id": "TML-1", "kind": AgreementKind.TRADEMARK_LICENCE, "nda": None, "quality_control": True}
    return nda(**(usual | more))


def mark(*papers: Agreement, rank: int = 3, **more: Any) -> CheckResult:
    held = asset(**({"asset_class": rank, "forms": MARK} | more))
    return result("TMK-01", register_at(rank, assets=(held,), agreements=papers, members=members(BRANDS)))


@pytest.mark.parametrize("rank", RANKS)
def test_without_a_licence_the_use_of_a_mark_stops_at_every_class(rank: int) -> None:
    assert mark(rank=rank).outcome is H[rank]


def test_a_licence_with_quality_control_for_every_day_is_enough() -> None:
    assert mark(licence(effective_on=START, expires_on=END)).outcome is Outcome.PASS


def test_what_is_no_mark_needs_no_licence() -> None:
    assert mark(forms=(IpForm.COPYRIGHT,)).outcome is Outcome.NA


@pytest.mark.parametrize(
    "flaw",
    [
        {"effective_on": START + ONE_DAY},
        {"expires_on": END - ONE_DAY},
        {"terminated_on": END - ONE_DAY},
        {"executed_on": None},
        {"executed_on": TODAY + ONE_DAY},
        {"signature": "void"},
        {"our_entities": ("OTHER",)},
        {"their_entities": ("V1-B",)},
        {"vendor": "V2"},
        {"kind": AgreementKind.LICENCE_OUT},
        {"quality_control": False},
    ],
    ids=str,
)
def test_every_part_of_it_is_needed(flaw: dict[str, Any]) -> None:
    assert mark(licence(**flaw)).outcome is Outcome.BLOCK


def test_two_halves_are_no_whole() -> None:
    bare, foreign = licence(id="T1", quality_control=False), licence(id="T2", our_entities=("OTHER",))

    assert mark(bare, foreign).outcome is Outcome.BLOCK
    assert mark(bare, foreign, licence(id="T3")).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "missing", [{"effective_on": None}, {"quality_control": None}, {"our_entities": None}, {"their_entities": None}]
)
@pytest.mark.parametrize("rank", RANKS)
def test_a_missing_fact_that_decides_is_unknown(rank: int, missing: dict[str, Any]) -> None:
    found = mark(licence(owner="ivy", **missing), rank=rank)

    assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, at_most_a_waiver(H)[rank], "ivy")
    assert found.needs_fact
    assert found.message == "We don't know yet whether TML-1 lets Volt Sp. z o.o. use the marks in A1."
    assert found.remedy == (
        "Ask Bea (brand counsel) to complete the record of TML-1. Until then work with placeholder names and logos."
    )


def test_an_owner_that_nobody_recorded_is_a_question_to_whoever_keeps_the_asset() -> None:
    found = mark(licence(), owner_entity=None)

    assert (found.outcome, found.kept_by) == (Outcome.UNKNOWN, "dan")
    assert found.remedy.startswith("Ask Dan (data owner) to record which of our companies owns A1.")


@pytest.mark.parametrize("missing", [{"quality_control": None}, {"our_entities": None}])
def test_a_missing_fact_of_a_licence_that_fails_anyhow_is_no_matter(missing: dict[str, Any]) -> None:
    assert mark(licence(expires_on=END - ONE_DAY, **missing)).outcome is Outcome.BLOCK
    assert mark(licence(their_entities=("V1-B",), **missing)).outcome is Outcome.BLOCK


class TestTheWords:
    def test_they_offer_the_licence_that_keeps_the_mark_and_work_without_it(self) -> None:
        found = mark()

        assert found.message == "No signed licence lets Volt Sp. z o.o. use the marks in A1 on all these days."
        assert found.remedy == (
            "Keep the mark: ask Bea (brand counsel) for a licence that lets us check the quality of what carries it. "
            "Until it is signed, work with placeholder names and logos."
        )
        assert found.fix is None

    @pytest.mark.parametrize("papers", [(licence(expires_on=START - ONE_DAY),), (licence(effective_on=START + ONE_DAY),)])
    def test_a_licence_of_other_days_is_none(self, papers: tuple[Agreement, ...]) -> None:
        assert mark(*papers).message.startswith("No signed licence")

    def test_a_bare_permission_is_said_to_be_one(self) -> None:
        assert mark(licence(quality_control=False)).message == (
            "TML-1 lets Volt Sp. z o.o. use the marks in A1, but does not let us check the quality of what carries them."
        )

    def test_a_licence_that_ends_early_shows_how_far_it_reaches(self) -> None:
        early = licence(id="T1", expires_on=START)
        found = mark(
            early, licence(id="T2", expires_on=END - ONE_DAY, terminated_on=None), licence(id="T3", quality_control=False)
        )

        assert found.message == "The licence of Volt Sp. z o.o. for the marks in A1 reaches 14 Jan 2027, not your last day."
        assert found.remedy == (
            "Ask until 14 Jan 2027, or ask Bea (brand counsel) to get it extended. "
            "After it, work with placeholder names and logos."
        )
        assert found.fix == Fix(FixField.END_ON, "2027-01-14", "Until 14 Jan 2027 instead")

    def test_the_vendor_is_named_where_its_company_is_not_known(self) -> None:
        known = register(assets=(asset(forms=MARK),))

        assert "lets Volt GmbH use" in result("TMK-01", known, draft(entity="V9-X")).message
