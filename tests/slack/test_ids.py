"""The wire format of a button: a version first, and anything else is refused in words."""

import pytest

from bot.domain.errors import Refusal
from bot.slack import ids


def test_a_value_begins_with_its_version_and_says_which_picture_of_which_request() -> None:
    assert ids.Picture("REQ-2026-0142", 2, 1).value == "v1:REQ-2026-0142:2:1"


@pytest.mark.parametrize("picture", [ids.Picture("REQ-2026-0001", 1, 0), ids.Picture("REQ-2031-123456", 9999, 99)])
def test_what_was_written_is_read(picture: ids.Picture) -> None:
    assert ids.read_value(picture.value) == picture


@pytest.mark.parametrize(
    "value",
    [
        "v2:REQ-2026-0142:2:1",
        "REQ-2026-0142:2:1",
        "v1:REQ-2026-0142:2",
        "v1:REQ-2026-0142:2:1:approve",
        "v1:REQ-2026-0142:-2:1",
        "v1:REQ-2026-0142:2:1\n",
        "v1:REQ-2026-\u0660\u0660\u0660\u0661:2:1",
        "v1:REQ-2026-0142'; drop table requests:2:1",
        "v1:REQ-2026-0142:99999:1",
        "",
        None,
        7,
        {"value": "v1:REQ-2026-0142:2:1"},
    ],
)
def test_a_value_of_another_version_or_a_forged_one_is_refused_with_a_next_step(value: object) -> None:
    with pytest.raises(Refusal) as refused:
        ids.read_value(value)
    assert refused.value.code == "unknown_button"
    assert "another version of Ringfence, so I do nothing" in refused.value.words
    assert "/ip-request status" in refused.value.words


@pytest.mark.parametrize(
    ("typed", "is_id"),
    [
        ("REQ-2026-0001", True),
        ("REQ-2026-12345", True),
        ("REQ-2026-001", False),
        ("req-2026-0001", False),
        ("REQ-2026-0001 ", False),
        ("REQ-2026-0001\n", False),
        ("REQ-\u0662\u0660\u0662\u0666-0001", False),
        ("", False),
    ],
)
def test_a_request_id_is_told_from_other_words(typed: str, is_id: bool) -> None:
    assert ids.is_request_id(typed) is is_id
