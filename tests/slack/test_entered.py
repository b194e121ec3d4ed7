"""What stands in a field: what was entered, nothing where somebody emptied it, what it was drawn with where nobody touched it."""

from datetime import date
from typing import Any

import pytest

from bot.slack.blocks.kit import field, option
from bot.slack.forms import Entered

GIT, VDI = option("Partner Git", "git"), option("Virtual desktop", "vdi")
DRAWN: dict[str, tuple[dict[str, Any], str, Any, Any]] = {
    "datepicker": ({"initial_date": "2027-01-14"}, "selected_date", "2027-02-01", None),
    "plain_text_input": ({"initial_value": "60"}, "value", "36", None),
    "static_select": ({"initial_option": GIT}, "selected_option", VDI, None),
    "external_select": ({"initial_option": GIT}, "selected_option", VDI, None),
    "radio_buttons": ({"initial_option": GIT}, "selected_option", VDI, None),
    "multi_static_select": ({"initial_options": [GIT]}, "selected_options", [VDI], []),
    "multi_external_select": ({"initial_options": [GIT]}, "selected_options", [VDI], []),
    "checkboxes": ({"initial_options": [GIT]}, "selected_options", [VDI], []),
}


def entered(kind: str, state: dict[str, Any] | None) -> tuple[object, ...]:
    """Choices, text and day of an optional field of this kind that Slack tells this state of."""
    block = field("b", "A field", {"type": kind, "action_id": "a", **DRAWN[kind][0]}, optional=True)
    values = {} if state is None else {"b": {"a": {"type": kind, **state}}}
    found = Entered({"blocks": [block], "state": {"values": values}})
    return found.choices("a"), found.text("a"), found.day("a")


def said(kind: str, of_choice: str, text: str, day: date) -> tuple[object, ...]:
    if kind == "datepicker":
        return (), "", day
    return ((), text, None) if kind == "plain_text_input" else ((of_choice,), "", None)


@pytest.mark.parametrize("kind", DRAWN)
def test_what_was_entered_stands(kind: str) -> None:
    name, given = DRAWN[kind][1], DRAWN[kind][2]
    assert entered(kind, {name: given}) == said(kind, "vdi", "36", date(2027, 2, 1))


@pytest.mark.parametrize("kind", DRAWN)
def test_what_was_emptied_by_hand_is_empty(kind: str) -> None:
    name, emptied = DRAWN[kind][1], DRAWN[kind][3]
    for said_of_nothing in (emptied, None):
        assert entered(kind, {name: said_of_nothing}) == ((), "", None)


@pytest.mark.parametrize("kind", DRAWN)
def test_what_nobody_touched_is_what_it_was_drawn_with(kind: str) -> None:
    """Slack leaves it out: the value, or the whole field."""
    drawn = said(kind, "git", "60", date(2027, 1, 14))
    assert (entered(kind, {}), entered(kind, None)) == (drawn, drawn)
