"""The outbox: what was promised is taken in order, by one at a time, and is never forgotten."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.store import message_copies, outbox
from bot.store.message_copies import Copy
from bot.store.outbox import DEAD, JIRA, PENDING, SLACK, OutboxMessage, Overtaken, Promise
from bot.store.unit import Store
from tests.builders import NOW

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
OVER = timedelta(0)  # a lease that has run out already


def promised(key: str, subject: str = "REQ-1", destination: str = "channel:ip", *, world: str = SLACK) -> Promise:
    return Promise(key, world, subject, destination, "card")


def promise(store: Store, *promises: Promise) -> None:
    with store.writing() as unit:
        outbox.promise(unit, promises, NOW)


def claim(store: Store, world: str = SLACK, *, at: datetime = NOW, lease: timedelta = MINUTE) -> OutboxMessage | None:
    with store.writing() as unit:
        return outbox.claim(unit, world, now=at, lease=lease)


def claimed(store: Store, world: str = SLACK, *, at: datetime = NOW, lease: timedelta = MINUTE) -> OutboxMessage:
    message = claim(store, world, at=at, lease=lease)
    assert message is not None
    return message


def deliver(store: Store, message: OutboxMessage, *, at: datetime = NOW) -> None:
    with store.writing() as unit:
        outbox.delivered(unit, message, at)


def put_off(
    store: Store, message: OutboxMessage, *, until: datetime, uncertain: bool = False, hands_off: timedelta = OVER
) -> None:
    with store.writing() as unit:
        outbox.try_later(unit, message, at=until, now=NOW, error="down", uncertain=uncertain, hands_off=hands_off)


def give_up(store: Store, message: OutboxMessage) -> None:
    with store.writing() as unit:
        outbox.give_up(unit, message, "no such channel")


def retry(store: Store, *ids: int, at: datetime = NOW) -> int:
    with store.writing() as unit:
        return outbox.retry(unit, ids, at)


def next_due(store: Store, world: str = SLACK) -> datetime | None:
    with store.reading() as unit:
        return outbox.next_due(unit, world, NOW)


def not_none(at: datetime | None) -> datetime:
    assert at is not None
    return at


def waiting(store: Store) -> dict[str, OutboxMessage]:
    with store.reading() as unit:
        return {message.promise.key: message for message in outbox.undelivered(unit)}


class TestOrder:
    """Per subject and destination the oldest goes first; everything else goes on."""

    def test_messages_of_one_request_to_one_place_go_out_in_the_order_of_their_promises(self, store: Store) -> None:
        promise(store, promised("first"), promised("second"), promised("third"))
        order = []
        while message := claim(store):
            order.append(message.promise.key)
            deliver(store, message)
        assert order == ["first", "second", "third"]

    def test_a_later_one_waits_while_the_earlier_is_on_its_way(self, store: Store) -> None:
        promise(store, promised("first"), promised("second"))
        claimed(store)
        assert claim(store) is None

    def test_a_later_one_waits_while_the_earlier_waits_for_another_try(self, store: Store) -> None:
        promise(store, promised("first"), promised("second"))
        put_off(store, claimed(store), until=NOW + MINUTE)
        assert claim(store, at=NOW + 59 * SECOND) is None
        assert claimed(store, at=NOW + MINUTE).promise.key == "first"

    @pytest.mark.parametrize(
        "other",
        [promised("other", "REQ-2"), promised("other", destination="person:mo")],
        ids=["another request", "another place"],
    )
    def test_a_waiting_message_holds_up_no_other_request_and_no_other_place(self, store: Store, other: Promise) -> None:
        promise(store, promised("first"), promised("second"), other)
        put_off(store, claimed(store), until=NOW + MINUTE)
        assert claimed(store).promise.key == "other"
        assert claim(store) is None

    def test_a_waiting_ticket_does_not_hold_up_the_messages_of_its_request(self, store: Store) -> None:
        promise(store, promised("ticket", destination="jira", world=JIRA), promised("card"))
        put_off(store, claimed(store, JIRA), until=NOW + MINUTE)
        assert claimed(store, SLACK).promise.key == "card"

    def test_each_world_has_its_own_messages(self, store: Store) -> None:
        promise(store, promised("ticket", destination="jira", world=JIRA))
        assert claim(store, SLACK) is None
        assert claimed(store, JIRA).promise.key == "ticket"

    def test_a_message_that_was_given_up_holds_up_none_after_it(self, store: Store) -> None:
        promise(store, promised("first"), promised("second"))
        give_up(store, claimed(store))
        assert claimed(store).promise.key == "second"


class TestLease:
    """One worker has a message until its lease runs out; then somebody died, and another takes it over."""

    def test_a_claimed_message_is_nobody_elses_until_its_lease_runs_out(self, store: Store) -> None:
        promise(store, promised("card"))
        first = claimed(store, lease=OVER)
        second = claimed(store)
        assert (first.attempts, first.uncertain) == (1, False)
        assert (second.attempts, second.uncertain) == (2, True)
        assert claim(store) is None

    @pytest.mark.parametrize("by", [MINUTE, 5 * MINUTE, timedelta(days=400), -5 * MINUTE], ids=str)
    def test_a_bot_whose_clock_goes_wrong_gets_none_that_another_has(self, store: Store, by: timedelta) -> None:
        """The lease is counted by the database's clock."""
        promise(store, promised("card"))
        claimed(store)
        assert claim(store, at=NOW + by) is None
        assert retry(store, *[message.id for message in waiting(store).values()], at=NOW + by) == 0

    def test_what_may_have_arrived_is_left_alone_whatever_the_clock_of_another_says(self, store: Store) -> None:
        promise(store, promised("ticket"))
        put_off(store, claimed(store), until=NOW + SECOND, uncertain=True, hands_off=MINUTE)
        assert claim(store, at=NOW + 5 * MINUTE) is None

    def test_a_message_that_this_process_has_in_hand_is_not_taken_a_second_time(self, store: Store) -> None:
        promise(store, promised("card"))
        message = claimed(store, lease=OVER)
        with store.writing() as unit:
            assert outbox.claim(unit, SLACK, now=NOW, lease=MINUTE, besides=(message.id,)) is None

    def test_a_lease_can_be_made_longer_by_who_has_it_and_nobody_else(self, store: Store) -> None:
        promise(store, promised("card"))
        slow = claimed(store, lease=OVER)
        with store.writing() as unit:
            outbox.extend(unit, slow, MINUTE)
        assert claim(store) is None
        with store.writing() as unit:
            outbox.extend(unit, slow, OVER)
        claimed(store)
        with pytest.raises(Overtaken), store.writing() as unit:
            outbox.extend(unit, slow, MINUTE)

    def test_two_workers_never_get_the_same_message(self, store: Store) -> None:
        keys = {f"card-{number}" for number in range(60)}
        promise(store, *(promised(key, subject=f"REQ-{number % 12}") for number, key in enumerate(sorted(keys))))
        taken: Counter[str] = Counter()
        start = threading.Barrier(4)

        def work() -> None:
            start.wait()
            while waiting(store):
                if message := claim(store):
                    taken[message.promise.key] += 1
                    deliver(store, message)

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert taken == Counter(keys)

    @pytest.mark.parametrize("says", [deliver, give_up, partial(put_off, until=NOW)], ids=["arrived", "never will", "later"])
    def test_who_was_too_slow_is_not_listened_to(self, store: Store, says: Callable[[Store, OutboxMessage], None]) -> None:
        promise(store, promised("card"))
        slow = claimed(store, lease=OVER)
        mine = claimed(store)
        with pytest.raises(Overtaken):
            says(store, slow)
        assert waiting(store)["card"].state == PENDING
        deliver(store, mine)
        with pytest.raises(Overtaken):
            says(store, slow)
        assert waiting(store) == {}

    def test_a_message_that_is_on_its_way_is_not_brought_to_the_front(self, store: Store) -> None:
        promise(store, promised("ticket"))
        message = claimed(store)
        assert retry(store, message.id, at=NOW + SECOND) == 0
        assert claim(store, at=NOW + SECOND) is None

    def test_a_message_whose_worker_died_can_be_brought_to_the_front(self, store: Store) -> None:
        promise(store, promised("ticket"))
        message = claimed(store, lease=OVER)
        assert retry(store, message.id, at=NOW + MINUTE) == 1
        assert claimed(store, at=NOW + MINUTE).uncertain


