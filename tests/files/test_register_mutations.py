"""Whatever becomes of a register file, what comes back is a register or words, never a traceback."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.files.document import Document, Where
from bot.files.problems import BrokenFile
from bot.files.register import RegisterFile, read_register, register_of
from bot.files.yaml_text import read_yaml

DEMO = Path(__file__).parents[2] / "bot" / "local" / "demo-register.yml"
TEXT = DEMO.read_text(encoding="utf-8")
WHOLE = read_yaml(DEMO)
PATHS = [path for path in WHOLE.lines if path]
REMOVED = object()
ODD = st.one_of(
    st.just(REMOVED),
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(0, 10**6),
    st.sampled_from(["", "*", "V01", "NO", "2026-02-30", "2026-11-24", "0", "9999-12-31", "pass", " ", "a\nb", "\N{SNOWMAN}"]),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just([None]),
    st.just([{"id": 3}]),
    st.just({"id": "V01", "vendor": ["V01"]}),
)


def judged(document: Document) -> RegisterFile | str:
    try:
        return register_of(document)
    except BrokenFile as refused:
        return str(refused)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=3))
def test_a_register_with_some_values_replaced_or_removed_is_read_or_refused_with_words(changes):
    data: Any = copy.deepcopy(WHOLE.data)
    for path, odd in changes:
        data = put(data, path, odd)
    answer = judged(Document(data, WHOLE.lines))
    assert isinstance(answer, RegisterFile) or "  " in answer


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2_500), st.integers(0, 60), st.text("{}[]:,-&*!|>'\"%@` \n\t#a0\0\ud800", max_size=6))
def test_a_text_with_a_few_signs_torn_out_or_put_in_is_read_or_refused_with_words(start, length, put_in):
    text = TEXT[:start] + put_in + TEXT[start + length : 6_000]
    with pytest.raises(BrokenFile) as refused:  # the text ends in the middle of the assets, so something is always wrong
        read_register(text)
    assert refused.value.problems


def put(data: Any, path: Where, value: object) -> Any:
    """The data with one value replaced or removed, where it is still there."""
    here = data
    for part in path[:-1]:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return data
    last = path[-1]
    if (isinstance(here, dict) and last in here) or (isinstance(here, list) and isinstance(last, int) and last < len(here)):
        if value is REMOVED:
            del here[last]
        else:
            here[last] = copy.deepcopy(value)
    return data
