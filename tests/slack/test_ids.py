"""The wire format of a button: a version first, and anything else is refused in words."""

from collections.abc import Callable
from datetime import date

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


@pytest.mark.parametrize("request_id", ["REQ-2026-0001", "R-OLD2", "our own: 7"])
def test_a_button_about_access_names_its_request_whoever_gave_it_its_id(request_id: str) -> None:
    assert ids.read_access(ids.access_value(request_id)) == request_id


def test_a_button_about_days_without_cover_names_vendor_and_days() -> None:
    days = (date(2026, 12, 11), date(2026, 12, 14))
    assert ids.gap_value("V1", *days) == "v1:gap:V1:2026-12-11:2026-12-14"
    assert ids.read_gap(ids.gap_value("V.1-a_b", *days)) == ("V.1-a_b", *days)


@pytest.mark.parametrize(
    "value", ["v2:access:REQ-1", "access:REQ-1", "v1:access:", "v1:access:A\nB", "v1:gap:V1:2026-12-11", None, 7]
)
@pytest.mark.parametrize("read", [ids.read_access, ids.read_gap])
def test_other_values_about_access_are_refused_in_words(read: Callable[[object], object], value: object) -> None:
    with pytest.raises(Refusal, match="another version of Ringfence, so I do nothing"):
        read(value)


def test_a_day_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="another version"):
        ids.read_gap("v1:gap:V1:2026-02-30:2026-03-01")


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
