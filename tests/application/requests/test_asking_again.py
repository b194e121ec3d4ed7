"""Whoever can decide now is asked, though they could not when the stage opened; whoever no longer can loses the buttons."""

import pytest

from bot.application.asking_again import ask_again
from bot.application.context import Context
from bot.application.requests.asking import ASK
from bot.application.requests.views import Ask
from bot.domain.vocabulary import Role
from bot.store import outbox
from bot.store.outbox import Promise, to_person
from tests.application.steps import FIRST, ask, everything_is_delivered, happened, now_known, promised
from tests.builders import member, members

EMI = member("emi", Role.ENGINEERING_MANAGER)
MO_LEFT = member("mo", Role.ENGINEERING_MANAGER, active=False)


@pytest.fixture(autouse=True)
def asked(context: Context) -> None:
    """Mo was asked, and has the message."""
    ask(context)
    ask_again(context)
    everything_is_delivered(context)


def drawn(context: Context, who: str) -> Ask:
    kind = context.kinds.named(ASK)
    assert kind.draw is not None
    with context.store.reading() as unit:
        shown = kind.draw(unit, context, Promise("k", "slack", FIRST, to_person(who), ASK))
    assert isinstance(shown, Ask)
    return shown


class TestWhoeverTakesTheRoleOver:
    def test_is_asked_at_once(self, context: Context) -> None:
        now_known(context, members=members(MO_LEFT, EMI))

        assert (ASK, "person:emi") in promised(context)
        assert drawn(context, "emi").asked_now

    def test_is_asked_once(self, context: Context) -> None:
        now_known(context, members=members(MO_LEFT, EMI))
        everything_is_delivered(context)
        now_known(context, members=members(MO_LEFT, EMI, member("zoe")))

        assert (ASK, "person:emi") not in promised(context)

    def test_who_left_has_the_message_without_its_buttons(self, context: Context) -> None:
        now_known(context, members=members(MO_LEFT, EMI))

        assert (ASK, "person:mo") in promised(context)
        assert not drawn(context, "mo").asked_now

    def test_the_record_says_who_is_asked_and_who_is_not_any_more(self, context: Context) -> None:
        now_known(context, members=members(MO_LEFT, EMI))

        assert happened(context)[-1] == "question.asked_again"


def test_who_has_the_role_back_has_the_buttons_back(context: Context) -> None:
    now_known(context, members=members(MO_LEFT, EMI))
    everything_is_delivered(context)
    now_known(context, members=members(EMI))

    assert promised(context).count((ASK, "person:mo")) == 1
    assert drawn(context, "mo").asked_now


def test_nothing_is_said_where_nothing_changed(context: Context) -> None:
    now_known(context, members=members(member("zoe")))

    assert "question.asked_again" not in happened(context)


def test_somebody_whose_message_was_given_up_is_asked_again(context: Context) -> None:
    now_known(context, members=members(EMI))
    with context.store.writing() as unit:
        (message,) = (one for one in outbox.undelivered(unit) if one.promise.destination == "person:emi")
        outbox.give_up(unit, message, "nobody there")
    now_known(context, members=members(EMI, member("zoe")))

    assert promised(context).count((ASK, "person:emi")) == 2  # the dead one, and another
