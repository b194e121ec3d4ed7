"""A token that expired: everything for the tracker waits, administrators hear it once, and nothing is lost."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.application.audits.sync import poll_tracker
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, Patience, deliver_next
from bot.application.delivery.sign_in import SignIn
from bot.application.ports import Unauthorised
from bot.domain.register import Member
from bot.domain.vocabulary import Role
from bot.store import outbox
from bot.store.outbox import JIRA, SLACK
from tests.application.audit_steps import happened, opened
from tests.application.steps import now_known
from tests.builders import TestClock, members
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker

ADMINISTRATORS = ("ada", "bea")


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def tracker(context: Context, clock: TestClock) -> FakeTracker:
    """It does not know us; two administrators are in the register."""
    administrators = (Member(one, one, (Role.ADMINISTRATOR,), slack_id=f"U_{one}") for one in ADMINISTRATORS)
    now_known(context, members=members(*administrators))
    tracker = FakeTracker(clock=clock)
    tracker.locked_out = True
    return tracker


def everything(context: Context, outside: Outside) -> None:
    while any([deliver_next(context, outside, JIRA, Patience()), deliver_next(context, outside, SLACK, Patience())]):
        pass


def told(messenger: FakeMessenger) -> list[tuple[str, str]]:
    notices = [one for one in messenger.posted if type(one.message).__name__ == "Notice"]
    return [(one.destination.name, one.message.headline) for one in notices]


def test_administrators_are_told_once_however_many_tickets_wait_and_however_long(
    context: Context, tracker: FakeTracker, messenger: FakeMessenger, clock: TestClock
) -> None:
    outside = Outside(messenger, tracker)
    with capture_logs() as lines:
        for number in range(3):
            opened(context, reference=f"INC-{number}")
        for _ in range(20):
            everything(context, outside)
            clock.move(hours=12)
    assert told(messenger) == [(f"U_{one}", "Jira does not accept my sign-in, so nothing reaches it") for one in ADMINISTRATORS]
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["sign-in is not accepted"]
    assert "message.given_up" not in happened(context)
    assert outside.tracker_sign_in.trouble == "The tracker does not accept the bot's sign-in."


def test_once_it_is_mended_everything_goes_out_by_itself_within_a_minute(
    context: Context, tracker: FakeTracker, messenger: FakeMessenger, clock: TestClock
) -> None:
    outside = Outside(messenger, tracker)
    for number in range(3):
        opened(context, reference=f"INC-{number}")
    for _ in range(9):
        everything(context, outside)
        clock.move(days=1)
    tracker.locked_out = False
    clock.move(minutes=1)
    everything(context, outside)
    assert len(tracker.tickets) == 3
    assert told(messenger)[2:] == [(f"U_{one}", "Jira accepts my sign-in again") for one in ADMINISTRATORS]
    assert outside.tracker_sign_in.trouble == ""


def test_afterwards_the_days_of_patience_begin_anew(
    context: Context, tracker: FakeTracker, messenger: FakeMessenger, clock: TestClock
) -> None:
    outside = Outside(messenger, tracker)
    opened(context)
    tracker.locked_out, tracker.down = False, True
    everything(context, outside)
    tracker.locked_out, tracker.down = True, False
    for _ in range(9):
        clock.move(days=1)
        everything(context, outside)
    tracker.locked_out, tracker.down = False, True
    clock.move(days=1)
    everything(context, outside)
    with context.store.reading() as unit:
        (waiting,) = [one for one in outbox.undelivered(unit) if one.promise.world == JIRA]
    assert waiting.state == "pending"


def test_a_process_that_starts_meanwhile_does_not_say_it_again_and_says_when_it_is_mended(
    context: Context, tracker: FakeTracker, messenger: FakeMessenger, clock: TestClock
) -> None:
    opened(context)
    for _ in range(3):
        everything(context, Outside(messenger, tracker))
        clock.move(minutes=2)
    tracker.locked_out = False
    everything(context, Outside(messenger, tracker))
    assert happened(context).count("tracker.locked_out") == happened(context).count("tracker.let_in") == 1
    assert len(told(messenger)) == 4


def test_what_only_asks_notices_it_as_well(context: Context, tracker: FakeTracker) -> None:
    sign_in = SignIn(JIRA)
    for _ in range(3):
        with pytest.raises(Unauthorised):
            sign_in.watching(context, lambda: len(tracker.changed(timedelta(minutes=1))))
    assert happened(context).count("tracker.locked_out") == 1
    tracker.locked_out = False
    assert sign_in.watching(context, lambda: len(tracker.changed(timedelta(minutes=1)))) == 0
    assert sign_in.trouble == ""


def test_where_nobody_was_asked_nothing_is_known(
    context: Context, tracker: FakeTracker, messenger: FakeMessenger, clock: TestClock
) -> None:
    """Before the first ticket stands the poll asks nobody, and that mends nothing."""
    outside = Outside(messenger, tracker)
    opened(context)
    for _ in range(5):
        everything(context, outside)
        assert outside.tracker_sign_in.watching(context, lambda: poll_tracker(context, tracker)) is None
        clock.move(minutes=1)
    assert outside.tracker_sign_in.trouble
    assert len(told(messenger)) == len(ADMINISTRATORS)
