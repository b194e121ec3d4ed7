"""The timers: what is due by its date is done whenever that is noticed, once, and a faulty sweep stops no other."""

from dataclasses import replace
from datetime import date
from threading import Event

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.application.context import Context
from bot.application.delivery.catalogue import KINDS
from bot.domain.errors import Refusal
from bot.domain.vocabulary import RequestState
from bot.scheduling import timers
from bot.scheduling.timers import Timers
from bot.store import counters
from bot.store.engine import open_engine
from bot.store.unit import Store
from tests.application.steps import access, approve_all, ask, happened, kept
from tests.builders import END, START, BoundedTestClock, TestClock

AFTER = date(2027, 1, 16)
PATIENCE = 10.0


def states(context: Context) -> set[str]:
    return {grant.state.value for grant in access(context)}


@pytest.fixture
def granted(context: Context) -> Context:
    """Ana's request is approved; its access is to open on its first day."""
    ask(context)
    approve_all(context)
    return context


def test_access_opens_on_its_first_day_and_ends_after_its_last(granted: Context, clock: TestClock) -> None:
    sweeping = Timers(granted)
    seen = []
    for day in (date(2026, 11, 30), START, END, AFTER):
        clock.go_to(day)
        sweeping.sweep()
        seen.append(states(granted))
    assert seen == [{"scheduled"}, {"active"}, {"active"}, {"expired"}]


def test_nothing_ends_while_the_clock_cannot_be_trusted_and_all_of_it_once_it_can(granted: Context) -> None:
    machine = BoundedTestClock()
    doubtful = replace(granted, clock=machine)
    sweeping = Timers(doubtful)
    machine.go_to(AFTER)
    machine.said = "this machine says that it is 2027-01-16"
    sweeping.sweep()
    assert states(granted) == {"scheduled"}
    assert sweeping.doubt == machine.said
    assert sweeping.last_success == {}

    machine.said = ""
    sweeping.sweep()
    assert states(granted) == {"expired"}
    assert sweeping.doubt == ""


def test_nothing_ends_while_nobody_can_be_asked_what_time_it_is(granted: Context) -> None:
    class Unheard(BoundedTestClock):
        def trouble(self) -> str:
            raise Refusal("unwritable", "The database is being stopped.")

    machine = Unheard()
    machine.go_to(AFTER)
    sweeping = Timers(replace(granted, clock=machine))
    sweeping.sweep()
    assert states(granted) == {"scheduled"}
    assert sweeping.doubt == "nobody could be asked what time it is: The database is being stopped."


def test_a_database_is_tried_whatever_the_clock_says(context: Context) -> None:
    def tried() -> int:
        with context.store.reading() as unit:
            return counters.read(unit, "probe")

    machine = BoundedTestClock()
    machine.said = "this machine says that it is 2027-01-16"
    before = tried()
    Timers(replace(context, clock=machine)).sweep()
    assert tried() == before + 1


def test_a_bot_that_was_down_does_what_is_due_as_soon_as_it_starts(granted: Context, clock: TestClock) -> None:
    clock.go_to(START)
    started = Timers(granted)
    started.start()
    started.stop()
    assert states(granted) == {"active"}
    assert kept(granted).state is RequestState.FULFILLED


def test_people_need_not_wait_until_what_fell_due_is_worked_off(granted: Context) -> None:
    go_on, began = Event(), Event()

    def endless(_: Context) -> bool:
        began.set()
        assert go_on.wait(PATIENCE)
        return False

    sweeping = Timers(granted, sweeps=(endless,))
    sweeping.start(wait=False)
    try:
        assert began.wait(PATIENCE)
        assert "endless" not in sweeping.last_success
    finally:
        go_on.set()
        sweeping.stop()
    assert "endless" in sweeping.last_success


def test_a_bot_that_was_down_all_the_time_never_opens_what_is_over(granted: Context, clock: TestClock) -> None:
    clock.go_to(AFTER)
    Timers(granted).sweep()
    assert states(granted) == {"expired"}
    assert "access.opened" not in happened(granted)


def test_however_often_the_timers_fire_each_thing_happens_once(granted: Context, clock: TestClock) -> None:
    clock.go_to(START)
    before = len(happened(granted))
    for sweeping in (Timers(granted), Timers(granted)):
        for _ in range(3):
            sweeping.sweep()
    assert happened(granted, before) == ["access.opened"]


def test_a_sweep_that_fails_is_logged_and_keeps_no_other_from_running(granted: Context, clock: TestClock) -> None:
    clock.go_to(START)
    broken = Timers(Context(UnreadableOnce(granted.store.engine), clock, granted.workflows, granted.calendar, kinds=KINDS))
    with capture_logs() as lines:
        broken.sweep()
    assert [(line["event"], line["sweep"]) for line in lines if line["log_level"] == "error"] == [
        ("sweep failed", timers.SWEEPS[0].__name__)
    ]
    assert states(granted) == {"active"}


class UnreadableOnce(Store):
    """A database that does not answer the first question."""

    asked = False

    def reading(self):
        if not self.asked:
            self.asked = True
            raise ConnectionError
        return super().reading()


def test_a_database_that_keeps_nothing_is_said_though_nothing_is_due(sqlite_url: str, context: Context) -> None:
    read_only = Store(open_engine(sqlite_url))
    event.listen(read_only.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only=ON").close())
    sweeping = Timers(replace(context, store=read_only))
    with capture_logs() as logs:
        sweeping.sweep()
    assert "The database is read-only, so I changed nothing." in sweeping.trouble()
    assert ("sweep failed", "keep_something") in {(line["event"], line.get("sweep")) for line in logs}
    read_only.close()
