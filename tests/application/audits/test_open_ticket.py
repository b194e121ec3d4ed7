"""The audit's ticket: found or created once, written down, and never made up."""

from datetime import timedelta

import pytest

from bot.application.audits.open_ticket import open_ticket
from bot.application.context import Context
from bot.application.ports import TicketDraft, TryLater
from bot.store import audits, outbox
from bot.store.outbox import JIRA, OutboxMessage
from tests.application.steps import FIRST, approve_all, ask, now_known, promised, record_of
from tests.builders import END, asset
from tests.counting import row_counts
from tests.fakes.tracker import FakeTracker

KEY = "audit:V1:access:REQ-2026-0001"


@pytest.fixture
def message(context: Context) -> OutboxMessage:
    """The promise of a ticket, for approved access to A1, whose name is a secret."""
    now_known(context, assets=(asset(public_title="Cathode recipe"),))
    ask(context)
    approve_all(context)
    with context.store.reading() as unit:
        (found,) = [one for one in outbox.undelivered(unit) if one.promise.world == JIRA]
    return found


def drafted(tracker: FakeTracker) -> TicketDraft:
    (ticket,) = tracker.tickets.values()
    return ticket.draft


class TestWhatItSays:
    def test_the_summary_names_vendor_kind_asset_id_and_due_day(self, context: Context, message: OutboxMessage) -> None:
        tracker = FakeTracker()

        open_ticket(context, tracker, message)

        assert drafted(tracker).summary == f"[IP audit] V1 · access · A1 · due {END + timedelta(days=30)}"
        assert (drafted(tracker).due_on, drafted(tracker).key) == (END + timedelta(days=30), KEY)

    def test_the_description_names_vendor_company_tier_scope_and_trigger(self, context: Context, message: OutboxMessage) -> None:
        tracker = FakeTracker()

        open_ticket(context, tracker, message)

        said = dict(drafted(tracker).description)
        assert said["Vendor"] == "Volt GmbH (V1)"
        assert said["Company"] == "Volt Sp. z o.o. (PL)"
        assert said["Tier"] == "2"
        assert said["Scope"] == "A1 (C3); View only; 1 person; 1 Dec 2026 to 15 Jan 2027"
        assert said["Trigger"] == "Approved access REQ-2026-0001"

    def test_no_secret_is_named_and_no_person(self, context: Context, message: OutboxMessage) -> None:
        tracker = FakeTracker()

        open_ticket(context, tracker, message)

        said = f"{drafted(tracker).summary} {drafted(tracker).description}"
        for secret in ("Cathode", "Ewa", "tuned"):
            assert secret not in said


class TestThatItIsOne:
    def test_key_and_address_are_written_down_and_recorded(self, context: Context, message: OutboxMessage) -> None:
        open_ticket(context, FakeTracker(), message)

        with context.store.reading() as unit:
            audit = audits.of_access(unit, FIRST)
        assert audit is not None
        assert audit.ticket is not None
        assert (audit.ticket.key, audit.ticket.url) == ("IPA-1", "https://jira.example/browse/IPA-1")
        event = record_of(context)[-1]
        assert (event.happened.value, event.entity_id, event.details["ticket"]) == ("ticket.opened", KEY, "IPA-1")

    def test_the_card_is_redrawn_with_it(self, context: Context, message: OutboxMessage) -> None:
        with context.store.writing() as unit:
            for other in outbox.undelivered(unit):
                if other.id != message.id:
                    outbox.delivered(unit, other, context.now())

        open_ticket(context, FakeTracker(), message)

        assert ("card", "channel:ip-requests") in promised(context)

    def test_one_whose_reply_was_lost_is_found_again(self, context: Context, message: OutboxMessage) -> None:
        tracker = FakeTracker()
        tracker.loses_next_reply = True
        with pytest.raises(TryLater):
            open_ticket(context, tracker, message)

        open_ticket(context, tracker, message)

        assert list(tracker.tickets) == ["IPA-1"]

    def test_one_of_somebody_else_with_our_label_is_left_alone(self, context: Context, message: OutboxMessage) -> None:
        tracker = FakeTracker()
        tracker.label_alike(KEY)
        tracker.move("IPA-1", "Closed")
        open_ticket(context, tracker, message)
        assert record_of(context)[-1].details["ticket"] == "IPA-2"

    def test_while_the_tracker_is_down_nothing_is_written_down(self, context: Context, message: OutboxMessage) -> None:
        tracker = FakeTracker()
        tracker.down = True
        before = row_counts(context.store)

        with pytest.raises(TryLater):
            open_ticket(context, tracker, message)

        with context.store.reading() as unit:
            audit = audits.of_access(unit, FIRST)
        assert audit is not None
        assert audit.ticket is None
        assert row_counts(context.store) == before
