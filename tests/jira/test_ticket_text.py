"""What a ticket says: words as they were given, in Jira's own document format, cut to what Jira takes."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.document_words import plain
from bot.jira.ticket_text import (
    LABEL_LIMIT,
    SUMMARY_LIMIT,
    TEXT_LIMIT,
    carries_marker,
    comment_of,
    cut,
    description_of,
    label_of,
    size,
    summary_of,
)

ROCKET = "\N{ROCKET}"  # two units of UTF-16


def length(document: Any) -> int:
    """How long the local Jira, as the strictest reader, finds a document."""
    return size(json.dumps(document, ensure_ascii=False))


def nodes(document: Any, kind: str) -> list[Any]:
    own = [document] if document.get("type") == kind else []
    return own + [found for child in document.get("content", ()) for found in nodes(child, kind)]


class TestTheSummary:
    def test_it_is_one_line(self) -> None:
        assert summary_of(" [IP audit]\nV08 \t · access\r\n") == "[IP audit] V08 · access"

    def test_it_is_cut_at_what_jira_takes_and_shows_that_it_was(self) -> None:
        assert summary_of("x" * 255) == "x" * 255
        assert summary_of("x" * 256) == "x" * 254 + "…"

    def test_letters_outside_the_basic_plane_count_twice_as_jira_counts_them(self) -> None:
        assert size(ROCKET) == 2
        found = summary_of(ROCKET * 200)
        assert size(found) <= SUMMARY_LIMIT
        assert found == ROCKET * 127 + "…"

    def test_control_characters_are_left_out(self) -> None:
        assert summary_of("a\x00b\x1bc\x7f") == "abc"


class TestTheLabel:
    def test_a_key_is_its_own_label(self) -> None:
        assert label_of("audit:V08:access:REQ-2026-0142") == "audit:V08:access:REQ-2026-0142"

    def test_a_label_has_no_blanks(self) -> None:
        assert label_of("for cause\taudit") == "for_cause_audit"

    def test_a_label_is_no_longer_than_jira_takes(self) -> None:
        assert size(label_of("x" * 300)) == LABEL_LIMIT


class TestTheDescription:
    def test_each_part_is_a_heading_and_its_paragraphs(self) -> None:
        document = description_of([("Vendor", "Volt GmbH (V1)"), ("Scope", "A1 (C3)\n\nView only")])
        assert document == {
            "type": "doc",
            "version": 1,
            "content": [
                {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Vendor"}]},
                {"type": "paragraph", "content": [{"type": "text", "text": "Volt GmbH (V1)"}]},
                {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Scope"}]},
                {"type": "paragraph", "content": [{"type": "text", "text": "A1 (C3)"}]},
                {"type": "paragraph", "content": [{"type": "text", "text": "View only"}]},
            ],
        }

    def test_a_new_line_stays_a_new_line(self) -> None:
        (paragraph,) = nodes(description_of([("", "one\ntwo")]), "paragraph")
        assert [node["type"] for node in paragraph["content"]] == ["text", "hardBreak", "text"]

    def test_an_address_becomes_a_link_and_the_full_stop_behind_it_does_not(self) -> None:
        document = description_of([("Card", "See https://slack.example/archives/C1?x=1&y=2.")])
        links = [node for node in nodes(document, "text") if "marks" in node]
        assert [node["text"] for node in links] == ["https://slack.example/archives/C1?x=1&y=2"]
        assert links[0]["marks"] == [{"type": "link", "attrs": {"href": "https://slack.example/archives/C1?x=1&y=2"}}]
        assert plain(document).endswith("y=2.")

    @pytest.mark.parametrize("text", ["javascript:alert(1)", "*bold* [link|https://x] {code}", "<b>&amp;</b>", "@here [~admin]"])
    def test_nothing_else_is_understood_as_markup(self, text: str) -> None:
        document = description_of([("Why", text.replace("https://x", "x"))])
        assert nodes(document, "text")[1:] == [{"type": "text", "text": text.replace("https://x", "x")}]

    def test_no_parts_are_still_a_document(self) -> None:
        assert plain(description_of([])) == "-"
        assert plain(description_of([("", "  \n\n ")])) == "-"

    @pytest.mark.parametrize(
        "text", ["x" * 50_000, "word " * 20_000, '"\\' * 20_000, '"' * 20_000, ROCKET * 30_000, "line\n" * 9000, "p\n\n" * 9000]
    )
    def test_it_is_cut_to_what_jira_takes_and_shows_that_it_was(self, text: str) -> None:
        document = description_of([("Why", text), ("Key", "audit:1")])
        assert length(document) <= TEXT_LIMIT
        assert nodes(document, "heading")

    def test_many_addresses_fit_too_though_each_costs_twice(self) -> None:
        assert length(description_of([("Links", " ".join(f"https://example.test/{n}" for n in range(5000)))])) <= TEXT_LIMIT

    @given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=400)), max_size=6))
    def test_whatever_it_is_given_it_is_a_document_without_empty_texts(self, parts: list[tuple[str, str]]) -> None:
        document = description_of(parts)
        assert (document["type"], document["version"]) == ("doc", 1)
        assert all(node["text"] for node in nodes(document, "text"))
        assert all(node["content"] for node in nodes(document, "paragraph") + nodes(document, "heading"))
        assert length(document) <= TEXT_LIMIT


class TestTheMarkerOfAComment:
    def test_a_comment_is_known_again_by_its_marker(self) -> None:
        comment = comment_of("Ada Holm approved.", marker="event:17")
        assert carries_marker(comment, "event:17")
        assert plain(comment) == "Ada Holm approved.\n[event:17]"

    @pytest.mark.parametrize("other", ["event:1", "event:177", "vent:17", ""])
    def test_another_marker_is_another_comment(self, other: str) -> None:
        assert not carries_marker(comment_of("Hello", marker="event:17"), other)

    def test_a_marker_that_somebody_quotes_above_does_not_count(self) -> None:
        assert not carries_marker(comment_of("As I said:\n\n[event:7]", marker="event:8"), "event:7")

    @pytest.mark.parametrize("body", [None, "a text", {}, {"type": "doc", "content": []}, {"type": "doc", "content": [7]}])
    def test_a_comment_of_another_shape_carries_none(self, body: Any) -> None:
        assert not carries_marker(body, "event:17")

    def test_the_marker_survives_a_text_that_is_too_long(self) -> None:
        comment = comment_of("A long remark.\n\n" * 5000, marker="x" * 400)
        assert carries_marker(comment, "x" * 400)
        assert length(comment) <= TEXT_LIMIT

    @given(st.text(max_size=300), st.text(min_size=1, max_size=40))
    def test_whatever_is_said_the_marker_is_found(self, text: str, marker: str) -> None:
        assert carries_marker(comment_of(text, marker=marker), marker)


class TestCutting:
    def test_what_fits_is_left_as_it_is(self) -> None:
        assert cut("abc", 3) == "abc"

    def test_a_cut_never_splits_a_letter(self) -> None:
        assert cut(ROCKET * 3, 4) == ROCKET + "…"
        assert cut(ROCKET, 1) == "…"

    @given(st.text(max_size=60), st.integers(min_value=1, max_value=40))
    def test_a_cut_is_never_longer_than_it_may_be(self, text: str, limit: int) -> None:
        assert size(cut(text, limit)) <= limit

    def test_shorter_limits_give_shorter_texts(self) -> None:
        found = [len(cut("some words in a row", limit)) for limit in range(1, 19)]
        assert all(one <= other for one, other in pairwise(found))
