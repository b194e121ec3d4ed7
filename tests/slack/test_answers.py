"""The private answers to `/ip-request help`, `mine`, `status`, to words that are not understood, and to a form that is done."""

from datetime import date

import pytest

from bot.domain.vocabulary import Role
from bot.slack import ids
from bot.slack.blocks.answers import draw_asked, draw_mine, draw_status, draw_words
from bot.slack.blocks.kit import day
from bot.slack.blocks.usage import help_words, unknown_words, usages_for
from tests.builders import member
from tests.slack.drawing import approved, buttons, grant, item, rejected, view, words


def test_help_names_everything_that_this_person_can_type() -> None:
    ivy = member("ivy", Role.IP_COUNSEL)
    for command in (ids.COMMAND, ids.AUDIT_COMMAND, ids.DIGEST_COMMAND):
        told = help_words(ivy, command)
        assert all(f"*{usage.typed}*" in told for usage in usages_for(ivy) if usage.command == command)
        assert f"*{command} help*" in told


def test_help_names_nothing_that_this_person_may_not_do() -> None:
    ana, stranger = member("ana", Role.REQUESTER), member("slack:U1")
    assert "/ip-digest" in help_words(ana, ids.COMMAND)
    for who in (ana, stranger):
        assert "mine" in help_words(who, ids.COMMAND)
        assert "agreement" not in help_words(who, ids.COMMAND)
        assert "/ip-audit" not in help_words(who, ids.COMMAND)
        assert help_words(who, ids.AUDIT_COMMAND).startswith("Nothing of `/ip-audit` is for you")
    assert "/ip-digest" not in help_words(stranger, ids.COMMAND)
    auditor = member("aud", Role.AUDITOR)
    assert "*/ip-audit list*" in help_words(auditor, ids.AUDIT_COMMAND)
    assert "*/ip-audit* opens" not in help_words(auditor, ids.AUDIT_COMMAND)


@pytest.mark.parametrize(
    ("command", "said", "near"),
    [
        (ids.COMMAND, "stauts REQ-2026-0001", "/ip-request status REQ-2026-0001"),
        (ids.COMMAND, "Agrement", "/ip-request agreement NDA-V02"),
        (ids.COMMAND, "list", "/ip-audit list"),
        (ids.COMMAND, "halp", "/ip-request help"),
        (ids.AUDIT_COMMAND, "liste", "/ip-audit list"),
        (ids.DIGEST_COMMAND, "mine", "/ip-request mine"),
    ],
)
def test_a_word_that_is_not_understood_is_answered_with_the_nearest(command: str, said: str, near: str) -> None:
    assert f"Did you mean `{near}`?" in unknown_words(member("ivy", Role.IP_COUNSEL), command, said)


def test_a_word_that_is_near_nothing_is_quoted_and_followed_by_what_is_understood() -> None:
    ivy = member("ivy", Role.IP_COUNSEL)
    told = unknown_words(ivy, ids.COMMAND, "xyz")
    assert told == f"I don't know `xyz`. Here is what I understand:\n{help_words(ivy, ids.COMMAND)}"


def test_a_word_that_is_not_understood_is_quoted_short_and_cannot_break_out_of_its_quote() -> None:
    ana = member("ana")
    quoted = unknown_words(ana, ids.COMMAND, "`*loud* " + "x" * 500).removeprefix("I don't know `").split("`")[0]
    assert len(quoted) == 60
    assert quoted.endswith("…")
    assert "<!channel>" not in unknown_words(ana, ids.COMMAND, "<!channel>")


class TestMine:
    def test_each_request_says_where_it_stands_and_who_has_it(self) -> None:
        text, blocks = draw_mine([view(), approved(grant("active"), id="REQ-2026-0002"), rejected(id="REQ-2026-0003")])
        assert text == "Your last 3 requests"
        assert words(blocks).splitlines() == [
            "*Your requests*",
            "*REQ-2026-0001* · A1 for Volt GmbH · waits for approval · waits for Ivy Counsel",
            f"*REQ-2026-0002* · A1 for Volt GmbH · approved · in force until {day(date(2027, 1, 15))}",
            "*REQ-2026-0003* · A1 for Volt GmbH · rejected",
        ]

    def test_what_is_planned_says_from_which_day_it_is_in_force(self) -> None:
        assert "approved · in force from <!date^" in words(draw_mine([approved(grant())])[1])

    def test_older_ones_are_reached_page_by_page(self) -> None:
        many = [view(id=f"REQ-2026-{number:04}") for number in range(11)]
        text, blocks = draw_mine(many)
        assert text == "Your last 10 requests"
        assert "REQ-2026-0010" not in words(blocks)
        assert "There are older ones: `/ip-request mine 2`" in words(blocks)
        text, blocks = draw_mine(many[:3], 4)
        assert text == "3 of your requests, page 4"
        assert "older" not in words(blocks)
        assert draw_mine([], 2)[0].startswith("You have asked for nothing before that.")

    def test_one_request_is_one_request(self) -> None:
        assert draw_mine([view()])[0] == "Your last request"

    def test_whoever_has_asked_for_nothing_reads_how_to_ask(self) -> None:
        text, blocks = draw_mine([])
        assert text == words(blocks) == "You have asked for nothing yet. `/ip-request` opens the form."


class TestStatus:
    def test_it_says_the_same_as_the_receipt_and_who_has_it(self) -> None:
        text, blocks = draw_status(view())
        assert text == "Ana Asker asks for Volt GmbH: Pump controller (A1) · waits for approval · REQ-2026-0001"
        assert "Waits for Ivy Counsel" in words(blocks)
        assert "● Ivy Counsel as IP counsel" in words(blocks)

    def test_what_waits_for_nobody_names_nobody(self) -> None:
        assert "Waits for" not in words(draw_status(rejected())[1])

    def test_access_can_be_ended_from_there(self) -> None:
        assert "End access now" in buttons(draw_status(approved(grant("active"), items=(item(),)))[1])


def test_what_stands_in_the_forms_place_says_the_request_and_what_comes_next() -> None:
    drawn = draw_asked("REQ-2026-0001", "is on its way.")
    assert words(drawn["blocks"]) == "*REQ-2026-0001* is on its way."
    assert "submit" not in drawn


def test_a_refusal_in_a_forms_place_is_said_in_its_own_words() -> None:
    drawn = draw_words("Nothing changed", "REQ-2026-0001 is already approved.")
    assert words(drawn) == "Nothing changed\nClose\nREQ-2026-0001 is already approved."
