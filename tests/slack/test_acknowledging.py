"""The secrecy notice in Slack: whom it waits for, the button of the vendor manager, its small form, and who is refused."""

from datetime import date

import pytest

from bot.application.access.acknowledge import Awaited
from bot.application.access.sweep import sweep_grants
from bot.application.access.views import NoticeQuestion
from bot.application.asking_again import ask_all_again
from bot.application.register.load import load_register
from bot.domain.notices import SHIPPED
from bot.domain.vocabulary import GrantState, Role
from bot.local.scripted_user import ScriptedUser
from bot.slack import ids
from bot.slack.blocks.acknowledgement import draw_acknowledge_form
from bot.slack.messenger import drawn
from tests.application.steps import access
from tests.builders import START, member, members, person, register
from tests.slack.conftest import Room
from tests.slack.drawing import buttons, message_problems, view_problems, words
from tests.slack.steps import approved_by_all

WAITS = NoticeQuestion("REQ-2026-0001", "Volt GmbH", ("Ewa Engineer · Secret (C3) · text v1",), START, waits=True, is_done=False)
DONE = NoticeQuestion("REQ-2026-0001", "Volt GmbH", (), START, waits=False, is_done=True)
VALUE = "v1:access:REQ-2026-0001"


class TestDrawing:
    def test_the_vendor_manager_reads_who_is_awaited_for_what_and_by_when(self) -> None:
        text, blocks = drawn(WAITS)
        assert text == "REQ-2026-0001: approved access of Volt GmbH waits for people who have not acknowledged the secrecy notice"
        assert "Ewa Engineer · Secret (C3) · text v1" in words(blocks)
        assert "(PPL-06)" in words(blocks)
        assert buttons(blocks) == ["Record acknowledgement…"]

    def test_what_is_done_stands_there_without_its_button(self) -> None:
        text, blocks = drawn(DONE)
        assert text.endswith("waits for no secrecy notice any more")
        assert buttons(blocks) == []

    @pytest.mark.parametrize("question", [WAITS, DONE])
    def test_slack_takes_it(self, question: NoticeQuestion) -> None:
        assert message_problems(*drawn(question)) == []

    def test_the_form_shows_the_text_and_takes_twenty_people(self) -> None:
        people = {f"E{number}": f"Engineer {number}" for number in range(20)}
        view = draw_acknowledge_form(Awaited("REQ-2026-0001", "Volt GmbH", people, SHIPPED[2:], date(2026, 11, 24)))
        assert SHIPPED[2].text in words(view["blocks"])
        assert view_problems(view) == []
        assert ids.read_notices(view["private_metadata"]) == ("REQ-2026-0001", {3: "v1", 4: "v1"})


@pytest.fixture
def waiting(room: Room) -> Room:
    """Ewa has acknowledged nothing, and access to secret material is approved."""
    everybody = members(member("eve", Role.VENDOR_MANAGER))
    load_register(room.context, register(members=everybody, people=(person(acknowledged=()),)), actor="test")
    approved_by_all(room)
    ask_all_again(room.context)
    room.deliver()
    return room


def card(room: Room) -> str:
    return words(room.as_user("aud").messages("ip-requests")[-1]["blocks"])


def opened(room: Room) -> ScriptedUser:
    user = room.as_user("eve")
    user.click(ids.ACKNOWLEDGE)
    return user


def test_the_card_says_how_many_are_awaited_and_not_who(waiting: Room) -> None:
    assert "Not in force until 1 person has acknowledged the secrecy notice (PPL-06)" in card(waiting)
    assert "Ewa" not in card(waiting)


def test_the_vendor_manager_records_it_and_on_its_day_it_is_in_force_within_the_click(waiting: Room) -> None:
    waiting.clock.go_to(START)
    sweep_grants(waiting.context)
    user = opened(waiting)
    user.fill("how", "signed")
    user.submit()
    assert access(waiting.context)[0].state is GrantState.ACTIVE
    waiting.deliver()
    assert "Approved · in force until" in card(waiting)
    assert buttons(waiting.as_user("eve").messages()[-1]["blocks"]) == []


def test_the_form_says_at_its_field_what_is_missing(waiting: Room) -> None:
    user = opened(waiting)
    user.fill("on", "2027-01-01")
    user.submit()
    assert "how" in (user.view() or {})["errors"]
    user.fill("how", "email")
    user.submit()
    assert "on" in (user.view() or {})["errors"]


@pytest.mark.parametrize(
    ("value", "who", "said"),
    [
        (VALUE, "mo", "PPL-06: only a vendor manager who did not ask for REQ-2026-0001 can record this: Eve."),
        (VALUE, "guest", "Guests of the workspace cannot ask or decide here."),
        ("v0:access:REQ-2026-0001", "eve", "This button is of another version of Ringfence"),
        ("v1:access:REQ-2026-9999", "eve", "There is no request REQ-2026-9999."),
    ],
)
def test_every_click_is_judged_anew(waiting: Room, value: str, who: str, said: str) -> None:
    there = waiting.as_user("aud").messages("ip-requests")[-1]
    waiting.as_user(who).click_raw(ids.ACKNOWLEDGE, value, there["ts"], there["channel"])
    assert said in waiting.as_user(who).whispers()[-1]["text"]
    assert access(waiting.context)[0].state is GrantState.SCHEDULED
