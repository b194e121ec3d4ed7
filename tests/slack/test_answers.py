"""The private answers to `/ip-request help`, `mine`, `status`, to words that are not understood, and to a form that is done."""

from bot.slack.blocks.answers import HELP, draw_asked, draw_mine, draw_status, draw_words, usage
from tests.slack.drawing import approved, buttons, grant, item, rejected, view, words


def test_help_names_everything_that_can_be_typed() -> None:
    for typed in ("/ip-request*", "/ip-request mine", "/ip-request status REQ-2026-0001", "/ip-request help"):
        assert typed in HELP


def test_a_word_that_is_not_understood_is_quoted_and_followed_by_what_is() -> None:
    assert usage("sing").startswith("I don't know `sing`. Here is what I understand:\n")
    assert usage("sing").endswith(HELP)


def test_a_word_that_is_not_understood_is_quoted_short_and_cannot_break_out_of_its_quote() -> None:
    quoted = usage("`*loud* " + "x" * 500).removeprefix("I don't know `").split("`")[0]
    assert len(quoted) == 60
    assert quoted.endswith("…")
    assert "<!channel>" not in usage("<!channel>")


class TestMine:
    def test_each_request_says_where_it_stands_and_who_has_it(self) -> None:
        text, blocks = draw_mine([view(), approved(grant("active"), id="REQ-2026-0002"), rejected(id="REQ-2026-0003")])
        assert text == "Your last 3 requests"
        assert words(blocks).splitlines() == [
            "*Your requests*",
            "*REQ-2026-0001* · A1 for Volt GmbH · waits for approval · waits for Ivy Counsel",
            "*REQ-2026-0002* · A1 for Volt GmbH · approved · access open",
            "*REQ-2026-0003* · A1 for Volt GmbH · rejected",
        ]

    def test_access_that_is_planned_says_on_which_day_it_opens(self) -> None:
        assert "approved · access opens <!date^" in words(draw_mine([approved(grant())])[1])

    def test_one_request_is_one_request(self) -> None:
        assert draw_mine([view()])[0] == "Your last request"

    def test_whoever_has_asked_for_nothing_reads_how_to_ask(self) -> None:
        text, blocks = draw_mine([])
        assert text == words(blocks) == "You have asked for nothing yet. `/ip-request` opens the form."


class TestStatus:
    def test_it_says_the_same_as_the_receipt_and_who_has_it(self) -> None:
        text, blocks = draw_status(view())
        assert text == "REQ-2026-0001 · A1 for Volt GmbH · waits for approval"
        assert "Waits for Ivy Counsel" in words(blocks)
        assert "Stage 2 of 3" in words(blocks)

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
