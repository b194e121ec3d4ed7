"""Steps that many tests take on a context: ask, answer, let days pass, and look at what is kept and promised."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.register.load import load_register
from bot.application.requests.decide import Answer
from bot.application.requests.submit import Submitted, submit_request
from bot.application.requests.sweep import sweep_requests
from bot.domain.errors import Refusal
from bot.domain.events import Event
from bot.domain.grants import Grant
from bot.domain.register import Register
from bot.domain.requests import Request
from bot.domain.vocabulary import DecisionOutcome
from bot.domain.workflows import Rule
from bot.store import grants, message_copies, outbox, record, requests
from bot.store.message_copies import Copy
from tests.builders import START, TestClock, draft, member, register, workflows
from tests.refusing import decide_request

FIRST = "REQ-2026-0001"
EVERYBODY = ("mo", "dan", "ivy", "sol")


def context_with(context: Context, *rules: Rule, known: Register | None = None) -> Context:
    """The same context in a company with these rules, and with this register if one is given."""
    changed = replace(context, workflows=workflows(*rules))
    load_register(changed, known or register(), actor="test")
    return changed


def now_known(context: Context, **sections: object) -> None:
    """The register as somebody has just corrected it."""
    load_register(context, register(**sections), actor="test")


def ask(context: Context, **wish: object) -> str:
    """Ana asks in a form of its own; the id of what came into being."""
    outcome = submit_request(context, draft(**wish), submit_key=f"V{uuid4()}")
    assert isinstance(outcome, Submitted), outcome
    return outcome.request_id


def answer(context: Context, who: str, outcome: DecisionOutcome, **more: object) -> Request | Refusal:
    """A click on the request's card as it stands now, unless `more` names another picture of it."""
    now = kept(context)
    given = {"request_id": now.id, "outcome": outcome, "round": now.round, "stage": now.stage} | more
    return decide_request(context, member(who), Answer(**given))


def answer_to(context: Context, request_id: str, who: str) -> Request | Refusal:
    """A click on approve of the card of this request as it stands now."""
    now = kept(context, request_id)
    return answer(context, who, DecisionOutcome.APPROVE, request_id=now.id, round=now.round, stage=now.stage)


def approve(context: Context, who: str, **more: object) -> Request | Refusal:
    return answer(context, who, DecisionOutcome.APPROVE, **more)


def reject(context: Context, who: str, **more: object) -> Request | Refusal:
    return answer(context, who, DecisionOutcome.REJECT, **({"reason": "Not this quarter."} | more))


def approve_all(context: Context, *people: str) -> Request:
    """The usual route, walked to its end."""
    for who in people or EVERYBODY:
        outcome = approve(context, who)
        assert isinstance(outcome, Request), outcome
    return outcome


def refused(outcome: object) -> Refusal:
    assert isinstance(outcome, Refusal), outcome
    return outcome


def pass_days(context: Context, clock: TestClock, day: date) -> None:
    """It is this day now, and the timers have fired."""
    clock.go_to(day)
    sweep_requests(context)
    sweep_grants(context)


def kept(context: Context, request_id: str = FIRST) -> Request:
    with context.store.reading() as unit:
        found = requests.load(unit, request_id)
    assert found is not None
    return found


def access(context: Context, request_id: str = FIRST) -> list[Grant]:
    with context.store.reading() as unit:
        return grants.of_request(unit, request_id)


def record_of(context: Context, request_id: str = FIRST) -> list[Event]:
    with context.store.reading() as unit:
        return [entry.event for entry in record.entries_about(unit, request_id)]


def happened(context: Context, since: int = 0) -> list[str]:
    """The names of what was recorded about the first request, without its first `since` entries."""
    return [event.happened.value for event in record_of(context)][since:]


def promised(context: Context) -> list[tuple[str, str]]:
    """What waits in the outbox: kind and destination, in order."""
    with context.store.reading() as unit:
        return [(message.promise.kind, message.promise.destination) for message in outbox.undelivered(unit)]


def everything_is_delivered(context: Context) -> None:
    """What was promised to people stands there."""
    with context.store.writing() as unit:
        for message in outbox.undelivered(unit):
            promise = message.promise
            outbox.delivered(unit, message, context.now())
            if promise.destination.startswith("person:") and not message_copies.about(
                unit, promise.subject, destination=promise.destination, kind=promise.kind
            ):
                message_copies.remember(unit, Copy("D", str(message.id), promise.subject, promise.destination, promise.kind))


def open_access_to_a1(context: Context, clock: TestClock) -> Context:
    """A1 (secret) is open to Ewa since its first day; everybody has heard of it."""
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)
    everything_is_delivered(context)
    return context
