"""Where an NDA stands on a day: its term, its opt-out day, who replaces it, and how long it protects afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.agreement_status import (
    AgreementStatus,
    clocks_on,
    covers_on,
    draft_successor_of,
    protected_until,
    status_on,
    successor_of,
)
from bot.domain.register import Agreement, Survival
from bot.domain.terms import Term, renews_by_itself, renews_on, term_on
from bot.domain.vocabulary import AgreementKind
from tests.builders import TODAY, nda

ONE_DAY = timedelta(days=1)
END = date(2027, 1, 14)


def fixed(**more: Any) -> Agreement:
    return nda(**({"expires_on": END} | more))


def renewing(**more: Any) -> Agreement:
    """Ends 5 Dec 2026 unless it goes on for a year; notice until 5 Nov."""
    given = {"expires_on": date(2026, 12, 5), "auto_renew": True, "renew_months": 12, "notice_days_ours": 30}
    return nda(**(given | more))


class TestTerm:
    def test_a_fixed_paper_has_one_term_whenever_it_is_asked_for(self) -> None:
        assert term_on(fixed(), TODAY) == term_on(fixed(), date(2031, 1, 1)) == Term(END)

    def test_a_termination_ends_it_earlier(self) -> None:
        assert term_on(fixed(terminated_on=date(2026, 8, 31)), TODAY) == Term(date(2026, 8, 31))

    def test_an_evergreen_paper_has_none_until_somebody_ends_it(self) -> None:
        assert term_on(fixed(expires_on=None), TODAY) is None
        assert term_on(fixed(expires_on=None, terminated_on=END), TODAY) == Term(END)

    def test_up_to_and_on_its_opt_out_day_the_present_term_is_decided_about(self) -> None:
        assert term_on(renewing(), date(2026, 11, 5)) == Term(date(2026, 12, 5), date(2026, 11, 5))

    def test_the_day_after_the_opt_out_day_belongs_to_the_next_term(self) -> None:
        assert term_on(renewing(), date(2026, 11, 6)) == Term(date(2027, 12, 5), date(2027, 11, 5), 1)
        assert renews_on(renewing(), 1) == date(2026, 12, 6)

    def test_it_goes_on_renewing_for_years(self) -> None:
        assert term_on(renewing(), date(2030, 1, 1)) == Term(date(2030, 12, 5), date(2030, 11, 5), 4)

    def test_without_a_notice_period_the_last_day_is_the_last_to_stop_it(self) -> None:
        assert term_on(renewing(notice_days_ours=None), date(2026, 12, 5)) == Term(date(2026, 12, 5), date(2026, 12, 5))

    def test_a_renewal_at_the_end_of_a_month_keeps_to_that_end(self) -> None:
        paper = renewing(expires_on=date(2028, 2, 29), notice_days_ours=0)
        assert term_on(paper, date(2028, 3, 1)) == Term(date(2029, 2, 28), date(2029, 2, 28), 1)

    def test_a_notice_turns_it_into_a_paper_with_a_fixed_end(self) -> None:
        noticed = renewing(non_renewal_notice_on=date(2026, 10, 1))
        assert term_on(noticed, date(2026, 11, 24)) == Term(date(2026, 12, 5), None, 0)
        assert not renews_by_itself(noticed, date(2026, 10, 1))

    def test_before_its_own_day_a_notice_changes_nothing(self) -> None:
        noticed = renewing(non_renewal_notice_on=date(2026, 10, 1))
        assert renews_by_itself(noticed, date(2026, 9, 30))
        assert term_on(noticed, date(2026, 9, 30)) == Term(date(2026, 12, 5), date(2026, 11, 5))

    def test_a_notice_ends_the_term_in_which_it_is_given_even_after_our_opt_out_day(self) -> None:
        late = renewing(non_renewal_notice_on=date(2026, 11, 20))
        assert term_on(late, date(2026, 11, 24)) == Term(date(2026, 12, 5))

    def test_a_notice_in_a_later_term_ends_that_one(self) -> None:
        noticed = renewing(non_renewal_notice_on=date(2027, 6, 1))
        assert term_on(noticed, date(2027, 6, 1)) == Term(date(2027, 12, 5), None, 1)

    def test_a_termination_wins_over_every_renewal(self) -> None:
        assert term_on(renewing(terminated_on=date(2026, 6, 30)), date(2029, 1, 1)) == Term(date(2026, 6, 30))

    def test_a_termination_in_a_later_term_lets_the_present_one_run(self) -> None:
        paper = renewing(terminated_on=date(2027, 3, 1))
        assert term_on(paper, date(2026, 10, 1)) == Term(date(2026, 12, 5), date(2026, 11, 5))
        assert term_on(paper, date(2026, 11, 24)) == Term(date(2027, 3, 1), None, 1)


class TestCover:
    def test_the_last_day_counts_in_full(self) -> None:
        assert covers_on(fixed(), END)
        assert not covers_on(fixed(), END + ONE_DAY)

    def test_a_paper_that_renewed_goes_on_covering(self) -> None:
        assert covers_on(renewing(), date(2027, 1, 1))

    def test_an_evergreen_paper_covers_every_day_from_its_first(self) -> None:
        paper = fixed(expires_on=None, effective_on=TODAY)
        assert covers_on(paper, TODAY)
        assert covers_on(paper, date(2090, 1, 1))
        assert not covers_on(paper, TODAY - ONE_DAY)

    @pytest.mark.parametrize("lacking", [{"executed_on": None}, {"executed_on": TODAY + ONE_DAY}, {"effective_on": None}])
    def test_a_paper_that_is_not_signed_or_not_begun_covers_nothing(self, lacking: dict[str, Any]) -> None:
        assert not covers_on(fixed(**lacking), TODAY)


class TestStatus:
    @pytest.mark.parametrize(
        ("signature", "status"),
        [
            (None, AgreementStatus.DRAFTING),
            ("draft", AgreementStatus.DRAFTING),
            ("negotiation", AgreementStatus.IN_NEGOTIATION),
            ("out_for_signature", AgreementStatus.OUT_FOR_SIGNATURE),
            ("partly_signed", AgreementStatus.PARTLY_SIGNED),
            ("void", AgreementStatus.VOID),
        ],
    )
    def test_before_it_is_executed_the_way_of_its_signature_counts(self, signature: Any, status: AgreementStatus) -> None:
        assert status_on(fixed(executed_on=None, signature=signature), (), TODAY) is status

    @pytest.mark.parametrize(
        ("paper", "status"),
        [
            pytest.param(fixed(effective_on=None), AgreementStatus.UNKNOWN, id="its first day is not recorded"),
            pytest.param(fixed(effective_on=TODAY + ONE_DAY), AgreementStatus.EXECUTED_FUTURE, id="begins tomorrow"),
            pytest.param(fixed(expires_on=TODAY + timedelta(days=91)), AgreementStatus.ACTIVE, id="far from its end"),
            pytest.param(fixed(expires_on=TODAY + timedelta(days=90)), AgreementStatus.EXPIRING, id="ninety days before"),
            pytest.param(fixed(expires_on=TODAY), AgreementStatus.EXPIRING, id="on its last day"),
            pytest.param(fixed(expires_on=None), AgreementStatus.EVERGREEN, id="without end"),
            pytest.param(renewing(), AgreementStatus.ACTIVE, id="just past its opt-out day"),
            pytest.param(
                renewing(expires_on=TODAY + timedelta(days=120)),
                AgreementStatus.EXPIRING,
                id="ninety days before the opt-out day",
            ),
        ],
    )
    def test_of_an_executed_paper(self, paper: Agreement, status: AgreementStatus) -> None:
        assert status_on(paper, (paper,), TODAY) is status

    @pytest.mark.parametrize(
        ("survival", "status"),
        [
            (Survival(60, "end"), AgreementStatus.ENDED_WITH_SURVIVAL),
            (Survival(None, "end"), AgreementStatus.ENDED_WITH_SURVIVAL),
            (Survival(1, "end"), AgreementStatus.SURVIVAL_OVER),
            (None, AgreementStatus.UNKNOWN),
            (Survival(60, None), AgreementStatus.UNKNOWN),
        ],
    )
    def test_after_the_end_what_it_still_protects_counts(self, survival: Survival | None, status: AgreementStatus) -> None:
        assert status_on(fixed(expires_on=date(2026, 9, 30), survival=survival), (), TODAY) is status

    def test_a_terminated_paper_is_said_to_be_so(self) -> None:
        paper = fixed(terminated_on=date(2026, 8, 31))
        assert status_on(paper, (), TODAY) is AgreementStatus.TERMINATED_WITH_SURVIVAL
        assert AgreementStatus.TERMINATED_WITH_SURVIVAL.words == "terminated, still protecting"

    def test_a_paper_on_its_way_makes_it_a_renewal_in_progress(self) -> None:
        draft = nda(id="NDA-2", executed_on=None, supersedes=("NDA-1",), signature="negotiation")
        assert status_on(fixed(), (fixed(), draft), TODAY) is AgreementStatus.RENEWAL_IN_PROGRESS

    def test_a_draft_that_was_given_up_is_none(self) -> None:
        draft = nda(id="NDA-2", executed_on=None, supersedes=("NDA-1",), signature="void")
        assert status_on(fixed(), (fixed(), draft), TODAY) is AgreementStatus.EXPIRING

    def test_it_is_superseded_from_the_first_day_of_its_successor(self) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=TODAY)
        assert status_on(fixed(), (successor,), TODAY) is AgreementStatus.SUPERSEDED
        assert status_on(fixed(), (successor,), TODAY - ONE_DAY) is not AgreementStatus.SUPERSEDED


class TestSuccessors:
    def test_the_one_that_begins_first_counts(self) -> None:
        later = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2027, 6, 1))
        sooner = nda(id="NDA-3", supersedes=("NDA-1",), effective_on=date(2027, 1, 15))
        assert successor_of(fixed(), (later, sooner), TODAY) == sooner

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({"supersedes": ()}, id="it does not name the paper"),
            pytest.param({"executed_on": None}, id="it is a draft"),
            pytest.param({"effective_on": None}, id="nobody knows when it begins"),
            pytest.param({"kind": AgreementKind.MSA}, id="it is no NDA"),
            pytest.param({"id": "NDA-1"}, id="it is the paper itself"),
        ],
    )
    def test_a_paper_replaces_nothing_if(self, other: dict[str, Any]) -> None:
        assert successor_of(fixed(), (nda(**({"id": "NDA-2", "supersedes": ("NDA-1",)} | other)),), TODAY) is None

    def test_of_several_drafts_the_one_nearest_to_signature_counts(self) -> None:
        talked = nda(id="NDA-3", executed_on=None, supersedes=("NDA-1",), signature="negotiation")
        sent = nda(id="NDA-2", executed_on=None, supersedes=("NDA-1",), signature="out_for_signature")
        assert draft_successor_of(fixed(), (talked, sent), TODAY) == sent

    def test_the_days_that_nobody_covers_between_two_papers_are_the_gap(self) -> None:
        successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2027, 1, 20))
        assert clocks_on(fixed(), (successor,), TODAY).gap == (date(2027, 1, 15), date(2027, 1, 19))
        assert clocks_on(fixed(), (replace(successor, effective_on=date(2027, 1, 15)),), TODAY).gap is None

    @pytest.mark.parametrize("paper", [fixed(expires_on=None), fixed()])
    def test_there_is_no_gap_without_an_end_or_a_successor(self, paper: Agreement) -> None:
        assert clocks_on(paper, (), TODAY).gap is None


class TestProtection:
    @pytest.mark.parametrize(
        ("anchor", "until"), [("effective", date(2026, 1, 1)), ("disclosure", date(2027, 11, 24)), ("end", date(2028, 1, 14))]
    )
    def test_it_is_counted_from_the_day_that_the_paper_names(self, anchor: Any, until: date) -> None:
        assert protected_until(fixed(survival=Survival(12, anchor)), TODAY, END) == until

    def test_for_an_evergreen_paper_the_day_of_showing_stands_for_the_end(self) -> None:
        assert protected_until(fixed(expires_on=None, survival=Survival(12, "end")), TODAY, None) == date(2027, 11, 24)

    def test_without_a_number_of_months_it_is_for_ever(self) -> None:
        assert protected_until(fixed(survival=Survival(None, "end")), TODAY, END) == date.max

    @pytest.mark.parametrize("paper", [nda(survival=None), nda(nda=None), nda(survival=Survival(12, None))])
    def test_where_the_facts_are_missing_it_is_unknown(self, paper: Agreement) -> None:
        assert protected_until(paper, TODAY, END) is None

    def test_all_clocks_of_a_paper_at_once(self) -> None:
        clocks = clocks_on(fixed(survival=Survival(60, "end"), trade_secret_carve_out=False), (), TODAY)
        assert (clocks.term, clocks.protected_until) == (Term(END), date(2032, 1, 14))
        assert clocks.secrets_for_ever is False
        assert clocks.successor is None

    def test_a_paper_of_another_kind_says_nothing_of_secrets(self) -> None:
        clocks = clocks_on(nda(nda=None, expires_on=None), (), TODAY)
        assert (clocks.secrets_for_ever, clocks.protected_until) == (None, None)
