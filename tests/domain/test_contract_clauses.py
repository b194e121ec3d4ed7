"""CTR-03: the one contract that is judged lets us audit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, Mode, Outcome, PurposeKind
from tests.builders import END, contract, draft, nda, register_at, result
from tests.domain.outcomes import RANKS, W

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
        assert silent.message == "We don't know yet whether MSA-1 lets us audit Volt GmbH."
        assert silent.remedy == "Ivy looks for an audit right and records it."

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