class TestTryingAgain:
    """What did not work is tried later, and what never will is given up in sight of everybody."""

    def test_a_message_that_was_put_off_says_since_when_and_why(self, store: Store) -> None:
        promise(store, promised("card"))
        put_off(store, claimed(store), until=NOW + SECOND)
        put_off(store, claimed(store, at=NOW + SECOND), until=NOW + MINUTE, uncertain=True)
        message = waiting(store)["card"]
        assert (message.first_failed_at, message.not_before) == (NOW, NOW + MINUTE)
        assert (message.last_error, message.attempts, message.uncertain) == ("down", 2, True)

    def test_a_message_given_up_stays_in_sight_and_is_not_tried_again(self, store: Store) -> None:
        promise(store, promised("card"))
        give_up(store, claimed(store))
        assert (waiting(store)["card"].state, waiting(store)["card"].last_error) == (DEAD, "no such channel")
        assert claim(store, at=NOW + timedelta(days=30)) is None
        assert next_due(store) is None

    def test_a_message_given_up_is_tried_again_when_somebody_asks_for_it(self, store: Store) -> None:
        promise(store, promised("card"))
        message = claimed(store)
        give_up(store, message)
        assert retry(store, message.id) == 1
        assert claimed(store).promise.key == "card"

    def test_a_delivered_message_is_never_tried_again(self, store: Store) -> None:
        promise(store, promised("card"))
        message = claimed(store)
        deliver(store, message)
        assert retry(store, message.id) == 0
        assert claim(store) is None


