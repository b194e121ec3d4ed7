"""Texts for Data Center: what people typed shows as they typed it, and a comment is known again by its marker."""

import pytest

from bot.jira.ticket_text import TEXT_LIMIT, size
from bot.jira.wiki_text import carries_marker, comment_of, description_of
from bot.jira.wiki_words import plain

SIGNS = "They *always* _said_ {code} [NDA-1|x] !pic! ^up^ ~down~ +new+ ??who?? \\ | end"


def test_a_description_has_headings_and_their_texts() -> None:
    assert description_of([("Vendor", "Volt GmbH"), ("Due", "")]) == "h3. Vendor\n\nVolt GmbH\n\nh3. Due\n\n-"


def test_no_parts_are_no_obstacle() -> None:
    assert description_of([]) == "-"


def test_signs_that_would_format_show_as_themselves() -> None:
    written = description_of([("Why", SIGNS)])
    for sign in ("*always*", "{code}", "[NDA-1|x]", "!pic!"):
        assert sign not in written
    assert SIGNS in plain(written)


@pytest.mark.parametrize("line", ["# one", "- two", "-- three", "h1. Loud", "bq. quoted"])
def test_a_line_does_not_become_a_list_or_a_heading(line: str) -> None:
    assert description_of([("Why", line)]).endswith(f"\\{line}")


def test_dates_and_addresses_stay_as_they_are() -> None:
    words = "Due 2027-02-14, see https://jira.example/browse/IPA_1?x=[1 for it."
    assert "Due 2027-02-14, see https://jira.example/browse/IPA_1?x=" in description_of([("Why", words)])


@pytest.mark.parametrize("marker", ["event:17", "ringfence:closed:audit:V1:for_cause:INC_7", "a [b] {c}"])
def test_a_comment_is_known_again_by_its_very_marker(marker: str) -> None:
    body = comment_of("Approved.\n[event:1]", marker=marker)
    assert carries_marker(body, marker)
    assert carries_marker(body.replace("\n", "\r\n"), marker)
    assert not carries_marker(body, marker + "0")


@pytest.mark.parametrize("body", ["", None, "Somebody [event:17] said"])
def test_another_comment_carries_no_marker(body: str | None) -> None:
    assert not carries_marker(body, "event:17")


def test_what_is_too_long_is_cut_and_keeps_its_marker() -> None:
    body = comment_of("Long [remark]. " * 9000, marker="event:1")
    assert size(body) <= TEXT_LIMIT
    assert carries_marker(body, "event:1")
    assert size(description_of([("Why", "Long. " * 9000)])) <= TEXT_LIMIT
