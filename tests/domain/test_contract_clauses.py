"""CTR-03, IPR-06 and IPR-07: the one contract that is judged lets us audit, and has rules for open source and AI tools."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, IpForm, Mode, Outcome, PurposeKind
from tests.builders import END, asset, contract, draft, nda, register_at, result
from tests.domain.outcomes import RANKS, W4, V, W

ONE_DAY = timedelta(days=1)


def saying(**terms: Any) -> Agreement:
    """MSA-1 with other terms; `id` and `owner` are the paper's own."""
    own = {name: terms.pop(name) for name in ("id", "owner", "expires_on", "effective_on", "kind") if name in terms}
    usual = contract(**own)
    assert usual.work is not None
    return replace(usual, work=replace(usual.work, **terms))


def found(check: str, *papers: Agreement, rank: int = 3, mode: Mode = Mode.WRITE, **wish: Any) -> CheckResult:
    return result(check, register_at(rank, agreements=(nda(), *papers)), draft(mode=mode, **wish))


class TestAuditRight:
    @pytest.mark.parametrize("kind", [AgreementKind.MSA, AgreementKind.SOW])
    @pytest.mark.parametrize("mode", list(Mode))
    def test_a_contract_that_lets_us_audit_is_fine_whatever_is_asked(self, kind: AgreementKind, mode: Mode) -> None:
        assert found("CTR-03", saying(kind=kind, audit_right=True), mode=mode).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    def test_one_that_does_not_is_a_heads_up_from_confidential_on(self, rank: int) -> None:
        assert found("CTR-03", saying(audit_right=False), rank=rank).effect is W[rank]

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize(
        "paper", [saying(audit_right=None, owner="ivy"), contract(work=None, owner="ivy")], ids=["right", "terms"]
    )
    def test_what_nobody_recorded_is_unknown_and_weighs_the_same(self, paper: Agreement, rank: int) -> None:
        silent = found("CTR-03", paper, rank=rank)

        assert (silent.outcome, silent.effect, silent.kept_by) == (Outcome.UNKNOWN, W[rank], "ivy")
        assert silent.message == "We don't know yet whether MSA-1 lets us audit Volt GmbH (an audit right)."
        assert silent.remedy == "Ask Ivy to look for one, and to record it."

    def test_without_a_contract_only_the_missing_contract_speaks(self) -> None:
        assert found("CTR-03").outcome is Outcome.NA
        assert found("CTR-03", saying(audit_right=False, expires_on=END - ONE_DAY)).outcome is Outcome.NA
        assert found("CTR-03", saying(audit_right=False, expires_on=END)).outcome is Outcome.WARN

    def test_an_evaluation_that_has_a_contract_is_told_of_it_all_the_same(self) -> None:
        evaluating = {"purpose_kind": PurposeKind.EVALUATION}

        assert found("CTR-03", saying(audit_right=False), **evaluating).outcome is Outcome.WARN
        assert found("CTR-03", **evaluating).outcome is Outcome.NA

    def test_the_words_name_the_paper_and_who_mends_it(self) -> None:
        said = found("CTR-03", saying(audit_right=False))

        assert said.message == "MSA-1 does not let us audit Volt GmbH, not even after an incident."
        assert said.remedy == "Approvers see this; ask Mo to add an audit right when the contract is renewed."

    def test_of_two_contracts_the_one_with_the_right_is_judged_and_what_it_lacks_is_not_borrowed(self) -> None:
        closed = saying(id="CLOSED", audit_right=False)
        silent = contract(id="SILENT", work=None)

        assert found("CTR-03", closed, contract()).outcome is Outcome.PASS
        assert found("CTR-03", closed, silent).outcome is Outcome.WARN
        assert found("IPR-01", closed, silent).outcome is Outcome.PASS


BACK = [Mode.WRITE, Mode.ADMIN]


