"""Records are found by the words of their names and by their ids, however they are typed."""

import pytest

from bot.domain.searching import found_by, says

KNOWN = [("V3", "Watt AG"), ("V1", "\u0130stanbul Yaz\u0131l\u0131m"), ("V2", "Caf\u00e9 Volt"), ("V10", "Volt GmbH")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["V2", "V1", "V10", "V3"]),
        ("yazilim ISTANBUL", ["V1"]),
        ("cafe\u0301", ["V2"]),
        ("volt", ["V2", "V10"]),
        ("v1", ["V1", "V10"]),
        ("v3", ["V3"]),
        ("volt gmbh", ["V10"]),
        ("gmbh v10", ["V10"]),
        ("%", []),
        ("_", []),
        ("volt watt", []),
    ],
)
def test_each_word_stands_in_the_name_or_the_id(typed: str, found: list[str]) -> None:
    assert found_by(typed, KNOWN) == found


def test_a_whole_id_comes_before_all_that_only_contain_it() -> None:
    many = [(f"V1{number:03}", "Amp") for number in range(200)]
    assert found_by("v1", [*many, ("V1", "Zulu")])[0] == "V1"


def test_nothing_typed_is_said_by_all() -> None:
    assert says("")
