"""What the tracker refuses for good: whoever it concerns and the administrators hear it, and the card says it."""

from datetime import datetime

import pytest

from bot.application.audits.close import AuditVerdict, close_audit
from bot.application.context import Context
from bot.application.digest.gather import gather_digest
from bot.application.register.diagnostics import examine_outbox
from bot.application.requests.views import Receipt
from bot.domain.audits import AuditResult
from bot.domain.digest_lines import StuckKind
from bot.domain.register import Member
from bot.domain.vocabulary import Role
from bot.store import outbox
from tests.application.audit_steps import IVY, KEY, delivered, happened, opened, shown, with_ticket
from tests.application.steps import EVERYBODY, approve, ask, now_known
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


def test_what_jira_refuses_for_one_reason_is_told_to_the_administrators_once(
    context: Context, tracker: FakeTracker, messenger: FakeMessenger
) -> None:
    tracker.refuses = True
    for number in (7, 8, 9):
        opened(context, reference=f"INC-{number}")
    delivered(context, tracker, messenger)
    assert [who for who, _, _ in notices(messenger)] == ["U_ADA", "U_IVY", "U_IVY", "U_IVY"]


class TestWhatSlackRefuses:
    @pytest.fixture(autouse=True)
    def _administrator(self, tracker: FakeTracker) -> None:
        assert tracker

    def asked(self, context: Context, messenger: FakeMessenger) -> str:
        request = ask(context)
        delivered(context, FakeTracker(), messenger)
        return request

    def retry(self, context: Context, messenger: FakeMessenger) -> None:
        with context.store.writing() as unit:
            outbox.retry(unit, [one.id for one in outbox.undelivered(unit)], context.now())
        delivered(context, FakeTracker(), messenger)

    def dead(self, context: Context) -> list[str]:
        with context.store.reading() as unit:
            return [one.promise.destination for one in outbox.undelivered(unit)]

    def test_the_administrators_hear_it_with_slacks_reason_and_what_to_do(
        self, context: Context, messenger: FakeMessenger
    ) -> None:
        messenger.closed.add("ip-requests")
        self.asked(context, messenger)
        assert notices(messenger) == [("U_ADA", "Not delivered to #ip-requests", "Invite the bot to ip-requests.")]

    def test_a_person_who_cannot_be_reached_is_named(self, context: Context, messenger: FakeMessenger) -> None:
        messenger.gone.add("U_MO")
        self.asked(context, messenger)
        named = [one for one in notices(messenger) if one[1].startswith("Not delivered")]
        assert named == [("U_ADA", "Not delivered to Mo", "U_MO has left.")]

    def test_a_channel_is_told_of_once_however_many_cards_stand_there(self, context: Context, messenger: FakeMessenger) -> None:
        requests = [self.asked(context, messenger) for _ in range(2)]
        messenger.closed.add("ip-requests")
        for request in requests:
            approve(context, "mo", request_id=request, stage=0)
        delivered(context, FakeTracker(), messenger)
        assert len(notices(messenger)) == 1
        assert self.dead(context) == ["channel:ip-requests", "channel:ip-requests"]

    def test_however_often_a_card_is_drawn_anew_meanwhile_one_message_is_kept_back(
        self, context: Context, messenger: FakeMessenger
    ) -> None:
        self.asked(context, messenger)
        messenger.closed.add("ip-requests")
        for who in EVERYBODY[:3]:
            approve(context, who)
            delivered(context, FakeTracker(), messenger)
        assert len(notices(messenger)) == 1
        assert self.dead(context) == ["channel:ip-requests"]
        assert happened(context).count("message.given_up") == 1
        assert self.stuck(context, context.now()) == [("#ip-requests", 0)]

    def test_that_it_is_another_reason_by_now_is_told(self, context: Context, messenger: FakeMessenger) -> None:
        messenger.closed.add("ip-requests")
        self.asked(context, messenger)
        messenger.closed.clear()
        messenger.unknown.add("ip-requests")
        approve(context, "mo")
        delivered(context, FakeTracker(), messenger)
        assert [why for _, _, why in notices(messenger)] == ["Invite the bot to ip-requests.", "Create the channel ip-requests."]
        assert self.dead(context) == ["channel:ip-requests"]

    def test_once_the_channel_is_open_again_the_next_drawing_is_enough(self, context: Context, messenger: FakeMessenger) -> None:
        self.asked(context, messenger)
        messenger.closed.add("ip-requests")
        approve(context, EVERYBODY[0])
        delivered(context, FakeTracker(), messenger)
        messenger.closed.clear()
        approve(context, EVERYBODY[1])
        delivered(context, FakeTracker(), messenger)
        assert self.dead(context) == []
        assert happened(context).count("message.arrived") == 1

    def test_its_card_and_its_receipt_say_it_until_it_stands(self, context: Context, messenger: FakeMessenger) -> None:
        messenger.closed.add("ip-requests")
        messenger.gone.add("U_MO")
        self.asked(context, messenger)
        (receipt,) = [one.message for one in messenger.posted if isinstance(one.message, Receipt)]
        assert receipt.request.unreached == ("#ip-requests", "Mo")
        messenger.closed.clear()
        messenger.gone.clear()
        self.retry(context, messenger)
        assert [one.message.request.unreached for one in messenger.posted if hasattr(one.message, "request")] == [()] * 3

    def test_the_digest_and_the_doctor_list_it_until_it_stands(
        self, context: Context, messenger: FakeMessenger, clock: TestClock
    ) -> None:
        messenger.closed.add("ip-requests")
        for _ in range(2):
            self.asked(context, messenger)
        given_up_at = context.now()
        (line,) = examine_outbox(context)
        assert (line.ok, line.what) == (False, "not delivered to #ip-requests: 2 messages. Invite the bot to ip-requests.")
        assert self.stuck(context, given_up_at) == [("#ip-requests", 1)]
        clock.move(hours=1)
        messenger.closed.clear()
        self.retry(context, messenger)
        assert [one.ok for one in examine_outbox(context)] == [True]
        assert self.stuck(context, context.now()) == []
        assert self.stuck(context, given_up_at) == [("#ip-requests", 1)]

    def stuck(self, context: Context, moment: datetime) -> list[tuple[str, int]]:
        with context.store.reading() as unit:
            digest = gather_digest(unit, context, context.today(), moment)
        return [(one.id, one.more) for one in digest.stuck if one.kind is StuckKind.UNDELIVERED]

    def test_what_is_sent_again_in_vain_is_told_again(self, context: Context, messenger: FakeMessenger) -> None:
        messenger.closed.add("ip-requests")
        self.asked(context, messenger)
        self.retry(context, messenger)
        assert len(notices(messenger)) == 2
        messenger.closed.clear()
        self.retry(context, messenger)
        assert self.dead(context) == []
        assert happened(context).count("message.arrived") == 1

    def test_an_administrator_who_cannot_be_reached_is_told_of_to_the_others_alone(
        self, context: Context, messenger: FakeMessenger
    ) -> None:
        """And nobody for ever, where none can be."""
        messenger.gone |= {"U_ADA"}
        messenger.closed.add("ip-requests")
        self.asked(context, messenger)
        assert notices(messenger) == []
        assert self.dead(context) == ["channel:ip-requests", "person:ada"]
        assert happened(context).count("message.given_up") == 2