class TestWhenToLook:
    """A worker sleeps until something can be done."""

    def test_nothing_is_due_where_nothing_waits(self, store: Store) -> None:
        assert next_due(store) is None

    def test_a_fresh_message_is_due_at_once_and_a_waiting_one_at_its_time(self, store: Store) -> None:
        promise(store, promised("card"))
        assert next_due(store) == NOW
        put_off(store, claimed(store), until=NOW + MINUTE)
        assert next_due(store) == NOW + MINUTE

    def test_a_message_on_its_way_is_due_when_its_lease_runs_out(self, store: Store) -> None:
        promise(store, promised("card"))
        claimed(store)
        assert NOW + 50 * SECOND < not_none(next_due(store)) <= NOW + MINUTE

    @pytest.mark.parametrize("how", ["on its way", "put off"])
    def test_what_waits_behind_another_is_not_due_before_it(self, store: Store, how: str) -> None:
        """Else a worker would look without end for what it cannot have."""
        promise(store, promised("first"), promised("second"))
        message = claimed(store)
        if how == "put off":
            put_off(store, message, until=NOW + MINUTE)
        assert NOW + 50 * SECOND < not_none(next_due(store)) <= NOW + MINUTE

    def test_each_world_looks_for_its_own(self, store: Store) -> None:
        promise(store, promised("ticket", destination="jira", world=JIRA))
        assert (next_due(store, SLACK), next_due(store, JIRA)) == (None, NOW)


class TestPromises:
    """A promise is made in the transaction of its change, once, and the worker is told after the commit."""

    def test_nothing_is_promised_if_the_change_does_not_happen(self, store: Store) -> None:
        def change() -> None:
            with store.writing() as unit:
                outbox.promise(unit, [promised("card")], NOW)
                raise LookupError

        with pytest.raises(LookupError):
            change()
        assert waiting(store) == {}

    def test_the_same_thing_promised_twice_is_promised_once(self, store: Store) -> None:
        promise(store, promised("ticket"))
        promise(store, promised("ticket"), promised("card"))
        assert sorted(waiting(store)) == ["card", "ticket"]

    def test_workers_are_told_after_a_commit_that_promised_something_and_no_other(self, store: Store) -> None:
        told: list[list[str]] = []
        store.kept_promises.append(lambda: told.append(sorted(waiting(store))))
        promise(store)
        with store.writing() as unit:
            message_copies.remember(unit, Copy("C", "1", "REQ-1", "channel:ip", "card"))
        assert told == []
        promise(store, promised("card"))
        assert told == [["card"]]

    def test_bringing_messages_to_the_front_tells_the_workers_too(self, store: Store) -> None:
        promise(store, promised("card"))
        message = claimed(store)
        give_up(store, message)
        told: list[int] = []
        store.kept_promises.append(lambda: told.append(1))
        retry(store, message.id)
        assert told == [1]

    def test_places_are_those_in_slack_that_were_promised_something_each_once(self, store: Store) -> None:
        promise(
            store,
            promised("b", destination="person:mo"),
            promised("a"),
            promised("a2"),
            promised("t", destination="jira", world=JIRA),
            promised("x", "REQ-2", "person:ivy"),
        )
        with store.reading() as unit:
            assert outbox.places(unit, "REQ-1") == [("person:mo", "card"), ("channel:ip", "card")]


