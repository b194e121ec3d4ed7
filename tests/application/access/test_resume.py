"""The way back of suspended access: by itself up to confidential, by the data owner above, by IP counsel after a gap."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from bot.application.context import Desk
from bot.application.delivery.draw import draw
from bot.application.messages import GapQuestion, Notice, ResumeQuestion
from bot.application.access.resume import accept_gap_days, resume_access
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.register import Agreement
from bot.domain.vocabulary import GrantState, PersonStatus, Role
from bot.store import outbox, record
from bot.store.tables import PEOPLE
from tests.application.steps import (
    FIRST,
    access,
    approve_all,
    ask,
    everything_is_delivered,
    happened,
    pass_days,
    promised,
    record_of,
    refused,
)
from tests.application.test_suspend_access import KNOWN, LAST, NEXT, card, papers_are, standing, told
from tests.builders import END, START, TestClock, asset, member, members, nda, person
from tests.counting import row_counts, rows_added

ENDED = nda(terminated_on=LAST)
SUCCESSOR = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT)
LATE = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 12, 15))
DAY = date(2026, 12, 20)
GAP_DAYS = (NEXT, date(2026, 12, 14))
GAP = "gap:2026-12-11..2026-12-14"


def lower(rank: int) -> dict[str, object]:
    return {"assets": (asset(asset_class=rank),)}


def suspended(desk: Desk, clock: TestClock, **sections: object) -> Desk:
    """Access is suspended since NDA-1 has ended; everybody has heard of it."""
    if sections:
        papers_are(desk, nda(), **sections)
    ask(desk)
    approve_all(desk)
    pass_days(desk, clock, START)
    papers_are(desk, ENDED, **sections)
    pass_days(desk, clock, NEXT)
    assert standing(desk) == [("suspended", ("nda:NDA-1",))]
    everything_is_delivered(desk)
    return desk


def renewed(desk: Desk, clock: TestClock, paper: Agreement, **sections: object) -> None:
    clock.go_to(DAY)
    papers_are(desk, ENDED, paper, **sections)
    pass_days(desk, clock, DAY)


def drawn(desk: Desk, kind: str, who: str) -> object:
    with desk.store.reading() as unit:
        waiting = [m.promise for m in outbox.undelivered(unit) if m.promise.kind == kind]
        return draw(unit, desk, next(p for p in reversed(waiting) if p.destination == f"person:{who}"))


class TestWithoutAGap:
    @pytest.mark.parametrize("rank", [1, 2])
    def test_up_to_confidential_it_comes_back_by_itself(self, desk: Desk, clock: TestClock, rank: int) -> None:
        suspended(desk, clock, **lower(rank))

        renewed(desk, clock, SUCCESSOR, **lower(rank))

        assert standing(desk) == [("active", ())]
        assert happened(desk)[-1] == "access.resumed"
        assert sorted(told(desk, "resumed")) == ["ana", "dan", "ivy", "mo", "sol"]
        message = drawn(desk, "resumed", "ana")
        assert isinstance(message, Notice)
        assert message.headline == "Access of Volt GmbH is open again"

    def test_secret_material_waits_for_its_data_owner(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)

        renewed(desk, clock, SUCCESSOR)

        assert standing(desk) == [("suspended", ("owner",))]
        assert told(desk, "resume") == ["dan"]
        question = drawn(desk, "resume", "dan")
        assert isinstance(question, ResumeQuestion)
        assert (question.request, question.vendor, question.waits) == (FIRST, "Volt GmbH", True)
        assert question.lines == ("Ewa Engineer · A1 · until 15 Jan 2027",)
        assert "the data owner has to confirm" in card(desk).request.suspended_because[0]

    def test_the_data_owners_click_opens_it_again(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, SUCCESSOR)
        everything_is_delivered(desk)

        resume_access(desk, member("dan"), FIRST)

        assert standing(desk) == [("active", ())]
        event = record_of(desk)[-1]
        assert (event.happened.value, event.actor, event.before, event.after) == (
            "access.resumed",
            "dan",
            "suspended",
            "active",
        )
        assert {"card", "receipt", "resume", "resumed"} <= {kind for kind, _ in promised(desk)}
        question = drawn(desk, "resume", "dan")
        assert isinstance(question, ResumeQuestion)
        assert (question.waits, question.standing) == (False, "is open again")

    def test_a_signed_paper_that_begins_later_is_noticed_on_its_first_day(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock, **lower(2))
        papers_are(desk, ENDED, LATE, **lower(2))
        pass_days(desk, clock, date(2026, 12, 14))
        assert standing(desk) == [("suspended", ("nda:NDA-1",))]

        pass_days(desk, clock, date(2026, 12, 15))

        assert standing(desk) == [("suspended", (GAP,))]

    def test_a_termination_that_was_a_mistake_is_taken_back(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock, **lower(2))

        clock.go_to(DAY)
        papers_are(desk, nda(), **lower(2))
        pass_days(desk, clock, DAY)

        assert standing(desk) == [("active", ())]


class TestTheReCheck:
    LEFT = person(status=PersonStatus.LEFT)

    def test_what_stands_against_it_keeps_it_suspended_until_it_is_cleared(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock, **lower(2))

        renewed(desk, clock, SUCCESSOR, people=(self.LEFT,), **lower(2))

        (grant,) = access(desk)
        assert (grant.state, grant.reasons) == (GrantState.SUSPENDED, ())
        assert "Ewa Engineer" in grant.held
        assert card(desk).request.suspended_because == ("a paper covers it again, but a check stands against it",)
        papers_are(desk, ENDED, SUCCESSOR, **lower(2))
        pass_days(desk, clock, DAY + ONE_DAY)
        assert standing(desk) == [("active", ())]

    def test_the_owner_is_asked_only_once_nothing_stands_against_it(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, SUCCESSOR, people=(self.LEFT,))
        assert told(desk, "resume") == []

        papers_are(desk, ENDED, SUCCESSOR)
        pass_days(desk, clock, DAY + ONE_DAY)

        assert told(desk, "resume") == ["dan"]

    def test_it_is_looked_at_again_at_the_click(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, SUCCESSOR)
        papers_are(desk, ENDED, SUCCESSOR, people=(self.LEFT,))

        refusal = refused(resume_access(desk, member("dan"), FIRST))

        assert refusal.code == "stopped"
        assert "GRT-2026-0001 stays suspended: Ewa Engineer" in refusal.words
        assert standing(desk) == [("suspended", ("owner",))]

    def test_what_stops_one_person_does_not_stop_another(self, desk: Desk, clock: TestClock) -> None:
        papers_are(desk, nda(), people=(person(), person(id="E2", name="Edgar Engineer")))
        ask(desk, people=("E1", "E2"))
        approve_all(desk)
        pass_days(desk, clock, START)
        both = (self.LEFT, person(id="E2", name="Edgar Engineer"))
        papers_are(desk, ENDED, people=both)
        pass_days(desk, clock, NEXT)
        renewed(desk, clock, SUCCESSOR, people=both)

        resume_access(desk, member("dan"), FIRST)

        assert {grant.person: grant.state.value for grant in access(desk)} == {"E1": "suspended", "E2": "active"}

    def test_a_successor_that_ends_before_the_access_does_not_bring_it_back(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock, **lower(2))

        renewed(desk, clock, nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT, expires_on=END - ONE_DAY), **lower(2))

        (grant,) = access(desk)
        assert (grant.state.value, grant.reasons) == ("suspended", ())
        assert "before your last day" in grant.held


class TestWhoMayResume:
    @pytest.mark.parametrize("who", ["ana", "mo", "ivy", "sol", "aud"])
    def test_nobody_but_the_data_owner(self, desk: Desk, clock: TestClock, who: str) -> None:
        suspended(desk, clock)
        renewed(desk, clock, SUCCESSOR)
        before = row_counts(desk.store)

        refusal = refused(resume_access(desk, member(who), FIRST))

        assert refusal.code == "not_yours"
        assert standing(desk) == [("suspended", ("owner",))]
        assert rows_added(before, row_counts(desk.store)) == {"event": 1}

    def test_the_deputy_may(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, SUCCESSOR, assets=(asset(deputy="eve"),))

        resume_access(desk, member("eve"), FIRST)

        assert standing(desk) == [("active", ())]

    def test_not_while_the_paper_is_over(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)

        refusal = refused(resume_access(desk, member("dan"), FIRST))

        assert "NDA-1 ended 10 Dec 2026" in refusal.words

    def test_a_second_click_changes_nothing(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, SUCCESSOR)
        resume_access(desk, member("dan"), FIRST)

        assert refused(resume_access(desk, member("dan"), FIRST)).code == "not_suspended"
        assert happened(desk).count("access.resumed") == 1

    def test_unknown_access_is_refused_and_fills_no_record(self, desk: Desk) -> None:
        before = row_counts(desk.store)

        with pytest.raises(Refusal, match="There is no access of REQ-2026-0099"):
            resume_access(desk, member("dan"), "REQ-2026-0099")

        assert row_counts(desk.store) == before

    def test_not_when_the_register_lost_whom_it_is_about(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, SUCCESSOR)
        with desk.store.writing() as unit:
            unit.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == "E1"))

        refusal = refused(resume_access(desk, member("dan"), FIRST))

        assert refusal.code == "lost_records"
        assert "the register lost person E1" in refusal.words


class TestDaysWithoutAPaper:
    def test_are_recorded_and_counsel_is_asked(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)

        renewed(desk, clock, LATE)

        assert standing(desk) == [("suspended", (GAP,))]
        event = record_of(desk)[-1]
        assert (event.happened.value, event.details["reason"]) == ("access.gap_found", GAP)
        assert told(desk, "gap") == ["ivy"]
        question = drawn(desk, "gap", "ivy")
        assert isinstance(question, GapQuestion)
        assert (question.first, question.last, question.requests, question.waits) == (*GAP_DAYS, (FIRST,), True)

    def test_the_data_owner_cannot_pass_over_them(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, LATE)

        assert "IP counsel has to look" in refused(resume_access(desk, member("dan"), FIRST)).words

    def test_once_counsel_says_they_are_fine_the_data_owner_is_asked(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, LATE)
        everything_is_delivered(desk)

        accept_gap_days(desk, member("ivy"), "V1", *GAP_DAYS)

        assert standing(desk) == [("suspended", ("owner",))]
        assert happened(desk)[-2:] == ["access.gap_accepted", "access.resume_asked"]
        assert told(desk, "resume") == ["dan"]
        question = drawn(desk, "gap", "ivy")
        assert isinstance(question, GapQuestion)
        assert question.waits is False

    def test_up_to_confidential_it_is_open_then(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock, **lower(2))
        renewed(desk, clock, LATE, **lower(2))

        accept_gap_days(desk, member("ivy"), "V1", *GAP_DAYS)

        assert standing(desk) == [("active", ())]
        pass_days(desk, clock, DAY + timedelta(days=5))
        assert standing(desk) == [("active", ())]

    @pytest.mark.parametrize("who", ["ana", "dan", "mo", "aud"])
    def test_only_counsel_may_say_so(self, desk: Desk, clock: TestClock, who: str) -> None:
        suspended(desk, clock)
        renewed(desk, clock, LATE)

        refusal = refused(accept_gap_days(desk, member(who), "V1", *GAP_DAYS))

        assert refusal.code == "not_yours"
        assert standing(desk) == [("suspended", (GAP,))]

    def test_counsel_does_not_say_so_about_what_they_asked_for(self, desk: Desk, clock: TestClock) -> None:
        both = {"members": members(member("ana", Role.REQUESTER, Role.IP_COUNSEL))}
        suspended(desk, clock, **both)
        renewed(desk, clock, LATE, **both)

        assert refused(accept_gap_days(desk, member("ana"), "V1", *GAP_DAYS)).code == "over"
        assert standing(desk) == [("suspended", (GAP,))]

    def test_a_second_word_about_the_same_days_changes_nothing(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock)
        renewed(desk, clock, LATE)
        accept_gap_days(desk, member("ivy"), "V1", *GAP_DAYS)

        assert refused(accept_gap_days(desk, member("ivy"), "V1", *GAP_DAYS)).code == "over"

    def test_a_refusal_about_days_that_concern_nobody_is_recorded_with_the_vendor(self, desk: Desk) -> None:
        refused(accept_gap_days(desk, member("aud"), "V1", *GAP_DAYS))

        with desk.store.reading() as unit:
            assert record.entries_of(unit, ["V1"])[-1].event.happened.value == "click.refused"

    def test_access_that_cannot_be_judged_any_more_is_left_suspended(self, desk: Desk, clock: TestClock) -> None:
        suspended(desk, clock, **lower(2))
        renewed(desk, clock, LATE, **lower(2))
        with desk.store.writing() as unit:
            unit.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == "E1"))

        accept_gap_days(desk, member("ivy"), "V1", *GAP_DAYS)

        (grant,) = access(desk)
        assert (grant.state.value, grant.reasons, grant.next_on) == ("suspended", (), DAY)


class TestAccessThatTheRegisterBrought:
    """No request stands behind it, so that nothing can be checked again: the data owner confirms at every class."""

    def test_the_data_owner_confirms_even_internal_material(self, desk: Desk, clock: TestClock) -> None:
        papers_are(desk, ENDED, grants=(KNOWN,), **lower(1))
        pass_days(desk, clock, NEXT)

        renewed(desk, clock, SUCCESSOR, grants=(KNOWN,), **lower(1))

        assert standing(desk, "R-OLD") == [("suspended", ("owner",))]
        question = drawn(desk, "resume", "dan")
        assert isinstance(question, ResumeQuestion)
        assert (question.request, question.waits) == ("R-OLD", True)
        resume_access(desk, member("dan"), "R-OLD")
        assert standing(desk, "R-OLD") == [("active", ())]

    def test_it_ends_on_its_day_though_it_is_suspended(self, desk: Desk, clock: TestClock) -> None:
        papers_are(desk, ENDED, grants=(KNOWN,))
        pass_days(desk, clock, NEXT)

        pass_days(desk, clock, END + ONE_DAY)

        assert [grant.state for grant in access(desk, "R-OLD")] == [GrantState.EXPIRED]
