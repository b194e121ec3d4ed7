"""An audit closes with a result, said by somebody without an interest, and its ticket follows."""

import threading
from datetime import timedelta

import pytest

from bot.application.audits.close import AuditVerdict, check_closing, close_audit
from bot.application.audits.read import list_open_audits, read_audit
from bot.application.audits.views import AuditView
from bot.application.context import Context
from bot.domain.audits import AuditResult
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.vocabulary import Role
from bot.store import outbox
from tests.application.audit_steps import (
    IVY,
    KEY,
    TICKET,
    VIC,
    delivered,
    happened,
    opened,
    recorded,
    shown,
    told_by_webhook,
    with_ticket,
)
from tests.application.steps import approve, ask, now_known
from tests.builders import TODAY, TestClock, member, members, vendor
from tests.fakes.tracker import FakeTracker


@pytest.fixture
def tracker(clock: TestClock) -> FakeTracker:
    return FakeTracker(clock=clock)


def close(
    context: Context, who: Member = IVY, result: AuditResult = AuditResult.PASS, note: str = "", key: str = KEY
) -> AuditView:
    return close_audit(context, who, AuditVerdict(key, result, note))


def refused(context: Context, who: Member, result: AuditResult = AuditResult.PASS, key: str = KEY) -> Refusal:
    with pytest.raises(Refusal) as caught:
        close(context, who, result, key=key)
    return caught.value


