"""When something breaks inside: a private word with a number, one log line with the same number, and nothing typed is lost."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from bot.demonstration import SIGNING_SECRET
from bot.local.scripted_user import NotAcknowledged
from bot.slack import ids
from bot.slack.app import make_app
from tests.slack.conftest import Room
from tests.slack.steps import approved_by_all, ask, filled_form

NUMBER = re.compile(r"number ([0-9a-f]{8})\.$")


def break_the_database(room: Room) -> None:
    """From now on every look at the register fails."""
    with room.context.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE member RENAME TO lost")


def the_number_in(words: str, logs: list[Any]) -> str:
    """The number that the person was told, which the one log line of the failure must carry too."""
    (failure,) = [line for line in logs if line["event"] == "listener failed"]
    found = NUMBER.search(words)
    assert found, words
    assert failure["reference"] == found[1]
    assert failure["log_level"] == "error"
    return found[1]


def test_a_command_that_fails_is_answered_in_private_with_a_number_that_stands_in_the_log(room: Room) -> None:
    break_the_database(room)
    with capture_logs() as logs:
        room.as_user("ana").command(ids.COMMAND, "mine", channel="ip-requests")
    said = room.as_user("ana").whispers()[-1]["text"]
    assert said.startswith("Something went wrong on my side. Look how it stands before you try again;")
    the_number_in(said, logs)
    assert room.as_user("mo").messages("ip-requests") == []


def test_a_click_that_fails_leaves_the_message_as_it_was(room: Room) -> None:
    ask(room)
    before = room.as_user("mo").messages()[-1]
    break_the_database(room)
    with capture_logs() as logs:
        room.as_user("mo").click(ids.APPROVE, message_ts=before["ts"])
    assert [m for m in room.as_user("mo").messages() if not m.get("ephemeral")][-1]["blocks"] == before["blocks"]
    the_number_in(room.as_user("mo").whispers()[-1]["text"], logs)


def test_a_form_that_fails_stays_open_with_all_that_was_typed_and_the_words_at_its_first_field(room: Room) -> None:
    ana = filled_form(room)
    values = ana.view()["values"]
    break_the_database(room)
    with capture_logs() as logs:
        ana.submit()
    assert list(ana.view()["errors"]) == ["vendor"]
    the_number_in(ana.view()["errors"]["vendor"], logs)
    assert ana.view()["values"] == values


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
def test_a_form_that_slack_opens_no_more_for_this_click_is_said_without_a_number(room: Room, error: str) -> None:
    """The bot stood still, or another one opened it already: that is no fault that an administrator must look at."""
    room.slack.faults.add("refused", method="views.open", error=error)
    with capture_logs() as logs:
        room.as_user("ana").command(ids.COMMAND, "", channel="ip-requests")
    assert "please do it once more" in room.as_user("ana").whispers()[-1]["text"]
    assert [line["log_level"] for line in logs if line["log_level"] != "info"] == ["warning"]


def test_two_failures_have_two_numbers(room: Room) -> None:
    break_the_database(room)
    numbers = []
    for _ in range(2):
        with capture_logs() as logs:
            room.as_user("ana").command(ids.COMMAND, "mine")
        numbers.append(the_number_in(room.as_user("ana").whispers()[-1]["text"], logs))
    assert len(set(numbers)) == 2


def test_a_failure_that_cannot_be_told_beside_the_command_is_told_in_a_direct_message(room: Room) -> None:
    break_the_database(room)
    room.slack.faults.add("error", method="response_url")
    with capture_logs() as logs:
        room.as_user("ana").command(ids.COMMAND, "mine", channel="ip-requests")
    the_number_in(room.as_user("ana").messages()[-1]["text"], logs)


def test_a_failure_that_cannot_even_be_told_is_not_acknowledged_so_that_slack_tells_it(room: Room) -> None:
    room.as_user("ana").command(ids.COMMAND, "help")
    break_the_database(room)
    room.slack.faults.add("error", method="response_url")
    room.slack.faults.add("error", method="chat.postMessage")
    with capture_logs() as logs, pytest.raises(NotAcknowledged):
        room.as_user("ana").command(ids.COMMAND, "mine")
    assert [line["event"] for line in logs if line["log_level"] in ("warning", "error")] == [
        "listener failed",
        "the failure could not be told",
    ]


def test_words_about_a_failure_do_not_claim_that_nothing_was_changed(room: Room) -> None:
    """Access is ended, and only then does the redrawing fail: what is said must be true of that too."""
    approved_by_all(room)
    ana = room.as_user("ana")
    ana.click(ids.SHOW_DETAILS)
    room.slack.faults.add("error", method="views.update")
    ana.click(ids.END_ACCESS)
    assert "Look how it stands before you try again" in ana.messages()[-1]["text"]
    ana.close()
    room.deliver()
    assert "approved · ended early" in str(ana.messages())


def test_a_request_that_was_never_found_to_be_slacks_is_told_nothing_at_any_address_that_it_names(room: Room) -> None:
    """Bolt breaks on a time that is no number before it has looked at the signature."""
    app = make_app(room.office, room.client, signing_secret=SIGNING_SECRET)
    address = room.url + room.slack.state.new_response_url("U_ANA", "C_IP_REQUESTS")
    forged = {"type": "block_actions", "user": {"id": "U_ANA"}, "response_url": address, "actions": [{"action_id": ids.APPROVE}]}
    headers = {"x-slack-request-timestamp": "now", "x-slack-signature": "v0=0"}
    reply = app.dispatch(BoltRequest(body=urlencode({"payload": json.dumps(forged)}), headers=headers))
    assert reply.status == 401
    assert room.as_user("ana").whispers() == []
    assert room.as_user("ana").messages() == []


def test_a_refusal_that_cannot_be_told_beside_the_click_is_told_in_a_direct_message(room: Room) -> None:
    ask(room)
    room.slack.faults.add("error", method="response_url", times=2)
    card = room.as_user("ana").messages("ip-requests")[-1]
    room.as_user("ana").click(ids.APPROVE, message_ts=card["ts"], channel="ip-requests")
    assert room.as_user("ana").messages()[-1]["text"].startswith("You asked for REQ-2026-0001, so you do not")


def test_a_refusal_that_reaches_nobody_is_not_acknowledged(room: Room) -> None:
    ask(room)
    room.slack.faults.add("error", method="response_url", times=2)
    room.slack.faults.add("error", method="chat.postMessage")
    card = room.as_user("ana").messages("ip-requests")[-1]
    with pytest.raises(NotAcknowledged):
        room.as_user("ana").click(ids.APPROVE, message_ts=card["ts"], channel="ip-requests")
