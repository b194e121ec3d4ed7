"""Attempts by people who may not take part are written down, and nothing else is."""

from dataclasses import replace

import pytest

from bot.application.context import Context
from bot.application.ports import MessageRef
from bot.application.recording import Attempt, attempting, note_refusal
from bot.application.register.load import load_register
from bot.domain.errors import BUSY, Refusal
from bot.domain.events import Happened
from bot.domain.vocabulary import DecisionOutcome
from bot.store import counters, message_copies, record
from bot.store.message_copies import Copy
from bot.store.unit import Unit
from tests.application.steps import FIRST, answer, ask, record_of
from tests.builders import BoundedTestClock, register
from tests.counting import row_counts, rows_added


@pytest.mark.parametrize("code", ["outsider", "inactive", "not_yours"])
def test_who_tried_and_why_not_stands_in_the_record_of_the_request(context: Context, code: str) -> None:
    ask(context)
    before = row_counts(context.store)

    note_refusal(context, Attempt("slack:U_STRANGER", "request", FIRST), Refusal(code, "No."))

    event = record_of(context)[-1]
    assert (event.happened.value, event.actor, event.details) == ("click.refused", "slack:U_STRANGER", {"code": code})
    assert rows_added(before, row_counts(context.store)) == {"event": 1}


@pytest.mark.parametrize("code", ["unknown_command", "unknown_button", "unknown_person"])
def test_a_mistyped_word_is_no_attempt(context: Context, code: str) -> None:
    ask(context)
    before = row_counts(context.store)

    note_refusal(context, Attempt("slack:U_ANA", "request", FIRST), Refusal(code, "No."))

    assert row_counts(context.store) == before


def test_made_up_requests_do_not_fill_the_record(context: Context) -> None:
    before = row_counts(context.store)

    note_refusal(context, Attempt("slack:U_STRANGER", "request", "REQ-2026-0099"), Refusal("outsider", "No."))

    assert row_counts(context.store) == before


def test_the_refusal_stands_beside_the_place_that_was_clicked_and_never_says_the_words(context: Context) -> None:
    ask(context)

    with (
        pytest.raises(Refusal),
        attempting(context, Attempt("ana", "request", FIRST, {"wanted": "more"}, place=MessageRef("C1", "17.5"))),
    ):
        raise Refusal("over", "Volt GmbH may not see the drawing.")

    assert record_of(context)[-1].details == {"code": "over", "wanted": "more", "place": "C1:17.5"}


def test_what_was_begun_is_undone_and_what_is_known_all_the_same_is_kept(context: Context) -> None:
    ask(context)
    copy = Copy("C1", "17.5", FIRST, "person:ana", "ask")

    def adopt(unit: Unit) -> None:
        message_copies.remember(unit, copy)

    def begin(unit: Unit) -> None:
        counters.write(unit, "begun", 1)
        raise Refusal("over", "It is over.")

    before = row_counts(context.store)
    with pytest.raises(Refusal), attempting(context, Attempt("ana", "request", FIRST, still=adopt)) as unit:
        begin(unit)

    assert rows_added(before, row_counts(context.store)) == {"event": 1, "message_copy": 1}


def test_a_busy_database_is_not_waited_for_a_second_time(context: Context) -> None:
    ask(context)
    before = row_counts(context.store)

    with pytest.raises(Refusal), attempting(context, Attempt("ana", "request", FIRST)):
        raise Refusal(BUSY, "Busy.")

    assert row_counts(context.store) == before


@pytest.mark.parametrize(("entity", "about"), [("agreement", "NDA-1"), ("vendor", "V1")])
def test_attempts_on_papers_and_vendors_are_written_down_too(context: Context, entity: str, about: str) -> None:
    note_refusal(context, Attempt("ana", entity, about), Refusal("not_yours", "No."))

    with context.store.reading() as unit:
        assert record.entries_of(unit, [about])[-1].event.happened is Happened.CLICK_REFUSED


def test_no_click_is_taken_or_written_down_while_the_clock_cannot_be_trusted(context: Context) -> None:
    ask(context)
    machine = BoundedTestClock()
    machine.said = "this machine says that it is 2027-12-29"
    before = row_counts(context.store)

    with pytest.raises(Refusal, match="2027-12-29"):
        answer(replace(context, clock=machine), "mo", DecisionOutcome.APPROVE)

    assert row_counts(context.store) == before


def test_nothing_is_asked_for_or_taken_in_meanwhile_either(context: Context) -> None:
    machine = BoundedTestClock()
    machine.said = "this machine says that it is 2027-12-29"
    doubtful = replace(context, clock=machine)
    before = row_counts(context.store)

    for attempt in (lambda: ask(doubtful), lambda: load_register(doubtful, register(members=()), actor="test")):
        with pytest.raises(Refusal, match="The clock cannot be trusted"):
            attempt()

    assert row_counts(context.store) == before
