"""Blocks and views that Slack would not take are refused, with a pointer to the place."""

from typing import Any

import pytest

from bot.local.slack.json_body import Refused
from bot.local.slack.limits import checked_blocks, checked_view
from tests.local import app as trial
from tests.local.schemas import problems

TEXT = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
BUTTON = {"type": "button", "action_id": "a", "text": trial.words("Go")}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([TEXT] * 51, "no more than 50 items"),
        ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ([section("")], "must be more than 0 characters"),
        ([{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}], "less than 2001"),
        ([{"type": "header", "text": trial.words("x" * 151)}], "less than 151"),
        ([{"type": "actions", "elements": [BUTTON, BUTTON]}], "`action_id` must be unique"),
        ([{"type": "actions", "elements": [{**BUTTON, "text": trial.words("x" * 76)}]}], "less than 76"),
        ([{**TEXT, "block_id": "b"}, {**TEXT, "block_id": "b"}], "block_ids must be unique"),
        ([{"type": "sparkle"}], "unsupported type: sparkle"),
        ([{"type": "actions", "elements": [{"type": "sparkle"}]}], "unsupported type: sparkle"),
        ([{"type": "context", "elements": [trial.words("x")] * 11}], "no more than 10 items"),
        ([{"type": "input", "label": trial.words("x")}], "missing required field: element"),
    ],
)
def test_a_message_beyond_the_limits_is_refused(blocks: Any, words: str):
    with pytest.raises(Refused, match="invalid_blocks") as caught:
        checked_blocks(blocks, "message")
    assert any(words in message for message in caught.value.messages)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"submit": None}, "submit is needed"),
        ({"title": trial.words("x" * 25)}, "less than 25"),
        ({"title": None}, "missing required field: title"),
        ({"callback_id": "x" * 256}, "less than 256"),
        ({"blocks": [{"type": "markdown", "text": "x"}]}, "unsupported type: markdown"),
        ({"blocks": [TEXT] * 101}, "no more than 100 items"),
        ({"type": "window"}, "not a view"),
    ],
)
def test_a_form_beyond_the_limits_is_refused(change: Any, words: str):
    with pytest.raises(Refused, match="invalid_arguments") as caught:
        checked_view({**trial.form(), **change})
    assert any(words in message for message in caught.value.messages)


def test_a_form_too_large_has_its_own_name():
    with pytest.raises(Refused, match="view_too_large"):
        checked_view({**trial.form(), "blocks": [section("\N{EURO SIGN}" * 3000)] * 30})


def test_what_the_schemas_take_is_taken_here_too():
    assert problems("slack-blockkit", "ModalView", trial.form()) == []
    assert checked_view(trial.form())["blocks"] == trial.form()["blocks"]
    assert len(checked_blocks(trial.card(), "message")) == len(trial.card())


def test_ids_that_are_left_out_are_filled_in():
    block = checked_blocks([{"type": "actions", "elements": [{"type": "button", "text": trial.words("Go")}]}], "message")[0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]
