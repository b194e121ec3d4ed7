"""DDA-01 and DDA-02: the due diligence is young enough for the tier, and its conclusion allows use."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.dates import add_months
from bot.domain.register import Assessment, AssessmentCondition
from bot.domain.vocabulary import Outcome
from tests.builders import END, START, assessment, draft, register, register_at, result, vendor
from tests.domain.outcomes import RANKS, H, V, W, at_most_a_waiver

ONE_DAY = timedelta(days=1)
MONTHS = {1: 12, 2: 18, 3: 24, 4: 36}
FINE, WARNED, BLOCKED = assessment(), assessment(conclusion="warning"), assessment(conclusion="blocker")
OPEN, UNTOLD = assessment(conditions=(AssessmentCondition("Lock the lab"),)), assessment(conclusion=None)


def age(completed: date | None, tier: int | None = 2, **more: Any) -> CheckResult:
    known = register(vendors=(vendor(tier=tier),), assessments=(assessment(completed_on=completed, **more),))
    return result("DDA-01", known)


def concluded(rank: int = 3, **more: Any) -> CheckResult:
    return result("DDA-02", register_at(rank, assessments=(assessment(**more),)))


class TestAge:
    @pytest.mark.parametrize("tier", MONTHS)
    def test_it_is_good_for_as_many_months_as_the_tier_allows_and_that_day_counts(self, tier: int) -> None:
        assert age(add_months(END, -MONTHS[tier]), tier).outcome is Outcome.PASS

    @pytest.mark.parametrize("tier", MONTHS)
    def test_it_fails_from_the_day_after(self, tier: int) -> None:
        last = add_months(START, -MONTHS[tier])

        assert age(last, tier).outcome is Outcome.WARN
        assert age(last - ONE_DAY, tier).outcome is Outcome.WAIVER

    def test_going_stale_inside_the_access_is_a_heads_up_with_the_last_good_day(self) -> None:
        found = age(add_months(END, -18) - ONE_DAY)

        assert found.outcome is Outcome.WARN
        assert found.message == (
            "The examination of Volt GmbH (due diligence) is good until 14 Jan 2027, not until your last day."
        )

    @pytest.mark.parametrize("rank", RANKS)
    def test_stale_at_the_start_weighs_by_class_and_stale_later_at_none(self, rank: int) -> None:
        stale = register_at(rank, assessments=(assessment(completed_on=date(2020, 1, 1)),))
        later = register_at(rank, assessments=(assessment(completed_on=add_months(START, -18)),))

        assert result("DDA-01", stale).effect is V[rank]
        assert result("DDA-01", later).effect is Outcome.WARN

    def test_a_month_that_is_shorter_ends_it_on_its_last_day(self) -> None:
        known = register(assessments=(assessment(completed_on=date(2025, 8, 31)),))

        assert result("DDA-01", known, draft(end_on=date(2027, 2, 28))).outcome is Outcome.PASS
        assert result("DDA-01", known, draft(end_on=date(2027, 3, 1))).outcome is Outcome.WARN

    def test_the_latest_one_counts(self) -> None:
        old, new = assessment(completed_on=date(2019, 1, 1)), assessment()

        for done in ((old, new), (new, old)):
            assert result("DDA-01", register(assessments=done)).outcome is Outcome.PASS

    @pytest.mark.parametrize("done", [(), (assessment(completed_on=None),)], ids=["none", "without a day"])
    def test_without_a_day_it_is_unknown(self, done: tuple[Assessment, ...]) -> None:
        found = result("DDA-01", register(assessments=done))

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)
        assert "when Volt GmbH was last examined (due diligence)" in found.message

    def test_without_a_tier_it_is_unknown(self) -> None:
        assert "the risk tier of Volt GmbH" in age(date(2026, 6, 1), tier=None).message

    def test_one_without_a_day_may_be_the_latest(self) -> None:
        done = (assessment(), assessment(completed_on=None, conclusion="blocker"), assessment(completed_on=date(2019, 1, 1)))

        assert result("DDA-01", register(assessments=done)).outcome is Outcome.UNKNOWN
        assert result("DDA-02", register(assessments=done)).outcome is Outcome.BLOCK


class TestConclusion:
    def test_ok_is_fine(self) -> None:
        assert concluded().outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_blocker_stops_every_class(self, rank: int) -> None:
        assert concluded(rank, conclusion="blocker").effect is H[rank]

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_warning_is_a_heads_up_above_internal(self, rank: int) -> None:
        assert concluded(rank, conclusion="warning").effect is W[rank]

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_condition_that_is_still_open_is_a_heads_up_that_names_it(self, rank: int) -> None:
        found = concluded(
            rank, conditions=(AssessmentCondition("Lock the lab", done_on=START), AssessmentCondition("Change the locks"))
        )

        assert found.effect is W[rank]
        assert "Change the locks" in found.message

    def test_conditions_that_are_done_are_fine(self) -> None:
        assert concluded(conditions=(AssessmentCondition("Lock the lab", done_on=START),)).outcome is Outcome.PASS

    def test_a_blocker_with_open_conditions_is_a_blocker(self) -> None:
        assert concluded(conclusion="blocker", conditions=(AssessmentCondition("Lock the lab"),)).outcome is Outcome.BLOCK

    @pytest.mark.parametrize("order", [1, -1])
    def test_of_two_on_the_same_day_the_worse_one_counts(self, order: int) -> None:
        for worse, better in ((WARNED, FINE), (OPEN, FINE), (UNTOLD, WARNED), (BLOCKED, UNTOLD)):
            both = (worse, better)[::order]
            assert result("DDA-02", register(assessments=both)) == result("DDA-02", register(assessments=(worse,)))

    def test_an_older_one_no_longer_counts(self) -> None:
        older = assessment(completed_on=date(2026, 5, 31), conclusion="blocker")

        assert result("DDA-02", register(assessments=(older, assessment()))).outcome is Outcome.PASS

    def test_without_an_assessment_it_does_not_apply(self) -> None:
        assert result("DDA-02", register(assessments=())).outcome is Outcome.NA

    @pytest.mark.parametrize("rank", RANKS)
    def test_without_a_conclusion_it_is_unknown(self, rank: int) -> None:
        found = concluded(rank, conclusion=None)

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, at_most_a_waiver(H)[rank])
