"""An id is what a button, a form and a tracker's label can carry."""

import pytest

from bot.domain.identifiers import is_foreign_id, is_id, is_sha256, is_slack_id, like_an_id


@pytest.mark.parametrize("text", ["V01", "u-ada", "NDA-V02.2", "R_1", "7", "A" * 60])
def test_letters_digits_and_three_marks_make_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "V 01", "-V1", "V1\n", "\u00dc01", "V~1", "V:1", "V/1", "A" * 61])
def test_anything_else_is_none(text: str) -> None:
    assert not is_id(text)


def test_an_id_from_elsewhere_is_one_line() -> None:
    assert [is_foreign_id(text) for text in ("our own: 7", "A\nB", "", "R" * 101)] == [True, False, False, False]


def test_a_slack_id_is_nothing_but_itself() -> None:
    assert [is_slack_id(text) for text in ("U012AB3CD", "W_9", "U012AB3CD\n", "C012AB3CD", "u1", "U")] == [
        True,
        True,
        *[False] * 4,
    ]


def test_a_hash_of_a_file_has_sixty_four_signs() -> None:
    assert [is_sha256(text) for text in ("a0" * 32, "a0" * 31, "a0" * 33, "A0" * 32, "g0" * 32)] == [True, *[False] * 4]


def test_the_nearest_id_is_named_where_there_is_one() -> None:
    assert (like_an_id("V 01"), like_an_id("~"), like_an_id("_a/b_")) == ("V-01", None, "a-b")
