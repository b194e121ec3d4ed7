"""A stage that waits for too long is asked of more people; those who were asked before keep their right."""

from datetime import UTC, date, datetime

import pytest

from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.domain.requests import Request
from bot.domain.vocabulary import Role
from tests.application.steps import approve, ask, context_with, everything_is_delivered, promised, refused
from tests.builders import TestClock, asset, members, register, rule, stage

NEED = stage(
    "need",
    Role.ENGINEERING_MANAGER,
    quantifier="any",
    reject_after=5,
    escalate_after=2,
    escalate_to=("deputies", "security_officer"),
)
SECURITY = stage("security", Role.SECURITY_OFFICER, quantifier="any")


@pytest.fixture
def company(context: Context) -> Context:
    """Need is asked of security and of the deputy, Aud, after two working days."""
    known = register(assets=(asset(deputy="aud"),), members=members())
    return context_with(context, rule(NEED, SECURITY, classes=(3,)), known=known)


def on(clock: TestClock, day: date, hour: int = 9) -> None:
    clock.at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def asked(context: Context) -> list[str]:
    ask_all_again(context)
    found = [place.removeprefix("person:") for kind, place in promised(context) if kind == "ask"]
    everything_is_delivered(context)
    return sorted(found)


def test_those_are_asked_besides_once_the_time_has_come(company: Context, clock: TestClock) -> None:
    ask(company)
    assert asked(company) == ["mo"]
    on(clock, date(2026, 11, 26), hour=5)
    assert asked(company) == []
    on(clock, date(2026, 11, 26))
    assert {"aud", "sol"} <= set(asked(company))


def test_before_that_they_may_not_decide_and_afterwards_they_may(company: Context, clock: TestClock) -> None:
    ask(company)
    assert refused(approve(company, "sol")).code == "not_eligible"
    on(clock, date(2026, 11, 26))
    ask_all_again(company)
    outcome = approve(company, "sol")
    assert isinstance(outcome, Request)
    assert outcome.stage == 1


def test_whoever_was_asked_first_keeps_their_right(company: Context, clock: TestClock) -> None:
    ask(company)
    on(clock, date(2026, 11, 27))
    ask_all_again(company)
    outcome = approve(company, "mo")
    assert isinstance(outcome, Request)
    assert outcome.stage == 1
