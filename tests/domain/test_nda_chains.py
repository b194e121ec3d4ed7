"""Which NDA is judged: papers that follow each other are one, papers are never mixed, and the best one counts."""

from datetime import date
from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.checks.run import run_checks
from bot.domain.register import Agreement
from bot.domain.vocabulary import Outcome
from tests.builders import END, START, draft, facts, nda, register, result


def covers(*papers: Agreement, start: date = START, end: date = END, **more: Any) -> Outcome:
    """What NDA-01 says of A1 (class C3) under these papers."""
    return result("NDA-01", register(agreements=papers), draft(start_on=start, end_on=end), **more).outcome


def parties(*papers: Agreement) -> Outcome:
    return result("NDA-03", register(agreements=papers)).outcome


def nda_results(*papers: Agreement) -> list[CheckResult]:
    return [one for one in run_checks(facts(register(agreements=papers))) if one.check.startswith("NDA")]


class TestSuccessors:
    old = nda(id="OLD", effective_on=date(2025, 1, 1), expires_on=date(2026, 12, 31))

    def new(self, effective: date, **more: Any) -> Agreement:
        return nda(**({"id": "NEW", "effective_on": effective, "expires_on": date(2027, 12, 31), "supersedes": ("OLD",)} | more))

    @pytest.mark.parametrize(
        "day", [date(2027, 1, 1), date(2026, 12, 31), date(2026, 6, 1)], ids=["next day", "overlap", "early"]
    )
    def test_a_successor_without_a_gap_covers_together_with_its_predecessor(self, day: date) -> None:
        assert covers(self.old, self.new(day)) is Outcome.PASS

    def test_a_gap_of_one_day_is_a_gap(self) -> None:
        assert covers(self.old, self.new(date(2027, 1, 2))) is Outcome.BLOCK

    def test_two_ndas_that_do_not_name_each_other_are_not_added_up(self) -> None:
        assert covers(self.old, self.new(date(2027, 1, 1), supersedes=())) is Outcome.BLOCK

    def test_a_predecessor_that_was_never_signed_covers_nothing(self) -> None:
        draft_of_old = nda(id="OLD", effective_on=date(2025, 1, 1), expires_on=date(2026, 12, 31), executed_on=None)

        assert covers(draft_of_old, self.new(date(2027, 1, 1))) is Outcome.BLOCK

    def test_a_chain_of_three_covers_from_first_to_last(self) -> None:
        middle = nda(id="MID", effective_on=date(2026, 7, 1), expires_on=date(2026, 12, 20), supersedes=("OLD",))
        first = nda(id="OLD", effective_on=date(2025, 1, 1), expires_on=date(2026, 6, 30))
        last = self.new(date(2026, 12, 21), supersedes=("MID",))

        assert covers(last, first, middle) is Outcome.PASS
        assert covers(last, first, middle, today=date(2026, 5, 1), start=date(2026, 6, 1)) is Outcome.PASS

    def test_the_last_of_a_chain_may_renew_itself(self) -> None:
        renewing = self.new(date(2027, 1, 1), auto_renew=True, renew_months=6)

        assert covers(self.old, renewing, end=date(2028, 6, 30), start=date(2027, 12, 31)) is Outcome.WARN
        assert covers(self.old, renewing, end=date(2028, 7, 1), start=date(2027, 12, 31)) is Outcome.BLOCK

    def test_each_member_in_force_inside_the_window_must_name_the_right_parties(self) -> None:
        stranger = nda(id="OLD", expires_on=date(2026, 12, 31), our_entities=("OTHER",))

        assert parties(stranger, self.new(date(2027, 1, 1))) is Outcome.BLOCK

    def test_a_member_that_ended_before_the_window_does_not_matter_for_the_parties(self) -> None:
        stranger = nda(id="OLD", expires_on=date(2026, 11, 30), our_entities=("OTHER",))

        assert parties(stranger, self.new(date(2026, 12, 1))) is Outcome.PASS

    def test_a_member_that_fails_weighs_more_than_one_that_is_unknown(self) -> None:
        unknown = self.new(date(2027, 1, 1), their_entities=None)
        stranger = nda(id="OLD", expires_on=date(2026, 12, 31), our_entities=("OTHER",))

        assert parties(unknown, stranger) is Outcome.BLOCK
        assert parties(unknown, self.old) is Outcome.UNKNOWN

    def test_a_chain_with_a_paper_whose_first_day_is_unknown_is_unknown(self) -> None:
        undated = nda(id="OLD", effective_on=None, expires_on=date(2026, 12, 31))

        assert covers(undated, self.new(date(2027, 1, 1))) is Outcome.UNKNOWN

    def test_papers_that_name_each_other_are_judged_together(self) -> None:
        """A slip of the pen in the register, which must not make a good NDA vanish."""
        old = nda(id="OLD", effective_on=date(2025, 1, 1), expires_on=date(2026, 12, 31), supersedes=("NEW",))

        assert covers(old, self.new(date(2027, 1, 1))) is Outcome.PASS
        assert covers(self.old, self.new(date(2027, 1, 1), supersedes=("OLD", "NEW"))) is Outcome.PASS


