"""The outbox worker: awake as soon as something is promised or due, asleep otherwise, and never two on one message."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.application.context import Context
from bot.application.delivery.deliver import Outside, Patience
from bot.application.ports import Destination, Message, MessageRef, Ticket, TicketDraft
from bot.scheduling.worker import LONGEST_SLEEP, THREADS, Worker
from bot.store import outbox
from bot.store.engine import open_engine
from bot.store.outbox import SLACK
from bot.store.unit import Store, Unit
from tests.application.steps import approve_all, ask
from tests.builders import TestClock
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.local.workspace import until

PATIENCE = Patience()
PROMPTLY = LONGEST_SLEEP * 0.7  # sooner than a worker that was not told would look
SOON = 20.0


class BlockedTracker(FakeTracker):
    """Takes as long as the test wants it to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def create(self, draft: TicketDraft) -> Ticket:
        self.asked.set()
        assert self.may_answer.wait(20)
        return super().create(draft)


class StumblingMessenger(FakeMessenger):
    """Fails once in a way that nobody foresaw."""

    def __init__(self) -> None:
        super().__init__()
        self.stumbled = threading.Event()

    def post(self, destination: Destination, message: Message, thread: MessageRef | None = None) -> MessageRef:
        if not self.stumbled.is_set():
            self.stumbled.set()
            raise ZeroDivisionError
        return super().post(destination, message, thread)


class CountingStore(Store):
    """Counts how often somebody writes."""

    writings = 0

    @contextmanager
    def writing(self, *wait: float) -> Iterator[Unit]:
        self.writings += 1
        with super().writing(*wait) as unit:
            yield unit


@contextmanager
def at_work(context: Context, outside: Outside, patience: Patience = PATIENCE) -> Iterator[Worker]:
    worker = Worker(context, outside, patience)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def waiting(context: Context) -> list[str]:
    with context.store.reading() as unit:
        return [message.promise.kind for message in outbox.undelivered(unit)]


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


def test_what_is_promised_is_delivered_at_once_not_at_the_next_look(context: Context, messenger: FakeMessenger) -> None:
    with at_work(context, Outside(messenger, FakeTracker())):
        ask(context)
        until(lambda: waiting(context) == [], SOON)
        threading.Event().wait(0.2)  # all are asleep now
        ask(context)
        until(lambda: waiting(context) == [], PROMPTLY)
    assert messenger.count() == {("Card", "ip-requests"): 2, ("Receipt", "U_ANA"): 2, ("Ask", "U_MO"): 2}


def test_what_was_promised_while_no_worker_ran_is_delivered_by_the_next(context: Context, messenger: FakeMessenger) -> None:
    ask(context)
    with at_work(context, Outside(messenger, FakeTracker())):
        until(lambda: waiting(context) == [], SOON)
    assert messenger.count().total() == 3


def test_two_bots_on_one_database_never_deliver_the_same_message(
    context: Context, database_url: str, messenger: FakeMessenger
) -> None:
    other = replace(context, store=Store(open_engine(database_url)))
    outside = Outside(messenger, FakeTracker())
    for _ in range(20):
        ask(context)
    with at_work(context, outside), at_work(other, outside):
        until(lambda: waiting(context) == [], 40)
    other.store.close()
    assert messenger.count() == {("Card", "ip-requests"): 20, ("Receipt", "U_ANA"): 20, ("Ask", "U_MO"): 20}
    assert {one.drawings for one in messenger.posted} == {1}


def test_a_jira_that_does_not_answer_holds_up_nothing_in_slack(context: Context, messenger: FakeMessenger) -> None:
    tracker = BlockedTracker()
    ask(context)
    approve_all(context)
    with at_work(context, Outside(messenger, tracker)):
        assert tracker.asked.wait(SOON)
        ask(context)
        until(lambda: waiting(context) == ["audit_ticket"], SOON)
        tracker.may_answer.set()
        until(lambda: waiting(context) == [], SOON)
    assert len(tracker.tickets) == 1


def test_a_worker_that_stops_finishes_what_it_is_delivering(context: Context, messenger: FakeMessenger) -> None:
    tracker = BlockedTracker()
    ask(context)
    approve_all(context)
    with at_work(context, Outside(messenger, tracker)):
        assert tracker.asked.wait(SOON)
        threading.Timer(0.1, tracker.may_answer.set).start()
    assert "audit_ticket" not in waiting(context)


def test_a_fault_of_our_own_is_logged_and_the_message_delivered_once_its_lease_is_over(context: Context) -> None:
    messenger = StumblingMessenger()
    ask(context)
    short = Patience(lease=timedelta(seconds=1))
    with capture_logs() as lines, at_work(context, Outside(messenger, FakeTracker()), short) as worker:
        until(lambda: len(waiting(context)) == 1, SOON)
        worker.nudge()
        until(lambda: waiting(context) == [], SOON)
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["delivery failed"]
    assert messenger.count().total() == 3


def test_a_worker_sleeps_while_all_it_could_deliver_waits(context: Context, database_url: str, messenger: FakeMessenger) -> None:
    """Messages that wait behind a waiting one are no reason to look again and again."""
    counting = CountingStore(open_engine(database_url))
    slow = Patience(first=timedelta(seconds=30))
    messenger.down = True
    ask(context)
    approve_all(context)
    with at_work(replace(context, store=counting), Outside(messenger, FakeTracker()), slow):
        until(lambda: _first_ones_tried(context), SOON)
        before = counting.writings
        threading.Event().wait(1)
        after = counting.writings
    counting.close()
    assert after - before <= 2 * sum(THREADS.values())


def test_what_was_put_off_is_delivered_when_its_time_has_come(
    context: Context, clock: TestClock, messenger: FakeMessenger
) -> None:
    messenger.down = True
    ask(context)
    with at_work(context, Outside(messenger, FakeTracker())) as worker:
        until(lambda: _all_tried(context), SOON)
        messenger.down = False
        clock.move(seconds=1)
        worker.nudge()
        until(lambda: waiting(context) == [], SOON)
    assert messenger.count().total() == 3


def _first_ones_tried(context: Context) -> bool:
    """In each place the oldest message has been tried, so that all the others wait behind it."""
    with context.store.reading() as unit:
        messages = [message for message in outbox.undelivered(unit) if message.promise.world == SLACK]
    tried = {message.promise.destination for message in messages if message.first_failed_at}
    return tried == {message.promise.destination for message in messages}


def _all_tried(context: Context) -> bool:
    with context.store.reading() as unit:
        return all(message.first_failed_at for message in outbox.undelivered(unit))


def test_who_waits_for_a_worker_finds_all_done_that_is_due(context: Context, messenger: FakeMessenger) -> None:
    with at_work(context, Outside(messenger, FakeTracker())) as worker:
        for _ in range(5):
            ask(context)
            assert worker.catch_up()
            assert waiting(context) == []


def test_who_waits_for_a_worker_does_not_wait_for_what_is_put_off_nor_for_ever(context: Context) -> None:
    messenger, tracker = FakeMessenger(), BlockedTracker()
    messenger.down = True
    ask(context)
    with at_work(context, Outside(messenger, tracker)) as worker:
        assert worker.catch_up()
        assert waiting(context) != []
        messenger.down = False
        approve_all(context)
        assert not worker.catch_up(within=0.5)
        tracker.may_answer.set()
