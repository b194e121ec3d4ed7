"""What a company says of the figures is what the checks judge by; where it says nothing, they judge as they were written."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.catalogue import BY_ID, CATALOGUE, NEVER_WAIVED, Check
from bot.domain.checks.configured import configured, letters, never_waived, shipped
from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.checks.policy_changes import figures_words, policy_changes
from bot.domain.checks.run import run_checks
from bot.domain.prospects import trials
from bot.domain.register import Assignment, ExportRecord, Screening, Survival, WorkTerms
from bot.domain.vocabulary import Grade, Mode, Outcome, Profile, ScreeningResult
from tests.builders import (
    START,
    TODAY,
    assessment,
    asset,
    contract,
    draft,
    facts,
    nda,
    person,
    register,
    register_at,
    result,
    vendor,
)
from tests.domain.test_findings_check import finding

F, V, W, H = Profile.F, Profile.V, Profile.W, Profile.H
ONE_DAY = timedelta(days=1)


def counting(check: str, **told: Profile) -> CheckPolicy:
    """A policy by which failures of one check that were written with a letter count by another."""
    return CheckPolicy(profiles={check: {Profile(written): now for written, now in told.items()}})


class TestWhatFailuresCountFor:
    def test_a_letter_of_the_company_counts_instead_of_that_of_the_check(self) -> None:
        known = register_at(3, agreements=())
        assert result("NDA-01", known).effect is Outcome.BLOCK
        assert result("NDA-01", known, policy=counting("NDA-01", F=W)).effect is Outcome.WARN

    def test_of_failures_that_count_differently_each_has_its_own(self) -> None:
        unowned = register(vendors=(vendor(owner=None),))
        assert result("VEN-01", unowned).effect is Outcome.WARN
        assert result("VEN-01", unowned, policy=counting("VEN-01", W=V)).effect is Outcome.WAIVER

    def test_the_worst_finding_is_that_which_counts_most_in_this_company(self) -> None:
        known = register_at(3, findings=(finding(id="F-1", grade=Grade.MAJOR), finding(id="F-2", grade=Grade.MINOR)))
        assert result("MON-01", known).message.startswith("F-1")
        assert result("MON-01", known, policy=counting("MON-01", V=W, W=V)).message.startswith("F-2")

    def test_what_is_written_as_an_outcome_is_no_letter_and_stays(self) -> None:
        stale = register(assessments=(assessment(completed_on=date(2025, 6, 10)),))
        assert result("DDA-01", stale, policy=counting("DDA-01", V=H)).effect is Outcome.WARN

    def test_a_missing_fact_counts_by_the_letter_of_the_company_too(self) -> None:
        known = register_at(3, vendors=(vendor(clearance=None),))
        softer = result("ACC-01", known, policy=counting("ACC-01", F=W))
        assert (softer.outcome, softer.effect) == (Outcome.UNKNOWN, Outcome.WARN)

    def test_what_the_company_never_waives_needs_its_fact(self) -> None:
        known = register_at(3, vendors=(vendor(clearance=None),))
        assert not result("ACC-01", known).needs_fact
        assert result("ACC-01", known, policy=counting("ACC-01", F=H)).needs_fact


class TestFigures:
    def test_the_longest_access(self) -> None:
        policy = CheckPolicy(access_days=(365, 180, 60, 30))
        for days, outcome in ((60, Outcome.PASS), (61, Outcome.WAIVER)):
            wish = draft(end_on=START + (days - 1) * ONE_DAY)
            assert result("ACC-04", register_at(3), wish, policy=policy).outcome is outcome

    def test_how_long_an_nda_has_to_protect(self) -> None:
        paper = nda(survival=Survival(24, "disclosure"), trade_secret_carve_out=False)
        known = register_at(2, assets=(asset(asset_class=2, forms=()),), agreements=(paper, contract()))
        assert result("NDA-02", known).outcome is Outcome.PASS
        assert "25 months" in result("NDA-02", known, policy=CheckPolicy(protection_months=(0, 25, 36, 60))).message

    def test_how_old_the_due_diligence_of_a_tier_may_be(self) -> None:
        known = register(vendors=(vendor(tier=2),), assessments=(assessment(completed_on=TODAY - timedelta(days=400)),))
        assert result("DDA-01", known).outcome is not Outcome.WAIVER
        found = result("DDA-01", known, policy=CheckPolicy(diligence_months=(6, 12, 24, 36)))
        assert found.outcome is Outcome.WAIVER
        assert "of risk tier 2 that is good for 12 months" in found.message

    def test_how_old_a_screening_may_be(self) -> None:
        screened = Screening(START - timedelta(days=60), ScreeningResult.CLEAR)
        known = register(vendors=(vendor(screening=screened),))
        assert result("EXP-04", known).outcome is Outcome.PASS
        assert result("EXP-04", known, policy=CheckPolicy(screening_days=60)).outcome is Outcome.PASS
        assert "more than 59 days" in result("EXP-04", known, policy=CheckPolicy(screening_days=59)).message

    def test_which_formalities_a_law_asks_for(self) -> None:
        assignment = Assignment("present", "RO", ("notary",))
        paper = contract(work=WorkTerms(assignment, oss_terms=True, ai_terms=True, audit_right=True))
        known, wish = register(agreements=(nda(), paper)), draft(mode=Mode.WRITE)
        one, two = (CheckPolicy(formalities={"RO": tokens}) for tokens in (("notary",), ("notary", "seal")))
        assert result("IPR-02", known, wish).outcome is Outcome.UNKNOWN
        assert result("IPR-02", known, wish, policy=one).outcome is Outcome.PASS
        assert "asks for seal" in result("IPR-02", known, wish, policy=two).message

    def test_where_an_export_border_runs(self) -> None:
        assert AS_SHIPPED.territory("DE") == AS_SHIPPED.territory("PL")
        assert (AS_SHIPPED.territory_name("DE"), AS_SHIPPED.territory_name("CH")) == ("EU", "")
        assert AS_SHIPPED.territory("CH") == {"CH"}
        assert CheckPolicy(territories={"Alps": ("CH", "AT")}).territory("AT") == {"AT", "CH"}

    def test_how_long_a_check_against_the_export_lists_is_good(self) -> None:
        record = ExportRecord("EAR", "X", "eco", TODAY - timedelta(days=100), ())
        known = register_at(2, assets=(asset(asset_class=2, export=record),), people=(person(work_country="IN"),))
        assert result("EXP-01", known).outcome is Outcome.PASS
        assert "more than 3 months ago" in result("EXP-01", known, policy=CheckPolicy(classification_months=3)).message

    def test_a_territory_of_the_company_is_called_by_its_name(self) -> None:
        known = register_at(2, assets=(asset(asset_class=2),), people=(person(work_country="IN"),))
        assert "from the EU to" in result("EXP-01", known).message
        alone = result("EXP-01", known, policy=CheckPolicy(territories={"Union and Norway": ("DE", "NO")}))
        assert "from Union and Norway to India and Poland" in alone.message

    def test_what_a_vendor_could_be_given_is_asked_for_no_longer_than_its_class_allows(self) -> None:
        policy = CheckPolicy(access_days=(30, 20, 14, 3))
        (row,) = trials(facts(register(assets=()), policy=policy))
        assert [one.draft.window.days for one in row] == [14, 14, 14, 3]
        assert all(one.policy == policy for one in row)

    def test_where_it_stands(self) -> None:
        assert result("VEN-01", policy=CheckPolicy(clauses={"VEN-01": ("ISA27 6.1.1",)})).clauses == ("ISA27 6.1.1",)


class TestTheCatalogueOfACompany:
    def test_a_check_is_shown_as_it_counts_there(self) -> None:
        policy = CheckPolicy(profiles={"VEN-01": {W: V}}, clauses={"VEN-01": ("ISA27 6.1.1",)})
        found = configured(BY_ID["VEN-01"], policy)
        assert [kind for _, kind in found.cases] == [H, V]
        assert (found.profile, found.clauses) == (H, ("ISA27 6.1.1",))

    def test_where_it_says_nothing_each_check_is_as_it_was_written(self) -> None:
        assert [configured(check, AS_SHIPPED) for check in CATALOGUE] == list(CATALOGUE)
        assert never_waived(AS_SHIPPED) == NEVER_WAIVED

    def test_a_check_that_it_never_waives_is_one_of_those_that_no_waiver_may_name(self) -> None:
        assert "ACC-01" in never_waived(counting("ACC-01", F=H))

    def test_what_is_shipped_written_out_changes_nothing(self) -> None:
        written_out = shipped()
        known = register_at(3, agreements=(), vendors=(vendor(owner=None),))
        assert run_checks(facts(known, policy=written_out)) == run_checks(facts(known))

    def test_only_failures_that_count_by_a_letter_have_one(self) -> None:
        assert letters(BY_ID["NDA-04"]) == {"": V}
        assert list(letters(BY_ID["DDA-01"]).values()) == [V]
        assert letters(BY_ID["PRC-02"]) == {}

    @pytest.mark.parametrize("check", CATALOGUE, ids=lambda check: check.id)
    def test_no_two_failures_of_a_check_are_told_apart_by_words_alone(self, check: Check) -> None:
        """Their letter says which failure is meant: those that count alike are one."""
        found = list(letters(check).values())
        assert len(found) == len(set(found))


class TestWhatChanged:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"access_days": (365, 180, 60, 30)}, ("access days C3: 90 → 60",)),
            ({"diligence_months": (6, 18, 24, 36)}, ("diligence months T1: 12 → 6",)),
            ({"screening_days": 30}, ("screening days: 90 → 30",)),
            ({"formalities": {**AS_SHIPPED.formalities, "RO": ("notary",)}}, ("formalities RO: nothing → notary",)),
            ({"profiles": {"NDA-04": {V: F}}}, ("NDA-04: V → F",)),
            ({"profiles": {"VEN-01": {H: H, W: V}}}, ("VEN-01 W: W → V",)),
            ({"clauses": {"NDA-04": ()}}, ("clauses NDA-04: ISA6 6.1.2, TSD 4(3) → nothing",)),
            ({"version": "another"}, ()),
        ],
    )
    def test_each_figure_that_is_another_is_named(self, change: Any, words: tuple[str, ...]) -> None:
        usual = shipped()
        more = {name: {**getattr(usual, name), **one} if name in ("profiles", "clauses") else one for name, one in change.items()}
        assert policy_changes(usual, replace(usual, **more)) == words

    def test_how_many_are_others_than_shipped_is_said_beside_the_version(self) -> None:
        usual = replace(shipped(), version="3f2a")
        assert figures_words(usual) == "figures of version 3f2a, as shipped"
        assert figures_words(replace(usual, screening_days=30)) == "figures of version 3f2a, 1 of them other than shipped"
        assert figures_words(AS_SHIPPED) == "figures of the first releases, which had no version"
