"""NDA-09 and NDA-10: an NDA that lets nobody reuse a trade secret from memory, or take apart what is handed over."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.vocabulary import IpForm, Mode, Outcome
from tests.builders import END, START, asset, draft, member, members, nda, register, register_at, result, vendor
from tests.domain.outcomes import RANKS, V, W

ONE_DAY = timedelta(days=1)
SECRET = (IpForm.COPYRIGHT, IpForm.TRADE_SECRET)


class TestReuseFromMemory:
    def found(self, *papers: Any, rank: int = 3, wish: Any = None, **more: Any) -> CheckResult:
        known = register_at(rank, assets=(asset(asset_class=rank, forms=SECRET),), agreements=papers, **more)
        return result("NDA-09", known, wish)

    def test_an_nda_without_such_a_clause_is_fine(self) -> None:
        assert self.found(nda(residuals_clause=False)).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_residuals_clause_fails_by_class(self, rank: int) -> None:
        assert self.found(nda(residuals_clause=True), rank=rank).effect is V[rank]

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize("terms", [{"residuals_clause": None}, {"nda": None}], ids=str)
    def test_what_nobody_recorded_is_unknown_and_weighs_the_same(self, rank: int, terms: dict[str, Any]) -> None:
        found = self.found(nda(**terms, owner="ivy"), rank=rank)

        assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, V[rank], "ivy")
        assert found.message == "We don't know yet whether NDA-1 lets Volt GmbH reuse what its people remember."
        assert found.remedy == (
            "Ask Ivy to look for a clause that allows it (a residuals clause), and to record whether there is one."
        )

    @pytest.mark.parametrize("clause", [True, False, None])
    def test_without_a_trade_secret_it_does_not_apply(self, clause: bool | None) -> None:
        assert result("NDA-09", register(agreements=(nda(residuals_clause=clause),))).outcome is Outcome.NA

    def test_without_an_nda_only_the_missing_nda_speaks(self) -> None:
        assert self.found().outcome is Outcome.NA

    def test_the_words_name_who_mends_it_and_a_way_that_keeps_the_secret(self) -> None:
        found = self.found(nda(residuals_clause=True, owner="ivy"))

        assert found.message == "NDA-1 lets Volt GmbH reuse what its people remember, and A1 is a trade secret."
        assert found.remedy == (
            "Ask Ivy to have that clause taken out; "
            "until then ask Dan (data owner) for a version without the secret part. Or ask for a waiver."
        )

    def test_where_nobody_is_known_by_name_the_roles_are_said(self) -> None:
        gone = members(member("dan", active=False))
        found = self.found(nda(residuals_clause=True), vendors=(vendor(owner=None, clearance=4),), members=gone)

        assert found.remedy == (
            "Ask a vendor manager to have that clause taken out; "
            "until then ask the data owner for a version without the secret part. Or ask for a waiver."
        )

    def test_each_paper_of_a_chain_in_force_in_the_window_must_be_without_it(self) -> None:
        seam = date(2026, 12, 31)
        old = nda(id="OLD", expires_on=seam, residuals_clause=True)
        new = nda(id="NEW", effective_on=seam + ONE_DAY, supersedes=("OLD",))

        assert self.found(old, new).outcome is Outcome.WAIVER
        assert self.found(old, new, wish=draft(start_on=seam)).outcome is Outcome.WAIVER
        assert self.found(old, new, wish=draft(start_on=seam + ONE_DAY)).outcome is Outcome.PASS

    def test_a_paper_of_a_chain_that_begins_after_the_last_day_is_not_looked_at(self) -> None:
        old = nda(id="OLD", expires_on=END)
        new = nda(id="NEW", effective_on=END + ONE_DAY, supersedes=("OLD",), residuals_clause=True)

        assert self.found(old, new).outcome is Outcome.PASS
        assert self.found(old, new, wish=draft(end_on=END + ONE_DAY)).outcome is Outcome.WAIVER

    def test_a_certain_clause_is_told_before_one_that_nobody_recorded(self) -> None:
        old = nda(id="OLD", expires_on=START, residuals_clause=None)
        new = nda(id="NEW", effective_on=START + ONE_DAY, supersedes=("OLD",), residuals_clause=True)

        assert self.found(old, new).message.startswith("NEW lets")

    def test_of_two_ndas_the_one_without_the_clause_is_judged_and_its_parties_are_not_borrowed(self) -> None:
        lax, strange = nda(id="LAX", residuals_clause=True), nda(id="STRANGE", our_entities=("OTHER",))

        assert self.found(lax, nda()).outcome is Outcome.PASS
        assert self.found(lax, strange).outcome is Outcome.WAIVER


COPIES = [Mode.DOWNLOAD, Mode.WRITE, Mode.ADMIN]


class TestReverseEngineering:
    def found(self, *papers: Any, rank: int = 3, mode: Mode = Mode.DOWNLOAD, **days: Any) -> CheckResult:
        return result("NDA-10", register_at(rank, agreements=papers), draft(mode=mode, **days))

    def test_a_failure_that_weighs_nothing_hides_no_missing_fact_of_the_next_paper(self) -> None:
        seam = START + ONE_DAY
        old = nda(id="OLD", expires_on=seam, reverse_engineering_ban=False)
        new = nda(id="NEW", effective_on=seam + ONE_DAY, supersedes=("OLD",), reverse_engineering_ban=None)

        assert [self.found(old, new, rank=rank).outcome for rank in (1, 2)] == [Outcome.UNKNOWN, Outcome.WARN]

    @pytest.mark.parametrize("mode", [*COPIES, Mode.PHYSICAL])
    def test_an_nda_that_forbids_it_is_fine(self, mode: Mode) -> None:
        assert self.found(nda(reverse_engineering_ban=True), mode=mode).outcome is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize("mode", COPIES)
    def test_a_copy_without_a_ban_is_a_heads_up_from_confidential_on(self, mode: Mode, rank: int) -> None:
        assert self.found(nda(reverse_engineering_ban=False), mode=mode, rank=rank).effect is W[rank]

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_physical_part_without_a_ban_needs_a_waiver(self, rank: int) -> None:
        assert self.found(nda(reverse_engineering_ban=False), mode=Mode.PHYSICAL, rank=rank).effect is V[rank]

    @pytest.mark.parametrize("mode", [Mode.VIEW, Mode.COMMENT])
    @pytest.mark.parametrize("ban", [True, False, None])
    def test_where_nothing_is_handed_over_it_does_not_apply(self, mode: Mode, ban: bool | None) -> None:
        assert self.found(nda(reverse_engineering_ban=ban), mode=mode).outcome is Outcome.NA

    def test_without_an_nda_only_the_missing_nda_speaks(self) -> None:
        assert self.found(mode=Mode.PHYSICAL).outcome is Outcome.NA

    @pytest.mark.parametrize("rank", RANKS)
    @pytest.mark.parametrize("terms", [{"reverse_engineering_ban": None}, {"nda": None}], ids=str)
    @pytest.mark.parametrize(("mode", "weighs"), [(Mode.WRITE, W), (Mode.PHYSICAL, V)])
    def test_what_nobody_recorded_is_unknown_and_weighs_the_same(
        self, mode: Mode, weighs: dict[int, Outcome], terms: dict[str, Any], rank: int
    ) -> None:
        found = self.found(nda(**terms, owner="ivy"), mode=mode, rank=rank)

        assert (found.outcome, found.effect, found.kept_by) == (Outcome.UNKNOWN, weighs[rank], "ivy")
        assert found.message == "We don't know yet whether NDA-1 forbids Volt GmbH to take apart what it holds."
        assert found.remedy == "Ask Ivy to look for a ban on reverse engineering, and to record whether there is one."

    def test_the_words_name_who_mends_it_and_what_to_do_now(self) -> None:
        copy = self.found(nda(reverse_engineering_ban=False))
        part = self.found(nda(reverse_engineering_ban=False), mode=Mode.PHYSICAL)

        assert copy.message == part.message
        assert copy.message == "NDA-1 does not forbid Volt GmbH to take apart what it holds, so EU law allows it."
        assert copy.remedy == (
            "Approvers see this; ask Mo to add a ban on reverse engineering; with viewing only, nothing is handed over."
        )
        assert part.remedy == (
            "Ask Mo to add a ban on reverse engineering before the part leaves us; "
            "with viewing only, nothing is handed over. Or ask for a waiver."
        )

    def test_each_paper_of_a_chain_in_force_in_the_window_must_forbid_it(self) -> None:
        seam = date(2026, 12, 31)
        old = nda(id="OLD", expires_on=seam, reverse_engineering_ban=False)
        new = nda(id="NEW", effective_on=seam + ONE_DAY, supersedes=("OLD",))

        assert self.found(old, new, start_on=seam).outcome is Outcome.WARN
        assert self.found(old, new, start_on=seam + ONE_DAY).outcome is Outcome.PASS

    def test_a_heads_up_is_better_than_a_waiver_when_the_nda_is_chosen(self) -> None:
        known = register(
            assets=(asset(forms=SECRET),),
            agreements=(nda(id="LAX", residuals_clause=True), nda(id="BARE", reverse_engineering_ban=False)),
        )

        assert result("NDA-09", known, draft(mode=Mode.WRITE)).outcome is Outcome.PASS
        assert result("NDA-10", known, draft(mode=Mode.WRITE)).outcome is Outcome.WARN