class TestTheRightPaper:
    def test_the_dates_of_one_nda_are_never_mixed_with_the_parties_of_another(self) -> None:
        short = nda(id="SHORT", expires_on=START)
        stranger = nda(id="STRANGER", our_entities=("OTHER",))

        found = nda_results(short, stranger)

        outcomes = {one.check: one.outcome for one in found}
        assert sorted((outcomes["NDA-01"], outcomes["NDA-03"])) == [Outcome.BLOCK, Outcome.PASS]
        assert {outcomes["NDA-02"], outcomes["NDA-04"]} == {Outcome.PASS}

    @pytest.mark.parametrize("flaw", [{"expires_on": START}, {"our_entities": ("OTHER",)}, {"projects": ()}])
    def test_all_that_the_family_looked_at_is_of_one_paper(self, flaw: dict[str, Any]) -> None:
        used = {name for one in nda_results(nda(id="ONE"), nda(id="TWO", **flaw)) for name, _ in one.used if "." in name}

        assert {name.split(".")[0] for name in used} - {"asset"} == {"ONE"}

    def test_the_paper_whose_worst_result_is_best_is_judged(self) -> None:
        good = nda(id="GOOD", effective_on=date(2020, 1, 1))
        newer = nda(id="NEWER", effective_on=date(2026, 1, 1), our_entities=("OTHER",))

        for papers in ((good, newer), (newer, good)):
            assert (covers(*papers), parties(*papers)) == (Outcome.PASS, Outcome.PASS)

    def test_a_paper_with_one_lesser_flaw_is_better_than_one_with_a_grave_flaw(self) -> None:
        """Worst against worst: an evaluation-only NDA (a waiver) beats a newer one that ended (a stop)."""
        evaluation = nda(id="EVAL", effective_on=date(2020, 1, 1), projects=())
        ended = nda(id="ENDED", effective_on=date(2026, 1, 1), expires_on=START)

        outcomes = {one.check: one.outcome for one in nda_results(evaluation, ended)}

        assert (outcomes["NDA-01"], outcomes["NDA-04"]) == (Outcome.PASS, Outcome.WAIVER)

    def test_a_heads_up_is_better_than_a_failure(self) -> None:
        renewing = nda(id="RENEWING", expires_on=START, auto_renew=True, renew_months=12)
        short = nda(id="SHORT", effective_on=date(2026, 1, 1), expires_on=START)

        assert covers(short, renewing) is Outcome.WARN

    def test_equals_are_told_apart_by_the_later_first_day(self) -> None:
        older = nda(id="A-OLDER", effective_on=date(2020, 1, 1))
        newer = nda(id="Z-NEWER", effective_on=date(2026, 1, 1))

        for papers in ((older, newer), (newer, older)):
            used = dict(result("NDA-01", register(agreements=papers)).used)
            assert list(used) == ["Z-NEWER.covers"]

    def test_equals_of_the_same_day_are_told_apart_the_same_way_whatever_their_order(self) -> None:
        short = nda(id="NDA-1", expires_on=START)
        stranger = nda(id="NDA-2", our_entities=("OTHER",))

        one, other = (run_checks(facts(register(agreements=papers))) for papers in ((short, stranger), (stranger, short)))

        assert one == other
        assert "NDA-1.covers" in dict(one[[r.check for r in one].index("NDA-01")].used)

    def test_a_paper_without_a_first_day_counts_as_the_oldest_among_equals(self) -> None:
        undated, dated = nda(id="A", effective_on=None, projects=()), nda(id="B", our_entities=None, projects=())

        for papers in ((undated, dated), (dated, undated)):
            assert list(dict(result("NDA-01", register(agreements=papers)).used)) == ["B.covers"]

    def test_an_nda_that_does_not_cover_the_window_is_still_judged_for_its_parties(self) -> None:
        assert parties(nda(expires_on=date(2026, 1, 1))) is Outcome.PASS
        assert parties(nda(expires_on=date(2026, 1, 1), our_entities=("X",))) is Outcome.BLOCK
