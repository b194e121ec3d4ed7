"""A paper that renews by itself is in force in its running term until somebody gives notice: one reading everywhere."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.agreement_status import covers_on
from bot.domain.agreement_story import story_of
from bot.domain.coverage import Needed, covered_until
from bot.domain.register import Agreement, Survival
from bot.domain.register_warnings import Looked, find_oddities
from bot.domain.reminders import series_of
from bot.domain.terms import next_end, running_term
from bot.domain.vocabulary import AgreementKind, IpForm, Outcome
from tests.builders import END, START, TODAY, asset, contract, draft, nda, register, result, workflows

ONE_DAY = timedelta(days=1)
RENEWED = {"effective_on": date(2024, 8, 28), "expires_on": date(2025, 8, 28), "auto_renew": True, "renew_months": 12}
RUNS_UNTIL = date(2027, 8, 28)


def rolling(**more: Any) -> Agreement:
    """Written down for one year from 28 Aug 2024; since then it has renewed by itself twice."""
    return nda(**(RENEWED | {"notice_days_ours": 30} | more))


def covers(*papers: Agreement, **more: Any) -> Outcome:
    days = {"start_on": more.pop("start", START), "end_on": more.pop("end", END)}
    return result("NDA-01", register(agreements=papers), draft(**days), **more).outcome


class TestTheCheck:
    def test_it_covers_to_the_last_day_of_its_running_term_with_a_heads_up(self) -> None:
        found = result("NDA-01", register(agreements=(rolling(),)))

        assert found.outcome is Outcome.WARN
        said = "NDA-1 renewed by itself on 29 Aug 2026 and covers until 28 Aug 2027; the register still says 28 Aug 2025."
        assert found.message == said
        assert found.remedy == "Nothing to do for you; Mo should record the new term."

    def test_a_further_term_counts_once_for_access_that_begins_in_the_running_one(self) -> None:
        assert covers(rolling(), start=RUNS_UNTIL, end=date(2028, 8, 28)) is Outcome.WARN
        assert covers(rolling(), start=RUNS_UNTIL, end=date(2028, 8, 29)) is Outcome.BLOCK
        assert covers(rolling(), start=RUNS_UNTIL + ONE_DAY, end=date(2028, 8, 28)) is Outcome.BLOCK

    def test_the_words_name_the_end_of_the_running_term(self) -> None:
        found = result("NDA-01", register(agreements=(rolling(),)), draft(start_on=START, end_on=date(2029, 1, 1)))

        assert found.message.startswith("The NDA with Volt Sp. z o.o. ends 28 Aug 2027, 492 days before your last day.")

    def test_a_notice_ends_it_with_the_term_in_which_it_was_given(self) -> None:
        assert covers(rolling(non_renewal_notice_on=date(2025, 8, 1))) is Outcome.BLOCK
        assert covers(rolling(non_renewal_notice_on=date(2026, 10, 1))) is Outcome.WARN
        assert (
            covers(rolling(non_renewal_notice_on=date(2026, 10, 1)), start=RUNS_UNTIL, end=RUNS_UNTIL + ONE_DAY) is Outcome.BLOCK
        )

    def test_a_termination_in_the_running_term_ends_it(self) -> None:
        assert covers(rolling(terminated_on=END)) is Outcome.WARN
        assert covers(rolling(terminated_on=END - ONE_DAY)) is Outcome.BLOCK

    def test_what_a_written_term_covers_needs_no_heads_up(self) -> None:
        assert covers(rolling(expires_on=RUNS_UNTIL)) is Outcome.PASS

    def test_a_successor_that_has_begun_ends_it_with_the_term_of_that_day(self) -> None:
        late = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 9, 15), expires_on=date(2026, 11, 30))

        assert covers(rolling(), late, start=date(2026, 12, 1), end=RUNS_UNTIL) is Outcome.WARN
        assert covers(rolling(), late, start=RUNS_UNTIL, end=RUNS_UNTIL + ONE_DAY) is Outcome.BLOCK

    def test_before_the_first_day_of_access_it_may_end_and_renew(self) -> None:
        found = result("NDA-01", register(agreements=(rolling(expires_on=START - ONE_DAY),)))

        assert (
            found.message == "The NDA with Volt Sp. z o.o. ends 30 Nov 2026, before your first day, unless it renews by itself."
        )
        assert found.remedy == "Ask again once NDA-1 has renewed, or ask Mo to renew it now."


class TestOtherKindsOfPapers:
    def test_a_contract_covers_its_running_term_and_no_more(self) -> None:
        known = register(agreements=(nda(), contract(**RENEWED)))

        assert result("CTR-01", known).outcome is Outcome.PASS
        late = result("CTR-01", known, draft(end_on=RUNS_UNTIL + ONE_DAY))
        assert late.outcome is Outcome.WAIVER
        assert "the last one ends 28 Aug 2027" in late.message
        assert late.fix is not None
        assert late.fix.value == "2027-08-28"

    def test_a_processing_agreement_covers_its_running_term(self) -> None:
        dpa = contract(id="DPA-1", kind=AgreementKind.DPA, art28_items=tuple("abcdefgh"), work=None, **RENEWED)
        known = register(agreements=(nda(), contract(), dpa), assets=(asset(personal_data="ordinary"),))

        assert result("PRV-01", known).outcome is Outcome.PASS
        assert result("PRV-01", known, draft(end_on=RUNS_UNTIL + ONE_DAY)).outcome is Outcome.BLOCK

    def test_protection_after_the_end_counts_from_the_end_of_the_running_term(self) -> None:
        plain = asset(forms=(IpForm.KNOW_HOW,))
        known = register(agreements=(rolling(survival=Survival(36, "end")),), assets=(plain,))
        assert result("NDA-02", known).outcome is Outcome.PASS


class TestOneReading:
    @pytest.mark.parametrize(
        "paper",
        [
            rolling(),
            rolling(expires_on=date(2026, 2, 28), renew_months=1),
            rolling(non_renewal_notice_on=date(2026, 3, 1)),
            rolling(terminated_on=date(2026, 12, 24)),
            rolling(auto_renew=False),
            rolling(expires_on=date(2026, 12, 5)),
        ],
    )
    def test_check_time_line_and_open_access_agree_on_each_day(self, paper: Agreement) -> None:
        for days in range(0, 800, 7):
            day = date(2025, 8, 20) + timedelta(days=days)
            known = register(agreements=(paper,))
            may = result("NDA-01", known, draft(start_on=day, end_on=day), today=day).outcome is not Outcome.BLOCK
            needed = Needed("V1", "OWN", ("V1-A",), day)
            assert may == covers_on(paper, day) == (covered_until([paper], needed, day) is not None), day

    def test_the_time_line_and_the_reminders_speak_of_the_same_term(self) -> None:
        assert "to 28 Aug 2027" in story_of(rolling(), (), TODAY).sentences[0]
        assert [one.on for one in series_of(rolling(), (rolling(),), TODAY)] == [date(2026, 7, 29), date(2027, 7, 29)]

    def test_a_term_that_nobody_wrote_down_is_told_to_whoever_tidies_up(self) -> None:
        found = find_oddities(Looked(register(agreements=(rolling(),)), workflows(), frozenset(), TODAY))

        words = [one.words for one in found if one.field == "expires"]
        assert words == ["renewed by itself on 29 Aug 2026 and runs until 28 Aug 2027; write down the new last day"]


class TestTerms:
    def test_the_running_term_is_the_one_that_has_the_day(self) -> None:
        running = running_term(rolling(), RUNS_UNTIL)
        assert running is not None
        assert (running.end_on, running.renewals) == (RUNS_UNTIL, 2)

    def test_terms_are_counted_from_the_recorded_end_so_that_month_ends_do_not_wander(self) -> None:
        monthly = rolling(expires_on=date(2026, 1, 31), renew_months=1)
        assert next_end(monthly, date(2026, 2, 10)) == date(2026, 3, 31)

    def test_there_is_no_further_term_after_a_notice_or_without_renewal(self) -> None:
        assert next_end(rolling(auto_renew=False), TODAY) is None
        assert next_end(rolling(non_renewal_notice_on=date(2030, 1, 1)), TODAY) is None
        assert next_end(rolling(terminated_on=date(2027, 9, 1)), TODAY) == date(2027, 9, 1)
