"""CTR-01, IPR-01 and IPR-02: a contract covers the work, and what the vendor creates becomes ours."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.register import Agreement, Assignment, WorkTerms
from bot.domain.vocabulary import AgreementKind, Mode, Outcome, PurposeKind
from tests.builders import END, START, contract, draft, facts, nda, register, register_at, result
from tests.domain.outcomes import RANKS, V

ONE_DAY = timedelta(days=1)
WRITE = draft(mode=Mode.WRITE)
EVALUATING = draft(mode=Mode.WRITE, purpose_kind=PurposeKind.EVALUATION)
CREATES = [Mode.DOWNLOAD, Mode.WRITE, Mode.ADMIN]
CREATES_NOTHING = [Mode.VIEW, Mode.COMMENT, Mode.PHYSICAL]


def found(*papers: Agreement, wish: Any = WRITE) -> dict[str, CheckResult]:
    return {one.check: one for one in run_checks(facts(register(agreements=(nda(), *papers)), wish))}


def outcomes(*papers: Agreement, wish: Any = WRITE) -> tuple[Outcome, Outcome, Outcome]:
    """CTR-01, IPR-01, IPR-02."""
    results = found(*papers, wish=wish)
    return results["CTR-01"].outcome, results["IPR-01"].outcome, results["IPR-02"].outcome


def assigning(**more: Any) -> Agreement:
    usual = Assignment("present", "PL", ("written_form", "fields_of_exploitation"))
    return contract(work=WorkTerms(replace(usual, **more), oss_terms=True, ai_terms=True, audit_right=True))


ALL_FINE = (Outcome.PASS, Outcome.PASS, Outcome.PASS)
NONE = (Outcome.WAIVER, Outcome.NA, Outcome.NA)
NEEDED = {
    "DE": ("exclusive_licence_fallback", "employee_invention_claim"),
    "PL": ("written_form", "fields_of_exploitation"),
    "IN": ("term_and_territory", "lapse_waiver"),
    "JP": ("adaptation_rights",),
    "GB": ("signed_writing",),
    "FR": ("rights_listed",),
    "TR": ("rights_listed",),
}


class TestAContractCovers:
    @pytest.mark.parametrize("kind", [AgreementKind.MSA, AgreementKind.SOW])
    def test_one_from_the_first_to_the_last_day_is_enough(self, kind: AgreementKind) -> None:
        assert outcomes(contract(kind=kind, effective_on=START, expires_on=END, executed_on=START)) == ALL_FINE

    @pytest.mark.parametrize(
        "flaw",
        [
            {"expires_on": END - ONE_DAY},
            {"terminated_on": END - ONE_DAY},
            {"effective_on": START + ONE_DAY},
            {"executed_on": None},
            {"executed_on": START + ONE_DAY},
            {"their_entities": ("V1-B",)},
            {"vendor": "V2"},
            {"kind": AgreementKind.DPA},
        ],
        ids=str,
    )
    def test_one_gap_is_one_result(self, flaw: dict[str, Any]) -> None:
        assert outcomes(contract(**flaw)) == NONE

    def test_without_any_contract_there_is_one_result(self) -> None:
        assert outcomes() == NONE

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_gap_fails_by_class(self, rank: int) -> None:
        assert result("CTR-01", register_at(rank, agreements=())).effect is V[rank]

    def test_our_side_may_be_any_company_of_ours(self) -> None:
        assert outcomes(contract(our_entities=("OTHER",))) == ALL_FINE

    def test_a_contract_without_an_end_covers(self) -> None:
        assert outcomes(contract(expires_on=None)) == ALL_FINE

    def test_an_evaluation_needs_no_contract(self) -> None:
        assert outcomes(wish=EVALUATING)[0] is Outcome.NA
        assert outcomes(contract(), wish=EVALUATING)[0] is Outcome.NA

    @pytest.mark.parametrize("missing", [{"effective_on": None}, {"their_entities": None}])
    def test_a_missing_fact_that_decides_is_unknown(self, missing: dict[str, Any]) -> None:
        assert outcomes(contract(**missing)) == (Outcome.UNKNOWN, Outcome.NA, Outcome.NA)

    def test_a_missing_fact_that_decides_nothing_is_no_matter(self) -> None:
        assert outcomes(contract(effective_on=None, expires_on=START)) == NONE
        assert outcomes(contract(id="B", effective_on=None), contract()) == ALL_FINE

    def test_the_words_say_which_day_is_missing(self) -> None:
        words = found(contract(expires_on=END - ONE_DAY))["CTR-01"].message

        assert words == "No contract with Volt Sp. z o.o. covers all days until 15 Jan 2027; the last one ends 14 Jan 2027."

    def test_the_words_do_not_blame_the_end_of_a_contract_that_lasts(self) -> None:
        assert found(contract(their_entities=("V1-B",)))["CTR-01"].message.endswith("until 15 Jan 2027.")

    def test_a_company_that_the_vendor_does_not_have_is_called_by_the_vendors_name(self) -> None:
        wish = draft(entity="V9-X")

        assert found(wish=wish)["CTR-01"].message.startswith("No contract with Volt GmbH covers")


class TestOneContractIsJudged:
    def test_the_one_whose_worst_result_is_best_and_unmixed(self) -> None:
        promise = replace(assigning(wording="promise"), id="PROMISE", effective_on=date(2026, 1, 1))

        for papers in ((promise, contract()), (contract(), promise)):
            assert outcomes(*papers) == ALL_FINE

    def test_what_one_lacks_another_does_not_supply(self) -> None:
        promise = replace(assigning(wording="promise"), id="PROMISE")
        formless = replace(assigning(formalities_met=()), id="FORMLESS", effective_on=date(2026, 1, 1))

        assert outcomes(promise, formless) == (Outcome.PASS, Outcome.PASS, Outcome.WAIVER)

    def test_one_that_does_not_cover_is_no_candidate_however_good(self) -> None:
        promise = replace(assigning(wording="promise"), id="PROMISE")

        assert outcomes(contract(expires_on=START), promise)[1] is Outcome.WAIVER


class TestPresentAssignment:
    @pytest.mark.parametrize("mode", CREATES_NOTHING)
    def test_a_mode_that_creates_no_work_asks_for_none(self, mode: Mode) -> None:
        assert outcomes(assigning(wording="none"), wish=draft(mode=mode))[1:] == (Outcome.NA, Outcome.NA)

    @pytest.mark.parametrize("mode", CREATES)
    @pytest.mark.parametrize("wording", ["promise", "licence_only", "none"])
    def test_anything_but_present_words_fails(self, mode: Mode, wording: str) -> None:
        assert outcomes(assigning(wording=wording), wish=draft(mode=mode))[1] is Outcome.WAIVER

    @pytest.mark.parametrize(
        ("condition", "words"),
        [
            ("on_payment", "assigns only on payment, so an open invoice leaves the work theirs."),
            ("on_acceptance", "assigns only on acceptance, so what we have not accepted stays theirs."),
        ],
    )
    def test_a_condition_fails_and_the_words_say_which_and_what_follows(self, condition: str, words: str) -> None:
        assert found(assigning(condition=condition))["IPR-01"].message.endswith(words)

    @pytest.mark.parametrize("rank", RANKS)
    def test_it_fails_by_class(self, rank: int) -> None:
        known = register_at(rank, agreements=(nda(), assigning(wording="promise")))

        assert result("IPR-01", known, WRITE).effect is V[rank]

    @pytest.mark.parametrize("paper", [assigning(wording=None), contract(work=None)], ids=["wording", "terms"])
    def test_a_missing_wording_is_unknown(self, paper: Agreement) -> None:
        assert outcomes(paper)[1] is Outcome.UNKNOWN


class TestFormalities:
    @pytest.mark.parametrize("law", NEEDED)
    def test_every_token_of_the_law_is_needed(self, law: str) -> None:
        needed = NEEDED[law]

        assert outcomes(assigning(law=law, formalities_met=needed))[2] is Outcome.PASS
        for token in needed:
            others = tuple(one for one in needed if one != token)
            lacking = found(assigning(law=law, formalities_met=others))["IPR-02"]
            assert lacking.outcome is Outcome.WAIVER
            assert f"{token.replace('_', ' ')} (" in lacking.message, "the word of the law, and what it means"

    @pytest.mark.parametrize("met", [(), None])
    def test_the_law_of_the_united_states_asks_for_nothing(self, met: Any) -> None:
        assert outcomes(assigning(law="US", formalities_met=met))[2] is Outcome.PASS

    @pytest.mark.parametrize("law", ["CN", "VN", "UA", "BR", "RO", None])
    def test_a_law_without_a_rule_is_unknown_and_not_guessed(self, law: str | None) -> None:
        assert outcomes(assigning(law=law))[2] is Outcome.UNKNOWN

    def test_formalities_that_nobody_recorded_are_unknown(self) -> None:
        assert outcomes(assigning(formalities_met=None))[2] is Outcome.UNKNOWN

    def test_a_contract_whose_terms_nobody_recorded_is_unknown(self) -> None:
        assert outcomes(contract(work=None))[2] is Outcome.UNKNOWN


class TestContractsThatFollowEachOther:
    def said(self, *papers: Agreement) -> CheckResult:
        return result("CTR-01", register(agreements=(nda(), *papers)))

    def test_the_day_between_two_contracts_is_named_and_who_can_mend_it(self) -> None:
        later = contract(id="MSA-2", effective_on=date(2027, 1, 6), owner="ivy")
        found = self.said(contract(expires_on=date(2027, 1, 4)), later)

        assert found.message == "MSA-1 covers until 4 Jan 2027 and MSA-2 begins 6 Jan 2027; no contract covers 5 Jan 2027."
        assert found.remedy.startswith("Ask Ivy for a contract or an extension.")
        assert found.fix is not None
        assert found.fix.value == "2027-01-04"

    def test_two_in_a_row_are_not_added_up(self) -> None:
        found = self.said(contract(expires_on=date(2027, 1, 4)), contract(id="MSA-2", effective_on=date(2027, 1, 5)))

        said = "MSA-1 covers until 4 Jan 2027, and another contract goes on from there; one contract has to cover all days."
        assert found.message == said
