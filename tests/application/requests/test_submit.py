"""Asking for access: what is kept, what is refused, and who is told."""

from bot.application.context import Context
from bot.application.requests.submit import Refused, Submitted, submit_request
from bot.store import outbox, requests
from tests.builders import END, draft


def test_a_sound_request_is_kept_and_its_first_approver_is_asked(context: Context) -> None:
    outcome = submit_request(context, draft(), submit_key="V1")

    assert isinstance(outcome, Submitted)
    with context.store.reading() as unit:
        request = requests.load(unit, outcome.request_id)
        promised = [(m.promise.kind, m.promise.destination) for m in outbox.undelivered(unit)]
    assert request is not None
    assert request.id == "REQ-2026-0001"
    assert promised == [("card", "channel:ip-requests"), ("receipt", "person:ana"), ("ask", "person:mo")]


def test_the_same_form_sent_twice_makes_one_request(context: Context) -> None:
    first = submit_request(context, draft(), submit_key="V1")
    second = submit_request(context, draft(), submit_key="V1")

    assert isinstance(first, Submitted)
    assert isinstance(second, Submitted)
    assert (second.request_id, second.again) == (first.request_id, True)


def test_a_blocked_request_does_not_come_into_being(context: Context) -> None:
    outcome = submit_request(context, draft(end_on=END.replace(year=2029)), submit_key="V1")

    assert isinstance(outcome, Refused)
    assert outcome.results[0].check == "NDA-01"
    with context.store.reading() as unit:
        assert requests.load(unit, "REQ-2026-0001") is None
