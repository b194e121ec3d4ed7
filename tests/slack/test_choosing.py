"""Lists to choose from: no two look alike, each can be reached."""

import pytest

from bot.slack import ids
from bot.slack.blocks.choosing import Choice, chooser, narrowed, offered, options_of
from bot.slack.blocks.form import FormView, draw_form
from tests.slack.drawing import view_problems

LONG = "Perception training pipeline of the driver-assistance platform, release " + "x" * 330


def labels(*choices: Choice) -> list[str]:
    return [one["text"]["text"] for one in options_of(choices)]


def test_names_that_look_alike_or_are_cut_to_sameness_get_their_ids() -> None:
    told = labels(Choice("V1", "Volt"), Choice("V2", "VOLT "), Choice("V3", f"{LONG}a"), Choice("V4", f"{LONG}b"))
    assert told[:2] == ["Volt (V1)", "VOLT (V2)"]
    assert told[2].endswith("… (V3)")
    assert told[3].endswith("… (V4)")
    assert max(map(len, told)) <= 75


def test_ids_that_look_alike_too_are_numbered_and_a_name_of_nothing_is_its_id() -> None:
    assert labels(Choice("a1", "Volt"), Choice("A1", "volt")) == ["1. a1", "2. A1"]
    assert labels(Choice("V1", " \u200b\n")) == ["V1"]


def test_a_long_name_gives_way_to_what_stands_around_it() -> None:
    (told,) = labels(Choice("A1", LONG, "A1 ", " · Secret (C3)"))
    assert told.startswith("A1 Perception")
    assert told.endswith("… · Secret (C3)")


@pytest.mark.parametrize(("count", "kind"), [(100, "static_select"), (101, "external_select"), (151, "external_select")])
def test_what_is_too_long_for_a_list_is_typed_for(count: int, kind: str) -> None:
    choices = tuple(Choice(f"E{number}", f"Volt Company {number % 7}") for number in range(count))
    element = chooser(ids.ENTITY, choices, chosen="E100")
    assert element["type"] == kind
    assert ("initial_option" in element) == (count > 100)
    form = draw_form(FormView(vendor=Choice("V1", "Volt GmbH"), entities=choices))
    assert view_problems(form) == []


def test_whoever_types_reaches_each_of_many_and_is_told_of_the_rest() -> None:
    choices = [Choice(f"E{number}", "Volt Company") for number in range(151)]
    first = offered(narrowed(choices, ""))
    assert (len(first.options), first.more) == (50, "101 more: type on to find them, or their id")
    for one in choices:
        assert offered(narrowed(choices, one.id.lower())).options[0]["value"] == one.id
    assert offered(narrowed(choices, "E150")).more == ""
