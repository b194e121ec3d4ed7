"""While nobody can say what time it is, nothing is written that cannot be taken back: also not by the bot's own hand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.application.audits.sync import note_delivery, poll_tracker
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next, next_due
from bot.application.recording import record_events
from bot.domain.errors import CLOCK, Refusal
from bot.domain.happenings.record import RegisterLoaded
from bot.store import outbox
from bot.store.outbox import JIRA, PENDING, SLACK
from tests.application.audit_steps import TICKET, happened, opened, with_ticket
from tests.application.steps import ask
from tests.builders import BoundedTestClock
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE

DOUBT = "this machine says that it is 2027-12-29"


@pytest.fixture
def machine() -> BoundedTestClock:
    return BoundedTestClock()


@pytest.fixture
def context(context: Context, machine: BoundedTestClock) -> Context:
    """Its clock can be doubted."""
    return replace(context, clock=machine)


@pytest.fixture
def tracker(machine: BoundedTestClock) -> FakeTracker:
    return FakeTracker(clock=machine)


def everything(context: Context, outside: Outside) -> None:
    while any(deliver_next(context, outside, world, AT_ONCE) for world in (SLACK, JIRA)):
        pass


def waiting(context: Context) -> list[tuple[str, str]]:
    """The world and the state of all that is not delivered."""
    with context.store.reading() as unit:
        return [(one.promise.world, one.state) for one in outbox.undelivered(unit)]


def test_no_entry_is_written_whoever_writes_it(context: Context, machine: BoundedTestClock) -> None:
    machine.said = DOUBT
    with pytest.raises(Refusal, match=DOUBT) as refused, context.store.writing() as unit:
        record_events(unit, context, [RegisterLoaded(actor="test", changed=1)])
    assert refused.value.code == CLOCK


def test_what_happened_in_the_tracker_is_heard_once_the_time_is_known_again(
    context: Context, machine: BoundedTestClock, tracker: FakeTracker
) -> None:
    outside = Outside(FakeMessenger(), tracker)
    with_ticket(context, tracker)
    everything(context, outside)
    tracker.move(TICKET, "Fieldwork")
    machine.said = DOUBT
    before, looked = happened(context), list(tracker.looked)

    assert note_delivery(context, "1", TICKET)
    everything(context, outside)
    assert poll_tracker(context, tracker) is None

    assert (happened(context), tracker.looked) == (before, looked)
    machine.said = ""
    everything(context, outside)
    assert happened(context)[-1] == "audit.moved"


def test_no_ticket_is_opened_meanwhile_and_slack_goes_on(
    context: Context, machine: BoundedTestClock, tracker: FakeTracker
) -> None:
    messenger = FakeMessenger()
    outside = Outside(messenger, tracker)
    opened(context)
    machine.said = DOUBT

    everything(context, outside)

    assert (tracker.tickets, waiting(context)) == ({}, [(JIRA, PENDING)])
    assert messenger.posted
    machine.said = ""
    everything(context, outside)
    assert happened(context)[-1] == "ticket.opened"


def test_whoever_waits_for_the_time_does_not_look_again_and_again(
    context: Context, machine: BoundedTestClock, tracker: FakeTracker
) -> None:
    outside = Outside(FakeMessenger(), tracker)
    opened(context)
    machine.said = DOUBT

    due = next_due(context, outside, JIRA)

    assert due is not None
    assert due >= context.now() + timedelta(seconds=5)


@pytest.mark.parametrize("fails", [{"down": True}, {"closed": {"ip-requests"}}], ids=["waits for days", "never arrives"])
def test_nothing_is_given_up(context: Context, machine: BoundedTestClock, fails: dict[str, object]) -> None:
    """Neither what waits for days, nor what can never arrive: that is given up once the time is known."""
    messenger = FakeMessenger()
    outside = Outside(messenger, FakeTracker())
    ask(context)
    messenger.down = True
    everything(context, outside)
    messenger.down, before = False, happened(context)
    vars(messenger).update(fails)
    machine.said = DOUBT
    machine.passes(days=30)

    everything(context, outside)

    assert {state for _, state in waiting(context)} == {PENDING}
    assert happened(context) == before
    machine.said = ""
    machine.passes(days=30)
    everything(context, outside)
    assert "message.given_up" in happened(context)


def test_what_arrives_meanwhile_though_it_was_given_up_stands_once(context: Context, machine: BoundedTestClock) -> None:
    messenger = FakeMessenger()
    outside = Outside(messenger, FakeTracker())
    messenger.closed.add("ip-requests")
    ask(context)
    everything(context, outside)
    with context.store.writing() as unit:
        outbox.retry(unit, [one.id for one in outbox.undelivered(unit)], context.now())
    messenger.closed.clear()
    machine.said = DOUBT
    before = happened(context)

    everything(context, outside)

    assert messenger.count()["Card", "ip-requests"] == 1
    assert (waiting(context), happened(context)) == ([], before)
