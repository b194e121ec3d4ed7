"""A register that is loaded while somebody decides: the click meets the new facts, or the load waits for the click."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.application.requests.decide import Answer
from bot.domain.errors import BUSY, Refusal
from bot.domain.register import Register
from bot.domain.requests import Request
from bot.domain.vocabulary import DecisionOutcome, RequestState, VendorStatus
from bot.store import registers
from bot.store.engine import open_engine
from bot.store.unit import Store
from tests.application.steps import access, approve, ask, kept, pass_days
from tests.builders import START, TestClock, member, register, vendor
from tests.refusing import decide_request

SOL = member("sol")
WORSE = register(vendors=(vendor(status=VendorStatus.BLOCKED),))
SOON = 20.0


class PausingClock(TestClock):
    """Stands in the middle of what asks it, once, until it is told to go on."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.pauses, self.reached, self.go_on = False, threading.Event(), threading.Event()

    def now(self) -> datetime:
        if self.pauses:
            self.pauses = False
            self.reached.set()
            assert self.go_on.wait(SOON)
        return super().now()


@pytest.fixture
def other(context: Context, database_url: str, clock: TestClock) -> Iterator[Context]:
    """Another process on the same database."""
    store = Store(open_engine(database_url))
    yield replace(context, store=store, clock=PausingClock(clock.at))
    store.close()


def beside(do: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    said: list[object] = []
    thread = threading.Thread(target=lambda: said.append(do()))
    thread.start()
    return thread, said


def all_but_the_last(context: Context) -> None:
    ask(context)
    for who in ("mo", "dan", "ivy"):
        assert isinstance(approve(context, who), Request)


def replaced(context: Context, known: Register, then: Callable[[], None]) -> None:
    """A load that is not done yet, and what happens meanwhile."""
    with context.store.writing() as unit:
        unit.change_facts()
        registers.replace_register(unit, known)
        then()


def test_the_last_approval_during_a_load_meets_the_new_facts(context: Context, other: Context) -> None:
    all_but_the_last(context)
    clicks: list[tuple[threading.Thread, list[object]]] = []

    def click() -> None:
        clicks.append(beside(lambda: approve(context, "sol")))
        clicks[0][0].join(0.5)
        assert clicks[0][0].is_alive()

    replaced(other, WORSE, click)
    thread, said = clicks[0]
    thread.join(SOON)
    (refusal,) = said
    assert isinstance(refusal, Refusal)
    assert refusal.code in ("facts_worse", BUSY)
    assert kept(context).state is not RequestState.APPROVED
    assert access(context) == []


def test_a_load_during_the_last_approval_waits_and_what_opens_then_is_looked_at_with_its_facts(
    context: Context, other: Context, clock: TestClock
) -> None:
    all_but_the_last(context)
    assert isinstance(other.clock, PausingClock)
    other.clock.pauses = True
    now = kept(context)
    click, said = beside(lambda: decide_request(other, SOL, Answer(now.id, DecisionOutcome.APPROVE, now.round, now.stage)))
    assert other.clock.reached.wait(SOON)
    load, loaded = beside(lambda: load_register(context, WORSE, actor="test"))
    load.join(0.5)
    assert load.is_alive()
    other.clock.go_on.set()
    click.join(SOON)
    load.join(SOON)
    assert loaded == [1]
    (after,) = said
    assert isinstance(after, Request)
    pass_days(context, clock, START)
    assert [grant.held != "" for grant in access(context)] == [True]


def test_clicks_do_not_wait_for_each_other(context: Context, other: Context) -> None:
    """The guard costs a click nothing but for a load; SQLite has one writer anyway."""
    with context.store.writing() as unit:
        unit.hold_facts()
        if unit.connection.dialect.name == "postgresql":
            with other.store.writing(0.5) as second:
                second.hold_facts()
