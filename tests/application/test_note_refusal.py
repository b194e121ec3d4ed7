"""Attempts by people who may not take part are written down, and nothing else is."""

import pytest

from bot.application.context import Context
from bot.application.note_refusal import note_refusal
from bot.domain.errors import Refusal
from tests.application.steps import FIRST, ask, record_of
from tests.counting import row_counts, rows_added


@pytest.mark.parametrize("code", ["outsider", "inactive", "not_yours"])
def test_who_tried_and_why_not_stands_in_the_record_of_the_request(context: Context, code: str) -> None:
    ask(context)
    before = row_counts(context.store)

    note_refusal(context, Refusal(code, "No."), slack_id="U_STRANGER", request_id=FIRST)

    event = record_of(context)[-1]
    assert (event.happened.value, event.actor, event.details) == ("click.refused", "slack:U_STRANGER", {"code": code})
    assert rows_added(before, row_counts(context.store)) == {"event": 1}


@pytest.mark.parametrize("code", ["unknown_command", "unknown_button", "unknown_person"])
def test_a_mistyped_word_is_no_attempt(context: Context, code: str) -> None:
    ask(context)
    before = row_counts(context.store)

    note_refusal(context, Refusal(code, "No."), slack_id="U_ANA", request_id=FIRST)

    assert row_counts(context.store) == before


def test_made_up_requests_do_not_fill_the_record(context: Context) -> None:
    before = row_counts(context.store)

    note_refusal(context, Refusal("outsider", "No."), slack_id="U_STRANGER", request_id="REQ-2026-0099")

    assert row_counts(context.store) == before
