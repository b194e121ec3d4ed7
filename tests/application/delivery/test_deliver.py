"""Keeping what was promised: people and tracker are told once and in order, however often the outside world fails."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.application.context import Context
from bot.application.delivery.deliver import Outside, Patience, deliver_next, next_due
from bot.application.ports import Destination
from bot.application.requests.views import Ask, Card, Receipt, Told
from bot.domain.events import Event, Happened
from bot.domain.vocabulary import Role
from bot.store import message_copies, outbox, record
from bot.store.outbox import DEAD, JIRA, PENDING, SLACK, OutboxMessage, Promise
from tests.application.steps import EVERYBODY, FIRST, approve, ask, now_known
from tests.builders import NOW, BoundedTestClock, TestClock, member, members
from tests.fakes.messenger import FakeMessenger, Posted
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE

PATIENCE = AT_ONCE
AUDIT = f"audit:V1:access:{FIRST}"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
APPROVED = {("Told", "U_ANA"): 1}  # whoever asked hears it besides, under the receipt
ONE_EACH = Counter({("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1} | {("Ask", f"U_{who.upper()}"): 1 for who in EVERYBODY})


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def tracker() -> FakeTracker:
    return FakeTracker()


@pytest.fixture
def outside(messenger: FakeMessenger, tracker: FakeTracker) -> Outside:
    return Outside(messenger, tracker)


def deliver(context: Context, outside: Outside, *worlds: str, patience: Patience = PATIENCE) -> int:
    """Everything that is due now; how many were tried."""
    tried = 0
    while any(deliver_next(context, outside, world, patience) for world in worlds or (SLACK, JIRA)):
        tried += 1
    return tried


def deliver_in_time(context: Context, outside: Outside, clock: TestClock) -> None:
    """Everything, the clock moving on to whatever is due next."""
    while due := [at for world in (SLACK, JIRA) if (at := next_due(context, outside, world))]:
        clock.at = max(clock.at, min(due))
        deliver(context, outside)


def waiting(context: Context) -> list[OutboxMessage]:
    with context.store.reading() as unit:
        return outbox.undelivered(unit)


def events(context: Context, happened: Happened) -> list[Event]:
    with context.store.reading() as unit:
        entries = record.entries_about(unit, FIRST)
    return [entry.event for entry in entries if entry.event.happened is happened]


def approved(context: Context) -> None:
    """Everybody approves what Ana asked for."""
    for who in EVERYBODY:
        approve(context, who)


def shown(messenger: FakeMessenger, kind: type[Card | Ask | Receipt]) -> Posted:
    (found,) = [one for one in messenger.posted if isinstance(one.message, kind)]
    return found


class TestWhatIsDelivered:
    def test_channel_requester_and_first_approver_are_told(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context)
        assert deliver(context, outside) == 3
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}
        assert waiting(context) == []

    def test_messages_are_redrawn_in_place_as_the_request_moves_on(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context)
        deliver(context, outside)
        for who in EVERYBODY:
            approve(context, who)
            deliver(context, outside)
        assert messenger.count() == ONE_EACH + Counter(APPROVED)
        assert {one.message.request.state.value for one in messenger.posted if not isinstance(one.message, Told)} == {"approved"}

    def test_an_approved_request_has_one_ticket_and_its_card_names_it(
        self, context: Context, outside: Outside, messenger: FakeMessenger, tracker: FakeTracker
    ) -> None:
        ask(context)
        approved(context)
        deliver(context, outside)
        assert [ticket.draft.key for ticket in tracker.tickets.values()] == [AUDIT]
        assert shown(messenger, Card).message.request.ticket_key == "IPA-1"
        assert [event.details["ticket"] for event in events(context, Happened.TICKET_OPENED)] == ["IPA-1"]

    def test_a_message_shows_what_is_true_when_it_is_delivered(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context)
        approved(context)
        deliver(context, outside, SLACK)
        assert messenger.count() == ONE_EACH + Counter(APPROVED)
        assert shown(messenger, Card).message.request.state.value == "approved"

    def test_a_message_that_somebody_deleted_is_posted_again_as_soon_as_it_would_be_redrawn(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context)
        deliver(context, outside)
        messenger.delete(shown(messenger, Card).ref)
        approve(context, "mo")
        deliver(context, outside)
        card = shown(messenger, Card)
        assert card.message.request.stage == 1
        assert waiting(context) == []
        with context.store.reading() as unit:
            assert [one.ts for one in message_copies.about(unit, FIRST, destination="channel:ip-requests")] == [card.ref.ts]

    def test_of_two_copies_the_one_that_was_deleted_is_not_missed(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context)
        deliver(context, outside)
        card = shown(messenger, Card)
        with context.store.writing() as unit:
            message_copies.remember(unit, replace(message_copies.about(unit, FIRST, kind="card")[0], ts="0.1"))
        approve(context, "mo")
        deliver(context, outside)
        assert shown(messenger, Card) is card
        with context.store.reading() as unit:
            assert [one.ts for one in message_copies.about(unit, FIRST, kind="card")] == [card.ref.ts]

    def test_a_message_about_nothing_is_dropped(self, context: Context, outside: Outside, messenger: FakeMessenger) -> None:
        with context.store.writing() as unit:
            outbox.promise(unit, [Promise("card:REQ-9", SLACK, "REQ-9", "channel:ip-requests", "card")], NOW)
        deliver(context, outside)
        assert (messenger.posted, waiting(context)) == ([], [])

    def test_a_colleague_who_is_not_in_the_register_is_told_under_their_slack_id(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context, requester="slack:U_NEW")
        deliver(context, outside)
        assert shown(messenger, Receipt).destination == Destination("person", "U_NEW")


class TestWhenItFails:
    def test_with_slack_down_the_workflow_goes_on_and_catches_up(
        self, context: Context, outside: Outside, clock: TestClock, messenger: FakeMessenger, tracker: FakeTracker
    ) -> None:
        messenger.down = True
        ask(context)
        deliver(context, outside)
        approved(context)
        deliver(context, outside)
        assert [ticket.draft.key for ticket in tracker.tickets.values()] == [AUDIT]
        assert messenger.posted == []

        messenger.down = False
        deliver_in_time(context, outside, clock)
        assert messenger.count() == ONE_EACH + Counter(APPROVED)
        assert shown(messenger, Card).message.request.ticket_key == "IPA-1"
        assert clock.at - NOW < MINUTE

    def test_with_jira_down_slack_goes_on_and_the_card_says_that_a_ticket_follows(
        self, context: Context, outside: Outside, clock: TestClock, messenger: FakeMessenger, tracker: FakeTracker
    ) -> None:
        tracker.down = True
        ask(context)
        approved(context)
        deliver(context, outside)
        card = shown(messenger, Card)
        assert (card.message.request.audit_planned, card.message.request.ticket_key) == (True, None)
        assert [message.promise.world for message in waiting(context)] == [JIRA]

        tracker.down = False
        deliver_in_time(context, outside, clock)
        assert shown(messenger, Card).message.request.ticket_key == "IPA-1"
        assert len(tracker.tickets) == 1
        assert messenger.count() == ONE_EACH + Counter(APPROVED)

    def test_a_waiting_ticket_holds_up_no_other_request(self, context: Context, outside: Outside, tracker: FakeTracker) -> None:
        tracker.down = True
        ask(context)
        approved(context)
        deliver(context, outside)
        tracker.down = False
        second = ask(context)
        for who, stage in zip(EVERYBODY, (0, 1, 1, 2), strict=True):
            approve(context, who, request_id=second, stage=stage)
        deliver(context, outside)
        assert [ticket.draft.key for ticket in tracker.tickets.values()] == [f"audit:V1:access:{second}"]

    def test_a_ticket_whose_reply_was_lost_is_looked_for_once_search_has_settled_and_not_made_twice(
        self, context: Context, outside: Outside, clock: TestClock, tracker: FakeTracker
    ) -> None:
        ask(context)
        approved(context)
        tracker.loses_next_reply = tracker.search_behind = True
        deliver(context, outside)
        assert next_due(context, outside, JIRA) == NOW + PATIENCE.settle
        assert waiting(context)[0].uncertain

        tracker.search_behind = False
        deliver_in_time(context, outside, clock)
        assert len(tracker.tickets) == 1
        assert [event.details["ticket"] for event in events(context, Happened.TICKET_OPENED)] == ["IPA-1"]

    def test_a_message_whose_reply_was_lost_may_stand_twice_and_the_later_copy_is_redrawn(
        self, context: Context, outside: Outside, clock: TestClock, messenger: FakeMessenger
    ) -> None:
        messenger.loses_next_reply = True
        ask(context)
        deliver_in_time(context, outside, clock)
        assert messenger.count() == {("Card", "ip-requests"): 2, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}
        approve(context, "mo")
        deliver(context, outside)
        assert [one.drawings for one in messenger.posted if isinstance(one.message, Card)] == [1, 2]

    def test_a_message_whose_worker_died_is_delivered_by_the_next(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context)
        with context.store.writing() as unit:
            lost = outbox.claim(unit, SLACK, now=NOW, lease=MINUTE)
        assert lost is not None
        assert deliver(context, outside) == 2
        assert messenger.count()["Card", "ip-requests"] == 0
        with context.store.writing() as unit:
            outbox.extend(unit, lost, timedelta(0))
        deliver(context, outside)
        assert messenger.count()["Card", "ip-requests"] == 1


class TestPatience:
    def test_each_try_waits_twice_as_long_up_to_the_longest(
        self, context: Context, outside: Outside, clock: TestClock, tracker: FakeTracker
    ) -> None:
        tracker.down = True
        ask(context)
        approved(context)
        deliver(context, outside, SLACK)
        waits = []
        for _ in range(12):
            assert deliver(context, outside, JIRA) == 1
            due = next_due(context, outside, JIRA)
            assert due is not None
            waits.append((due - clock.at).total_seconds())
            clock.at = due
        assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]

    def test_a_world_that_asks_to_slow_down_is_left_alone_for_as_long_as_it_says(
        self, context: Context, outside: Outside, clock: TestClock, messenger: FakeMessenger
    ) -> None:
        messenger.asks_to_wait = 30 * SECOND
        ask(context)
        deliver(context, outside)
        assert next_due(context, outside, SLACK) == NOW + 30 * SECOND
        assert [message.not_before - NOW for message in waiting(context)] == [30 * SECOND, 0 * SECOND, 0 * SECOND]
        clock.move(seconds=29)
        assert deliver(context, outside) == 0
        clock.move(seconds=1)
        deliver(context, outside)
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}

    def test_nobody_is_left_alone_for_longer_than_ten_minutes_whatever_they_ask(
        self, context: Context, outside: Outside, clock: TestClock, messenger: FakeMessenger
    ) -> None:
        messenger.asks_to_wait = timedelta(seconds=10_000_000)
        ask(context)
        deliver(context, outside)
        assert max(message.not_before - NOW for message in waiting(context)) == timedelta(minutes=10)
        clock.move(minutes=10)
        deliver(context, outside)
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}

    def test_a_clock_that_is_set_back_by_an_hour_makes_nobody_mute(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        machine = BoundedTestClock()
        context = replace(context, clock=machine)
        messenger.asks_to_wait = 30 * SECOND
        ask(context)
        deliver(context, outside)
        machine.move(hours=-1)
        machine.passes(seconds=29)
        assert deliver(context, outside) == 0
        machine.passes(seconds=1)
        deliver(context, outside)
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}

    def test_after_three_days_a_message_is_given_up_in_sight_of_everybody(
        self, context: Context, outside: Outside, clock: TestClock, messenger: FakeMessenger
    ) -> None:
        messenger.down = True
        ask(context)
        deliver(context, outside)
        clock.move(days=3)
        deliver(context, outside)
        assert {message.state for message in waiting(context)} == {PENDING}
        clock.move(minutes=6)
        deliver(context, outside)
        dead = [message for message in waiting(context) if message.state == DEAD]
        assert len(dead) == 3
        assert all("given up after 3 days: " in message.last_error for message in dead)

        # each is news on every copy, and whatever is drawn anew there is the same trouble
        clock.move(days=3, minutes=6)
        deliver(context, outside)
        assert [message.id for message in waiting(context)] == [message.id for message in dead]
        assert next_due(context, outside, SLACK) is None

    def test_once_the_messenger_is_back_after_that_cards_that_say_so_stand_for_what_was_given_up(
        self, context: Context, outside: Outside, clock: TestClock, messenger: FakeMessenger
    ) -> None:
        messenger.down = True
        ask(context)
        deliver(context, outside)
        clock.move(days=3, minutes=6)
        deliver(context, outside)
        messenger.down = False
        deliver_in_time(context, outside, clock)
        assert waiting(context) == []
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}


class TestGivingUp:
    def test_a_message_that_can_never_arrive_is_given_up_at_once_and_on_the_record(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        messenger.closed.add("ip-requests")
        ask(context)
        deliver(context, outside)
        (dead,) = waiting(context)
        assert (dead.state, dead.last_error) == (DEAD, "Invite the bot to ip-requests.")
        assert messenger.count() == {("Receipt", "U_ANA"): 1, ("Ask", "U_MO"): 1}
        (given_up,) = events(context, Happened.MESSAGE_GIVEN_UP)
        assert given_up.details["destination"] == "channel:ip-requests"
        assert given_up.details["reason"] == "Invite the bot to ip-requests."

    def test_once_mended_a_message_that_was_given_up_is_delivered_as_of_now(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        messenger.closed.add("ip-requests")
        ask(context)
        deliver(context, outside)
        approve(context, "mo")
        deliver(context, outside)
        messenger.closed.clear()
        with context.store.writing() as unit:
            outbox.retry(unit, [message.id for message in outbox.undelivered(unit)], context.now())
        deliver(context, outside)
        card = shown(messenger, Card)
        assert card.message.request.stage_names[card.message.request.stage] == "owner"
        assert waiting(context) == []

    def test_whoever_is_bound_to_no_slack_member_is_named_with_what_to_do(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        now_known(context, members=members(member("kim", Role.REQUESTER, slack_id=None)))
        ask(context, requester="kim")
        deliver(context, outside)
        (dead,) = waiting(context)
        assert dead.last_error == "kim is bound to no Slack member; bind them, then `ringfence outbox retry`."
        assert messenger.count() == {("Card", "ip-requests"): 1, ("Ask", "U_MO"): 1}

    def test_a_tracker_that_refuses_leaves_the_request_approved_without_a_ticket(
        self, context: Context, outside: Outside, messenger: FakeMessenger, tracker: FakeTracker
    ) -> None:
        tracker.refuses = True
        ask(context)
        approved(context)
        deliver(context, outside)
        (dead,) = waiting(context)
        assert (dead.promise.world, dead.state) == (JIRA, DEAD)
        view = shown(messenger, Card).message.request
        assert (view.state.value, view.audit_planned, view.ticket_key) == ("approved", True, None)


class TestAFaultOfOurOwn:
    """A message that nobody can draw any more neither disappears nor keeps the others."""

    def promised(self, context: Context) -> None:
        with context.store.writing() as unit:
            outbox.promise(unit, [Promise("odd:1", SLACK, FIRST, "person:ana", "of another release")], context.now())

    def test_it_waits_with_its_reason_and_the_others_go_on(
        self, context: Context, outside: Outside, messenger: FakeMessenger
    ) -> None:
        ask(context)
        self.promised(context)
        deliver(context, outside)

        (left,) = waiting(context)
        assert left.last_error == "This message cannot be drawn: no way to draw a message of kind of another release"
        assert len(messenger.posted) == 3

    def test_in_the_end_it_is_given_up_and_seen(self, context: Context, outside: Outside, clock: TestClock) -> None:
        ask(context)
        self.promised(context)
        deliver_in_time_until_dead(context, outside, clock)

        assert [(one.state, one.promise.key) for one in waiting(context)] == [(DEAD, "odd:1")]


def deliver_in_time_until_dead(context: Context, outside: Outside, clock: TestClock) -> None:
    for _ in range(5):
        deliver(context, outside)
        clock.move(days=1)
    deliver(context, outside)
