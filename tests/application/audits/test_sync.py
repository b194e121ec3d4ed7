"""What people do in the tracker is heard once: moves, days, remarks and findings, by webhook or by asking."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from structlog.testing import capture_logs

from bot.application.audits.close import AuditVerdict, close_audit
from bot.application.audits.read import list_open_audits, read_audit
from bot.application.audits.sync import OVERLAP, hear, knows_ticket, note_delivery, poll_tracker
from bot.application.audits.views import AuditCard
from bot.application.context import Context
from bot.application.ports import GiveUp, TryLater
from bot.application.record.verify import verify_record
from bot.domain.audits import AuditResult
from bot.domain.checks.run import run_checks
from bot.domain.ticket_mapping import TicketMapping
from bot.domain.vocabulary import Grade, Outcome
from bot.store import audits, message_copies, outbox
from tests.application.audit_steps import (
    IVY,
    KEY,
    TICKET,
    delivered,
    findings,
    happened,
    opened,
    recorded,
    shown,
    told_by_webhook,
    with_ticket,
)
from tests.application.steps import FIRST, approve_all, ask, everything_is_delivered, now_known, promised
from tests.builders import NOW, TODAY, TestClock, asset, facts, register, vendor
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker

HOUR = timedelta(hours=1)


@pytest.fixture
def tracker(clock: TestClock) -> FakeTracker:
    return FakeTracker(clock=clock)


class TestAMove:
    def test_it_is_recorded_with_both_statuses_and_shown_in_our_words(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.move(TICKET, "Fieldwork")

        assert told_by_webhook(context, tracker)

        event = recorded(context)[-1]
        assert (event.happened.value, event.before, event.after) == ("audit.moved", "To Do", "Fieldwork")
        assert event.details["state"] == "fieldwork"
        assert shown(context).state_words == "fieldwork"

    def test_the_card_is_redrawn_in_place(self, context: Context, tracker: FakeTracker) -> None:
        opened(context)
        messenger = delivered(context, tracker)
        tracker.move(TICKET, "Fieldwork")
        note_delivery(context, "1", TICKET)

        delivered(context, tracker, messenger)

        (card,) = messenger.posted
        assert isinstance(card.message, AuditCard)
        assert card.message.audit.state_words == "fieldwork"

    def test_a_delivery_that_is_repeated_is_ignored(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.move(TICKET, "Fieldwork")

        assert [told_by_webhook(context, tracker) for _ in range(3)] == [True, False, False]

        assert happened(context).count("audit.moved") == 1
        assert tracker.looked == [TICKET]

    def test_two_deliveries_of_one_move_record_it_once(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.move(TICKET, "Fieldwork")

        told_by_webhook(context, tracker, delivery="1")
        told_by_webhook(context, tracker, delivery="2")

        assert happened(context).count("audit.moved") == 1

    def test_a_status_that_nobody_mapped_is_shown_as_it_is_called_and_logged(
        self, context: Context, tracker: FakeTracker
    ) -> None:
        with_ticket(context, tracker)
        tracker.move(TICKET, "Waiting for the moon")

        with capture_logs() as logs:
            told_by_webhook(context, tracker)

        assert shown(context).state_words == "“Waiting for the moon”"
        (line,) = [one for one in logs if "not mapped" in one["event"]]
        assert (line["status"], line["log_level"]) == ("Waiting for the moon", "warning")
        assert recorded(context)[-1].details["state"] is None

    def test_a_day_that_moves_there_moves_here(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.set_due(TICKET, date(2027, 1, 31))

        told_by_webhook(context, tracker)

        assert shown(context).due_on == date(2027, 1, 31)
        event = recorded(context)[-1]
        assert (event.before, event.after, event.details["what"]) == ("2026-12-08", "2027-01-31", "due")

    def test_one_that_ends_there_without_a_result_says_so(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.move(TICKET, "Closed")
        told_by_webhook(context, tracker)
        assert shown(context).needs_result
        assert shown(context).result_words == ""

    def test_what_is_older_than_what_was_heard_changes_nothing(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        """A node of the tracker that lags behind answers with yesterday's truth."""
        with_ticket(context, tracker)
        clock.move(hours=1)
        tracker.move(TICKET, "Fieldwork")
        told_by_webhook(context, tracker, delivery="1")
        tracker.tickets[TICKET].status, tracker.tickets[TICKET].updated_at = "Notified", NOW

        told_by_webhook(context, tracker, delivery="2")

        assert shown(context).state_words == "fieldwork"

    def test_a_ticket_that_is_gone_or_not_ours_is_nothing(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault("IPA-99", kind="Task")
        before = happened(context)
        for ticket in ("IPA-77", "IPA-2"):
            told_by_webhook(context, tracker, ticket, delivery=ticket)
        assert happened(context) == before
        assert promised(context) == []

    def test_while_the_tracker_is_down_what_it_told_waits(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        tracker.move(TICKET, "Fieldwork")
        tracker.down = True
        told_by_webhook(context, tracker)
        assert shown(context).state_words == "planned"
        tracker.down = False
        clock.move(minutes=10)

        delivered(context, tracker)

        assert shown(context).state_words == "fieldwork"

    def test_the_audit_of_an_access_moves_on_the_card_of_its_request(self, context: Context, tracker: FakeTracker) -> None:
        request = ask(context)
        approve_all(context)
        delivered(context, tracker)
        tracker.move(TICKET, "Fieldwork")
        note_delivery(context, "1", TICKET)
        everything_but_jira_is_quiet(context)

        messenger = delivered(context, tracker)

        assert recorded(context)[-1].subject == request
        assert [one.message.request.audit_words for one in messenger.posted if hasattr(one.message, "request")]


def everything_but_jira_is_quiet(context: Context) -> None:
    """The copies that the first messenger posted are forgotten, so that the next one posts them anew."""
    with context.store.writing() as unit:
        for copy in message_copies.about(unit, FIRST):
            message_copies.forget(unit, copy.channel, copy.ts)


class TestARemark:
    def test_it_is_counted_and_the_last_is_shown_with_its_author(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.say(TICKET, "The staff list is here.", author="Ewa")
        told_by_webhook(context, tracker, delivery="1")
        tracker.say(TICKET, "And the logs.", author="Marten Vos")
        told_by_webhook(context, tracker, delivery="2")

        view = shown(context)

        assert view.remarks == 2
        assert view.last_remark is not None
        assert (view.last_remark.author, view.last_remark.text) == ("Marten Vos", "And the logs.")
        assert happened(context).count("audit.commented") == 2

    def test_the_record_says_who_and_when_and_not_what(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.say(TICKET, "Privately: they copied the recipe.")
        told_by_webhook(context, tracker)
        assert "recipe" not in str(recorded(context)[-1].details)

    def test_privileged_notes_stay_in_the_tracker(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.tickets[TICKET].labels += ("privileged",)
        tracker.say(TICKET, "Counsel advises to say nothing.")

        told_by_webhook(context, tracker)

        view = shown(context)
        assert view.remarks == 1
        assert view.last_remark is not None
        assert view.last_remark.text == ""

    def test_what_became_an_internal_note_is_forgotten_and_the_rest_stays(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        with_ticket(context, tracker)
        tracker.say(TICKET, "Counsel advises to say nothing.")
        clock.move(minutes=1)
        tracker.say(TICKET, "The logs are here.")
        told_by_webhook(context, tracker)
        tracker.tickets[TICKET].said[0] = replace(tracker.tickets[TICKET].said[0], text="")
        told_by_webhook(context, tracker, delivery="2")
        with context.store.reading() as unit:
            assert [one.text for one in audits.remarks_of(unit, KEY)] == ["", "The logs are here."]
        assert happened(context).count("audit.commented") == 2

    def test_what_was_said_before_it_became_privileged_is_forgotten(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.say(TICKET, "Counsel advises to say nothing.")
        told_by_webhook(context, tracker)
        tracker.tickets[TICKET].labels += ("privileged",)
        tracker.say(TICKET, "Say nothing about that either.")

        told_by_webhook(context, tracker, delivery="2")

        with context.store.reading() as unit:
            assert [one.text for one in audits.remarks_of(unit, KEY)] == ["", ""]


class TestARemarkThatIsTakenBack:
    def said(self, context: Context) -> list[str]:
        with context.store.reading() as unit:
            return [one.text for one in audits.remarks_of(unit, KEY)]

    def spoken(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        for text in ("They copied the recipe.", "The logs are here."):
            tracker.say(TICKET, text)
        told_by_webhook(context, tracker)
        clock.move(hours=1)

    @pytest.mark.parametrize("how", ["webhook", "asking"])
    def test_an_edit_is_followed_and_the_words_before_it_are_kept_nowhere(
        self, context: Context, tracker: FakeTracker, clock: TestClock, how: str
    ) -> None:
        self.spoken(context, tracker, clock)
        tracker.edit(TICKET, 0, "[redacted]")
        self.heard(context, tracker, how)
        assert self.said(context) == ["[redacted]", "The logs are here."]
        event = recorded(context)[-1]
        assert (event.happened.value, event.details["author"]) == ("audit.comment_edited", "Marten Vos")
        assert len({event.details["was"], event.details["now"]}) == 2
        assert "recipe" not in str([one.details for one in recorded(context)])

    @pytest.mark.parametrize("how", ["webhook", "asking"])
    def test_one_that_is_removed_goes_from_the_card_and_from_the_database(
        self, context: Context, tracker: FakeTracker, clock: TestClock, how: str
    ) -> None:
        self.spoken(context, tracker, clock)
        tracker.unsay(TICKET, 1)
        self.heard(context, tracker, how)
        assert self.said(context) == ["They copied the recipe."]
        view = shown(context)
        assert view.last_remark
        assert (view.remarks, view.last_remark.text) == (1, "They copied the recipe.")
        assert recorded(context)[-1].happened.value == "audit.comment_removed"

    def heard(self, context: Context, tracker: FakeTracker, how: str) -> None:
        if how == "webhook":
            told_by_webhook(context, tracker, delivery="2")
        else:
            poll_tracker(context, tracker)

    def test_hearing_it_twice_records_it_once(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        self.spoken(context, tracker, clock)
        tracker.edit(TICKET, 0, "[redacted]")
        tracker.unsay(TICKET, 1)
        for delivery in ("2", "3"):
            told_by_webhook(context, tracker, delivery=delivery)
        assert happened(context)[-2:] == ["audit.comment_edited", "audit.comment_removed"]
        assert happened(context).count("audit.comment_edited") == 1

    def test_while_notes_are_privileged_an_edit_shows_nothing(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        self.spoken(context, tracker, clock)
        tracker.tickets[TICKET].labels += ("privileged",)
        tracker.edit(TICKET, 0, "Counsel advises to say nothing.")
        told_by_webhook(context, tracker, delivery="2")
        assert self.said(context) == ["", ""]
        tracker.unsay(TICKET, 0)
        told_by_webhook(context, tracker, delivery="3")
        assert self.said(context) == [""]
        assert "was" not in recorded(context)[-1].details

    def test_where_not_all_of_them_were_read_none_is_taken_for_removed(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        self.spoken(context, tracker, clock)
        news = tracker.look(TICKET)
        assert news
        with context.store.writing() as unit:
            unit.change_facts()
            hear(unit, context, replace(news, remarks=(), has_all_remarks=False))
        assert len(self.said(context)) == 2


class TestATicketThatWentElsewhere:
    @pytest.mark.parametrize("how", ["webhook", "asking"])
    def test_it_is_followed_and_heard_where_it_is_now(
        self, context: Context, tracker: FakeTracker, clock: TestClock, how: str
    ) -> None:
        with_ticket(context, tracker)
        now = tracker.move_to_project(TICKET, "SEC")
        heard(context, tracker, how, TICKET)
        view = shown(context)
        assert (view.ticket_key, view.ticket_url) == (now, f"https://jira.example/browse/{now}")
        event = recorded(context)[-1]
        assert (event.happened.value, event.before, event.after) == ("ticket.moved", TICKET, now)
        clock.move(hours=1)
        tracker.move(now, "Fieldwork")
        heard(context, tracker, how, now, "2")
        assert shown(context).state_words == "fieldwork"

    def test_it_is_found_by_each_key_that_it_ever_had(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        first = tracker.move_to_project(TICKET, "SEC")
        told_by_webhook(context, tracker, TICKET, delivery="1")
        second = tracker.move_to_project(first, "OPS")
        told_by_webhook(context, tracker, first, delivery="2")
        for key in (TICKET, first, second):
            assert knows_ticket(context, key)
            assert read_audit(context, IVY, key).ticket_key == second
        assert not knows_ticket(context, "SEC-77")

    def test_a_result_reaches_it_there(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        now = tracker.move_to_project(TICKET, "SEC")
        close_audit(context, IVY, AuditVerdict(KEY, AuditResult.PASS, ""))
        delivered(context, tracker)
        assert tracker.tickets[now].status == "Closed"

    def test_a_finding_that_moves_stays_the_same_finding(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="High")
        told_by_webhook(context, tracker, "IPA-2", delivery="1")
        clock.move(hours=1)
        now = tracker.move_to_project("IPA-2", "SEC")
        poll_tracker(context, tracker)
        assert [one.id for one in shown(context).findings] == [now]
        clock.move(hours=1)
        tracker.move(now, "Closed")
        poll_tracker(context, tracker)
        assert [(one.id, one.status) for one in findings(context)] == [("IPA-2", "closed")]
        assert "ticket.moved" in happened(context)

    def test_what_stands_in_another_project_and_is_not_known_is_no_finding(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="High")
        now = tracker.move_to_project("IPA-2", "SEC")
        told_by_webhook(context, tracker, now)
        assert findings(context) == []


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


def heard(
    context: Context, tracker: FakeTracker, how: str, ticket: str, delivery: str = "1", messenger: FakeMessenger | None = None
) -> None:
    if how == "webhook":
        note_delivery(context, delivery, ticket)
    else:
        poll_tracker(context, tracker)
    delivered(context, tracker, messenger)


class TestATicketThatIsGone:
    def notices(self, messenger: FakeMessenger) -> list[tuple[str, str]]:
        found = [one for one in messenger.posted if type(one.message).__name__ == "TicketNotice"]
        return [(one.destination.name, one.message.headline) for one in found]

    @pytest.mark.parametrize("how", ["webhook", "asking"])
    def test_whoever_opened_the_audit_hears_it_once_and_the_card_says_it(
        self, context: Context, tracker: FakeTracker, messenger: FakeMessenger, how: str
    ) -> None:
        opened(context)
        delivered(context, tracker, messenger)
        tracker.delete(TICKET)
        for delivery in ("1", "2"):
            heard(context, tracker, how, TICKET, delivery, messenger)
        assert self.notices(messenger) == [("U_IVY", "IPA-1, the ticket of the audit of Volt GmbH, is gone from Jira")]
        assert shown(context).gone_on == TODAY
        assert happened(context).count("ticket.gone") == 1
        assert tracker.tickets == {}

    def test_its_result_is_recorded_all_the_same_and_nothing_is_given_up(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.delete(TICKET)
        told_by_webhook(context, tracker)
        close_audit(context, IVY, AuditVerdict(KEY, AuditResult.PASS, ""))
        delivered(context, tracker)
        assert (shown(context).result_words, shown(context).stands_at) == ("pass", "")
        assert "message.given_up" not in happened(context)

    def test_once_it_is_back_it_is_heard_as_ever(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        ticket = tracker.delete(TICKET)
        told_by_webhook(context, tracker)
        clock.move(hours=1)
        tracker.tickets[TICKET] = ticket
        tracker.move(TICKET, "Fieldwork")
        poll_tracker(context, tracker)
        assert (shown(context).gone_on, shown(context).state_words) == (None, "fieldwork")
        assert "ticket.found" in happened(context)

    def test_while_all_of_the_project_is_hidden_nothing_is_gone(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.hidden = True
        told_by_webhook(context, tracker)
        with pytest.raises(GiveUp):
            poll_tracker(context, tracker)
        assert shown(context).gone_on is None
        tracker.hidden = False
        told_by_webhook(context, tracker, delivery="2")
        with context.store.reading() as unit:
            assert outbox.undelivered(unit) == []

    def test_a_finding_whose_ticket_is_gone_stays_open_and_is_told_of(
        self, context: Context, tracker: FakeTracker, messenger: FakeMessenger
    ) -> None:
        opened(context)
        delivered(context, tracker, messenger)
        tracker.find_fault(TICKET, grade="High")
        told_by_webhook(context, tracker, "IPA-2", delivery="1")
        tracker.delete("IPA-2")
        heard(context, tracker, "asking", "IPA-2", messenger=messenger)
        assert self.notices(messenger) == [("U_IVY", "IPA-2, a finding of the audit of Volt GmbH, is gone from Jira")]
        (line,) = shown(context).findings
        assert (line.is_open, line.is_gone) == (True, True)
        assert poll_tracker(context, tracker) == 0

    def test_a_ticket_that_was_never_ours_is_not_missed(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        before = happened(context)
        told_by_webhook(context, tracker, "IPA-77")
        assert happened(context) == before


class TestAnAuditThatIsReopened:
    def closed(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        close_audit(context, IVY, AuditVerdict(KEY, AuditResult.FAIL, "No logs."))
        delivered(context, tracker)
        clock.move(hours=1)

    @pytest.mark.parametrize(("status", "state"), [("Fieldwork", "fieldwork"), ("Reopened", "“Reopened”")])
    def test_its_state_is_said_and_that_it_was_reopened_and_no_result_any_more(
        self, context: Context, tracker: FakeTracker, clock: TestClock, status: str, state: str
    ) -> None:
        self.closed(context, tracker, clock)
        assert (shown(context).result_words, shown(context).stands_at) == ("fail", "")
        tracker.move(TICKET, status)
        heard(context, tracker, "webhook", TICKET)
        view = shown(context)
        assert (view.state_words, view.result_words, view.result_before) == (f"reopened, {state}", "", "fail")
        assert view.reopened_on == TODAY
        assert happened(context)[-2:] == ["audit.moved", "audit.reopened"]
        assert recorded(context)[-1].details["tell"] == ["ivy"]
        assert [one.key for one in list_open_audits(context, IVY)] == [KEY]

    def test_it_is_closed_again_with_another_result(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        self.closed(context, tracker, clock)
        tracker.move(TICKET, "Fieldwork")
        told_by_webhook(context, tracker)
        clock.move(hours=1)
        close_audit(context, IVY, AuditVerdict(KEY, AuditResult.PASS, ""))
        delivered(context, tracker)
        view = shown(context)
        assert (view.result_words, view.reopened_on, view.result_before) == ("pass", None, "")
        assert tracker.tickets[TICKET].status == "Closed"
        with context.store.reading() as unit:
            assert outbox.undelivered(unit) == []

    def test_one_that_ended_there_without_a_result_is_reopened_too(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        with_ticket(context, tracker)
        for number, status in enumerate(("Closed", "Fieldwork")):
            clock.move(hours=1)
            tracker.move(TICKET, status)
            told_by_webhook(context, tracker, delivery=str(number))
        assert (shown(context).state_words, shown(context).result_before) == ("reopened, fieldwork", "")

    def test_until_its_ticket_is_closed_too_it_is_not_said_to_be(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        close_audit(context, IVY, AuditVerdict(KEY, AuditResult.PASS, ""))
        assert shown(context).stands_at == "To Do"
        delivered(context, tracker)
        assert shown(context).stands_at == ""

    def test_the_record_still_proves_what_stands(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        self.closed(context, tracker, clock)
        tracker.move(TICKET, "Fieldwork")
        told_by_webhook(context, tracker)
        now = tracker.move_to_project(TICKET, "SEC")
        told_by_webhook(context, tracker, TICKET, delivery="2")
        assert now
        assert verify_record(context).breaks == ()


class TestAFinding:
    def test_a_link_that_is_made_later_lays_it_at_no_other_vendors_door(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="High")
        told_by_webhook(context, tracker, "IPA-2", delivery="1")
        other = with_ticket(context, tracker, reference="INC-8")
        theirs = next(key for key in tracker.tickets if key not in (TICKET, "IPA-2"))
        tracker.tickets["IPA-2"].belongs_to = (theirs,)

        told_by_webhook(context, tracker, "IPA-2", delivery="2")

        with context.store.reading() as unit:
            assert [len(audits.findings_of(unit, key)) for key in (KEY, other)] == [1, 0]

    def test_it_enters_the_register_with_grade_and_the_day_of_its_limit(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="High")

        told_by_webhook(context, tracker, "IPA-2")

        (finding,) = findings(context)
        assert (finding.id, finding.vendor, finding.grade, finding.source) == ("IPA-2", "V1", Grade.MAJOR, "jira")
        assert (finding.opened_on, finding.due) == (TODAY, TODAY + timedelta(days=60))
        event = recorded(context)[-1]
        assert (event.happened.value, event.entity_id, event.details["finding"]) == ("finding.heard", KEY, "IPA-2")

    def test_its_ticket_is_given_that_day(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="High")
        told_by_webhook(context, tracker, "IPA-2")
        assert tracker.tickets["IPA-2"].due_on == TODAY + timedelta(days=60)

    def test_a_day_that_the_auditor_set_stands_but_none_beyond_the_limit(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        early, late = TODAY + timedelta(days=5), TODAY + timedelta(days=500)
        tracker.find_fault(TICKET, grade="Medium", due_on=early)
        tracker.find_fault(TICKET, grade="Medium", due_on=late)
        for ticket in ("IPA-2", "IPA-3"):
            told_by_webhook(context, tracker, ticket, delivery=ticket)
        assert [one.due for one in findings(context)] == [early, TODAY + timedelta(days=90)]
        assert [tracker.tickets[key].due_on for key in ("IPA-2", "IPA-3")] == [early, TODAY + timedelta(days=90)]

    @pytest.mark.parametrize(("tier", "rank", "days"), [(1, 3, 30), (2, 4, 30), (2, 3, 60)])
    def test_a_major_one_has_less_time_at_tier_1_or_where_the_strictest_material_is_concerned(
        self, context: Context, tracker: FakeTracker, tier: int, rank: int, days: int
    ) -> None:
        now_known(context, vendors=(vendor(tier=tier),), assets=(asset(asset_class=rank),))
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="High")
        told_by_webhook(context, tracker, "IPA-2")
        assert findings(context)[0].due == TODAY + timedelta(days=days)

    def test_a_repeated_one_goes_up_one_grade(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="Medium", labels=("repeat",))
        told_by_webhook(context, tracker, "IPA-2")
        assert findings(context)[0].grade is Grade.MAJOR

    def test_a_grade_that_nobody_mapped_stays_unknown_and_is_logged(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, grade="Ugly")
        with capture_logs() as logs:
            told_by_webhook(context, tracker, "IPA-2")
        assert findings(context)[0].grade is None
        assert [one["grade"] for one in logs if "grade" in one["event"]] == ["Ugly"]
        assert shown(context).findings[0].grade_words == "grade unknown"

    def test_it_stops_new_access_until_it_is_closed(self, context: Context, tracker: FakeTracker) -> None:
        def of_mon_01() -> Outcome:
            known = replace(register(), findings=tuple(findings(context)))
            (found,) = [one for one in run_checks(facts(known)) if one.check == "MON-01"]
            return found.effect

        with_ticket(context, tracker)
        assert of_mon_01() is Outcome.PASS
        tracker.find_fault(TICKET, grade="High")
        told_by_webhook(context, tracker, "IPA-2", delivery="1")
        assert of_mon_01() is Outcome.WAIVER

        tracker.move("IPA-2", "Closed")
        told_by_webhook(context, tracker, "IPA-2", delivery="2")

        assert of_mon_01() is Outcome.PASS
        assert [one.is_open for one in shown(context).findings] == [False]

    def test_a_status_that_nobody_mapped_leaves_it_open(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET, status="Somewhere")
        told_by_webhook(context, tracker, "IPA-2")
        assert findings(context)[0].status == "open"

    def test_loading_the_register_does_not_take_it_away(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET)
        told_by_webhook(context, tracker, "IPA-2")

        now_known(context)

        assert [one.id for one in findings(context)] == ["IPA-2"]

    def test_hearing_it_again_records_nothing_new(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault(TICKET)
        for delivery in ("1", "2"):
            told_by_webhook(context, tracker, "IPA-2", delivery=delivery)
        assert happened(context).count("finding.heard") == 1

    def test_one_that_belongs_to_no_audit_of_ours_is_none(self, context: Context, tracker: FakeTracker) -> None:
        with_ticket(context, tracker)
        tracker.find_fault("IPA-99")
        told_by_webhook(context, tracker, "IPA-2")
        assert findings(context) == []


class TestAsking:
    """What no delivery told is found by asking what changed since the last look."""

    def test_without_a_ticket_nobody_is_asked(self, context: Context, tracker: FakeTracker) -> None:
        opened(context)
        tracker.down = True
        assert poll_tracker(context, tracker) is None

    def test_a_move_whose_delivery_was_lost_is_heard(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        clock.move(hours=1)
        tracker.move(TICKET, "Fieldwork")

        poll_tracker(context, tracker)

        assert shown(context).state_words == "fieldwork"

    def test_a_move_that_a_delivery_told_is_not_heard_again(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        with_ticket(context, tracker)
        clock.move(hours=1)
        tracker.move(TICKET, "Fieldwork")
        told_by_webhook(context, tracker)
        tracker.looked.clear()

        assert poll_tracker(context, tracker) == 0

        assert tracker.looked == []
        assert happened(context).count("audit.moved") == 1

    def test_the_newest_change_that_was_seen_is_kept_in_the_trackers_own_time(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        with_ticket(context, tracker)
        clock.move(hours=5)
        tracker.tickets[TICKET].updated_at = clock.now() - HOUR
        poll_tracker(context, tracker)
        with context.store.reading() as unit:
            assert audits.seen_until(unit, "jira") == clock.now() - HOUR

    def test_days_of_silence_are_caught_up(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        poll_tracker(context, tracker)
        clock.move(hours=1)
        tracker.say(TICKET, "Here.")
        clock.move(days=3)

        poll_tracker(context, tracker)

        assert shown(context).remarks == 1

    def test_a_change_that_search_shows_late_is_still_found(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        """Another ticket moved the look forward; the overlap reaches back behind it."""
        with_ticket(context, tracker)
        with_ticket(context, tracker, reference="INC-8")
        clock.move(hours=1)
        late = clock.now() - OVERLAP / 2
        tracker.move("IPA-2", "Notified")
        poll_tracker(context, tracker)
        tracker.move(TICKET, "Fieldwork")
        tracker.tickets[TICKET].updated_at = late

        poll_tracker(context, tracker)

        assert shown(context).state_words == "fieldwork"

    def test_a_finding_that_nobody_told_of_is_found(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        clock.move(hours=1)
        tracker.find_fault(TICKET)
        poll_tracker(context, tracker)
        assert [one.id for one in findings(context)] == ["IPA-2"]

    def test_other_peoples_tickets_are_not_looked_at(self, context: Context, tracker: FakeTracker, clock: TestClock) -> None:
        with_ticket(context, tracker)
        clock.move(hours=1)
        tracker.find_fault("IPA-99", kind="Story", labels=())
        tracker.looked.clear()
        poll_tracker(context, tracker)
        assert "IPA-2" not in tracker.looked

    def test_a_tracker_that_fails_in_the_middle_is_asked_for_all_of_it_again(
        self, context: Context, tracker: FakeTracker, clock: TestClock
    ) -> None:
        with_ticket(context, tracker)
        clock.move(hours=1)
        tracker.move(TICKET, "Fieldwork")
        tracker.down = True
        with pytest.raises(TryLater):
            poll_tracker(context, tracker)
        tracker.down = False

        poll_tracker(context, tracker)

        assert shown(context).state_words == "fieldwork"


def test_what_finding_types_there_are_is_the_companys_word(context: Context, tracker: FakeTracker) -> None:
    context = replace(context, tickets=TicketMapping(finding_types=("Nonconformity",)))
    with_ticket(context, tracker)
    tracker.find_fault(TICKET)
    tracker.find_fault(TICKET, kind="nonconformity")
    for ticket in ("IPA-2", "IPA-3"):
        told_by_webhook(context, tracker, ticket, delivery=ticket)
    assert [one.id for one in findings(context)] == ["IPA-3"]


def test_a_messenger_that_is_down_keeps_no_news_from_being_heard(context: Context, tracker: FakeTracker) -> None:
    with_ticket(context, tracker)
    tracker.move(TICKET, "Fieldwork")
    messenger = FakeMessenger()
    messenger.down = True
    note_delivery(context, "1", TICKET)
    delivered(context, tracker, messenger)
    assert shown(context).state_words == "fieldwork"
    everything_is_delivered(context)
