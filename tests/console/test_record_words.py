"""The record, the outbox and a loaded register are told in sentences with names, in as many lines as the screen needs."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from bot.console.outbox import outbox_words
from bot.console.printing import print_wrapped
from bot.console.record_words import named, names_of, remarks, sentence
from bot.console.register_changes import changes
from bot.domain.events import OURSELVES, Event, Happened
from bot.store.outbox import DEAD, PENDING, OutboxMessage, Promise
from tests.builders import asset, register, vendor

NAMES = names_of(register())
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("happened", Happened)
def test_whatever_happened_is_a_sentence(happened: Happened) -> None:
    for details in ({}, {"item": "A1", "seat": "IP counsel", "asked": ["mo", "ivy"], "changed": 3}):
        told = sentence(Event(happened, "request", "REQ-2026-0001", "ana", details=details), NAMES)
        assert told.endswith(".")
        assert told[:1] == told[:1].upper()
        assert "{" not in told


def test_people_and_assets_are_named_and_their_ids_stand_behind() -> None:
    details = {"item": "A1", "seat": "IP counsel", "round": 2}
    event = Event(Happened.ITEM_APPROVED, "request", "REQ-2026-0001", "ivy", "open", "approved", details)
    assert sentence(event, NAMES) == "Ivy (ivy) approved Pump controller (A1) as IP counsel."
    assert list(remarks(event, NAMES)) == ["item.approved", "open → approved", "round: 2"]
    assert sentence(Event(Happened.ACCESS_OPENED, "grant", "G1", OURSELVES), NAMES) == "Access is in force."
    assert named(["A1", None, {"a": []}], NAMES) == "Pump controller (A1), nothing, a nobody"


def test_a_very_long_detail_says_where_it_stands_whole() -> None:
    event = Event(Happened.DIGEST_POSTED, "digest", "d", OURSELVES, details={"digest": "x" * 999})
    assert list(remarks(event, NAMES))[1].endswith("x… (the rest is in the export)")


def message(state: str, attempts: int, error: str = "", to: str = "person:ana", kind: str = "ask") -> OutboxMessage:
    promise = Promise("k", "slack", "REQ-2026-0001", to, kind)
    return OutboxMessage(7, promise, state, attempts, False, NOON, NOON, None, error)


def test_what_waits_and_what_was_given_up_is_said_with_the_reason() -> None:
    assert outbox_words(message(PENDING, 0), NAMES, {}) == "Waits: ask about REQ-2026-0001 to Ana (ana). Not tried yet."
    again = outbox_words(message(PENDING, 2, "Slack answered 503."), NAMES, {})
    assert again.endswith("Tried 2 times, again at 2026-11-24 12:00:00 UTC: Slack answered 503.")
    dead = outbox_words(message(DEAD, 1, "", "jira", "finding_due"), NAMES, {"finding_due": "the due day of a finding"})
    assert dead == "Given up after it was tried once: the due day of a finding about REQ-2026-0001 to the tracker."


def test_a_loaded_register_names_what_is_new_changed_and_gone() -> None:
    more = register(vendors=(vendor(status="suspended"), *(vendor(id=f"W{n}", name=f"Watt {n}", entities=()) for n in range(7))))
    told = list(changes(register(), more))
    new = ", ".join(f"Watt {number} (W{number})" for number in range(5))
    assert told == [f"Vendors: 7 new ({new} and 2 more); 1 changed (Volt GmbH (V1))."]
    assert next(changes(register(), register(assets=()))) == f"Assets: 1 gone ({asset().public_title} (A1))."
    assert list(changes(register(), register())) == []


def test_a_narrow_screen_gets_more_lines_and_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    words = [f"word{number}" for number in range(80)]
    print_wrapped([("2026-11-24 09:00:00", " ".join(words))])
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= Console(file=StringIO()).width
    assert [word for word in told.split() if word.startswith("word")] == words
