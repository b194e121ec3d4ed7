"""NDA-01: a signed NDA covers every day of the access."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, Outcome, PurposeKind, Role
from tests.builders import END, START, TODAY, draft, member, members, nda, register, register_at, result
from tests.domain.outcomes import RANKS, F, at_most_a_waiver

ONE_DAY = timedelta(days=1)


def covers(*papers: Agreement, start: date = START, end: date = END, **more: Any) -> Outcome:
    """What NDA-01 says of A1 (class C3) under these papers."""
    return result("NDA-01", register(agreements=papers), draft(start_on=start, end_on=end), **more).outcome


class TestEveryDay:
    def test_an_nda_from_the_first_to_the_last_day_is_enough(self) -> None:
        assert covers(nda(effective_on=START, expires_on=END)) is Outcome.PASS

    def test_the_last_day_of_the_nda_counts_in_full_and_the_next_one_not_at_all(self) -> None:
        assert covers(nda(expires_on=END - ONE_DAY)) is Outcome.BLOCK

    def test_an_nda_that_starts_a_day_late_does_not_cover(self) -> None:
        assert covers(nda(effective_on=START + ONE_DAY)) is Outcome.BLOCK

    def test_an_nda_without_an_end_covers_for_ever(self) -> None:
        assert covers(nda(expires_on=None), end=date(2099, 12, 31)) is Outcome.PASS

    def test_an_nda_without_an_end_that_was_terminated_ends_that_day(self) -> None:
        assert covers(nda(expires_on=None, terminated_on=END)) is Outcome.PASS
        assert covers(nda(expires_on=None, terminated_on=END - ONE_DAY)) is Outcome.BLOCK

    def test_the_earlier_of_expiry_and_termination_counts(self) -> None:
        assert covers(nda(expires_on=END, terminated_on=END - ONE_DAY)) is Outcome.BLOCK
        assert covers(nda(expires_on=END - ONE_DAY, terminated_on=END)) is Outcome.BLOCK

    @pytest.mark.parametrize("rank", RANKS)
    def test_a_gap_fails_the_harder_the_higher_the_class(self, rank: int) -> None:
        assert result("NDA-01", register_at(rank, agreements=(nda(expires_on=START),))).effect is F[rank]

    @pytest.mark.parametrize("rank", RANKS)
    def test_no_nda_at_all_fails_and_no_other_question_about_it_is_asked(self, rank: int) -> None:
        known = register_at(rank, agreements=())

        assert result("NDA-01", known).effect is F[rank]
        assert {result(check, known).outcome for check in ("NDA-02", "NDA-03", "NDA-04")} == {Outcome.NA}

    @pytest.mark.parametrize(
        "paper",
        [
            nda(executed_on=None),
            nda(executed_on=TODAY + ONE_DAY),
            nda(kind=AgreementKind.MSA),
            nda(vendor="V2"),
        ],
        ids=["a draft", "signed tomorrow", "an MSA", "of another vendor"],
    )
    def test_what_is_no_signed_nda_with_this_vendor_counts_for_nothing(self, paper: Agreement) -> None:
        found = result("NDA-01", register(agreements=(paper,)))

        assert found.outcome is Outcome.BLOCK
        assert found.message == "There is no signed NDA with Volt GmbH."

    def test_an_nda_signed_today_counts_today(self) -> None:
        assert covers(nda(executed_on=TODAY)) is Outcome.PASS

    def test_a_request_that_runs_is_judged_from_today_on(self) -> None:
        late = nda(effective_on=START + ONE_DAY)

        assert covers(late, today=START) is Outcome.BLOCK
        assert covers(late, today=START + ONE_DAY) is Outcome.PASS

    @pytest.mark.parametrize("rank", RANKS)
    def test_an_nda_without_its_first_day_is_unknown(self, rank: int) -> None:
        found = result("NDA-01", register_at(rank, agreements=(nda(effective_on=None),)))

        assert (found.outcome, found.effect) == (Outcome.UNKNOWN, at_most_a_waiver(F)[rank])

    def test_of_a_chain_the_paper_without_its_first_day_is_named(self) -> None:
        old = nda(id="OLD", effective_on=None, expires_on=date(2026, 12, 31), owner="ivy")
        new = nda(id="NEW", effective_on=date(2027, 1, 1), supersedes=("OLD",))
        found = result("NDA-01", register(agreements=(old, new)))

        assert found.message == "We don't know yet from which day OLD holds."
        assert (found.remedy, found.kept_by) == ("Ask Ivy to record the first day of OLD.", "ivy")

    def test_the_words_say_how_many_days_are_missing_and_who_can_renew(self) -> None:
        found = result("NDA-01", register(agreements=(nda(expires_on=END - ONE_DAY),)))

        assert found.message == "The NDA with Volt Sp. z o.o. ends 14 Jan 2027, 1 day before your last day."
        assert found.remedy == "Ask for access until 14 Jan 2027, or ask Mo to renew NDA-1."

    def test_without_an_active_owner_of_the_vendor_a_vendor_manager_is_asked(self) -> None:
        known = register(agreements=(nda(expires_on=START),), members=members(member("mo", active=False)))

        assert "45 days before your last day" in result("NDA-01", known).message
        assert "ask a vendor manager to renew" in result("NDA-01", known).remedy

    def test_the_words_say_that_the_nda_has_ended(self) -> None:
        found = result("NDA-01", register(agreements=(nda(expires_on=date(2026, 9, 30)),)))

        assert found.message == "The NDA with Volt Sp. z o.o. ended 30 Sep 2026."

    def test_the_words_say_that_the_nda_starts_too_late(self) -> None:
        found = result("NDA-01", register(agreements=(nda(effective_on=date(2027, 1, 2)),)))

        assert found.message == "The NDA with Volt Sp. z o.o. (NDA-1) starts 2 Jan 2027, after your first day."

    def test_a_company_that_the_vendor_does_not_have_is_called_by_the_vendors_name(self) -> None:
        found = result("NDA-01", register(agreements=(nda(expires_on=START),)), draft(entity="V9-X"))

        assert found.message.startswith("The NDA with Volt GmbH ends")


class TestRenewal:
    def renewing(self, **more: Any) -> Agreement:
        usual = {"expires_on": date(2026, 12, 31), "auto_renew": True, "renew_months": 12, "notice_days_ours": 30}
        return nda(**(usual | more))

    def test_an_nda_that_renews_itself_inside_the_window_is_a_heads_up(self) -> None:
        assert covers(self.renewing()) is Outcome.WARN

    @pytest.mark.parametrize("rank", RANKS)
    def test_the_heads_up_is_the_same_at_every_class(self, rank: int) -> None:
        assert result("NDA-01", register_at(rank, agreements=(self.renewing(),))).effect is Outcome.WARN

    def test_access_to_the_last_day_of_the_next_term_is_a_heads_up_and_no_longer(self) -> None:
        assert covers(self.renewing(), end=date(2027, 12, 31)) is Outcome.WARN
        assert covers(self.renewing(), end=date(2028, 1, 1)) is Outcome.BLOCK

    def test_the_next_term_ends_with_its_month_where_the_month_is_shorter(self) -> None:
        paper = self.renewing(expires_on=date(2027, 1, 31), renew_months=1)

        assert covers(paper, start=date(2027, 1, 1), end=date(2027, 2, 28)) is Outcome.WARN
        assert covers(paper, start=date(2027, 1, 1), end=date(2027, 3, 1)) is Outcome.BLOCK

    def test_a_leap_day_renews_to_the_end_of_february(self) -> None:
        paper = self.renewing(expires_on=date(2028, 2, 29))

        assert covers(paper, start=date(2028, 2, 29), end=date(2029, 2, 28)) is Outcome.WARN
        assert covers(paper, start=date(2028, 2, 29), end=date(2029, 3, 1)) is Outcome.BLOCK

    def test_a_month_before_a_leap_year_reaches_the_leap_day(self) -> None:
        paper = self.renewing(expires_on=date(2028, 1, 31), renew_months=1)

        assert covers(paper, start=date(2028, 1, 1), end=date(2028, 2, 29)) is Outcome.WARN

    def test_access_that_starts_on_the_last_day_of_the_term_may_count_on_the_renewal(self) -> None:
        assert covers(self.renewing(expires_on=START)) is Outcome.WARN

    def test_access_that_starts_after_the_term_may_not_count_on_the_renewal(self) -> None:
        assert covers(self.renewing(expires_on=START - ONE_DAY)) is Outcome.BLOCK

    def test_a_notice_by_either_side_ends_the_renewal(self) -> None:
        assert covers(self.renewing(non_renewal_notice_on=TODAY)) is Outcome.BLOCK

    def test_an_nda_that_does_not_renew_itself_does_not(self) -> None:
        assert covers(self.renewing(auto_renew=False)) is Outcome.BLOCK

    def test_a_renewal_without_a_length_reaches_nowhere(self) -> None:
        assert covers(self.renewing(renew_months=None)) is Outcome.BLOCK

    def test_a_termination_inside_the_window_is_not_healed_by_a_renewal(self) -> None:
        assert covers(self.renewing(terminated_on=date(2027, 1, 10))) is Outcome.BLOCK

    def test_a_termination_after_the_window_does_not_hinder_a_renewal(self) -> None:
        assert covers(self.renewing(terminated_on=END)) is Outcome.WARN

    def test_a_renewing_nda_that_starts_late_fails(self) -> None:
        assert covers(self.renewing(effective_on=START + ONE_DAY)) is Outcome.BLOCK

    def test_a_renewing_nda_that_reaches_the_end_needs_no_renewal(self) -> None:
        assert covers(self.renewing(expires_on=END)) is Outcome.PASS

    def test_an_endless_paper_that_was_terminated_does_not_renew(self) -> None:
        assert covers(self.renewing(expires_on=None, terminated_on=START)) is Outcome.BLOCK


class TestWords:
    """Which paper covers the first day, which days nobody covers, and who can mend it, by name."""

    first = nda(id="NDA-1", expires_on=date(2027, 1, 4))

    def said(self, *papers: Agreement, **more: Any) -> tuple[str, str, str | None]:
        days = {"start_on": more.pop("start", START), "end_on": more.pop("end", END)}
        found = result("NDA-01", register(agreements=papers, **more), draft(**days))
        return found.message, found.remedy, found.fix.value if found.fix else None

    def later(self, begins: date, **more: Any) -> Agreement:
        return nda(**({"id": "NDA-2", "effective_on": begins, "supersedes": ("NDA-1",)} | more))

    def test_a_successor_that_begins_a_day_late_leaves_one_day(self) -> None:
        assert self.said(self.first, self.later(date(2027, 1, 6))) == (
            "NDA-1 covers until 4 Jan 2027 and NDA-2 begins 6 Jan 2027; no NDA covers 5 Jan 2027.",
            "Ask for access until 4 Jan 2027, or ask Mo for an NDA that covers 5 Jan 2027.",
            "2027-01-04",
        )

    def test_each_run_of_days_is_named_for_itself(self) -> None:
        second = self.later(date(2027, 1, 6), expires_on=date(2027, 1, 8))
        third = nda(id="NDA-3", effective_on=date(2027, 1, 11), expires_on=date(2027, 1, 14), supersedes=("NDA-2",))

        message, remedy, _ = self.said(self.first, second, third)

        assert message.endswith("no NDA covers 5 Jan 2027 and 9 Jan 2027 to 10 Jan 2027 and 15 Jan 2027.")
        assert "ask Mo for an NDA that covers 5 Jan 2027 and" in remedy

    def test_the_owner_of_the_paper_is_asked_before_that_of_the_vendor(self) -> None:
        known = members(member("lena"))
        _, remedy, _ = self.said(self.first, self.later(date(2027, 1, 6), owner="lena"), members=known)

        assert "ask Lena for an NDA" in remedy

    def test_where_nobody_owns_it_the_vendor_managers_are_named(self) -> None:
        known = (member("mo", active=False), member("vera", Role.VENDOR_MANAGER), member("vito", Role.VENDOR_MANAGER))
        _, remedy, _ = self.said(self.first, members=known)

        assert remedy == "Ask for access until 4 Jan 2027, or ask Vera or Vito to renew NDA-1."

    def test_what_ended_before_the_first_day_and_what_begins_after_it_are_both_named(self) -> None:
        ended = nda(id="NDA-1", expires_on=date(2026, 11, 20))
        message, remedy, _ = self.said(ended, self.later(date(2026, 12, 5)))

        assert message == "NDA-1 ended 20 Nov 2026 and NDA-2 begins 5 Dec 2026; no NDA covers 1 Dec 2026 to 4 Dec 2026."
        assert remedy == "Start later, or ask Mo for an NDA that covers the days before."

    def test_a_day_to_come_is_never_said_to_be_over(self) -> None:
        message, remedy, _ = self.said(self.first, start=date(2027, 1, 10), end=date(2027, 1, 12))

        assert message == "The NDA with Volt Sp. z o.o. ends 4 Jan 2027, before your first day."
        assert remedy == "Ask Mo to renew NDA-1; without it nothing can be shown."

    def test_what_begins_after_the_last_day_is_said_so(self) -> None:
        message, _, _ = self.said(nda(effective_on=date(2028, 1, 1)))

        assert message == "The NDA with Volt Sp. z o.o. (NDA-1) starts 1 Jan 2028, after your last day."

    def test_two_papers_that_cover_together_but_do_not_name_each_other_are_to_be_linked(self) -> None:
        assert self.said(self.first, self.later(date(2027, 1, 2), supersedes=())) == (
            "NDA-1 covers until 4 Jan 2027, and NDA-2 does not say that it takes over from it.",
            "Ask for access until 4 Jan 2027, or ask Mo to record that NDA-2 replaces NDA-1.",
            "2027-01-04",
        )

    def test_a_paper_that_covers_everything_and_fails_for_another_reason_is_no_missing_link(self) -> None:
        evaluation = nda(id="NDA-0", purpose_kind=PurposeKind.EVALUATION, projects=())
        known = register_at(2, agreements=(self.first, evaluation))

        assert "does not say" not in result("NDA-01", known).message
