"""What the local Slack says of a form is what Slack says: null for what was emptied by hand, whatever kind of element it is."""

from typing import Any

import pytest

from bot.local.slack.limits import checked_view
from bot.local.slack.state import View
from bot.local.slack.values import FIELDS, MANY, as_state, chosen, elements
from tests.local import app as trial
from tests.local.schemas import problems

OPTION = trial.option("Part", "part")
INITIAL: dict[str, Any] = {
    "selected_option": OPTION,
    "selected_options": [OPTION],
    "selected_date_time": 1_800_000_000,
    "selected_date": "2027-01-14",
}


def drawn(kind: str, block_id: str = "b") -> dict[str, Any]:
    name, start = FIELDS[kind]
    initial = INITIAL.get(name, ["U_LENA"] if name in MANY else "12:00")
    element = {"type": kind, "action_id": "a", start: initial}
    if "options" in kind or kind in ("static_select", "multi_static_select", "radio_buttons", "checkboxes"):
        element["options"] = [OPTION]
    return trial.form(blocks=[trial.asked(block_id, "A field", element, optional=True)])


def opened(kind: str) -> View:
    body = checked_view(drawn(kind))
    view = View("V1", "U_JONAS", {**body, "blocks": []}, "V1")
    view.replace(body)
    return view


def state(view: View, *, silent: bool = False) -> dict[str, Any]:
    return as_state(view.blocks, view.values, view.untouched if silent else ())


@pytest.mark.parametrize("kind", FIELDS)
def test_what_was_emptied_by_hand_is_null_or_no_choices(kind: str) -> None:
    view = opened(kind)
    ((_, element),) = elements(view.blocks)
    view.enter(("b", "a"), chosen(element, [] if FIELDS[kind][0] in MANY else "", {}))
    said = state(view)["b"]["a"]
    assert said == {"type": kind, FIELDS[kind][0]: [] if FIELDS[kind][0] in MANY else None}


@pytest.mark.parametrize("kind", FIELDS)
def test_what_nobody_touched_is_what_the_form_was_opened_with(kind: str) -> None:
    view = opened(kind)
    name, start = FIELDS[kind]
    said = state(view, silent=True)["b"]["a"]
    assert said[name] == view.blocks[0]["element"][start] or said[name] in (_plain(OPTION), [_plain(OPTION)])


def _plain(option: dict[str, Any]) -> dict[str, Any]:
    return {**option, "text": {**option["text"], "emoji": True}}


@pytest.mark.parametrize("kind", ["datepicker", "static_select", "checkboxes"])
def test_what_an_update_has_set_may_be_left_out_until_somebody_touches_it(kind: str) -> None:
    view = opened(kind)
    view.replace(checked_view(drawn(kind, "b~1")))
    assert "b~1" in state(view)
    assert state(view, silent=True) == {}
    view.enter(("b~1", "a"), None)
    assert list(state(view, silent=True)) == ["b~1"]


@pytest.mark.parametrize("kind", FIELDS)
def test_emptied_fields_are_of_the_shape_that_slack_declares(kind: str) -> None:
    view = opened(kind)
    view.enter(("b", "a"), [] if FIELDS[kind][0] in MANY else None)
    assert problems("slack-payloads", "ViewStateValue", state(view)["b"]["a"]) == []
