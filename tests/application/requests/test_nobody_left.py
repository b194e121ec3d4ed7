"""A stage that nobody who can be reached can fill: its time stands still, the administrators are told once, the card says so."""

from datetime import date

import pytest

from bot.application.asking_again import ask_again, ask_all_again
from bot.application.context import Context
from bot.application.requests.show import show_request
from bot.application.requests.views import Card, RequestView
from bot.domain.register import Member
from bot.domain.vocabulary import RequestState, Role
from bot.slack.blocks.request import draw_card
from tests.application.steps import (
    approve,
    ask,
    everything_is_delivered,
    happened,
    kept,
    now_known,
    pass_days,
    promised,
)
from tests.builders import TestClock, member, members

OSKAR = member("oskar", Role.ADMINISTRATOR)
EMI = member("emi", Role.ENGINEERING_MANAGER)
TOLD = ("nobody_left", "person:oskar")


def left(name: str) -> Member:
    return member(name, active=False)


def shown(context: Context) -> RequestView:
    with context.store.reading() as unit:
        return show_request(unit, context, kept(context))


@pytest.fixture(autouse=True)
def company(context: Context) -> None:
    now_known(context, members=members(OSKAR))


class TestTheOpenStage:
    @pytest.fixture(autouse=True)
    def mo_leaves(self, context: Context) -> None:
        ask(context)
        now_known(context, members=members(OSKAR, left("mo")))

    def test_is_told_to_the_administrators_once(self, context: Context) -> None:
        assert promised(context).count(TOLD) == 1
        now_known(context, members=members(OSKAR, left("mo"), member("zoe")))
        assert promised(context).count(TOLD) == 1

    def test_says_so_on_the_card(self, context: Context) -> None:
        assert shown(context).stuck == ("engineering manager",)
        assert "Nobody who can be reached can decide as engineering manager (PRC-03)." in str(draw_card(Card(shown(context))))

    def test_is_not_rejected_by_silence(self, context: Context, clock: TestClock) -> None:
        assert shown(context).due_on is None
        pass_days(context, clock, date(2026, 12, 4))
        assert kept(context).state is RequestState.PENDING_APPROVAL

    def test_goes_on_with_the_time_that_was_left(self, context: Context, clock: TestClock) -> None:
        """Five working days from Tuesday 24 November; of two of them nobody could make use."""
        clock.go_to(date(2026, 11, 26))
        now_known(context, members=members(OSKAR, left("mo"), EMI))
        assert shown(context).due_on == date(2026, 12, 3)
        assert ("ask", "person:emi") in promised(context)
        assert shown(context).stuck == ()

    def test_is_told_again_if_somebody_could_answer_in_between(self, context: Context) -> None:
        now_known(context, members=members(OSKAR, left("mo"), EMI))
        now_known(context, members=members(OSKAR, left("mo"), left("emi")))
        assert promised(context).count(TOLD) == 2
        assert [one for one in happened(context) if one.startswith("question.")] == [
            "question.asked_again",
            "question.nobody_left",
            "question.asked_again",
            "question.somebody_back",
            "question.asked_again",
            "question.nobody_left",
        ]


class TestTheNextStage:
    @pytest.fixture(autouse=True)
    def ivy_leaves(self, context: Context) -> None:
        ask(context)
        now_known(context, members=members(OSKAR, left("ivy")))

    def test_is_not_opened_by_a_click(self, context: Context) -> None:
        approve(context, "mo")
        ask_again(context)
        assert kept(context).stage == 0
        assert promised(context).count(TOLD) == 1
        assert shown(context).stuck == ("IP counsel",)
        assert shown(context).due_on is None

    def test_opens_by_itself_once_somebody_can_fill_it(self, context: Context) -> None:
        approve(context, "mo")
        ask_again(context)
        everything_is_delivered(context)
        now_known(context, members=members(OSKAR))
        assert kept(context).stage == 1
        assert {("ask", "person:dan"), ("ask", "person:ivy")} <= set(promised(context))
        assert "route.widened" not in happened(context)

    def test_is_told_once_a_first_administrator_can_be_reached(self, context: Context) -> None:
        now_known(context, members=members(left("ivy")))
        approve(context, "mo")
        ask_all_again(context)
        assert TOLD not in promised(context)
        now_known(context, members=members(OSKAR, left("ivy")))
        assert promised(context).count(TOLD) == 1
