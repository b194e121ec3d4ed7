"""Secret material is asked for with a reason, or not at all; below it, those who decide see that none is given (PRC-01)."""

import pytest

from bot.application.context import Context
from bot.application.requests.show import show_request
from bot.application.requests.submit import Refused, Submitted, submit_request
from bot.store import record
from tests.application.steps import context_with, kept
from tests.builders import draft, register_at


def asked(context: Context, text: str) -> Submitted | Refused:
    return submit_request(context, draft(need_text=text), submit_key="V1")


@pytest.mark.parametrize("rank", [3, 4])
def test_without_a_reason_nothing_comes_into_being_and_the_entry_names_the_gate(context: Context, rank: int) -> None:
    company = context_with(context, known=register_at(rank))
    outcome = asked(company, "asap, please")
    assert isinstance(outcome, Refused)
    assert outcome.need == (
        "PRC-01: Say in a sentence which task fails without it, and why it takes these people and this material."
    )
    with company.store.reading() as unit:
        (entry,) = [one.event for one in record.entries_of(unit, ["V1"]) if one.event.happened.value == "request.refused"]
    assert entry.details["gate"] == "PRC-01"
    assert [one[:2] for one in entry.details["against"]] == [["PRC-01", "waiver"]]


@pytest.mark.parametrize("rank", [1, 2])
def test_below_secret_it_is_asked_and_said_to_those_who_decide(context: Context, rank: int) -> None:
    company = context_with(context, known=register_at(rank))
    assert isinstance(asked(company, "asap, please"), Submitted)
    with company.store.reading() as unit:
        (words,) = show_request(unit, company, kept(company)).heads_up
    assert words.startswith("PRC-01:")


def test_what_the_checks_stop_is_told_first(context: Context) -> None:
    company = context_with(context, known=register_at(3, agreements=()))
    outcome = asked(company, "asap")
    assert isinstance(outcome, Refused)
    assert outcome.results
    assert not outcome.need
