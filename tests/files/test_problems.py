"""Mistakes print as lines that a terminal can show and a person can act on."""

import pytest

from bot.domain.typed_words import nearest
from bot.files.problems import BrokenFile, Problem, once_per_place, render_problems, shown, suggestion


def test_a_problem_prints_file_line_place_and_words():
    problems = [Problem("assets · AST-1 · class", "must be from 0 to 4", 12, "register.yml"), Problem("meta", "add it")]
    assert render_problems(problems) == "register.yml:12  assets · AST-1 · class  must be from 0 to 4\nmeta  add it"


def test_a_problem_stays_on_one_line_whatever_the_file_holds():
    assert str(Problem("a\nb", "c\r\n  d")) == "a b  c d"


def test_a_broken_file_prints_all_its_problems_in_the_order_of_lines():
    broken = BrokenFile([Problem("b", "second", 9), Problem("a", "first", 2)])
    assert [problem.words for problem in broken.problems] == ["first", "second"]
    assert str(broken) == "2  a  first\n9  b  second"


@pytest.mark.parametrize(("word", "near"), [("expirs", "expires"), ("EXPIRES", "expires"), ("zzz", None), ("", None)])
def test_the_nearest_word_is_named_only_if_it_is_near(word, near):
    assert nearest(word, ["expires", "effective"]) == near


def test_without_a_near_word_the_known_ones_are_named():
    assert suggestion("zzz", ["b", "a"]) == "known are a, b"
    assert suggestion("zzz", []) == "the file has none yet"
    assert suggestion("zzz", [f"w{number:02}" for number in range(40)]).endswith("w15 …")


def test_a_place_that_was_spoken_of_is_not_spoken_of_again_by_a_later_group():
    first, second, other = Problem("a", "absent", 1), Problem("a", "wrong type", 1), Problem("b", "too long", 1)
    assert once_per_place([first, first], [second, other]) == (first, other)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "nothing"), (True, "true"), ({}, "keys with values"), ([1], "a list"), ("a\nb", 'the text "a b"'), (3, "3")],
)
def test_a_value_is_shown_as_it_stands_in_the_file(value, words):
    assert shown(value) == words


def test_a_long_value_is_cut():
    assert len(shown("x" * 10_000)) < 80