class TestCopies:
    """Every posted copy is known, so that it can be redrawn."""

    CARD = Copy("C", "1.0", "REQ-1", "channel:ip", "card")
    ASK = Copy("D", "2.0", "REQ-1", "person:mo", "ask")

    def test_copies_are_found_by_request_place_and_kind(self, store: Store) -> None:
        with store.writing() as unit:
            for copy in (self.ASK, self.CARD):
                message_copies.remember(unit, copy)
        with store.reading() as unit:
            assert message_copies.about(unit, "REQ-1") == [self.CARD, self.ASK]
            assert message_copies.about(unit, "REQ-1", destination="person:mo", kind="ask") == [self.ASK]
            assert message_copies.about(unit, "REQ-1", destination="person:mo", kind="card") == []
            assert message_copies.about(unit, "REQ-2") == []

    def test_a_copy_that_is_gone_is_forgotten(self, store: Store) -> None:
        with store.writing() as unit:
            message_copies.remember(unit, self.CARD)
            message_copies.forget(unit, "C", "1.0")
            assert message_copies.about(unit, "REQ-1") == []

    def test_a_copy_that_worker_and_click_write_down_at_once_is_written_down_once(self, store: Store) -> None:
        """A click can come in before the worker has noted what it posted."""
        started = threading.Event()
        troubles: list[Exception] = []

        def click() -> None:
            started.set()
            try:
                self._remember(store)
            except Exception as trouble:  # noqa: BLE001 - whatever it is, it belongs into the test's own thread
                troubles.append(trouble)

        clicking = threading.Thread(target=click)
        with store.writing() as unit:
            message_copies.remember(unit, self.CARD)
            clicking.start()
            started.wait()
            clicking.join(0.2)
        clicking.join()
        assert troubles == []
        with store.reading() as unit:
            assert message_copies.about(unit, "REQ-1") == [self.CARD]

    def _remember(self, store: Store) -> None:
        with store.writing() as unit:
            message_copies.remember(unit, self.CARD)


def test_a_great_many_messages_are_claimed_one_at_a_time(store: Store) -> None:
    """However the database plans the statement, one claim takes one message."""
    promise(store, *(promised(f"card-{number}", subject=f"REQ-{number}") for number in range(300)))
    keys = [claimed(store).promise.key for _ in range(20)]
    assert keys == [f"card-{number}" for number in range(20)]
    assert sum(message.attempts for message in waiting(store).values()) == 20


def test_the_channel_of_a_destination_is_that_of_its_newest_copy(store: Store) -> None:
    """A channel of the same name may have taken its place."""
    with store.writing() as unit:
        for channel, ts in (("C_OLD", "1763970000.000100"), ("C_NEW", "1763980000.000100"), ("C_OLD", "1763975000.000100")):
            message_copies.remember(unit, Copy(channel, ts, "REQ-1", "channel:ip", "card"))
    with store.reading() as unit:
        assert message_copies.channel_of(unit, "channel:ip") == "C_NEW"
        assert message_copies.channel_of(unit, "channel:elsewhere") is None


def test_what_was_put_off_by_a_clock_that_was_ahead_is_due_now(store: Store) -> None:
    promise(store, promised("a"))
    put_off(store, claimed(store), until=NOW + timedelta(days=400))

    assert not_none(next_due(store)) <= NOW
    assert claim(store, at=NOW + 20 * SECOND) is not None
    assert claim(store, at=NOW + 20 * SECOND) is None


def test_what_was_leased_while_the_databases_clock_was_ahead_is_free_now(store: Store) -> None:
    """On SQLite that clock is the machine's: who held the message died, or nobody was to touch it for a moment."""
    promise(store, promised("a"))
    claimed(store, lease=timedelta(days=400))
    again = claimed(store)
    assert again.uncertain

    put_off(store, again, until=NOW, uncertain=True, hands_off=timedelta(days=400))
    assert not_none(next_due(store)) <= NOW
    assert claimed(store).uncertain
    assert claim(store) is None


def test_a_database_says_what_time_it_is(store: Store) -> None:
    assert abs(store.clock() - datetime.now(UTC)) < MINUTE
