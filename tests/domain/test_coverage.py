"""Until when the papers with a vendor cover one grant: instrument by instrument, those whose parties fit, with every renewal."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.coverage import FOR_EVER, Cover, Needed, cover_of, covered_until
from bot.domain.dates import ONE_DAY
from bot.domain.register import Agreement
from tests.builders import TODAY, contract, nda

LAST = date(2026, 12, 31)
NEEDED = Needed("V1", "OWN", ("V1-A",), date(2026, 6, 1))


def until(*papers: Agreement, day: date = TODAY, needed: Needed = NEEDED) -> date | None:
    return covered_until(papers, needed, day)


def cover(*papers: Agreement, day: date = TODAY) -> Cover:
    return cover_of(papers, NEEDED, day)


def test_a_paper_covers_until_its_last_day_in_full() -> None:
    paper = nda(expires_on=LAST)
    assert until(paper) == LAST
    assert until(paper, day=LAST) == LAST
    assert until(paper, day=LAST + ONE_DAY) is None


def test_a_termination_ends_the_cover_earlier() -> None:
    assert until(nda(terminated_on=date(2026, 12, 5))) == date(2026, 12, 5)


def test_an_evergreen_paper_covers_until_somebody_ends_it() -> None:
    assert until(nda(expires_on=None)) == FOR_EVER


def test_before_its_first_day_a_paper_covers_nothing() -> None:
    assert until(nda(effective_on=TODAY + ONE_DAY)) is None


def test_a_paper_whose_first_day_nobody_recorded_covers_until_its_end() -> None:
    assert until(nda(effective_on=None, expires_on=LAST)) == LAST


@pytest.mark.parametrize("more", [{"executed_on": None}, {"executed_on": TODAY + ONE_DAY}])
def test_a_draft_or_a_signature_in_the_future_counts_for_nothing(more: dict[str, object]) -> None:
    assert until(nda(**more)) is None


def test_other_kinds_of_papers_and_those_of_other_vendors_cover_nothing() -> None:
    assert until(contract(), nda(vendor="V2")) is None


ROLLING = {"expires_on": LAST, "auto_renew": True, "renew_months": 12, "notice_days_ours": 30}


class TestRenewals:
    OPT_OUT = date(2026, 12, 1)

    def test_until_its_opt_out_day_it_covers_its_present_term(self) -> None:
        assert until(nda(**ROLLING), day=self.OPT_OUT) == LAST

    def test_the_day_after_an_opt_out_day_without_notice_it_covers_the_next_term(self) -> None:
        assert until(nda(**ROLLING), day=self.OPT_OUT + ONE_DAY) == date(2027, 12, 31)

    def test_a_notice_makes_the_present_term_the_last_one(self) -> None:
        noticed = nda(non_renewal_notice_on=date(2026, 11, 1), **ROLLING)
        assert until(noticed, day=date(2026, 12, 20)) == LAST

    def test_a_notice_that_is_recorded_for_a_later_day_counts_at_once(self) -> None:
        noticed = nda(non_renewal_notice_on=date(2027, 3, 1), **ROLLING)
        assert until(noticed) == date(2027, 12, 31)

    def test_a_paper_that_is_replaced_renews_no_more(self) -> None:
        old = nda(**ROLLING)
        new = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2027, 1, 1), terminated_on=date(2027, 2, 1))
        assert until(old, new, day=date(2027, 1, 20)) == date(2027, 2, 1)
        assert until(old, new, day=date(2027, 2, 2)) is None

    def test_a_successor_that_has_not_begun_or_is_not_signed_stops_no_renewal(self) -> None:
        old = nda(**ROLLING)
        waiting = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2028, 6, 1))
        unsigned = nda(id="NDA-3", supersedes=("NDA-1",), effective_on=TODAY, executed_on=date(2027, 5, 1))
        undated = nda(id="NDA-4", supersedes=("NDA-1",), effective_on=None)
        for other in (waiting, unsigned):
            assert until(old, other, day=date(2026, 12, 20)) == date(2027, 12, 31)
        assert until(old, undated, day=date(2026, 12, 20)) == date(2028, 12, 31)


class TestInstruments:
    def test_a_successor_without_a_gap_goes_on_where_its_predecessor_ends(self) -> None:
        new = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2027, 1, 1), expires_on=date(2029, 1, 1))
        assert until(nda(expires_on=LAST), new) == date(2029, 1, 1)

    def test_two_papers_that_do_not_name_each_other_are_not_added_up(self) -> None:
        other = nda(id="NDA-2", effective_on=date(2027, 1, 1), expires_on=date(2029, 1, 1))
        assert until(nda(expires_on=LAST), other) == LAST
        assert until(nda(expires_on=LAST), other, day=date(2027, 1, 1)) == date(2029, 1, 1)

    def test_of_several_that_cover_today_the_longest_counts(self) -> None:
        assert until(nda(expires_on=LAST), nda(id="NDA-2", expires_on=date(2027, 6, 30))) == date(2027, 6, 30)


class TestParties:
    def test_a_paper_that_names_another_company_of_ours_does_not_count_beside_one_that_fits(self) -> None:
        stranger = nda(id="NDA-2", our_entities=("OTHER",), expires_on=date(2030, 1, 1))
        assert until(nda(expires_on=LAST), stranger) == LAST

    def test_a_company_that_did_not_sign_is_covered_by_an_affiliate_clause_alone(self) -> None:
        needed = Needed("V1", "OWN", ("V1-A", "V1-B"), date(2026, 6, 1))
        broad = nda(id="NDA-2", covers_affiliates=True, expires_on=LAST)
        assert until(nda(), broad, needed=needed) == LAST

    def test_parties_and_owners_that_nobody_recorded_stand_in_nobodys_way(self) -> None:
        open_paper = nda(our_entities=None, their_entities=None, expires_on=LAST)
        assert until(open_paper) == LAST
        assert until(nda(expires_on=LAST), needed=Needed("V1", None, (), date(2026, 6, 1))) == LAST

    def test_where_none_fits_the_access_was_approved_so_and_all_of_them_count(self) -> None:
        assert until(nda(our_entities=("OTHER",), expires_on=LAST)) == LAST

    def test_a_fitting_paper_that_begins_later_takes_no_cover_away_before_it_begins(self) -> None:
        approved_so = nda(our_entities=("OTHER",), expires_on=LAST)
        fitting = nda(id="NDA-2", effective_on=date(2026, 12, 10))
        assert until(approved_so, fitting) == LAST
        assert until(approved_so, fitting, day=date(2026, 12, 10)) == date(2028, 12, 31)

    def test_a_fitting_paper_that_was_over_before_the_access_began_says_nothing_about_it(self) -> None:
        long_ago = nda(id="NDA-0", expires_on=date(2026, 1, 1))
        assert until(long_ago, nda(our_entities=("OTHER",), expires_on=LAST)) == LAST

    def test_a_successor_whose_parties_do_not_fit_does_not_prolong_the_cover(self) -> None:
        new = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2027, 1, 1), our_entities=("OTHER",))
        assert until(nda(expires_on=LAST), new) == LAST


class TestLookingBackAndAhead:
    ENDED = nda(expires_on=date(2026, 11, 10))

    def test_the_paper_that_ended_last_is_the_reason(self) -> None:
        earlier = nda(id="NDA-0", expires_on=date(2026, 10, 1))
        assert cover(self.ENDED, earlier).ended(TODAY) == (date(2026, 11, 10), "NDA-1")
        assert cover().ended(TODAY) is None

    def test_the_next_day_on_which_a_signed_paper_begins_is_known(self) -> None:
        coming = nda(id="NDA-2", effective_on=date(2026, 12, 10))
        signed_later = nda(id="NDA-3", executed_on=date(2026, 12, 5))
        assert cover(self.ENDED, coming, signed_later).next_from(TODAY) == date(2026, 12, 5)
        assert cover(self.ENDED).next_from(TODAY) is None

    def test_a_successor_that_starts_the_day_after_leaves_no_gap(self) -> None:
        new = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 11, 11))
        assert cover(self.ENDED, new).gaps(date(2026, 11, 11), TODAY) == []

    def test_one_that_starts_later_leaves_the_days_between(self) -> None:
        new = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 11, 20))
        assert cover(self.ENDED, new).gaps(date(2026, 11, 11), TODAY) == [(date(2026, 11, 11), date(2026, 11, 19))]

    def test_one_that_is_signed_late_but_reaches_back_leaves_none(self) -> None:
        new = nda(id="NDA-2", effective_on=date(2026, 11, 11), executed_on=TODAY)
        assert cover(self.ENDED, new).gaps(date(2026, 11, 11), TODAY) == []

    def test_days_that_a_short_paper_covered_in_between_leave_two_gaps_each_for_itself(self) -> None:
        short = nda(id="NDA-2", effective_on=date(2026, 11, 13), expires_on=date(2026, 11, 14))
        new = nda(id="NDA-3", effective_on=date(2026, 11, 20))
        found = cover(self.ENDED, short, new).gaps(date(2026, 11, 11), TODAY)
        assert found == [(date(2026, 11, 11), date(2026, 11, 12)), (date(2026, 11, 15), date(2026, 11, 19))]

    def test_days_that_counsel_accepted_are_none_any_more(self) -> None:
        new = nda(id="NDA-2", effective_on=date(2026, 11, 20))
        some = frozenset({date(2026, 11, 13), date(2026, 11, 14)})
        found = replace(cover(self.ENDED, new), accepted=some).gaps(date(2026, 11, 11), TODAY)
        assert found == [(date(2026, 11, 11), date(2026, 11, 12)), (date(2026, 11, 15), date(2026, 11, 19))]

    def test_papers_one_after_the_other_leave_none_though_they_are_not_linked(self) -> None:
        first = nda(id="NDA-2", effective_on=date(2026, 11, 11), expires_on=date(2026, 11, 15))
        second = nda(id="NDA-3", effective_on=date(2026, 11, 16))
        assert cover(self.ENDED, first, second).gaps(date(2026, 11, 11), TODAY) == []

    def test_a_paper_that_begins_today_leaves_every_day_before(self) -> None:
        new = nda(id="NDA-2", effective_on=TODAY)
        assert cover(self.ENDED, new).gaps(date(2026, 11, 11), TODAY) == [(date(2026, 11, 11), TODAY - ONE_DAY)]
