"""Suspended access waits for a data owner, days without a paper for IP counsel: whoever that is by now has the question."""

import pytest

from bot.application.access.views import GapQuestion, ResumeQuestion
from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.domain.register import Member
from bot.domain.vocabulary import GrantState, Role
from tests.application.access.test_resume import DAY, ENDED, LATE, SUCCESSOR, drawn, renewed, suspended
from tests.application.steps import FIRST, access, everything_is_delivered, promised, record_of
from tests.application.test_suspend_access import papers_are
from tests.builders import TestClock, asset, member, members
from tests.refusing import resume_access

OSKAR = member("oskar", Role.ADMINISTRATOR)
NADIA = member("nadia", Role.IP_COUNSEL)
TOLD = ("nobody_left", "person:oskar")


def left(name: str) -> Member:
    return member(name, active=False)


class TestADataOwner:
    @pytest.fixture(autouse=True)
    def dan_is_asked(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, SUCCESSOR)
        ask_all_again(context)
        assert ("resume", "person:dan") in promised(context)
        everything_is_delivered(context)

    def known(self, context: Context, *people: Member, **of_asset: object) -> None:
        papers_are(context, ENDED, SUCCESSOR, members=members(*people), assets=(asset(**of_asset),))

    def test_who_takes_the_material_over_is_asked_and_can_resume(self, context: Context) -> None:
        self.known(context, left("dan"), member("dora", Role.DATA_OWNER), data_owner="dora")
        question = drawn(context, "resume", "dora")
        assert isinstance(question, ResumeQuestion)
        assert question.waits
        resume_access(context, member("dora", Role.DATA_OWNER), FIRST)
        assert [grant.state for grant in access(context)] == [GrantState.ACTIVE]

    def test_the_deputy_is_asked_where_the_owner_left(self, context: Context) -> None:
        self.known(context, left("dan"), member("dora"), deputy="dora")
        assert ("resume", "person:dora") in promised(context)

    def test_whoever_stands_in_is_asked_where_there_is_no_deputy(self, context: Context) -> None:
        self.known(context, left("dan"))
        assert ("resume", "person:eve") in promised(context)

    def test_who_left_cannot_answer_any_more(self, context: Context) -> None:
        self.known(context, left("dan"))
        question = drawn(context, "resume", "dan")
        assert isinstance(question, ResumeQuestion)
        assert not question.waits

    def test_where_nobody_is_left_the_administrators_are_told_once(self, context: Context) -> None:
        self.known(context, OSKAR, left("dan"), left("eve"))
        self.known(context, OSKAR, left("dan"), left("eve"), member("zoe"))
        assert promised(context).count(TOLD) == 1
        assert "question.nobody_left" in [event.happened.value for event in record_of(context)]


class TestCounsel:
    @pytest.fixture(autouse=True)
    def ivy_is_asked(self, context: Context, clock: TestClock) -> None:
        suspended(context, clock)
        renewed(context, clock, LATE)
        ask_all_again(context)
        assert ("gap", "person:ivy") in promised(context)
        everything_is_delivered(context)

    def test_who_takes_the_office_over_is_asked(self, context: Context) -> None:
        papers_are(context, ENDED, LATE, members=members(left("ivy"), NADIA))
        asked, before = drawn(context, "gap", "nadia"), drawn(context, "gap", "ivy")
        assert isinstance(asked, GapQuestion)
        assert isinstance(before, GapQuestion)
        assert (asked.waits, before.waits) == (True, False)

    def test_where_nobody_is_left_the_administrators_are_told_once(self, context: Context, clock: TestClock) -> None:
        papers_are(context, ENDED, LATE, members=members(OSKAR, left("ivy")))
        clock.go_to(DAY)
        ask_all_again(context)
        assert promised(context).count(TOLD) == 1


def test_a_question_that_was_answered_is_asked_of_nobody(context: Context, clock: TestClock) -> None:
    suspended(context, clock)
    renewed(context, clock, SUCCESSOR)
    resume_access(context, member("dan"), FIRST)
    everything_is_delivered(context)
    papers_are(context, ENDED, SUCCESSOR, members=members(member("dora")), assets=(asset(data_owner="dora"),))
    assert "resume" not in [kind for kind, _ in promised(context)]
