"""YAML is read as plain data with lines; what would be read in two ways, or could do harm, is refused with words."""

import pytest

from bot.files.problems import BrokenFile
from bot.files.yaml_text import DEEPEST, LARGEST, read_yaml


def refusal(text):
    with pytest.raises(BrokenFile) as refused:
        read_yaml(text)
    return refused.value.problems[-1]


def test_words_that_yaml_1_1_took_for_truths_stay_words():
    document = read_yaml("on: [NO, yes, off, y, No]\nyes: true\nno: 1")
    assert document.data == {"on": ["NO", "yes", "off", "y", "No"], "yes": True, "no": 1}
    assert document.problems == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3", 3),
        ("-3", -3),
        ("0x1F", 31),
        ("0o17", 15),
        ("017", 17),
        ("1.5", 1.5),
        ("~", None),
        ("", None),
        ("null", None),
        ("'null'", "null"),
        ('"3"', "3"),
        ("2026-11-24", "2026-11-24"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_an_unquoted_word_means_what_yaml_1_2_says(written, read):
    assert read_yaml(f"a: {written}").data == {"a": read}


def test_each_value_knows_its_line():
    document = read_yaml("a:\n  - id: X\n    b: [1,\n      2]\n")
    assert [document.line(path) for path in (("a",), ("a", 0), ("a", 0, "b"), ("a", 0, "b", 1))] == [1, 2, 3, 4]
    assert document.line(("a", 0, "missing")) == 2


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("a: 1\nb: 2\na: 3", "the key stands twice, first in line 1; keep one of them", 3),
        ("a: {b: 1, b: 2}", "the key stands twice", 1),
        ("x: 1\n1: 2", "the key 1 is not text; write it in quotes", 2),
        ("true: 2", "the key true is not text", 1),
        ("a: &x 1", "the anchor &x is not used here", 1),
        ("a: 1\nb: *x", "*x stands for something else; write it out in full", 2),
        ("a: !!python/object:os.system {}", "is not used here; remove it", 1),
        ('a: "\\0"', "holds characters that cannot be kept", 1),
        ('a: "\\ud800"', "holds characters that cannot be kept", 1),
    ],
)
def test_a_mistake_of_writing_is_noted_with_its_line_and_the_rest_is_read(text, words, line):
    (problem,) = read_yaml(text).problems
    assert words in problem.words
    assert problem.line == line


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("a: [1\nb: 2", "this is not YAML", 2),
        ("a:\n\t- b", "this is not YAML", 2),
        ("a: 'open", "this is not YAML", 1),
        ("a: \x00", "this is not YAML", None),
        ('a: "\\UFFFFFFFF"', "cannot be read as YAML", 1),
        ("%YAML 9.9\n---\na: 1", "this is not YAML", 1),
        ("a: 1\n---\nb: 2", "a second document begins here", 2),
        ("[1, 2]", "the file must hold sections", 1),
        ("just words", "the file must hold sections", 1),
        ("", "the file must hold sections", 1),
        ("# nothing but a remark", "the file must hold sections", 1),
        ("? [a]\n: 3", "where a key belongs", 1),
        ("*x : 3", "where a key belongs", 1),
        ("a: " + "[" * 3_000_000, "nested deeper", 1),
        ("{a: " * 500_000, "nested deeper", 1),
        ("a:\n " + "- " * 1_000_000, "nested deeper", 2),
        ("\n".join(" " * depth + "a:" for depth in range(200)), "nested deeper", DEEPEST + 1),
        ("a" * (LARGEST + 1), "larger than", None),
        ("a: &a [x, x]\nb: &b [*a, *a]\n*b : 3", "where a key belongs", 3),
    ],
    ids=range(19),
)
def test_a_text_that_cannot_be_read_is_refused_with_words_and_a_line(text, words, line):
    problem = refusal(text)
    assert words in problem.words
    assert problem.line == line


def test_a_file_is_named_in_its_problems(tmp_path):
    path = tmp_path / "register.yml"
    path.write_text("a: 1\na: 2", encoding="utf-8")
    assert str(read_yaml(path).problems[0]).startswith("register.yml:2  a  the key stands twice")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "register.yml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_yaml(path).data == {"a": 1, "b": 2}


@pytest.mark.parametrize(("content", "words"), [(b"a: \xff\xfe", "save it as UTF-8"), (None, "check its name and its rights")])
def test_a_file_that_cannot_be_opened_or_decoded_is_told_in_words(content, words, tmp_path):
    path = tmp_path / "register.yml"
    if content is not None:
        path.write_bytes(content)
    assert words in refusal(path).words
