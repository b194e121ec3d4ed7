"""Open requests are looked at each day: facts that changed, and stages that nobody answered in time."""

from datetime import date, timedelta

from sqlalchemy import delete
from structlog.testing import capture_logs

from bot.application.context import Desk
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
)
from tests.builders import START, TODAY, TestClock, person
from tests.counting import row_counts, rows_added

LAST_DAY_OF_NEED = date(2026, 12, 1)  # five working days after Tuesday, 24 November


class TestSilence:
    def test_on_the_last_day_of_a_stage_it_still_waits(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)

        pass_days(desk, clock, LAST_DAY_OF_NEED)

        assert kept(desk).state is RequestState.PENDING_APPROVAL

    def test_after_it_silence_is_a_no(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)

        pass_days(desk, clock, LAST_DAY_OF_NEED + ONE_DAY)

        assert kept(desk).state is RequestState.REJECTED
        event = record_of(desk)[-1]
        assert (event.happened.value, event.actor) == ("request.rejected", "ringfence")
        assert event.details["reason"].endswith("silence is a no.")

    def test_the_requester_sees_it_and_so_do_those_who_were_asked(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        everything_is_delivered(desk)

        pass_days(desk, clock, LAST_DAY_OF_NEED + ONE_DAY)

        assert promised(desk) == [("card", "channel:ip-requests"), ("receipt", "person:ana"), ("ask", "person:mo")]

    def test_each_stage_has_days_of_its_own(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        clock.go_to(LAST_DAY_OF_NEED)
        approve(desk, "mo")

        pass_days(desk, clock, LAST_DAY_OF_NEED + ONE_DAY)

        assert kept(desk).state is RequestState.PENDING_APPROVAL

    def test_a_request_whose_own_last_day_has_passed_is_closed(self, desk: Desk, clock: TestClock) -> None:
        ask(desk, start_on=TODAY, end_on=TODAY)

        pass_days(desk, clock, TODAY + ONE_DAY)

        assert kept(desk).state is RequestState.REJECTED
        assert "last day of the request has passed" in record_of(desk)[-1].details["reason"]


class TestFactsThatGotWorse:
    def test_stop_the_request_and_void_what_was_approved(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        approve(desk, "mo")
        now_known(desk, people=(person(status=PersonStatus.LEFT),))

        pass_days(desk, clock, TODAY + ONE_DAY)

        now = kept(desk)
        assert (now.state, now.round, now.stage) == (RequestState.BLOCKED, 2, 0)
        assert [decision.void for decision in now.decisions] == [True]
        assert record_of(desk)[-1].actor == "ringfence"

    def test_are_told_once(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        now_known(desk, people=(person(status=PersonStatus.LEFT),))

        for days in (1, 2, 3):
            pass_days(desk, clock, TODAY + timedelta(days=days))

        assert happened(desk).count("facts.worsened") == 1


class TestFactsThatRecovered:
    def test_let_it_go_on_and_ask_the_approvers_again(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        now_known(desk, people=(person(status=PersonStatus.LEFT),))
        pass_days(desk, clock, TODAY + ONE_DAY)
        everything_is_delivered(desk)
        now_known(desk)

        pass_days(desk, clock, TODAY + timedelta(days=2))

        assert kept(desk).state is RequestState.PENDING_APPROVAL
        assert happened(desk)[-2:] == ["facts.recovered", "stage.opened"]
        assert ("ask", "person:mo") in promised(desk)

    def test_the_days_of_the_stage_count_from_then(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        now_known(desk, people=(person(status=PersonStatus.LEFT),))
        pass_days(desk, clock, TODAY + ONE_DAY)
        now_known(desk)
        pass_days(desk, clock, LAST_DAY_OF_NEED)

        pass_days(desk, clock, LAST_DAY_OF_NEED + ONE_DAY)

        assert kept(desk).state is RequestState.PENDING_APPROVAL


class TestLookingWithoutNeed:
    def test_a_second_look_on_one_day_finds_nothing_to_do(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        pass_days(desk, clock, TODAY + ONE_DAY)
        before = row_counts(desk.store)

        assert sweep_requests(desk) == 0
        assert row_counts(desk.store) == before

    def test_a_new_day_alone_keeps_the_facts_of_the_day_and_tells_nobody(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        everything_is_delivered(desk)
        before = row_counts(desk.store)

        pass_days(desk, clock, TODAY + ONE_DAY)

        assert rows_added(before, row_counts(desk.store)) == {"snapshot": 1}
        assert promised(desk) == []

    def test_closed_requests_are_left_alone(self, desk: Desk, clock: TestClock) -> None:
        ask(desk)
        approve_all(desk)
        clock.go_to(START - ONE_DAY)

        assert sweep_requests(desk) == 0


def test_a_request_that_cannot_be_judged_any_more_does_not_hold_up_the_others(desk: Desk, clock: TestClock) -> None:
    """Somebody took a person out of the database by hand; only the request that names them is stuck, and the log says so."""
    now_known(desk, people=(person(), person(id="E2", name="Edgar Engineer")))
    stuck, sound = ask(desk), ask(desk, people=("E2",))
    with desk.store.writing() as unit:
        unit.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == "E1"))

    with capture_logs() as logs:
        pass_days(desk, clock, LAST_DAY_OF_NEED + ONE_DAY)

    assert [kept(desk, one).state.value for one in (stuck, sound)] == ["pending_approval", "rejected"]
    assert [(line["request"], line["log_level"]) for line in logs] == [(stuck, "error")]
    assert sweep_requests(desk) == 0
