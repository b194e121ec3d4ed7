"""Access follows its paper: suspended with the end of the last covered day, and the way back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.coverage import Cover, Needed, cover_of
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.grants import Grant, next_telling
from bot.domain.register import Agreement
from bot.domain.suspensions import (
    NO_PAPER,
    OWNER,
    REGISTER,
    accept_gap,
    as_of,
    come_back,
    confirm,
    days_of,
    gap_days,
    gap_reason,
    lost_in_hindsight,
    may_come_back,
    reason_words,
    uncovered_by,
    why_suspended,
)
from bot.domain.vocabulary import GrantState, Mode
from tests.builders import nda

LAST = date(2026, 12, 31)
NEXT = LAST + ONE_DAY
BEGIN, END = date(2026, 12, 1), date(2027, 3, 31)
ACTIVE = Grant("GRT-1", "REQ-1", "V1", "E1", "A1", Mode.VIEW, "CH", BEGIN, END, GrantState.ACTIVE, NEXT, covered_until=LAST)
ENDING = nda(expires_on=LAST)
SUCCESSOR = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT)
LATE = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2027, 1, 11))
GAP = "gap:2027-01-01..2027-01-10"


def covering(*papers: Agreement, day: date) -> Cover:
    return cover_of(papers, Needed("V1", "OWN", ("V1-A",), BEGIN), day)


def look(grant: Grant, *papers: Agreement, day: date) -> Grant:
    return as_of(grant, covering(*papers, day=day), day)


def suspended(**more: object) -> Grant:
    return replace(look(ACTIVE, ENDING, day=NEXT), **more)


class TestWhenThePaperEnds:
    def test_the_last_day_counts_in_full(self) -> None:
        assert look(ACTIVE, ENDING, day=LAST) == ACTIVE

    def test_the_access_is_suspended_on_the_day_after_and_says_by_which_paper(self) -> None:
        grant = look(ACTIVE, ENDING, day=NEXT)
        assert (grant.state, grant.reasons, grant.covered_until) == (GrantState.SUSPENDED, ("nda:NDA-1",), LAST)

    def test_suspending_again_changes_nothing(self) -> None:
        assert look(suspended(), ENDING, day=NEXT) == suspended()
        assert look(suspended(), ENDING, day=NEXT + timedelta(days=20)) == suspended()

    def test_a_paper_ended_in_hindsight_suspends_at_once_and_the_last_covered_day_is_its_own(self) -> None:
        grant = look(replace(ACTIVE, covered_until=END), nda(terminated_on=date(2026, 12, 10)), day=date(2026, 12, 20))
        assert (grant.reasons, grant.covered_until) == (("nda:NDA-1",), date(2026, 12, 10))

    def test_a_paper_that_is_gone_from_the_register_covers_nothing_any_more(self) -> None:
        grant = look(replace(ACTIVE, covered_until=END), day=date(2026, 12, 20))
        assert (grant.state, grant.reasons, grant.covered_until) == (GrantState.SUSPENDED, (NO_PAPER,), date(2026, 12, 19))

    def test_access_that_never_had_cover_was_approved_so_and_goes_on(self) -> None:
        grant = look(replace(ACTIVE, covered_until=None), nda(effective_on=date(2027, 2, 1)), day=NEXT)
        assert (grant.state, grant.covered_until, grant.next_on) == (GrantState.ACTIVE, None, date(2027, 2, 1))

    def test_access_whose_cover_was_never_looked_up_had_it_if_its_first_day_was_covered(self) -> None:
        grant = look(replace(ACTIVE, covered_until=None), ENDING, day=NEXT)
        assert (grant.state, grant.covered_until) == (GrantState.SUSPENDED, LAST)

    def test_planned_access_and_access_that_is_over_is_not_suspended(self) -> None:
        planned = replace(ACTIVE, state=GrantState.SCHEDULED, start_on=date(2027, 2, 1))
        over = replace(ACTIVE, state=GrantState.REVOKED, next_on=None)
        assert look(planned, ENDING, day=NEXT) == planned
        assert look(over, ENDING, day=NEXT) == over

    def test_suspended_time_is_not_given_back_it_ends_on_its_day(self) -> None:
        grant = look(suspended(), ENDING, day=END + ONE_DAY)
        assert (grant.state, grant.next_on) == (GrantState.EXPIRED, None)

    def test_a_last_covered_day_that_is_corrected_is_corrected_here_too(self) -> None:
        later, earlier = nda(expires_on=date(2027, 1, 5)), nda(expires_on=date(2026, 12, 20))
        assert look(suspended(), later, day=date(2027, 1, 20)).covered_until == date(2027, 1, 5)
        assert look(suspended(), earlier, day=date(2027, 1, 20)).covered_until == date(2026, 12, 20)

    def test_a_short_paper_that_came_and_went_unseen_does_not_hide_the_days_before_it(self) -> None:
        short = nda(id="NDA-2", effective_on=date(2027, 1, 10), expires_on=date(2027, 1, 12))
        back = nda(id="NDA-3", effective_on=date(2027, 1, 25))
        unseen = look(suspended(), ENDING, short, day=date(2027, 1, 20))
        assert (unseen.reasons, unseen.covered_until) == (("nda:NDA-1",), LAST)
        found = look(unseen, ENDING, short, back, day=date(2027, 1, 30))
        assert found.reasons == ("gap:2027-01-01..2027-01-09", "gap:2027-01-13..2027-01-24")

    def test_access_that_nobody_looked_at_while_the_cover_was_missing_is_suspended_first_and_then_waits_for_counsel(self) -> None:
        day = date(2027, 1, 20)
        found = look(ACTIVE, ENDING, LATE, day=day)
        assert (found.state, found.reasons, found.next_on) == (GrantState.SUSPENDED, ("nda:NDA-1",), day)
        assert look(found, ENDING, LATE, day=day).reasons == (GAP,)


class TestTheNextLook:
    def test_open_access_is_looked_at_after_its_cover_when_its_end_is_near_or_after_its_last_day(self) -> None:
        assert look(ACTIVE, ENDING, day=BEGIN).next_on == NEXT
        assert look(ACTIVE, nda(), day=BEGIN).next_on == END - 14 * ONE_DAY
        assert look(ACTIVE, nda(expires_on=None), day=END - 7 * ONE_DAY).next_on == END - ONE_DAY
        assert look(ACTIVE, nda(expires_on=None), day=END - ONE_DAY).next_on == END + ONE_DAY

    def test_suspended_access_is_looked_at_when_a_signed_paper_begins_or_its_end_is_near(self) -> None:
        assert suspended().next_on == next_telling(ACTIVE, NEXT)
        assert look(ACTIVE, ENDING, LATE, day=NEXT).next_on == LATE.effective_on


class TestTheWayBack:
    def test_without_a_gap_no_reason_is_left(self) -> None:
        grant = look(suspended(), ENDING, SUCCESSOR, day=date(2027, 1, 20))
        assert may_come_back(grant)
        assert (grant.covered_until, grant.state) == (date(2028, 12, 31), GrantState.SUSPENDED)

    def test_days_without_cover_wait_for_counsel(self) -> None:
        grant = look(suspended(), ENDING, LATE, day=date(2027, 1, 20))
        assert grant.reasons == (GAP,)
        assert not may_come_back(grant)

    def test_looked_at_again_they_are_the_same_days(self) -> None:
        once = look(suspended(), ENDING, LATE, day=date(2027, 1, 20))
        assert look(once, ENDING, LATE, day=date(2027, 2, 20)).reasons == (GAP,)

    def test_a_corrected_paper_takes_them_away_again(self) -> None:
        once = look(suspended(), ENDING, LATE, day=date(2027, 1, 20))
        assert may_come_back(look(once, ENDING, SUCCESSOR, day=date(2027, 1, 21)))

    def test_what_counsel_accepted_does_not_come_back(self) -> None:
        once = accept_gap(look(suspended(), ENDING, LATE, day=date(2027, 1, 20)), GAP, date(2027, 1, 21))
        assert once.next_on == date(2027, 1, 21)
        assert may_come_back(look(once, ENDING, LATE, day=date(2027, 1, 21)))

    def test_a_reason_of_somebody_else_stays_whatever_the_papers_say(self) -> None:
        both = suspended(reasons=("nda:NDA-1", "screening"))
        assert look(both, ENDING, day=date(2027, 1, 20)).reasons == ("nda:NDA-1", "screening")
        assert look(both, ENDING, SUCCESSOR, day=date(2027, 1, 20)).reasons == ("screening",)

    @pytest.mark.parametrize(
        ("papers", "reasons"),
        [((), (NO_PAPER,)), ((ENDING,), ("nda:NDA-1",)), ((ENDING, SUCCESSOR), ())],
        ids=["never covered", "its paper ended", "covered"],
    )
    def test_that_the_register_calls_it_suspended_gives_way_to_what_is_really_the_matter(
        self, papers: tuple[Agreement, ...], reasons: tuple[str, ...]
    ) -> None:
        known = replace(ACTIVE, state=GrantState.SUSPENDED, reasons=(REGISTER,), covered_until=None)
        assert look(known, *papers, day=NEXT).reasons == reasons

    def test_a_paper_that_ends_while_the_owner_is_asked_takes_the_question_back(self) -> None:
        short = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT, expires_on=date(2027, 1, 15))
        asked = suspended(reasons=(OWNER,), covered_until=date(2027, 1, 15))
        assert look(asked, ENDING, short, day=date(2027, 1, 16)).reasons == ("nda:NDA-2",)

    def test_days_that_were_missing_unseen_while_the_owner_is_asked_go_to_counsel_first(self) -> None:
        short = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT, expires_on=date(2027, 1, 15))
        back = nda(id="NDA-3", effective_on=date(2027, 1, 20))
        asked = suspended(reasons=(OWNER,), covered_until=date(2027, 1, 15))
        assert look(asked, ENDING, short, back, day=date(2027, 1, 25)).reasons == ("gap:2027-01-16..2027-01-19",)

    def test_a_gap_that_counsel_has_not_seen_stays_when_the_paper_ends_again(self) -> None:
        short = replace(LATE, expires_on=date(2027, 1, 15))
        waiting = suspended(reasons=(GAP,), covered_until=date(2027, 1, 15))
        assert look(waiting, ENDING, short, day=date(2027, 1, 16)).reasons == (GAP, "nda:NDA-2")


class TestAfterTheReCheck:
    BACK = suspended(reasons=())
    DAY = date(2027, 1, 20)

    @pytest.mark.parametrize("rank", [1, 2])
    def test_up_to_confidential_it_comes_back_by_itself(self, rank: int) -> None:
        grant = come_back(self.BACK, rank=rank, rechecked=True, today=self.DAY)
        assert (grant.state, grant.reasons) == (GrantState.ACTIVE, ())

    @pytest.mark.parametrize(("rank", "rechecked"), [(3, True), (4, True), (1, False)])
    def test_secret_material_and_what_could_not_be_checked_waits_for_the_data_owner(self, rank: int, rechecked: bool) -> None:
        grant = come_back(self.BACK, rank=rank, rechecked=rechecked, today=self.DAY)
        assert (grant.state, grant.reasons) == (GrantState.SUSPENDED, (OWNER,))

    def test_what_stands_against_it_is_kept_and_looked_at_again_tomorrow(self) -> None:
        grant = come_back(self.BACK, rank=1, rechecked=True, today=self.DAY, against="Ewa has left.")
        assert (grant.state, grant.held, grant.next_on) == (GrantState.SUSPENDED, "Ewa has left.", self.DAY + ONE_DAY)

    def test_the_data_owners_yes_opens_it_again(self) -> None:
        grant = confirm(suspended(reasons=(OWNER,)))
        assert (grant.state, grant.reasons) == (GrantState.ACTIVE, ())

    def test_a_yes_is_refused_while_anything_else_stands_against_it(self) -> None:
        for grant, words in (
            (suspended(), "NDA-1 ended 31 Dec 2026"),
            (suspended(reasons=(GAP,)), "IP counsel has to look at that"),
            (suspended(reasons=(), held="Ewa has left."), "cannot be resumed yet: Ewa has left. Nothing changed."),
            (suspended(reasons=()), "its facts are looked at within a minute"),
        ):
            with pytest.raises(Refusal, match=words):
                confirm(grant)

    def test_a_yes_to_access_that_is_not_suspended_changes_nothing(self) -> None:
        with pytest.raises(Refusal, match="GRT-1 is active, not suspended"):
            confirm(ACTIVE)


class TestWords:
    @pytest.mark.parametrize(
        ("reason", "words"),
        [
            ("nda:NDA-1", "NDA-1 ended 31 Dec 2026"),
            (NO_PAPER, "no paper covers it"),
            (GAP, "no paper covered 1 Jan 2027 to 10 Jan 2027, and IP counsel has to look at that"),
            ("gap:2027-01-01..2027-01-01", "no paper covered 1 Jan 2027, and IP counsel has to look at that"),
            (OWNER, "what stopped it is mended, and the data owner has to confirm"),
            (REGISTER, "the register says that it is suspended"),
        ],
    )
    def test_each_reason_says_why(self, reason: str, words: str) -> None:
        assert reason_words(reason, LAST) == words

    def test_a_paper_whose_last_day_is_not_known_is_said_to_be_missing(self) -> None:
        assert reason_words("nda:NDA-1", None) == "no paper covers it"

    def test_of_several_each_reason_is_said_once_and_what_is_left_when_a_paper_is_back(self) -> None:
        back = suspended(reasons=())
        words = why_suspended([ACTIVE, suspended(), suspended(), back])
        assert words == ("NDA-1 ended 31 Dec 2026", "a paper covers it again, but a check stands against it")

    def test_each_day_of_a_gap_is_one(self) -> None:
        assert days_of("gap:2027-01-01..2027-01-03") == {date(2027, 1, day) for day in (1, 2, 3)}

    def test_the_first_day_that_was_covered_and_is_not_any_more(self) -> None:
        before, now = covering(nda(expires_on=END), day=NEXT), covering(ENDING, day=NEXT)
        assert uncovered_by(before, now, BEGIN, NEXT) == NEXT
        assert uncovered_by(before, before, BEGIN, NEXT) is None

    def test_what_is_lost_in_hindsight_is_looked_at_at_once(self) -> None:
        lost = lost_in_hindsight(ACTIVE, LAST, NEXT)
        assert (lost.covered_until, lost.next_on) == (LAST - ONE_DAY, NEXT)

    def test_the_days_of_a_gap_are_read_as_they_were_written(self) -> None:
        assert gap_days(gap_reason(NEXT, date(2027, 1, 10))) == (NEXT, date(2027, 1, 10))
        assert gap_reason(NEXT, date(2027, 1, 10)) == GAP


def test_each_reason_of_several_is_said_once_and_a_check_that_stands_against_it_is_named() -> None:
    shut = replace(ACTIVE, state=GrantState.SUSPENDED, reasons=(OWNER,))
    words = why_suspended([shut, replace(shut, id="G-2"), replace(shut, reasons=()), ACTIVE])
    assert words == (reason_words(OWNER, None), "a paper covers it again, but a check stands against it")
