"""What the tracker refuses for good: whoever it concerns and the administrators hear it, and the card says it."""

import pytest

from bot.application.audits.close import AuditVerdict, close_audit
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, Patience, deliver_next
from bot.domain.audits import AuditResult
from bot.domain.register import Member
from bot.domain.vocabulary import Role
from bot.store import outbox
from bot.store.outbox import JIRA, SLACK
from tests.application.audit_steps import IVY, KEY, delivered, happened, opened, shown, with_ticket
from tests.application.steps import now_known
from tests.builders import TestClock, members
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker

NOWHERE = ("To Do", "Limbo")


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def tracker(context: Context, clock: TestClock) -> FakeTracker:
    """One whose workflow leads nowhere; an administrator is in the register."""
    now_known(context, members=members(Member("ada", "Ada", (Role.ADMINISTRATOR,), slack_id="U_ADA")))
    return FakeTracker(clock=clock, statuses=NOWHERE, strict=True)


def notices(messenger: FakeMessenger) -> list[tuple[str, str, str]]:
    found = [one for one in messenger.posted if type(one.message).__name__ == "Notice"]
    return [(one.destination.name, one.message.headline, one.message.lines[0]) for one in found]


def close(context: Context) -> None:
    close_audit(context, IVY, AuditVerdict(KEY, AuditResult.PASS, ""))


def test_who_closed_an_audit_and_the_administrators_are_told_why_its_ticket_does_not_move(
    context: Context, tracker: FakeTracker, messenger: FakeMessenger
) -> None:
    with_ticket(context, tracker)
    close(context)
    delivered(context, tracker, messenger)
    assert [(who, what) for who, what, _ in notices(messenger)] == [
        ("U_ADA", "Given up at Jira: the closing of an audit's ticket"),
        ("U_IVY", "Given up at Jira: the closing of an audit's ticket"),
    ]
    assert all("no way leads on to an end (Limbo)" in why for _, _, why in notices(messenger))


def test_the_card_says_it_until_it_went_through(context: Context, tracker: FakeTracker, messenger: FakeMessenger) -> None:
    with_ticket(context, tracker)
    close(context)
    delivered(context, tracker, messenger)
    assert "no way leads on to an end (Limbo)" in shown(context).refused
    (card,) = [one for one in messenger.posted if type(one.message).__name__ == "AuditCard"]
    assert card.message.audit.refused

    mended = FakeTracker()
    mended.tickets = tracker.tickets
    with context.store.writing() as unit:
        outbox.retry(unit, [one.id for one in outbox.undelivered(unit)], context.now())
    delivered(context, mended, messenger)
    assert shown(context).refused == ""
    assert card.message.audit.refused == ""


def test_a_message_that_slack_refuses_is_told_to_nobody_in_slack(context: Context, messenger: FakeMessenger) -> None:
    """Else one that cannot be told would be told of for ever."""
    now_known(context, members=members(Member("ada", "Ada", (Role.ADMINISTRATOR,), slack_id="U_ADA")))
    messenger.gone |= {"U_IVY"}
    opened(context)
    outside = Outside(messenger, FakeTracker())
    for _ in range(20):
        deliver_next(context, outside, SLACK, Patience())
    assert happened(context).count("message.given_up") == 1
    with context.store.reading() as unit:
        assert [one.promise.world for one in outbox.undelivered(unit) if one.state == "pending"] == [JIRA]
