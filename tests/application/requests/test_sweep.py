"""Open requests are looked at each day: facts that changed, and stages that nobody answered in time."""

from datetime import date, timedelta

from sqlalchemy import delete
from structlog.testing import capture_logs

from bot.application.context import Context
from bot.application.requests.sweep import sweep_requests
from bot.domain.dates import ONE_DAY
from bot.domain.vocabulary import PersonStatus, RequestState
from bot.store.tables import PEOPLE
from tests.application.steps import (
    approve,
    approve_all,
    ask,
    everything_is_delivered,
    happened,
    kept,
    now_known,
    pass_days,
    promised,
    record_of,
    reject,
)
from tests.builders import START, TODAY, TestClock, person
from tests.counting import row_counts, rows_added

LAST_DAY_OF_NEED = date(2026, 12, 1)  # five working days after Tuesday, 24 November


class TestSilence:
    def test_on_the_last_day_of_a_stage_it_still_waits(self, context: Context, clock: TestClock) -> None:
        ask(context)

        pass_days(context, clock, LAST_DAY_OF_NEED)

        assert kept(context).state is RequestState.PENDING_APPROVAL

    def test_after_it_silence_is_a_no(self, context: Context, clock: TestClock) -> None:
        ask(context)

        pass_days(context, clock, LAST_DAY_OF_NEED + ONE_DAY)

        assert kept(context).state is RequestState.REJECTED
        event = record_of(context)[-1]
        assert (event.happened.value, event.actor) == ("request.rejected", "ringfence")
        assert event.details["reason"].endswith("silence is a no.")

    def test_the_requester_sees_it_and_so_do_those_who_were_asked(self, context: Context, clock: TestClock) -> None:
        ask(context)
        everything_is_delivered(context)

        pass_days(context, clock, LAST_DAY_OF_NEED + ONE_DAY)

        redrawn = [("card", "channel:ip-requests"), ("receipt", "person:ana"), ("ask", "person:mo")]
        assert promised(context) == [("told", "person:ana"), *redrawn]

    def test_each_stage_has_days_of_its_own(self, context: Context, clock: TestClock) -> None:
        ask(context)
        clock.go_to(LAST_DAY_OF_NEED)
        approve(context, "mo")

        pass_days(context, clock, LAST_DAY_OF_NEED + ONE_DAY)

        assert kept(context).state is RequestState.PENDING_APPROVAL

    def test_a_request_whose_own_last_day_has_passed_is_closed(self, context: Context, clock: TestClock) -> None:
        ask(context, start_on=TODAY, end_on=TODAY)

        pass_days(context, clock, TODAY + ONE_DAY)

        assert kept(context).state is RequestState.REJECTED
        assert "last day of the request has passed" in record_of(context)[-1].details["reason"]


class TestFactsThatGotWorse:
    def test_stop_the_request_and_void_what_was_approved(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve(context, "mo")
        now_known(context, people=(person(status=PersonStatus.LEFT),))

        pass_days(context, clock, TODAY + ONE_DAY)

        now = kept(context)
        assert (now.state, now.round, now.stage) == (RequestState.BLOCKED, 2, 0)
        assert [decision.void for decision in now.decisions] == [True]
        assert record_of(context)[-1].actor == "ringfence"

    def test_are_told_once(self, context: Context, clock: TestClock) -> None:
        ask(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))

        for days in (1, 2, 3):
            pass_days(context, clock, TODAY + timedelta(days=days))

        assert happened(context).count("facts.worsened") == 1


class TestFactsThatRecovered:
    def test_let_it_go_on_and_ask_the_approvers_again(self, context: Context, clock: TestClock) -> None:
        ask(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))
        pass_days(context, clock, TODAY + ONE_DAY)
        everything_is_delivered(context)
        now_known(context)

        pass_days(context, clock, TODAY + timedelta(days=2))

        assert kept(context).state is RequestState.PENDING_APPROVAL
        assert happened(context)[-2:] == ["facts.recovered", "stage.opened"]
        assert ("ask", "person:mo") in promised(context)

    def test_the_days_of_the_stage_count_from_then(self, context: Context, clock: TestClock) -> None:
        ask(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))
        pass_days(context, clock, TODAY + ONE_DAY)
        now_known(context)
        pass_days(context, clock, LAST_DAY_OF_NEED)

        pass_days(context, clock, LAST_DAY_OF_NEED + ONE_DAY)

        assert kept(context).state is RequestState.PENDING_APPROVAL


class TestFactsThatChangedToday:
    """A corrected register is looked at within the minute, not on the next day."""

    def test_what_stopped_a_request_stops_it_at_once_and_lets_it_go_on_once_it_is_mended(self, context: Context) -> None:
        ask(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))
        sweep_requests(context)
        assert kept(context).state is RequestState.BLOCKED
        now_known(context)
        sweep_requests(context)
        assert kept(context).state is RequestState.PENDING_APPROVAL
        assert happened(context)[-2:] == ["facts.recovered", "stage.opened"]

    def test_the_same_register_again_has_nothing_looked_at(self, context: Context) -> None:
        ask(context)
        now_known(context)
        assert sweep_requests(context) == 0


class TestLookingWithoutNeed:
    def test_a_second_look_on_one_day_finds_nothing_to_do(self, context: Context, clock: TestClock) -> None:
        ask(context)
        pass_days(context, clock, TODAY + ONE_DAY)
        before = row_counts(context.store)

        assert sweep_requests(context) == 0
        assert row_counts(context.store) == before

    def test_a_new_day_alone_keeps_the_facts_of_the_day_and_tells_nobody(self, context: Context, clock: TestClock) -> None:
        ask(context)
        everything_is_delivered(context)
        before = row_counts(context.store)

        pass_days(context, clock, TODAY + ONE_DAY)

        assert rows_added(before, row_counts(context.store)) == {"snapshot": 1, "event": 1}
        assert promised(context) == []

    def test_closed_requests_are_left_alone(self, context: Context, clock: TestClock) -> None:
        ask(context)
        reject(context, "mo")
        clock.go_to(START - ONE_DAY)

        assert sweep_requests(context) == 0

    def test_approved_ones_are_looked_at_each_day_until_their_access_opens(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        before = row_counts(context.store)

        pass_days(context, clock, START - ONE_DAY)
        assert sweep_requests(context) == 0
        assert rows_added(before, row_counts(context.store)) == {}

        pass_days(context, clock, START)
        clock.move(days=1)
        assert sweep_requests(context) == 0


def test_a_request_that_cannot_be_judged_any_more_does_not_hold_up_the_others(context: Context, clock: TestClock) -> None:
    """Somebody took a person out of the database by hand; only the request that names them is stuck, and the log says so."""
    now_known(context, people=(person(), person(id="E2", name="Edgar Engineer")))
    stuck, sound = ask(context), ask(context, people=("E2",))
    with context.store.writing() as unit:
        unit.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == "E1"))

    with capture_logs() as logs:
        pass_days(context, clock, LAST_DAY_OF_NEED + ONE_DAY)

    assert [kept(context, one).state.value for one in (stuck, sound)] == ["pending_approval", "rejected"]
    assert [(line["request"], line["log_level"]) for line in logs] == [(stuck, "error")]
    assert sweep_requests(context) == 0
