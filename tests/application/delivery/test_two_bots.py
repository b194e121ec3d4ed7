"""Two bots on one database whose clocks differ, and one that was stopped for too long: nothing is said twice."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.application.context import Context
from bot.application.delivery.deliver import Outside, Patience, deliver_next
from bot.application.ports import Destination, Message, MessageRef, Ticket, TicketDraft
from bot.application.requests.messages import CARD
from bot.domain.errors import BUSY, Refusal
from bot.domain.events import Happened
from bot.store import message_copies
from bot.store.engine import PATIENT, open_engine
from bot.store.leases import write_down
from bot.store.outbox import JIRA, SLACK
from bot.store.tables import OUTBOX
from bot.store.unit import Store, Unit
from tests.application.steps import FIRST, approve_all, ask, happened, promised
from tests.builders import TestClock
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.leases import all_run_out

APART = [timedelta(seconds=60), timedelta(minutes=5), timedelta(minutes=-5)]
SHORT = Patience(lease=timedelta(seconds=1))


class InterruptedMessenger(FakeMessenger):
    """Something happens while it posts, once."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = None

    def post(self, destination: Destination, message: Message, thread: MessageRef | None = None) -> MessageRef:
        ref = super().post(destination, message, thread)
        if meanwhile := self.meanwhile:
            self.meanwhile = None
            meanwhile()
        return ref


class InterruptedTracker(FakeTracker):
    """Something happens between looking for a ticket and making it, and again before the answer comes."""

    def __init__(self) -> None:
        super().__init__()
        self.before_create: Callable[[], object] | None = None
        self.after_create: Callable[[], object] | None = None

    def find(self, key: str, *, since: datetime | None = None) -> Ticket | None:
        found = super().find(key, since=since)
        if meanwhile := self.before_create:
            self.before_create = None
            meanwhile()
        return found

    def create(self, draft: TicketDraft) -> Ticket:
        ticket = super().create(draft)
        if meanwhile := self.after_create:
            self.after_create = None
            meanwhile()
        return ticket


@pytest.fixture
def other(context: Context, database_url: str, clock: TestClock) -> Iterator[Context]:
    """A second bot on the same database, with a clock of its own."""
    store = Store(open_engine(database_url))
    yield replace(context, store=store, clock=TestClock(clock.at))
    store.close()


def deliver(context: Context, outside: Outside, world: str = SLACK, patience: Patience | None = None) -> int:
    count = 0
    while deliver_next(context, outside, world, patience or Patience()):
        count += 1
    return count


def approved(context: Context) -> None:
    """All but the ticket is delivered."""
    ask(context)
    approve_all(context)
    deliver(context, Outside(FakeMessenger(), FakeTracker()))


@pytest.mark.parametrize("apart", APART, ids=str)
class TestTheirClocksDiffer:
    def test_a_message_that_one_is_posting_is_not_posted_by_the_other(
        self, context: Context, other: Context, apart: timedelta
    ) -> None:
        assert isinstance(other.clock, TestClock)
        other.clock.at += apart
        messenger = InterruptedMessenger()
        ask(context)
        messenger.meanwhile = lambda: deliver(other, Outside(messenger, FakeTracker()))
        deliver(context, Outside(messenger, FakeTracker()))
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}

    def test_a_ticket_whose_reply_was_lost_is_not_made_again_while_search_cannot_find_it(
        self, context: Context, other: Context, apart: timedelta
    ) -> None:
        assert isinstance(other.clock, TestClock)
        other.clock.at += apart
        tracker = FakeTracker()
        approved(context)
        tracker.loses_next_reply = tracker.search_behind = True
        for bot in (context, other, context, other):
            deliver(bot, Outside(FakeMessenger(), tracker), JIRA)
        assert len(tracker.tickets) == 1


class TestOneWasStoppedForTooLong:
    def test_between_looking_and_making_it_makes_no_second_ticket(self, context: Context, other: Context) -> None:
        tracker = InterruptedTracker()
        approved(context)

        def stopped() -> None:
            time.sleep(SHORT.lease.total_seconds())
            all_run_out(other.store)
            deliver(other, Outside(FakeMessenger(), tracker), JIRA)

        tracker.before_create = stopped
        deliver(context, Outside(FakeMessenger(), tracker), JIRA, SHORT)
        assert len(tracker.tickets) == 1
        assert promised(context) != []  # the card is redrawn with the ticket's key
        assert "audit_ticket" not in [kind for kind, _ in promised(context)]

    def test_what_it_says_late_of_a_ticket_is_not_recorded_a_second_time(self, context: Context, other: Context) -> None:
        tracker = InterruptedTracker()
        approved(context)

        def stopped() -> None:
            all_run_out(other.store)
            deliver(other, Outside(FakeMessenger(), tracker), JIRA)

        tracker.after_create = stopped
        deliver(context, Outside(FakeMessenger(), tracker), JIRA)
        assert len(tracker.tickets) == 1
        assert happened(context).count(Happened.TICKET_OPENED.value) == 1

    def test_a_copy_that_it_posted_is_known_and_redrawn_with_the_other(self, context: Context, other: Context) -> None:
        """Slack offers no key: both stand, and both show what is true."""
        messenger = InterruptedMessenger()
        ask(context)

        def stopped() -> None:
            all_run_out(other.store)
            deliver(other, Outside(messenger, FakeTracker()))

        messenger.meanwhile = stopped
        deliver(context, Outside(messenger, FakeTracker()))
        with context.store.reading() as unit:
            assert len(message_copies.about(unit, FIRST, kind=CARD)) == messenger.count()["Card", "ip-requests"] == 2
        assert promised(context) == []


class HastyStore(Store):
    """Waits for a lock for a moment only, so that a test need not be as patient as the bot."""

    @contextmanager
    def writing(self, wait: float = PATIENT) -> Iterator[Unit]:
        with super().writing(min(wait, 0.3)) as unit:
            yield unit


class TestTheDatabaseIsLockedWhileSomethingIsDelivered:
    def delivered_once(self, context: Context, other: Context, seconds: float) -> None:
        messenger = InterruptedMessenger()
        ask(context)
        holders: list[threading.Thread] = []

        def lock() -> None:
            taken = threading.Event()

            def keep() -> None:
                with other.store.writing(PATIENT) as unit:
                    unit.connection.execute(OUTBOX.update().values(last_error="locked"))
                    taken.set()
                    time.sleep(seconds)

            holders.append(threading.Thread(target=keep))
            holders[0].start()
            assert taken.wait(10)

        messenger.meanwhile = lock
        deliver(context, Outside(messenger, FakeTracker()))
        holders[0].join()
        all_run_out(context.store)
        deliver(context, Outside(messenger, FakeTracker()))
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}

    def test_what_was_said_is_written_down_once_it_can_be(self, context: Context, other: Context, database_url: str) -> None:
        hasty = replace(context, store=HastyStore(open_engine(database_url)))
        self.delivered_once(hasty, other, 1.0)
        hasty.store.close()

    @pytest.mark.long
    def test_also_when_it_takes_longer_than_anybody_waits(self, context: Context, other: Context) -> None:
        self.delivered_once(context, other, 33)


def test_what_can_never_be_written_down_is_not_tried_again_and_again(store: Store) -> None:
    def note(_unit: Unit) -> None:
        raise Refusal("over", "It is over.")

    with pytest.raises(Refusal):
        write_down(store, note)


def test_what_finds_the_database_busy_is_written_down_at_the_second_try(store: Store) -> None:
    tries: list[int] = []

    def note(_unit: Unit) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Refusal(BUSY, "Busy.")

    write_down(store, note)
    assert len(tries) == 2
