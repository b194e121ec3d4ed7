"""NDA-02 and NDA-04: the NDA protects long enough after the last day, and its purpose covers this project."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.dates import add_months
from bot.domain.register import Survival
from bot.domain.vocabulary import IpForm, Outcome, PurposeKind
from tests.builders import END, START, asset, draft, nda, register, register_at, result
from tests.domain.outcomes import RANKS, T, V

ONE_DAY = timedelta(days=1)
MONTHS = {1: 0, 2: 24, 3: 36, 4: 60}
SECRET = (IpForm.COPYRIGHT, IpForm.TRADE_SECRET)


def tail(*, rank: int = 3, forms: tuple[IpForm, ...] = (IpForm.COPYRIGHT,), **terms: Any) -> CheckResult:
    usual = {"trade_secret_carve_out": False}
    known = register_at(rank, assets=(asset(asset_class=rank, forms=forms),), agreements=(nda(**(usual | terms)),))
    return result("NDA-02", known)


def purpose(wish: Any = None, **terms: Any) -> CheckResult:
    return result("NDA-04", register(agreements=(nda(**terms),)), wish)


EVALUATING = draft(purpose_kind=PurposeKind.EVALUATION)


class TestProtectionOfATradeSecret:
    @pytest.mark.parametrize("rank", RANKS)
    def test_a_number_of_months_is_never_enough(self, rank: int) -> None:
        assert tail(rank=rank, forms=SECRET, survival=Survival(1200, "disclosure")).effect is T[rank]

    def test_a_carve_out_is_enough(self) -> None:
        assert tail(forms=SECRET, survival=Survival(12, "effective"), trade_secret_carve_out=True).outcome is Outcome.PASS

    def test_perpetual_survival_is_enough(self) -> None:
        assert tail(forms=SECRET, survival=Survival(None, "end")).outcome is Outcome.PASS

    @pytest.mark.parametrize(
        "terms",
        [{"survival": None}, {"trade_secret_carve_out": None, "survival": Survival(12, "end")}],
        ids=["survival", "carve-out"],
    )
    def test_a_missing_term_is_unknown(self, terms: dict[str, Any]) -> None:
        found = tail(forms=SECRET, **terms)

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)

    def test_a_carve_out_helps_nothing_that_is_no_trade_secret(self) -> None:
        assert tail(survival=Survival(12, "end"), expires_on=END, trade_secret_carve_out=True).outcome is Outcome.WAIVER


class TestProtectionOfTheRest:
    @pytest.mark.parametrize("rank", [2, 3, 4])
    def test_the_months_that_the_class_asks_for_are_enough_and_one_less_is_not(self, rank: int) -> None:
        assert tail(rank=rank, survival=Survival(MONTHS[rank], "disclosure")).outcome is Outcome.PASS
        assert tail(rank=rank, survival=Survival(MONTHS[rank] - 1, "disclosure")).effect is T[rank]

    def test_internal_material_needs_no_protection_afterwards(self) -> None:
        assert tail(rank=1, survival=Survival(0, "disclosure")).outcome is Outcome.PASS

    def test_what_is_shown_counts_as_shown_until_the_last_day_of_access(self) -> None:
        assert tail(survival=Survival(36, "disclosure"), effective_on=START, expires_on=END).outcome is Outcome.PASS

    def test_counted_from_the_first_day_of_the_nda_most_of_it_is_gone_at_the_end(self) -> None:
        needed = add_months(END, 36)

        assert tail(survival=Survival(36, "effective"), effective_on=START).outcome is Outcome.WAIVER
        assert tail(survival=Survival(36, "effective"), effective_on=END).outcome is Outcome.PASS
        assert needed == date(2030, 1, 15)

    def test_counted_from_the_end_the_last_covered_day_is_the_anchor(self) -> None:
        assert tail(survival=Survival(36, "end"), expires_on=END).outcome is Outcome.PASS
        assert tail(survival=Survival(36, "end"), expires_on=END - ONE_DAY).outcome is Outcome.WAIVER
        assert tail(survival=Survival(12, "end"), expires_on=add_months(END, 24)).outcome is Outcome.PASS

    def test_an_endless_nda_could_end_with_the_access_so_endless_is_not_perpetual(self) -> None:
        assert tail(survival=Survival(36, "end"), expires_on=None).outcome is Outcome.PASS
        assert tail(survival=Survival(35, "end"), expires_on=None).outcome is Outcome.WAIVER

    def test_perpetual_is_enough_for_everything(self) -> None:
        assert tail(rank=4, survival=Survival(None, "end")).outcome is Outcome.PASS

    @pytest.mark.parametrize(
        "terms",
        [{"survival": None}, {"survival": Survival(12, None)}, {"survival": Survival(12, "effective"), "effective_on": None}],
        ids=["survival", "anchor", "first day"],
    )
    def test_a_missing_term_is_unknown(self, terms: dict[str, Any]) -> None:
        assert tail(**terms).outcome is Outcome.UNKNOWN

    def test_an_nda_whose_terms_nobody_recorded_is_unknown(self) -> None:
        assert tail(nda=None).outcome is Outcome.UNKNOWN

    def test_the_words_say_until_when_and_how_long_it_should_be(self) -> None:
        found = tail(survival=Survival(12, "disclosure"))

        assert (
            found.message
            == "NDA-1 protects what is shown only until 15 Jan 2028; A1 needs protection for 36 months after your last day."
        )

    def test_each_paper_of_a_chain_in_force_in_the_window_must_protect(self) -> None:
        short = nda(id="OLD", expires_on=date(2026, 12, 31), survival=Survival(12, "disclosure"))
        new = nda(id="NEW", effective_on=date(2027, 1, 1), supersedes=("OLD",))

        assert result("NDA-02", register(agreements=(short, new))).outcome is Outcome.WAIVER
        assert result("NDA-02", register(agreements=(short, new)), draft(start_on=date(2027, 1, 1))).outcome is Outcome.PASS


class TestPurpose:
    @pytest.mark.parametrize("kind", [PurposeKind.ENGAGEMENT, PurposeKind.BOTH])
    def test_an_nda_for_work_on_this_project_is_fine(self, kind: PurposeKind) -> None:
        assert purpose(purpose_kind=kind).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    def test_an_nda_for_evaluating_does_not_cover_work(self, rank: int) -> None:
        known = register_at(rank, agreements=(nda(purpose_kind=PurposeKind.EVALUATION),))

        assert result("NDA-04", known).effect is V[rank]
        assert "evaluating only, not work on Pumps (P1)" in result("NDA-04", known).message

    def test_another_project_is_not_covered(self) -> None:
        assert purpose(projects=("P2", "P3")).message == "NDA-1 covers P2, P3, not Pumps (P1)."

    def test_an_empty_list_of_projects_covers_nothing(self) -> None:
        assert purpose(projects=()).message == "NDA-1 covers no project, not Pumps (P1)."

    def test_a_star_covers_every_project(self) -> None:
        assert purpose(projects=("*",)).outcome is Outcome.PASS

    @pytest.mark.parametrize("kind", [PurposeKind.EVALUATION, PurposeKind.BOTH])
    def test_an_evaluation_needs_an_nda_that_includes_evaluating_and_no_project(self, kind: PurposeKind) -> None:
        assert purpose(EVALUATING, purpose_kind=kind, projects=()).outcome is Outcome.PASS

    def test_an_evaluation_under_an_nda_for_work_needs_the_project(self) -> None:
        assert purpose(EVALUATING).outcome is Outcome.PASS
        assert purpose(EVALUATING, projects=()).outcome is Outcome.WAIVER

    @pytest.mark.parametrize("terms", [{"purpose_kind": None}, {"projects": None}, {"nda": None}])
    def test_a_missing_term_is_unknown(self, terms: dict[str, Any]) -> None:
        found = purpose(**terms)

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)

    def test_without_the_kind_an_evaluation_is_unknown_whatever_the_projects(self) -> None:
        assert purpose(EVALUATING, purpose_kind=None, projects=()).outcome is Outcome.UNKNOWN
        assert purpose(purpose_kind=None, projects=()).outcome is Outcome.WAIVER

    def test_each_paper_of_a_chain_in_force_in_the_window_must_cover_it(self) -> None:
        old = nda(id="OLD", expires_on=date(2026, 12, 31))
        new = nda(id="NEW", effective_on=date(2027, 1, 1), supersedes=("OLD",), projects=("P2",))

        assert result("NDA-04", register(agreements=(old, new))).outcome is Outcome.WAIVER
        assert result("NDA-04", register(agreements=(old, new)), draft(end_on=date(2026, 12, 31))).outcome is Outcome.PASS