class TestTheResult:
    @pytest.mark.parametrize("result", list(AuditResult))
    def test_it_is_recorded_and_shown(self, context: Context, tracker: FakeTracker, result: AuditResult) -> None:
        with_ticket(context, tracker)

        close(context, result=result, note="Logs by March.")

        event = recorded(context)[-1]
        assert (event.happened.value, event.actor, event.details["result"]) == ("audit.closed", "ivy", result.value)
        view = shown(context)
        assert (view.result_words, view.closed_by, view.closed_on, view.closing_note) == (
            result.words,
            "Ivy",
            TODAY,
            "Logs by March.",
        )

    def test_the_ticket_hears_it_once_and_moves(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        close(context, result=AuditResult.FAIL, note="No logs.")

        delivered(context, tracker)

        ticket = tracker.tickets[TICKET]
        assert list(ticket.comments.values()) == ["Closed in Ringfence by Ivy: fail.\n\nNo logs."]
        assert ticket.status == "Closed"

    def test_our_own_move_is_not_heard_as_somebody_elses(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        close(context)
        delivered(context, tracker)

        told_by_webhook(context, tracker)

        moves = [event for event in recorded(context) if event.happened.value == "audit.moved"]
        assert [(event.actor, event.after) for event in moves] == [("ringfence", "Closed")]
        assert shown(context).remarks == 0

    def test_a_workflow_without_a_straight_way_is_walked_forwards(self, context: Context, clock: TestClock) -> None:
        tracker = FakeTracker(clock=clock, strict=True)
        with_ticket(context, tracker)
        tracker.move(TICKET, "Corrective action")
        close(context)
        delivered(context, tracker)
        assert tracker.tickets[TICKET].status == "Closed"

    def test_a_workflow_that_leads_nowhere_is_told_and_the_result_stands(self, context: Context, clock: TestClock) -> None:
        tracker = FakeTracker(clock=clock, statuses=("To Do", "Limbo"), strict=True)
        with_ticket(context, tracker)
        close(context)

        delivered(context, tracker)

        with context.store.reading() as unit:
            (dead,) = outbox.undelivered(unit)
        assert (dead.state, "no way leads on to an end (Limbo)" in dead.last_error) == ("dead", True)
        assert shown(context).result_words == "pass"

    def test_one_that_ended_in_the_tracker_already_is_only_told(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.move(TICKET, "Done")
        told_by_webhook(context, tracker)
        close(context)
        delivered(context, tracker)
        assert (tracker.tickets[TICKET].status, len(tracker.tickets[TICKET].comments)) == ("Done", 1)

    def test_a_lost_reply_does_not_say_it_twice(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        close(context)
        tracker.loses_next_reply = True
        delivered(context, tracker)
        clock.move(minutes=10)
        delivered(context, tracker)
        assert len(tracker.tickets[TICKET].comments) == 1
        assert tracker.tickets[TICKET].status == "Closed"

    def test_a_result_before_the_ticket_stands_waits_for_it(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        tracker.down = True
        opened(context)
        delivered(context, tracker)
        close(context)
        tracker.down = False
        clock.move(minutes=10)

        delivered(context, tracker)

        assert tracker.tickets[TICKET].status == "Closed"


class TestWhoMayNot:
    @pytest.mark.parametrize("who", ["ana", "mo", "dan", "aud", "eve"])
    def test_whoever_has_not_the_office_is_told_who_has(self, context: Context, tracker: FakeTracker, who: str) -> None:
        with_ticket(context, tracker)
        assert refused(context, member(who)).code == "not_yours"
        assert "audit.closed" not in happened(context)

    def test_the_owner_of_the_relationship_does_not_judge_their_own_vendor(self, context: Context, tracker: FakeTracker) -> None:
        now_known(context, members=members(VIC), vendors=(vendor(owner="vic"),))
        with_ticket(context, tracker)
        assert refused(context, VIC).code == "own_vendor"
        close(context, IVY)

    @pytest.mark.parametrize("requester", ["ivy", "slack:U_IVY"])
    def test_who_asked_for_access_does_not_judge_how_it_went(self, context: Context, requester: str) -> None:
        ian = member("ian", Role.IP_COUNSEL)
        now_known(context, members=members(ian))
        ask(context, requester=requester)
        for who in ("mo", "dan", "ian", "sol"):
            approve(context, who)
        (audit,) = list_open_audits(context, IVY)

        refusal = refused(context, IVY, key=audit.key)

        assert refusal.code == "own_request"
        close(context, ian, key=audit.key)

    def test_who_lost_the_office_since_the_lookup_does_not_judge(self, context: Context) -> None:
        opened(context)
        now_known(context, members=members(member("ivy", active=False)))

        assert refused(context, IVY).code == "not_yours"

    def test_the_first_result_stands(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        close(context, result=AuditResult.FAIL)
        refusal = refused(context, IVY)
        assert refusal.code == "too_late"
        assert "with the result fail" in refusal.words

    def test_two_results_at_the_same_instant_are_one(self, context: Context) -> None:
        """Several rounds: without the lock both would be stored in one of them."""
        for number in range(12):
            key = opened(context, reference=f"INC-{number}").key
            answers = self._answers_at_once(context, key)
            assert answers.count("too_late") == 1
        assert happened(context).count("audit.closed") == 12

    def _answers_at_once(self, context: Context, key: str) -> list[str]:
        answers: list[str] = []
        start = threading.Barrier(2)

        def click(result: AuditResult) -> None:
            start.wait()
            try:
                answers.append(close(context, result=result, key=key).result_words)
            except Refusal as refusal:
                answers.append(refusal.code)

        people = [threading.Thread(target=click, args=(one,)) for one in (AuditResult.PASS, AuditResult.FAIL)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        return answers

    def test_an_audit_that_does_not_exist_is_refused(self, context: Context) -> None:
        assert refused(context, IVY, key="audit:V1:for_cause:NONE").code == "unknown_audit"

    @pytest.mark.parametrize("grade", ["High", "Highest", "Ugly"])
    def test_nothing_grave_may_be_open_behind_a_plain_pass(self, context: Context, tracker: FakeTracker, grade: str) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade=grade)
        told_by_webhook(context, tracker, "IPA-2")
        refusal = refused(context, IVY)
        assert refusal.code == "open_findings"
        assert "IPA-2 is still open" in refusal.words
        close(context, result=AuditResult.PASS_WITH_CONDITIONS)

    def test_a_small_one_may(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="Medium")
        told_by_webhook(context, tracker, "IPA-2")
        assert close(context).result_words == "pass"


class TestLooking:
    def test_the_form_is_for_whoever_could_send_it(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        assert check_closing(context, IVY, KEY).ticket_key == TICKET
        with pytest.raises(Refusal):
            check_closing(context, member("ana"), KEY)

    def test_the_list_shows_the_open_ones_the_earliest_first(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker, reference="LATER", due_on=TODAY + timedelta(days=90))
        with_ticket(context, tracker)
        with_ticket(context, tracker, reference="DONE")
        close(context, key="audit:V1:for_cause:DONE")
        assert [view.trigger for view in list_open_audits(context, member("aud"))] == ["INC-7", "LATER"]

    def test_whoever_may_not_read_it_finds_none(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        assert list_open_audits(context, member("ana")) == []
        with pytest.raises(Refusal, match="no audit IPA-1, or it is not yours to read"):
            read_audit(context, member("ana"), TICKET)

    def test_one_is_found_by_its_ticket(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        assert read_audit(context, IVY, TICKET).key == KEY
        assert read_audit(context, member("mo"), TICKET).key == KEY  # owns the vendor
