"""What is refused is said in private, in words with a next step; nobody else sees it, and nothing changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import Happened
from bot.slack import ids
from bot.store import record
from tests.slack.conftest import Room
from tests.slack.steps import approved_by_all, ask, filled_form

NOTED = {"event"}


def card(room: Room) -> str:
    return str(room.as_user("aud").messages("ip-requests")[-1]["ts"])


def unchanged(room: Room, before: dict[str, int]) -> bool:
    """The record may tell of the attempt; nothing else may have moved."""
    return {k: v for k, v in room.rows().items() if k not in NOTED} == {k: v for k, v in before.items() if k not in NOTED}


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("guest", "Guests of the workspace cannot ask or decide here. Ask the person you work with to do it."),
        ("stranger", "Only people of this company can take part here; you come from another one. Ask the person you work with."),
        ("aud", "REQ-2026-0001 does not wait for you, so nothing changed. It waits for Mo."),
        ("ana", "You asked for REQ-2026-0001, so you do not decide on it. It waits for Mo."),
        ("sol", "REQ-2026-0001 does not wait for you, so nothing changed. It waits for Mo."),
    ],
)
def test_whoever_may_not_decide_is_told_so_and_nothing_changes(room: Room, who: str, words: str) -> None:
    ask(room)
    before, blocks = room.rows(), room.as_user("mo").messages("ip-requests")[-1]["blocks"]
    there = card(room)
    for button in (ids.APPROVE, ids.REJECT):
        room.as_user(who).click(button, channel="ip-requests", message_ts=there)
    assert [words in one["text"] for one in room.as_user(who).whispers()] == [True, True]
    assert unchanged(room, before)
    assert room.as_user("mo").whispers() == []
    assert room.as_user("mo").messages("ip-requests")[-1]["blocks"] == blocks


def test_a_button_of_another_version_does_nothing_and_says_what_to_do_instead(room: Room) -> None:
    ask(room)
    before = room.rows()
    room.as_user("mo").click_raw(ids.APPROVE, "v2:REQ-2026-0001:1:0", card(room), "C_IP_REQUESTS")
    assert room.as_user("mo").whispers()[-1]["text"] == (
        "This button is of another version of Ringfence, so I do nothing. "
        "Ask for the request anew with `/ip-request status REQ-…`."
    )
    assert room.rows() == before


def test_a_button_of_a_request_that_does_not_exist_is_refused_and_leaves_no_trace_in_the_record(room: Room) -> None:
    ask(room)
    before = room.rows()
    for action in (ids.APPROVE, ids.REJECT, ids.SHOW_DETAILS, ids.END_ACCESS):
        room.as_user("mo").click_raw(action, "v1:REQ-2026-9999:1:0", card(room), "C_IP_REQUESTS")
        assert room.as_user("mo").whispers()[-1]["text"].startswith("There is no request REQ-2026-9999")
    assert room.rows() == before


def test_an_attempt_of_an_outsider_is_written_into_the_record_of_the_request(room: Room) -> None:
    request_id = ask(room)
    room.as_user("stranger").click(ids.APPROVE, channel="ip-requests")
    with room.context.store.reading() as unit:
        last = record.entries_of(unit, [request_id])[-1].event
    assert (last.happened, last.actor, last.details["code"]) == (Happened.CLICK_REFUSED, "slack:U_STRANGER", "outsider")


def test_the_details_are_for_those_who_asked_decide_or_audit(room: Room) -> None:
    ask(room)
    for who in ("ana", "mo", "sol", "aud"):
        room.as_user(who).click(ids.SHOW_DETAILS, channel="ip-requests")
        assert "The controller cannot be tuned without it." in str(room.as_user(who).view())
    room.as_user("guest").click(ids.SHOW_DETAILS, channel="ip-requests")
    assert room.as_user("guest").view() is None
    assert "Guests of the workspace" in room.as_user("guest").whispers()[-1]["text"]


def test_a_page_of_the_details_is_turned_only_by_who_may_read_them(room: Room) -> None:
    request_id = ask(room)
    for who, value, words in (
        ("mo", ids.page_value(request_id, 2), "The controller cannot be tuned without it."),
        ("mo", ids.page_value("REQ-2026-9999", 2), "There is no request REQ-2026-9999 that you may read"),
        ("mo", "v9:page", "This button is of another version of Ringfence"),
    ):
        user = room.as_user(who)
        user.click(ids.SHOW_DETAILS, channel="ip-requests")
        user.click_raw_in_form(f"{ids.DETAILS_PAGE}.on", value)
        assert words in str(user.view())
        user.close()


def test_access_is_ended_by_those_who_may_and_by_nobody_else(room: Room) -> None:
    request_id = approved_by_all(room)
    before = room.rows()
    room.as_user("sol").click_raw(ids.END_ACCESS, f"v1:{request_id}:1:3", card(room), "C_IP_REQUESTS")
    assert room.as_user("sol").whispers()[-1]["text"] != ""
    assert unchanged(room, before)
    room.as_user("ana").click(ids.END_ACCESS)
    room.deliver()
    assert "approved · ended early" in str(room.as_user("ana").messages())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("sing", "I don't know `sing`. Here is what I understand:"),
        ("help me", "I don't know `help me`."),
        ("status", "Say which request, such as `/ip-request status REQ-2026-0001`."),
        ("status REQ-x", "Say which request, such as"),
        ("status REQ-2026-9999", "There is no request REQ-2026-9999 that you may read"),
    ],
)
def test_a_command_that_is_not_understood_gets_what_is_understood(room: Room, typed: str, words: str) -> None:
    before = room.rows()
    room.as_user("ana").command(ids.COMMAND, typed, channel="ip-requests")
    assert room.as_user("ana").whispers()[-1]["text"].startswith(words)
    assert room.as_user("mo").messages("ip-requests") == []
    assert room.rows() == before


def test_a_guest_gets_no_form(room: Room) -> None:
    room.as_user("guest").command(ids.COMMAND)
    assert room.as_user("guest").view() is None
    assert "Guests of the workspace cannot ask" in room.as_user("guest").whispers()[-1]["text"]


def test_nobody_takes_part_while_slack_cannot_say_who_they_are(room: Room) -> None:
    ask(room)
    before = room.rows()
    room.slack.faults.add("error", method="users.info", times=None)
    room.as_user("mo").click(ids.APPROVE, channel="ip-requests")
    said = room.as_user("mo").whispers()[-1]["text"]
    assert said == "I cannot tell right now who you are, so I do nothing. Try again in a minute."
    assert room.rows() == before


def test_a_form_of_somebody_who_became_a_guest_meanwhile_is_refused_at_its_first_field_and_stays(room: Room) -> None:
    ana = filled_form(room)
    before = room.rows()
    people = room.slack.state.members
    people["U_ANA"] = replace(people["U_ANA"], guest=True)
    room.clock.advance(timedelta(minutes=2))
    ana.submit()
    assert ana.view()["errors"] == {
        "vendor": "Guests of the workspace cannot ask or decide here. Ask the person you work with to do it."
    }
    assert room.rows() == before
