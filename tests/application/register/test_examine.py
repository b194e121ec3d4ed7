"""What doctor says of the register and of the record."""

from dataclasses import replace

from sqlalchemy import text

from bot.application.context import Context
from bot.application.register.diagnostics import examine_record, examine_register, examine_seats
from tests.application.steps import now_known
from tests.builders import members

EVERYTHING = ("known_grant", "agreement", "assessment", "person", "asset", "vendor", "member")


def without_register(context: Context) -> None:
    with context.store.writing() as unit:
        for table in EVERYTHING:
            unit.connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of this list


def let_go(context: Context, member: str) -> None:
    """Slack does not know this member; a binding that is there would outlive a new register."""
    without_register(context)
    now_known(context, members=tuple(replace(one, slack_id=None) if one.id == member else one for one in members()))


class TestTheRegister:
    def test_all_of_it_is_there_and_bound(self, context: Context) -> None:
        lines = examine_register(context)
        assert all(line.ok and not line.to_do for line in lines)
        assert lines[0].what.startswith(f"members: {len(members())}, vendors: ")
        assert lines[1].what == f"all {len(members())} active members are bound to Slack"

    def test_none_is_loaded(self, context: Context) -> None:
        without_register(context)
        (line,) = examine_register(context)
        assert (line.ok, line.what) == (False, "no register is loaded")

    def test_a_seat_that_only_somebody_fills_whom_slack_does_not_know_is_a_fault(self, context: Context) -> None:
        let_go(context, "sol")
        lines = examine_register(context)
        (fault,) = [line for line in lines if not line.ok]
        assert fault.what == "nobody who is bound to Slack is security officer"
        assert "slack_id" in fault.to_do

    def test_somebody_else_who_is_not_bound_is_advice(self, context: Context) -> None:
        let_go(context, "ana")
        lines = examine_register(context)
        assert all(line.ok for line in lines)
        assert "cannot ask or decide" in lines[1].what
        assert "slack_id" in lines[1].to_do


class TestSeats:
    def test_a_role_that_nobody_holds_is_a_problem_at_its_stage(self, context: Context) -> None:
        now_known(context, members=tuple(one for one in members() if one.id != "sol"))
        problems, _ = examine_seats(context)
        assert ["security_officer" in words for _, words in problems] == [True]

    def test_without_people_there_is_nothing_to_say(self, context: Context) -> None:
        without_register(context)
        assert examine_seats(context) == ([], [])


class TestTheRecord:
    def test_one_that_nobody_touched_is_well(self, context: Context) -> None:
        (line,) = examine_record(context)
        assert line.ok
        assert "it has no root yet" in line.what

    def test_one_that_somebody_changed_is_not_and_the_entry_is_named(self, context: Context) -> None:
        with context.store.writing() as unit:
            if context.store.engine.dialect.name == "sqlite":
                unit.connection.execute(text("DROP TRIGGER event_update"))
            else:
                unit.connection.execute(text("ALTER TABLE event DISABLE TRIGGER event_append_only"))
            unit.connection.execute(text("UPDATE event SET actor = 'somebody else'"))
        (line,) = examine_record(context)
        assert not line.ok
        assert "register: entry 1" in line.what
