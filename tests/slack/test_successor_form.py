"""The form of a successor, sent with fields that somebody has emptied: each is empty, and never what was suggested."""

from datetime import date
from typing import Any

import pytest

from bot.application.agreements.record_successor import Successor
from bot.domain.errors import FormErrors
from bot.domain.reminders import Anchor, ReminderSchedule
from bot.slack.blocks.reminder_forms import draw_successor_form
from bot.slack.reminder_forms import read_successor

SUGGESTED = Successor(date(2026, 11, 24), date(2027, 1, 15), date(2028, 1, 14), 60, "end", carve_out=True, affiliates=True)
NAMES = {"datepicker": "selected_date", "plain_text_input": "value", "static_select": "selected_option"}


def sent(*emptied: str) -> dict[str, Any]:
    """As Slack sends it when somebody has taken out what stood in these fields, and touched no other."""
    view = draw_successor_form(ReminderSchedule("NDA-V02", Anchor.END, date(2027, 1, 14)), [], SUGGESTED)
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    values: dict[str, Any] = {}
    for block_id in emptied:
        element = elements[block_id]
        name = NAMES.get(element["type"])
        nothing = {name: None} if name else {"selected_options": []}
        values[block_id] = {element["action_id"]: {"type": element["type"], **nothing}}
    return view | {"state": {"values": values}}


def test_what_nobody_touched_is_what_was_suggested() -> None:
    assert read_successor(sent()) == SUGGESTED


def test_what_may_be_empty_is_empty() -> None:
    found = read_successor(sent("ends", "survival", "clauses"))
    assert (found.ends_on, found.survival_months, found.carve_out, found.affiliates) == (None, None, False, False)


@pytest.mark.parametrize(
    ("block_id", "words"),
    [
        ("signed", "Choose the day on which both sides had signed."),
        ("begins", "Choose its first covered day."),
        ("survival_from", "Choose from when the months are counted."),
    ],
)
def test_what_must_not_be_empty_is_a_mistake_at_its_field(block_id: str, words: str) -> None:
    with pytest.raises(FormErrors) as found:
        read_successor(sent(block_id))
    assert found.value.errors == {block_id: words}


def test_which_copy_is_here_is_never_guessed() -> None:
    assert read_successor(sent()).seen == "executed"
    assert read_successor(sent("seen")).seen == "draft"


def test_from_when_is_not_asked_where_nothing_is_counted() -> None:
    assert read_successor(sent("survival", "survival_from")).survival_months is None
