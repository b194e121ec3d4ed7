"""PAT-01 and DSN-01: an invention or a design is filed before outsiders see it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.register import Design, Patent, Waiver
from bot.domain.vocabulary import DesignStage, IpForm, Outcome, PatentStage, Role
from tests.builders import END, START, TODAY, asset, member, members, register_at, result
from tests.domain.outcomes import RANKS, V

ONE_DAY = timedelta(days=1)
UNFILED = (PatentStage.IDEA, PatentStage.DISCLOSED_INTERNALLY, PatentStage.DRAFTING)
IDEA = Patent(PatentStage.IDEA)
UNPUBLISHED = Design(DesignStage.UNPUBLISHED)
COUNSEL = member("pat", Role.PATENT_COUNSEL)


def invention(patent: Patent | None = IDEA, rank: int = 3, *, forms: Any = (IpForm.PATENT,), **more: Any) -> CheckResult:
    held = asset(asset_class=rank, forms=forms, patent=patent)
    return result("PAT-01", register_at(rank, **({"assets": (held,), "members": members(COUNSEL)} | more)))


def design(record: Design | None, rank: int = 3, *, forms: Any = (IpForm.DESIGN,), **more: Any) -> CheckResult:
    held = asset(asset_class=rank, forms=forms, design=record)
    return result("DSN-01", register_at(rank, **({"assets": (held,), "members": members(COUNSEL)} | more)))


class TestAnInvention:
    @pytest.mark.parametrize("stage", UNFILED)
    @pytest.mark.parametrize("rank", RANKS)
    def test_before_its_filing_it_needs_counsel(self, rank: int, stage: PatentStage) -> None:
        assert invention(Patent(stage), rank).effect is V[rank]

    @pytest.mark.parametrize("stage", [stage for stage in PatentStage if stage not in UNFILED])
    def test_after_its_filing_it_is_fine(self, stage: PatentStage) -> None:
        assert invention(Patent(stage)).outcome is Outcome.PASS

    @pytest.mark.parametrize("planned", [TODAY - ONE_DAY, TODAY, TODAY + ONE_DAY, START - ONE_DAY, START, END + ONE_DAY])
    def test_a_planned_day_is_no_filing_even_once_it_has_passed(self, planned: date) -> None:
        assert invention(replace(IDEA, planned_filing=planned)).outcome is Outcome.WAIVER

    def test_what_is_no_invention_is_not_asked(self) -> None:
        assert invention(None, forms=(IpForm.COPYRIGHT,)).outcome is Outcome.NA
        assert invention(forms=(IpForm.TRADE_SECRET,)).outcome is Outcome.NA

    @pytest.mark.parametrize("rank", RANKS)
    def test_without_a_record_nobody_knows(self, rank: int) -> None:
        found = invention(None, rank)

        assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, V[rank], "dan")
        assert found.message == "We don't know yet whether a patent for the invention A1 is filed."
        assert (
            found.remedy == "Ask Dan (data owner) to record the stage as it is. Until then show a version without the new idea."
        )

    def test_the_waiver_is_counsels_decision(self) -> None:
        waiver = Waiver("W-1", "PAT-01", "V1", "A1", "test bench", ("pat", "ivy"), END, "approved")
        found = invention(waivers=(waiver,))

        assert (found.outcome, found.effect) == (Outcome.WAIVER, Outcome.WARN)


class TestTheWordsOfAnInvention:
    def test_they_offer_the_ways_that_keep_the_patent_and_name_who_can_help(self) -> None:
        found = invention(replace(IDEA, planned_filing=TODAY))

        assert found.message == (
            "A1 is an invention that is not filed yet (planned for 24 Nov 2026); "
            "what outsiders see before that can cost us the patent."
        )
        assert found.remedy == (
            "Keep the patent: start once Dan (data owner) has recorded the filing, or show a version without the new idea. "
            "If neither works, Pat (patent counsel) can allow it with a waiver."
        )

    def test_a_planned_day_that_has_passed_is_said_to_be_over(self) -> None:
        words = invention(replace(IDEA, planned_filing=TODAY - ONE_DAY)).message

        assert "not filed yet (was planned for 23 Nov 2026, and nobody recorded it);" in words

    def test_without_a_plan_there_is_no_day(self) -> None:
        assert "not filed yet; what outsiders see" in invention().message

    def test_a_filing_beside_an_earlier_stage_is_told_as_what_it_is(self) -> None:
        found = invention(Patent(PatentStage.DISCLOSED_INTERNALLY, filed_on=date(2026, 11, 3)))

        assert found.outcome is Outcome.WAIVER
        assert found.message == (
            "For the invention A1 a filing of 3 Nov 2026 is noted, but its stage still says disclosed internally."
        )
        assert found.remedy.startswith("Ask Dan (data owner) to record the stage as it is.")

    def test_where_nobody_holds_the_role_the_role_is_named(self) -> None:
        found = invention(members=members(member("dan", active=False)))

        assert "start once the data owner has recorded" in found.remedy
        assert "the patent counsel can allow it" in found.remedy


class TestADesign:
    @pytest.mark.parametrize("rank", RANKS)
    def test_unpublished_and_unfiled_it_needs_counsel(self, rank: int) -> None:
        assert design(UNPUBLISHED, rank).effect is V[rank]

    @pytest.mark.parametrize("stage", [DesignStage.FILED_DEFERRED, DesignStage.FILED, DesignStage.PUBLISHED])
    def test_filed_in_whatever_way_or_published_it_is_fine(self, stage: DesignStage) -> None:
        assert design(Design(stage)).outcome is Outcome.PASS

    @pytest.mark.parametrize("planned", [TODAY - ONE_DAY, TODAY, TODAY + ONE_DAY, START, END + ONE_DAY])
    def test_a_planned_day_is_no_filing(self, planned: date) -> None:
        assert design(replace(UNPUBLISHED, planned_filing=planned)).outcome is Outcome.WAIVER

    def test_what_is_no_design_is_not_asked(self) -> None:
        assert design(None, forms=(IpForm.COPYRIGHT,)).outcome is Outcome.NA
        assert design(UNPUBLISHED, forms=(IpForm.TRADE_SECRET,)).outcome is Outcome.NA

    @pytest.mark.parametrize("rank", RANKS)
    def test_without_a_record_nobody_knows(self, rank: int) -> None:
        found = design(None, rank)

        assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, V[rank], "dan")
        assert found.message == "We don't know yet whether the design A1 is filed or published."
        assert found.remedy.endswith("record the stage as it is. Until then show a version without the new shape.")

    def test_the_words_offer_the_ways_that_keep_the_design(self) -> None:
        found = design(replace(UNPUBLISHED, planned_filing=date(2027, 2, 15)))

        assert found.message == (
            "A1 is a design that is not filed yet (planned for 15 Feb 2027); "
            "what outsiders see before that can cost us the right to it."
        )
        assert found.remedy == (
            "Keep the design (a filing can stay secret at first): start once Dan (data owner) has recorded the filing, "
            "or show a version without the new shape. If neither works, Pat (patent counsel) can allow it with a waiver."
        )