class TestOpenSource:
    @pytest.mark.parametrize("mode", BACK)
    def test_a_contract_with_rules_is_fine(self, mode: Mode) -> None:
        assert found("IPR-06", saying(oss_terms=True), mode=mode).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize("mode", BACK)
    def test_one_without_rules_fails_by_class(self, mode: Mode, rank: int) -> None:
        assert found("IPR-06", saying(oss_terms=False), mode=mode, rank=rank).effect is V[rank]

    @pytest.mark.parametrize("mode", [mode for mode in Mode if mode not in BACK])
    @pytest.mark.parametrize("terms", [True, False, None])
    def test_where_no_code_comes_back_it_does_not_apply(self, mode: Mode, terms: bool | None) -> None:
        assert found("IPR-06", saying(oss_terms=terms), mode=mode).outcome is Outcome.NA

    def test_where_nothing_is_under_copyright_it_does_not_apply(self) -> None:
        known = register_at(3, agreements=(nda(), saying(oss_terms=False)), assets=(asset(forms=(IpForm.TRADE_SECRET,)),))

        assert result("IPR-06", known, draft(mode=Mode.WRITE)).outcome is Outcome.NA

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize(
        "paper", [saying(oss_terms=None, owner="ivy"), contract(work=None, owner="ivy")], ids=["rules", "terms"]
    )
    def test_what_nobody_recorded_is_unknown_and_weighs_the_same(self, paper: Agreement, rank: int) -> None:
        silent = found("IPR-06", paper, rank=rank)

        assert (silent.outcome, silent.effect, silent.kept_by) == (Outcome.UNKNOWN, V[rank], "ivy")
        assert silent.message == "We don't know yet whether MSA-1 has rules for open source in what Volt Sp. z o.o. writes."
        assert silent.remedy == "Ask Ivy to look for them, and to record it."

    def test_without_a_contract_only_the_missing_contract_speaks(self) -> None:
        assert found("IPR-06").outcome is Outcome.NA
        assert found("IPR-06", saying(oss_terms=False, expires_on=END - ONE_DAY)).outcome is Outcome.NA
        assert found("IPR-06", saying(oss_terms=False, expires_on=END)).outcome is Outcome.WAIVER

    def test_the_words_say_what_to_add_by_whom_and_what_needs_none(self) -> None:
        said = found("IPR-06", saying(oss_terms=False, owner="ivy"))

        assert said.message == "MSA-1 has no rules for open source in what Volt Sp. z o.o. writes."
        assert said.remedy == (
            "Ask Ivy for an open-source addendum (which licences are allowed, a list of what was copied in) before code "
            "comes back; viewing only brings no code back and needs none. Or ask for a waiver."
        )

    def test_a_contract_that_only_lacks_the_audit_right_is_judged_before_one_without_rules(self) -> None:
        wild = saying(id="WILD", oss_terms=False, effective_on=END - 60 * ONE_DAY)
        closed = saying(id="CLOSED", audit_right=False)

        assert found("IPR-06", wild, closed).outcome is Outcome.PASS
        assert found("CTR-03", wild, closed).outcome is Outcome.WARN
        assert found("CTR-03", wild, closed, mode=Mode.VIEW).outcome is Outcome.PASS


class TestAiTools:
    creates = (Mode.DOWNLOAD, Mode.WRITE, Mode.ADMIN)

    @pytest.mark.parametrize("mode", creates)
    def test_a_contract_with_rules_is_fine(self, mode: Mode) -> None:
        assert found("IPR-07", saying(ai_terms=True), mode=mode).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize("mode", creates)
    def test_one_without_rules_is_a_heads_up_and_needs_a_waiver_for_what_is_strictly_secret(self, mode: Mode, rank: int) -> None:
        assert found("IPR-07", saying(ai_terms=False), mode=mode, rank=rank).effect is W4[rank]

    @pytest.mark.parametrize("mode", [Mode.VIEW, Mode.COMMENT, Mode.PHYSICAL])
    @pytest.mark.parametrize("terms", [True, False, None])
    def test_where_no_work_is_created_it_does_not_apply(self, mode: Mode, terms: bool | None) -> None:
        assert found("IPR-07", saying(ai_terms=terms), mode=mode).outcome is Outcome.NA

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize(
        "paper", [saying(ai_terms=None, owner="ivy"), contract(work=None, owner="ivy")], ids=["rules", "terms"]
    )
    def test_what_nobody_recorded_is_unknown_and_weighs_the_same(self, paper: Agreement, rank: int) -> None:
        silent = found("IPR-07", paper, rank=rank)

        assert (silent.outcome, silent.effect, silent.kept_by) == (Outcome.UNKNOWN, W4[rank], "ivy")
        assert silent.message == "We don't know yet whether MSA-1 has rules for AI tools."
        assert silent.remedy == "Ask Ivy to look for them, and to record it."

    def test_what_nobody_classified_is_handled_as_strictly_secret(self) -> None:
        known = register_at(4, agreements=(nda(), saying(ai_terms=False)), assets=(asset(asset_class=None),))

        assert result("IPR-07", known, draft(mode=Mode.WRITE)).outcome is Outcome.WAIVER

    def test_without_a_contract_only_the_missing_contract_speaks(self) -> None:
        assert found("IPR-07").outcome is Outcome.NA
        assert found("IPR-07", saying(ai_terms=False, expires_on=END - ONE_DAY)).outcome is Outcome.NA
        assert found("IPR-07", saying(ai_terms=False, expires_on=END)).outcome is Outcome.WARN

    def test_the_words_say_what_to_do_until_there_are_rules(self) -> None:
        said = found("IPR-07", saying(ai_terms=False))

        assert said.message == "MSA-1 has no rules for AI tools, so nothing forbids pasting A1 into a public one."
        assert said.remedy == ("Approvers see this; ask Mo to add them. Until then tell Volt Sp. z o.o. to use none on A1.")

    def test_for_what_is_strictly_secret_the_rules_come_first(self) -> None:
        said = found("IPR-07", saying(ai_terms=False), rank=4)

        assert said.remedy == ("Ask Mo to add them before the first day; viewing only needs none. Or ask for a waiver.")
