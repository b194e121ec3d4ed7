"""Access opens on its first day and ends after its last, by itself, whenever somebody looks."""

from datetime import timedelta

from sqlalchemy import delete
from structlog.testing import capture_logs

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.domain.dates import ONE_DAY
from bot.domain.vocabulary import GrantState, PersonStatus, RequestState
from bot.store.tables import PEOPLE
from tests.application.steps import (
    access,
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
from tests.builders import END, START, TODAY, TestClock, person
from tests.counting import row_counts

TOLD = [("told", "person:ana"), *(("notice", f"person:{who}") for who in ("mo", "dan", "ivy", "sol"))]


def states(context: Context) -> list[str]:
    return [grant.state.value for grant in access(context)]


class TestAsDaysPass:
    def test_it_waits_until_its_first_day(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)

        pass_days(context, clock, START - ONE_DAY)

        assert states(context) == ["scheduled"]

    def test_it_opens_on_its_first_day(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)

        pass_days(context, clock, START)

        assert states(context) == ["active"]
        assert kept(context).state is RequestState.FULFILLED

    def test_access_from_today_opens_at_the_next_look(self, context: Context) -> None:
        ask(context, start_on=TODAY)
        approve_all(context)

        sweep_grants(context)

        assert states(context) == ["active"]

    def test_the_last_day_counts_in_full(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        pass_days(context, clock, START)

        pass_days(context, clock, END)

        assert states(context) == ["active"]

    def test_it_has_ended_on_the_day_after(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        pass_days(context, clock, START)

        pass_days(context, clock, END + ONE_DAY)

        assert states(context) == ["expired"]

    def test_a_bot_that_was_down_the_whole_time_ends_what_it_never_opened(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)

        pass_days(context, clock, END + timedelta(days=30))

        assert states(context) == ["expired"]
        assert happened(context)[-1] == "access.ended"
        assert "access.opened" not in happened(context)

    def test_each_person_gets_access_of_their_own(self, context: Context, clock: TestClock) -> None:
        now_known(context, people=(person(), person(id="E2", name="Edgar Engineer")))
        ask(context, people=("E1", "E2"))
        approve_all(context)

        pass_days(context, clock, START)

        assert [(grant.person, grant.state) for grant in access(context)] == [
            ("E1", GrantState.ACTIVE),
            ("E2", GrantState.ACTIVE),
        ]


class TestLookingTwice:
    def test_changes_nothing_and_tells_nobody_again(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        pass_days(context, clock, START)
        before = row_counts(context.store)

        assert sweep_grants(context) == 0
        assert row_counts(context.store) == before

    def test_after_the_end_it_is_never_looked_at_again(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        pass_days(context, clock, END + ONE_DAY)
        before = row_counts(context.store)

        pass_days(context, clock, END + timedelta(days=365))

        assert row_counts(context.store) == before


class TestWhoIsTold:
    def test_requester_and_approvers_hear_that_it_opened(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        everything_is_delivered(context)

        pass_days(context, clock, START)

        assert [one for one in promised(context) if one[0] in ("told", "notice")] == TOLD

    def test_and_that_it_ended(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        pass_days(context, clock, START)
        everything_is_delivered(context)

        pass_days(context, clock, END + ONE_DAY)

        assert [one for one in promised(context) if one[0] in ("told", "notice")] == TOLD

    def test_once_however_many_people_and_assets_it_was_for(self, context: Context, clock: TestClock) -> None:
        now_known(context, people=(person(), person(id="E2", name="Edgar Engineer")))
        ask(context, people=("E1", "E2"))
        approve_all(context)
        everything_is_delivered(context)

        pass_days(context, clock, START)

        assert [one for one in promised(context) if one[0] in ("told", "notice")] == TOLD
        assert happened(context)[-2:] == ["access.opened", "access.opened"]


class TestFactsThatStopItOnItsFirstDay:
    def test_it_is_held_back_with_the_reason(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))

        pass_days(context, clock, START)

        (grant,) = access(context)
        assert grant.state is GrantState.SCHEDULED
        assert "Ewa Engineer" in grant.held
        assert kept(context).state is RequestState.APPROVED

    def test_it_is_recorded_and_told_once_though_it_is_looked_at_each_day(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))
        everything_is_delivered(context)

        for days in range(3):
            pass_days(context, clock, START + timedelta(days=days))

        assert happened(context).count("access.held") == 1
        assert [one for one in promised(context) if one[0] in ("told", "notice")] == TOLD
        assert record_of(context)[-1].details["why"][0][0] == "PPL-05"

    def test_it_opens_once_the_facts_are_sound_again(self, context: Context, clock: TestClock) -> None:
        ask(context)
        approve_all(context)
        now_known(context, people=(person(status=PersonStatus.LEFT),))
        pass_days(context, clock, START)
        now_known(context)

        pass_days(context, clock, START + ONE_DAY)

        (grant,) = access(context)
        assert (grant.state, grant.held) == (GrantState.ACTIVE, "")

    def test_only_the_person_that_it_concerns_is_held_back(self, context: Context, clock: TestClock) -> None:
        now_known(context, people=(person(), person(id="E2", name="Edgar Engineer")))
        ask(context, people=("E1", "E2"))
        approve_all(context)
        now_known(context, people=(person(status=PersonStatus.LEFT), person(id="E2", name="Edgar Engineer")))

        pass_days(context, clock, START)

        assert {grant.person: grant.state.value for grant in access(context)} == {"E1": "scheduled", "E2": "active"}


def test_access_that_cannot_be_judged_any_more_does_not_hold_up_other_access(context: Context, clock: TestClock) -> None:
    """Somebody took a person out of the database by hand; their access stays closed, and the log says why."""
    now_known(context, people=(person(), person(id="E2", name="Edgar Engineer")))
    stuck = ask(context)
    approve_all(context)
    sound = ask(context, people=("E2",))
    for who in ("mo", "dan", "ivy", "sol"):
        approve(context, who, request_id=sound, stage=kept(context, sound).stage)
    with context.store.writing() as unit:
        unit.connection.execute(delete(PEOPLE).where(PEOPLE.c.id == "E1"))

    with capture_logs() as logs:
        pass_days(context, clock, START)

    assert [access(context, one)[0].state.value for one in (stuck, sound)] == ["scheduled", "active"]
    assert [(line["request"], line["log_level"]) for line in logs] == [(stuck, "error")]
    assert sweep_grants(context) == 0
