"""The way back of suspended access: by itself up to confidential, by the data owner above, by IP counsel after a gap."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from bot.application.access.views import GapQuestion, Notice, ResumeQuestion
from bot.application.context import Context
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
from tests.refusing import accept_gap_days, resume_access
from tests.showing import draw

ENDED = nda(terminated_on=LAST)
SUCCESSOR = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT)
LATE = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 12, 15))
DAY = date(2026, 12, 20)
GAP_DAYS = (NEXT, date(2026, 12, 14))
GAP = "gap:2026-12-11..2026-12-14"


def lower(rank: int) -> dict[str, object]:
    return {"assets": (asset(asset_class=rank),)}


def suspended(context: Context, clock: TestClock, **sections: object) -> Context:
    """Access is suspended since NDA-1 has ended; everybody has heard of it."""
    if sections:
        papers_are(context, nda(), **sections)
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)
    papers_are(context, ENDED, **sections)
    pass_days(context, clock, NEXT)
    assert standing(context) == [("suspended", ("nda:NDA-1",))]
    everything_is_delivered(context)
    return context


def renewed(context: Context, clock: TestClock, paper: Agreement, **sections: object) -> None:
    clock.go_to(DAY)
    papers_are(context, ENDED, paper, **sections)
    pass_days(context, clock, DAY)


def drawn(context: Context, kind: str, who: str) -> object:
    with context.store.reading() as unit:
        waiting = [m.promise for m in outbox.undelivered(unit) if m.promise.kind == kind]
        return draw(unit, context, next(p for p in reversed(waiting) if p.destination == f"person:{who}"))


class TestWithoutAGap:
    @pytest.mark.parametrize("rank", [1, 2])
    def test_up_to_confidential_it_comes_back_by_itself(self, context: Context, clock: TestClock, rank: int) -> None:
        suspended(context, clock, **lower(rank))

        renewed(context, clock, SUCCESSOR, **lower(rank))

        assert standing(context) == [("active", ())]
        assert happened(context)[-1] == "access.resumed"
        assert sorted(told(context, "resumed")) == ["dan", "ivy", "mo", "sol"]
        assert "ana" in told(context, "told")
        message = drawn(context, "resumed", "dan")
        assert isinstance(message, Notice)
        assert message.headline == "Access of Volt GmbH is no longer suspended"

    def test_secret_material_waits_for_its_data_owner(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)

        renewed(context, clock, SUCCESSOR)

        assert standing(context) == [("suspended", ("owner",))]
        assert told(context, "resume") == ["dan"]
        question = drawn(context, "resume", "dan")
        assert isinstance(question, ResumeQuestion)
        assert (question.request, question.vendor, question.waits) == (FIRST, "Volt GmbH", True)
        assert question.lines == ("Ewa Engineer · A1 · until 15 Jan 2027",)
        assert "the data owner has to confirm" in card(context).request.suspended_because[0]

    def test_the_data_owners_click_opens_it_again(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR)
        everything_is_delivered(context)

        resume_access(context, member("dan"), FIRST)

        assert standing(context) == [("active", ())]
        event = record_of(context)[-1]
        assert (event.happened.value, event.actor, event.before, event.after) == (
            "access.resumed",
            "dan",
            "suspended",
            "active",
        )
        assert {"card", "receipt", "resume", "resumed"} <= {kind for kind, _ in promised(context)}
        question = drawn(context, "resume", "dan")
        assert isinstance(question, ResumeQuestion)
        assert (question.waits, question.standing) == (False, "is in force again")

    def test_a_signed_paper_that_begins_later_is_noticed_on_its_first_day(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock, **lower(2))
        papers_are(context, ENDED, LATE, **lower(2))
        pass_days(context, clock, date(2026, 12, 14))
        assert standing(context) == [("suspended", ("nda:NDA-1",))]

        pass_days(context, clock, date(2026, 12, 15))

        assert standing(context) == [("suspended", (GAP,))]

    def test_a_termination_that_was_a_mistake_is_taken_back(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock, **lower(2))

        clock.go_to(DAY)
        papers_are(context, nda(), **lower(2))
        pass_days(context, clock, DAY)

        assert standing(context) == [("active", ())]


class TestTheReCheck:
    LEFT = person(status=PersonStatus.LEFT)

    def test_what_stands_against_it_keeps_it_suspended_until_it_is_cleared(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock, **lower(2))

        renewed(context, clock, SUCCESSOR, people=(person(status=PersonStatus.ON_LEAVE),), **lower(2))

        (grant,) = access(context)
        assert (grant.state, grant.reasons) == (GrantState.SUSPENDED, ())
        assert "Ewa Engineer is on leave." in grant.held
        assert card(context).request.suspended_because == ("a paper covers it again, but a check stands against it",)
        papers_are(context, ENDED, SUCCESSOR, **lower(2))
        pass_days(context, clock, DAY + ONE_DAY)
        assert standing(context) == [("active", ())]

    def test_the_owner_is_asked_only_once_nothing_stands_against_it(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR, people=(self.LEFT,))
        assert told(context, "resume") == []

        papers_are(context, ENDED, SUCCESSOR)
        pass_days(context, clock, DAY + ONE_DAY)

        assert told(context, "resume") == ["dan"]

    def test_it_is_looked_at_again_at_the_click(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR)
        papers_are(context, ENDED, SUCCESSOR, people=(self.LEFT,))

        refusal = refused(resume_access(context, member("dan"), FIRST))

        assert refusal.code == "stopped"
        assert "GRT-2026-0001 stays suspended: Ewa Engineer" in refusal.words
        assert standing(context) == [("suspended", ("owner",))]

    def test_what_stops_one_person_does_not_stop_another(self, context: Context, clock: TestClock) -> None:
        papers_are(context, nda(), people=(person(), person(id="E2", name="Edgar Engineer")))
        ask(context, people=("E1", "E2"))
        approve_all(context)
        pass_days(context, clock, START)
        both = (self.LEFT, person(id="E2", name="Edgar Engineer"))
        papers_are(context, ENDED, people=both)
        pass_days(context, clock, NEXT)
        renewed(context, clock, SUCCESSOR, people=both)

        resume_access(context, member("dan"), FIRST)

        assert {grant.person: grant.state.value for grant in access(context)} == {"E1": "suspended", "E2": "active"}

    def test_a_successor_that_ends_before_the_access_does_not_bring_it_back(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock, **lower(2))

        renewed(context, clock, nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT, expires_on=END - ONE_DAY), **lower(2))

        (grant,) = access(context)
        assert (grant.state.value, grant.reasons) == ("suspended", ())
        assert "before your last day" in grant.held


class TestWhoMayResume:
    @pytest.mark.parametrize("who", ["ana", "mo", "ivy", "sol", "aud"])
    def test_nobody_but_the_data_owner(self, context: Context, clock: TestClock, who: str) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR)
        before = row_counts(context.store)

        refusal = refused(resume_access(context, member(who), FIRST))

        assert refusal.code == "not_yours"
        assert standing(context) == [("suspended", ("owner",))]
        assert rows_added(before, row_counts(context.store)) == {"event": 1}

    def test_the_deputy_may(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR, assets=(asset(deputy="eve"),))

        resume_access(context, member("eve"), FIRST)

        assert standing(context) == [("active", ())]

    def test_not_while_the_paper_is_over(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)

        refusal = refused(resume_access(context, member("dan"), FIRST))

        assert "NDA-1 ended 10 Dec 2026" in refusal.words

    def test_a_second_click_changes_nothing(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR)
        resume_access(context, member("dan"), FIRST)

        assert refused(resume_access(context, member("dan"), FIRST)).code == "not_suspended"
        assert happened(context).count("access.resumed") == 1

    def test_unknown_access_is_refused_and_fills_no_record(self, context: Context) -> None:
        before = row_counts(context.store)

        with pytest.raises(Refusal, match="There is no access of REQ-2026-0099"):
            resume_access(context, member("dan"), "REQ-2026-0099")

        assert row_counts(context.store) == before

    def test_not_when_the_register_lost_whom_it_is_about(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR)
        with context.store.writing() as unit:
            unit.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == "E1"))

        refusal = refused(resume_access(context, member("dan"), FIRST))

        assert refusal.code == "lost_records"
        assert "the register lost person E1" in refusal.words


class TestDaysWithoutAPaper:
    def test_are_recorded_and_counsel_is_asked(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)

        renewed(context, clock, LATE)

        assert standing(context) == [("suspended", (GAP,))]
        event = record_of(context)[-1]
        assert (event.happened.value, event.details["reason"]) == ("access.gap_found", GAP)
        assert told(context, "gap") == ["ivy"]
        question = drawn(context, "gap", "ivy")
        assert isinstance(question, GapQuestion)
        assert (question.first, question.last, question.requests, question.waits) == (*GAP_DAYS, (FIRST,), True)

    def test_the_data_owner_cannot_pass_over_them(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, LATE)

        assert "IP counsel has to look" in refused(resume_access(context, member("dan"), FIRST)).words

    def test_once_counsel_says_they_are_fine_the_data_owner_is_asked(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, LATE)
        everything_is_delivered(context)

        accept_gap_days(context, member("ivy"), "V1", *GAP_DAYS)

        assert standing(context) == [("suspended", ("owner",))]
        assert happened(context)[-2:] == ["access.gap_accepted", "access.resume_asked"]
        assert told(context, "resume") == ["dan"]
        question = drawn(context, "gap", "ivy")
        assert isinstance(question, GapQuestion)
        assert question.waits is False

    def test_up_to_confidential_it_is_open_then(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock, **lower(2))
        renewed(context, clock, LATE, **lower(2))

        accept_gap_days(context, member("ivy"), "V1", *GAP_DAYS)

        assert standing(context) == [("active", ())]
        pass_days(context, clock, DAY + timedelta(days=5))
        assert standing(context) == [("active", ())]

    @pytest.mark.parametrize("who", ["ana", "dan", "mo", "aud"])
    def test_only_counsel_may_say_so(self, context: Context, clock: TestClock, who: str) -> None:
        suspended(context, clock)
        renewed(context, clock, LATE)

        refusal = refused(accept_gap_days(context, member(who), "V1", *GAP_DAYS))

        assert refusal.code == "not_yours"
        assert standing(context) == [("suspended", (GAP,))]

    def test_counsel_does_not_say_so_about_what_they_asked_for(self, context: Context, clock: TestClock) -> None:
        both = {"members": members(member("ana", Role.REQUESTER, Role.IP_COUNSEL))}
        suspended(context, clock, **both)
        renewed(context, clock, LATE, **both)

        assert refused(accept_gap_days(context, member("ana"), "V1", *GAP_DAYS)).code == "over"
        assert standing(context) == [("suspended", (GAP,))]

    def test_a_second_word_about_the_same_days_changes_nothing(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, LATE)
        accept_gap_days(context, member("ivy"), "V1", *GAP_DAYS)

        assert refused(accept_gap_days(context, member("ivy"), "V1", *GAP_DAYS)).code == "over"

    def test_a_refusal_about_days_that_concern_nobody_is_recorded_with_the_vendor(self, context: Context) -> None:
        refused(accept_gap_days(context, member("aud"), "V1", *GAP_DAYS))

        with context.store.reading() as unit:
            assert record.entries_of(unit, ["V1"])[-1].event.happened.value == "click.refused"

    def test_access_that_cannot_be_judged_any_more_is_left_suspended(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock, **lower(2))
        renewed(context, clock, LATE, **lower(2))
        with context.store.writing() as unit:
            unit.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == "E1"))

        accept_gap_days(context, member("ivy"), "V1", *GAP_DAYS)

        (grant,) = access(context)
        assert (grant.state.value, grant.reasons, grant.next_on) == ("suspended", (), DAY)


class TestAccessThatTheRegisterBrought:
    """No request stands behind it, so that nothing can be checked again: the data owner confirms at every class."""

    def test_the_data_owner_confirms_even_internal_material(self, context: Context, clock: TestClock) -> None:
        papers_are(context, ENDED, grants=(KNOWN,), **lower(1))
        pass_days(context, clock, NEXT)

        renewed(context, clock, SUCCESSOR, grants=(KNOWN,), **lower(1))

        assert standing(context, "R-OLD") == [("suspended", ("owner",))]
        question = drawn(context, "resume", "dan")
        assert isinstance(question, ResumeQuestion)
        assert (question.request, question.waits) == ("R-OLD", True)
        resume_access(context, member("dan"), "R-OLD")
        assert standing(context, "R-OLD") == [("active", ())]

    def test_it_ends_on_its_day_though_it_is_suspended(self, context: Context, clock: TestClock) -> None:
        papers_are(context, ENDED, grants=(KNOWN,))
        pass_days(context, clock, NEXT)

        pass_days(context, clock, END + ONE_DAY)

        assert [grant.state for grant in access(context, "R-OLD")] == [GrantState.EXPIRED]
