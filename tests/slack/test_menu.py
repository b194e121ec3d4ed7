"""A message typed to the bot is answered once, with what it can do for this person; what it says itself is never answered."""

from typing import Any

from slack_bolt import BoltRequest

from bot.demonstration import SIGNING_SECRET
from bot.slack import ids
from bot.slack.app import make_app
from bot.slack.heard_events import MOST, HeardEvents
from tests.slack.conftest import Room
from tests.slack.drawing import buttons
from tests.slack.steps import ask


def menus(room: Room, who: str) -> list[dict[str, Any]]:
    return [one for one in room.as_user(who).messages() if ids.MENU_ASK in str(one["blocks"])]


def test_whoever_types_to_the_bot_reads_what_it_can_do_for_them_and_can_begin_at_once(room: Room) -> None:
    for who, labels in (
        ("ana", ["Ask for access", "My requests", "This week"]),
        ("ivy", ["Ask for access", "My requests", "Open audits", "This week"]),
    ):
        room.as_user(who).say("@bot", "hello? can somebody help me")
        (menu,) = menus(room, who)
        assert menu["text"].startswith("I don't hold conversations, but this is what I can do for you:\n*/ip-request* asks")
        assert buttons(menu["blocks"]) == labels
    room.as_user("ana").click(ids.MENU_MINE)
    assert "You have asked for nothing yet" in room.as_user("ana").whispers()[-1]["text"]
    room.as_user("ivy").click(ids.MENU_AUDITS)
    room.as_user("ivy").click(ids.MENU_WEEK)
    assert "IP week 48" in room.as_user("ivy").whispers()[-1]["text"]
    room.as_user("ana").click(ids.MENU_ASK)
    assert (room.as_user("ana").view() or {})["callback_id"] == ids.REQUEST_FORM


def test_whoever_mentions_the_bot_in_a_channel_is_answered_in_person(room: Room) -> None:
    room.as_user("ana").say("ip-requests", "@Ringfence what is this?")
    assert len(menus(room, "ana")) == 1
    assert [one["user"] for one in room.as_user("ana").messages("ip-requests")] == ["U_ANA"]
    room.as_user("ana").say("ip-requests", "nobody is meant")
    assert len(menus(room, "ana")) == 1


def test_guests_and_strangers_are_refused_in_words(room: Room) -> None:
    room.as_user("guest").say("@bot", "hello")
    assert "Guests of the workspace cannot ask" in room.as_user("guest").messages()[-1]["text"]


def test_what_the_bot_says_itself_and_what_is_changed_later_is_not_answered(room: Room) -> None:
    ask(room)
    room.as_user("mo").click(ids.APPROVE)
    room.deliver()
    assert menus(room, "mo") == menus(room, "ana") == []
    events = [one.payload["event"] for one in room.slack.sent if one.kind == "event_callback"]
    assert {one["channel_type"] for one in events} == {"im"}
    assert {one.get("subtype") for one in events} == {None, "message_changed"}
    assert all(one["bot_id"] and one["user"] != "U_MO" for one in events if "subtype" not in one)


def test_an_event_that_is_sent_again_is_answered_once_and_one_that_could_not_be_answered_is_answered_then(room: Room) -> None:
    app = make_app(room.office, room.client, signing_secret=SIGNING_SECRET)
    room.as_user("ana").say("@bot", "hello")
    (sent,) = [one.payload for one in room.slack.sent if one.payload.get("event", {}).get("user") == "U_ANA"]
    again = {**sent, "event_id": "Ev-again"}
    room.slack.faults.add("error", method="chat.postMessage", times=1)
    statuses = [app.dispatch(BoltRequest(body=dict(again), mode="socket_mode")).status for _ in range(3)]
    assert statuses == [503, 200, 200]
    assert len(menus(room, "ana")) == 2


def test_only_the_newest_events_are_remembered() -> None:
    heard = HeardEvents()
    assert all(heard.is_new(str(number)) for number in range(MOST + 1))
    assert not heard.is_new("1")
    assert heard.is_new("0")
    heard.forget("1")
    assert heard.is_new("1")
