"""What a vendor could be given, on the command line: all that speaks, 80 columns wide; and for programs."""

from typing import Any

import pytest

from bot.application.requests.show_outlook import OutlookView
from bot.console.outlook import as_json, print_outlook
from bot.console.printing import out
from tests.outlooks import BLOCK, BY_CLASS, MISSING, PASS, against, of_asset

Captured = pytest.CaptureFixture[str]
WIDTH = 80


def printed(view: OutlookView, capsys: Captured) -> list[str]:
    usual, out.width = out.width, WIDTH
    try:
        print_outlook(view)
    finally:
        out.width = usual
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_the_answer_stands_first_then_each_class_then_what_stops_the_next_and_who_can_mend_it(capsys: Captured) -> None:
    lines = printed(BY_CLASS, capsys)
    assert lines[0].startswith("For Volt GmbH you could ask for material up to Confidential (C2)")
    assert "  Secret (C3)           stops" in lines
    at = lines.index("What stops Secret (C3)")
    assert lines[at + 1 : at + 3] == ["  Stops  ACC-01 says no. ACC-01", "         → Ask somebody. Turn to Rui or Vic."]
    assert at < lines.index("What is said of Confidential (C2)")
    assert max(map(len, lines)) <= WIDTH


def test_nothing_is_left_out_however_much_it_is(capsys: Captured) -> None:
    many = tuple(against(f"X-{number:02}", "Stops", message="no " * 40) for number in range(12))
    told = "\n".join(printed(of_asset(BLOCK, *many, gaps=("nobody can decide [yet]",)), capsys))
    assert all(f"X-{number:02}" in told for number in range(12))
    assert told.count("no") >= 12 * 40
    assert "Nobody can decide [yet]. Turn to Oskar or Priya, as administrator." in told
    assert "(14 days), through Partner Git, for Volt Sp. z o.o. Not known" in " ".join(told.split())


def test_what_is_missing_is_said_and_nothing_else(capsys: Captured) -> None:
    lines = printed(MISSING, capsys)
    assert lines[:2] == ["Nothing can be asked for, for Volt GmbH.", "What is missing"]
    assert "The register knows no company of Volt GmbH." in lines[2]


def test_programs_read_each_class_and_what_was_not_asked_in_earnest() -> None:
    told: dict[str, Any] = as_json(BY_CLASS)
    assert (told["vendor"], told["asset"], told["up_to"]) == ("V1", None, 2)
    assert [(one["class"], one["overall"]) for one in told["classes"]] == [(1, "warn"), (2, "waiver"), (3, "block"), (4, "block")]
    assert told["classes"][2]["against"][0] == {
        "id": "ACC-01",
        "told": "Stops",
        "message": "ACC-01 says no.",
        "remedy": "Ask somebody.",
        "mended_by": ["Rui", "Vic"],
    }
    assert told["depends_on"] == {"people": ["PPL-02", "LOC-01"], "use": []}
    assert told["tried"]["end"] == "2026-12-07"
    assert (as_json(MISSING)["tried"], as_json(of_asset(PASS))["up_to"]) == (None, None)
