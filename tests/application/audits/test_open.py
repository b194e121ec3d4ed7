"""Audits are opened once: for cause by those who may, and in their turn by the calendar."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.application.audits.open import open_audit, open_periodic_audits
from bot.application.audits.views import AuditCard
from bot.application.context import Context
from bot.domain.audits import AuditResult, Closing
from bot.domain.dates import Window
from bot.domain.errors import FormErrors, Refusal
from bot.domain.events import Happened
from bot.domain.ticket_mapping import TicketMapping
from bot.store import audits
from tests.application.audit_steps import (
    IVY,
    KEY,
    TICKET,
    delivered,
    happened,
    opened,
    recorded,
    shown,
    wish,
)
from tests.application.steps import approve_all, ask, now_known, promised
from tests.builders import TODAY, TestClock, assessment, asset, member, vendor
from tests.fakes.tracker import FakeTracker

DAY = timedelta(days=1)


class TestForCause:
    def test_it_is_kept_recorded_and_promised_to_jira_and_to_whoever_opened_it(self, context: Context) -> None:
        outcome = opened(context)

        assert (outcome.key, outcome.is_new, outcome.ticket_key) == (KEY, True, None)
        (event,) = recorded(context)
        assert (event.happened.value, event.actor, event.subject) == ("audit.opened", "ivy", KEY)
        assert promised(context) == [("audit_card", "person:ivy"), ("audit_ticket", "jira")]

    def test_the_ticket_names_vendor_scope_period_criteria_and_trigger_and_no_secret(self, context: Context) -> None:
        now_known(context, assets=(asset(public_title="Cathode recipe"),))
        tracker = FakeTracker()
        opened(context)

        delivered(context, tracker)

        draft = tracker.tickets[TICKET].draft
        assert draft.summary == "[IP audit] V1 · for cause · A1 · due 2026-12-08"
        said = dict(draft.description)
        assert said["Scope"] == "A1 (C3)"
        assert said["Period"] == "24 Nov 2025 to 24 Nov 2026"
        assert said["Trigger"] == "A grave incident: INC-7"
        assert "Contract: audit right; Contract: confidentiality" in said["Criteria"]
        assert "Cathode" not in f"{draft.summary} {draft.description}"

    def test_what_a_company_wants_in_fields_of_its_own_goes_along(self, context: Context) -> None:
        tracker = FakeTracker()
        opened(context, assets=())

        delivered(context, tracker)

        fields = tracker.tickets[TICKET].draft.fields
        assert fields["vendor"] == "V1"
        assert fields["tier"] == "2"
        assert fields["scope"] == ("whole vendor",)
        assert fields["period_until"] == TODAY

    def test_the_card_shows_the_ticket_as_soon_as_it_stands(self, context: Context) -> None:
        opened(context)
        messenger = delivered(context, FakeTracker())

        (card,) = messenger.posted
        assert isinstance(card.message, AuditCard)
        assert (card.message.audit.ticket_key, card.message.audit.state_words, card.drawings) == (TICKET, "planned", 2)

    def test_a_channel_hears_of_it_if_the_company_names_one(self, context: Context) -> None:
        context = replace(context, tickets=TicketMapping(post_to="ip-audits"))
        opened(context)

        messenger = delivered(context, FakeTracker())

        places = {(one.destination.kind, one.destination.name): one.message for one in messenger.posted}
        assert set(places) == {("channel", "ip-audits"), ("person", "U_IVY")}
        in_channel = places["channel", "ip-audits"]
        assert isinstance(in_channel, AuditCard)
        assert in_channel.in_channel

    def test_asking_twice_opens_one_and_says_so(self, context: Context) -> None:
        tracker = FakeTracker()
        opened(context)
        delivered(context, tracker)

        again = opened(context, assets=(), due_on=TODAY + DAY)

        assert (again.is_new, again.ticket_key) == (False, TICKET)
        assert list(tracker.tickets) == [TICKET]
        assert happened(context).count("audit.opened") == 1

    def test_two_people_at_the_same_instant_open_one(self, context: Context) -> None:
        outcomes: list[bool] = []
        start = threading.Barrier(2)

        def click() -> None:
            start.wait()
            outcomes.append(open_audit(context, IVY, wish()).is_new)

        people = [threading.Thread(target=click) for _ in range(2)]
        for one in people:
            one.start()
        for one in people:
            one.join()

        assert sorted(outcomes) == [False, True]
        assert happened(context) == ["audit.opened"]

    def test_another_number_is_another_audit(self, context: Context) -> None:
        opened(context)
        assert opened(context, reference="INC-8").is_new

    def test_a_number_that_is_a_requests_id_does_not_touch_that_requests_own_audit(self, context: Context) -> None:
        request = ask(context)
        approve_all(context)

        opened(context, reference=request)

        with context.store.reading() as unit:
            kept = audits.of_access(unit, request)
        assert kept is not None
        assert kept.audit.key == f"audit:V1:access:{request}"

    @pytest.mark.parametrize("who", ["ana", "mo", "dan", "aud"])
    def test_whoever_has_not_the_office_is_told_who_has(self, context: Context, who: str) -> None:
        with pytest.raises(Refusal, match="vendor managers, IP counsel and security officers"):
            open_audit(context, member(who), wish())
        (event,) = recorded(context)
        assert (event.happened, event.entity_id, event.actor) == (Happened.CLICK_REFUSED, "V1", who)

    def test_all_mistakes_of_the_form_are_told_at_once(self, context: Context) -> None:
        wrong = wish(vendor="V9", assets=("A9",), due_on=TODAY - DAY, period=Window(TODAY, TODAY - DAY))
        with pytest.raises(FormErrors) as refused:
            open_audit(context, IVY, wrong)
        assert set(refused.value.errors) == {"vendor", "assets", "due", "until"}
        assert recorded(context) == []


class TestInItsTurn:
    """The vendor of the little world is of tier 2 and was looked at on 1 June 2026: its turn comes on 1 June 2028."""

    def test_nothing_is_opened_before_its_time(self, context: Context, clock: TestClock) -> None:
        clock.go_to(date(2028, 6, 1) - timedelta(days=61))
        assert open_periodic_audits(context) == 0

    def test_it_opens_sixty_days_ahead_and_tells_the_vendors_owner(self, context: Context, clock: TestClock) -> None:
        clock.go_to(date(2028, 6, 1) - timedelta(days=60))

        assert open_periodic_audits(context) == 1

        view = shown(context, "audit:V1:periodic:2028-06-01")
        assert (view.due_on, view.kind_words) == (date(2028, 6, 1), "periodic")
        assert promised(context) == [("audit_card", "person:mo"), ("audit_ticket", "jira")]

    def test_however_late_somebody_looks_it_opens_once(self, context: Context, clock: TestClock) -> None:
        for day in (date(2028, 5, 1), date(2028, 5, 1), date(2028, 5, 2), date(2028, 9, 9)):
            clock.go_to(day)
            open_periodic_audits(context)

        assert happened(context) == ["audit.opened"]

    def test_processes_that_look_at_once_open_it_once(self, context: Context, clock: TestClock) -> None:
        clock.go_to(date(2028, 5, 1))
        opened_by: list[int] = []
        start = threading.Barrier(3)

        def look() -> None:
            start.wait()
            opened_by.append(open_periodic_audits(context))

        processes = [threading.Thread(target=look) for _ in range(3)]
        for one in processes:
            one.start()
        for one in processes:
            one.join()

        assert happened(context) == ["audit.opened"]

    def test_a_corrected_day_opens_no_second_one_while_the_first_is_open(self, context: Context, clock: TestClock) -> None:
        clock.go_to(date(2028, 5, 1))
        open_periodic_audits(context)
        now_known(context, assessments=(assessment(completed_on=date(2026, 5, 20)),))
        clock.go_to(date(2028, 5, 2))

        assert open_periodic_audits(context) == 0

    def test_the_next_turn_counts_from_the_end_of_the_last(self, context: Context, clock: TestClock) -> None:
        clock.go_to(date(2028, 5, 1))
        open_periodic_audits(context)
        with context.store.writing() as unit:
            audits.close(unit, "audit:V1:periodic:2028-06-01", Closing(AuditResult.PASS, "ivy", date(2028, 6, 20)))
        clock.go_to(date(2030, 4, 20))
        assert open_periodic_audits(context) == 0
        clock.go_to(date(2030, 4, 21))

        assert open_periodic_audits(context) == 1

        assert shown(context, "audit:V1:periodic:2030-06-20").due_on == date(2030, 6, 20)

    def test_an_owner_who_cannot_be_told_is_passed_over(self, context: Context, clock: TestClock) -> None:
        now_known(context, vendors=(vendor(owner=None),))
        clock.go_to(date(2028, 5, 1))
        open_periodic_audits(context)
        assert promised(context) == [("audit_ticket", "jira")]

    def test_the_latest_look_at_a_vendor_counts_and_one_without_a_day_does_not(self, context: Context, clock: TestClock) -> None:
        looks = (assessment(completed_on=date(2027, 6, 1)), assessment(), assessment(completed_on=None))
        now_known(context, assessments=looks)
        clock.go_to(date(2028, 5, 1))
        assert open_periodic_audits(context) == 0

    def test_the_ticket_says_that_it_is_its_turn(self, context: Context, clock: TestClock) -> None:
        clock.go_to(date(2028, 5, 1))
        tracker = FakeTracker()
        open_periodic_audits(context)
        delivered(context, tracker)
        draft = tracker.tickets[TICKET].draft
        assert draft.summary == "[IP audit] V1 · periodic · whole vendor · due 2028-06-01"
        assert dict(draft.description)["Trigger"] == "Its turn, by the tier of the vendor"
