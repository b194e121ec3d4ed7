"""Steps that many tests take on a desk: ask, answer, let days pass, and look at what is kept and promised."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from bot.application.requests.decide import Answer, decide_request
from bot.application.context import Desk
from bot.application.register.load import load_register
from bot.application.requests.submit import Submitted, submit_request
from bot.application.access.sweep import sweep_grants
from bot.application.requests.sweep import sweep_requests
from bot.domain.errors import Refusal
from bot.domain.events import Event
from bot.domain.grants import Grant
from bot.domain.register import Register
from bot.domain.requests import Request
from bot.domain.vocabulary import DecisionOutcome
from bot.domain.workflows import Rule
from bot.store import grants, outbox, record, requests
from tests.builders import TestClock, draft, member, register, workflows

FIRST = "REQ-2026-0001"
EVERYBODY = ("mo", "dan", "ivy", "sol")


def desk_with(desk: Desk, *rules: Rule, known: Register | None = None) -> Desk:
    """The same desk in a company with these rules, and with this register if one is given."""
    changed = replace(desk, workflows=workflows(*rules))
    load_register(changed, known or register(), actor="test")
    return changed


def now_known(desk: Desk, **sections: object) -> None:
    """The register as somebody has just corrected it."""
    load_register(desk, register(**sections), actor="test")


def ask(desk: Desk, **wish: object) -> str:
    """Ana asks in a form of its own; the id of what came into being."""
    outcome = submit_request(desk, draft(**wish), submit_key=f"V{uuid4()}")
    assert isinstance(outcome, Submitted), outcome
    return outcome.request_id


def answer(desk: Desk, who: str, outcome: DecisionOutcome, **more: object) -> Request | Refusal:
    """A click on the request's card as it stands now, unless `more` names another picture of it."""
    now = kept(desk)
    given = {"request_id": now.id, "outcome": outcome, "round": now.round, "stage": now.stage} | more
    return decide_request(desk, member(who), Answer(**given))


def approve(desk: Desk, who: str, **more: object) -> Request | Refusal:
    return answer(desk, who, DecisionOutcome.APPROVE, **more)


def reject(desk: Desk, who: str, **more: object) -> Request | Refusal:
    return answer(desk, who, DecisionOutcome.REJECT, **({"reason": "Not this quarter."} | more))


def approve_all(desk: Desk, *people: str) -> Request:
    """The usual route, walked to its end."""
    for who in people or EVERYBODY:
        outcome = approve(desk, who)
        assert isinstance(outcome, Request), outcome
    return outcome


def refused(outcome: object) -> Refusal:
    assert isinstance(outcome, Refusal), outcome
    return outcome


def pass_days(desk: Desk, clock: TestClock, day: date) -> None:
    """It is this day now, and the timers have fired."""
    clock.go_to(day)
    sweep_requests(desk)
    sweep_grants(desk)


def kept(desk: Desk, request_id: str = FIRST) -> Request:
    with desk.store.reading() as unit:
        found = requests.load(unit, request_id)
    assert found is not None
    return found


def access(desk: Desk, request_id: str = FIRST) -> list[Grant]:
    with desk.store.reading() as unit:
        return grants.of_request(unit, request_id)


def record_of(desk: Desk, request_id: str = FIRST) -> list[Event]:
    with desk.store.reading() as unit:
        return [entry.event for entry in record.entries_about(unit, request_id)]


def happened(desk: Desk, since: int = 0) -> list[str]:
    """The names of what was recorded about the first request, without its first `since` entries."""
    return [event.happened.value for event in record_of(desk)][since:]


def promised(desk: Desk) -> list[tuple[str, str]]:
    """What waits in the outbox: kind and destination, in order."""
    with desk.store.reading() as unit:
        return [(message.promise.kind, message.promise.destination) for message in outbox.undelivered(unit)]


def everything_is_delivered(desk: Desk) -> None:
    with desk.store.writing() as unit:
        for message in outbox.undelivered(unit):
            outbox.delivered(unit, message.id, desk.now())
