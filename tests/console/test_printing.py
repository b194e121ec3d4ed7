"""What the command line prints: every word as it is, whatever brackets somebody wrote into it."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.application.record.show import Shown
from bot.console.outbox import print_outbox
from bot.console.printing import Transcript, out, print_fine, print_mistakes
from bot.console.record import print_entries
from bot.domain.events import Event, Happened
from bot.store.outbox import OutboxMessage, Promise
from bot.store.record import Entry
from tests.builders import NOW, register

HOSTILE = "[red]alarm[/red]"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def wide() -> Iterator[None]:
    """A page that is wide enough for a whole row; afterwards as wide as it is without a terminal."""
    before, out.width = out.width, 240
    yield
    out.width = before


def promised(**more: object) -> OutboxMessage:
    usual = {
        "id": 7,
        "promise": Promise("card:REQ-1", "slack", "REQ-1", "channel:ip-requests", "card"),
        "state": "pending",
        "attempts": 2,
        "uncertain": False,
        "created_at": NOW,
        "not_before": NOW,
        "first_failed_at": NOW,
        "last_error": "Slack asks to slow down",
    }
    return OutboxMessage(**(usual | more))


def entry(**more: object) -> Entry:
    usual = {"happened": Happened.ITEM_APPROVED, "entity": "request", "entity_id": "REQ-1", "actor": "mo"}
    return Entry(1, NOW, Event(**(usual | more)))


class TestMistakesAndGoodNews:
    def test_each_mistake_has_a_line_of_its_own_on_standard_error(self, capsys: Captured) -> None:
        print_mistakes(f"one {HOSTILE}\ntwo")

        assert capsys.readouterr() == ("", f"✗ one {HOSTILE}\n✗ two\n")

    def test_good_news_goes_to_standard_output(self, capsys: Captured) -> None:
        print_fine(f"3 rules {HOSTILE}")

        assert capsys.readouterr() == (f"✓ 3 rules {HOSTILE}\n", "")


def told_of(**more: object) -> Shown:
    return Shown("REQ-1", [entry(**more)], register())


class TestTheRecord:
    def test_it_says_when_who_what_and_on_which_facts(self, capsys: Captured) -> None:
        print_entries(told_of(details={"item": "A1", "seat": "IP counsel", "snapshot": 1}))

        _, row, more = capsys.readouterr().out.splitlines()
        assert row.rstrip() == "2026-11-24 09:00:00  Mo (mo) approved Pump controller (A1) as IP counsel."
        assert more.strip() == "item.approved · snapshot: 1"

    def test_a_transition_names_both_states(self, capsys: Captured) -> None:
        print_entries(told_of(before="pending_approval", after="approved"))

        assert "pending_approval → approved" in capsys.readouterr().out

    def test_empty_details_are_left_out_and_false_ones_are_not(self, capsys: Captured) -> None:
        print_entries(told_of(details={"why": [], "note": "", "count": 0}))

        printed = capsys.readouterr().out
        assert "count: 0" in printed
        assert "why" not in printed
        assert "note" not in printed

    def test_brackets_of_others_are_printed_and_not_obeyed(self, capsys: Captured) -> None:
        print_entries(told_of(actor=HOSTILE, entity_id=HOSTILE, details={"reason": HOSTILE}))

        assert capsys.readouterr().out.count(HOSTILE) == 3


class TestTheOutbox:
    def test_brackets_of_others_are_printed_and_not_obeyed(self, capsys: Captured) -> None:
        print_outbox([promised(last_error=f"no {HOSTILE}")], {}, {})

        row = capsys.readouterr().out
        assert row.startswith("7  Waits: card about REQ-1 in #ip-requests. Tried 2 times, again at 2026-11-24 09:00:00 UTC: ")
        assert HOSTILE in row


class TestTheTranscript:
    def test_a_deed_has_the_seconds_the_day_who_and_what(self, capsys: Captured) -> None:
        Transcript().line(date(2026, 12, 1), "Jonas Feld", f"clicks {HOSTILE}")

        line = capsys.readouterr().out.rstrip("\n")
        assert line == f"  0.0s  2026-12-01  Jonas Feld        clicks {HOSTILE}"

    def test_further_lines_stand_under_the_first(self, capsys: Captured) -> None:
        Transcript().line(date(2026, 12, 1), "card", "Access request\nStage 1 of 3")

        first, second = capsys.readouterr().out.splitlines()
        assert second.index("Stage") == first.index("Access")
