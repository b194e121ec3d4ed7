"""Nothing opens whose entries do not carry it, whatever the rows say."""

import json
from datetime import date

import pytest
from sqlalchemy import text

from bot.application.context import Context
from bot.application.record.verify import verify_record
from bot.application.register.load import load_register
from bot.domain.carrying import NOT_CARRIED
from bot.domain.errors import Refusal
from bot.domain.register import KnownGrant
from bot.domain.vocabulary import GrantState, Mode, RequestState
from tests.application.steps import (
    FIRST,
    access,
    approve,
    approve_all,
    ask,
    happened,
    kept,
    pass_days,
    promised,
    record_of,
    refused,
)
from tests.builders import END, START, TestClock, member, register
from tests.refusing import resume_access

INSERTED = """
INSERT INTO access_grant
(id, request, vendor, person, asset, mode, channel, start_on, end_on, state, next_on, held, entity, reasons) VALUES
(:id, :request, 'V1', 'E1', 'A1', 'view', 'CH', '2026-12-01', '2027-01-15', :state, '2026-12-01', '', 'V1-A', '[]')
"""


def tamper(context: Context, *statements: str, **values: str) -> None:
    with context.store.writing() as unit:
        for statement in statements:
            unit.connection.execute(text(statement), values)


def words(context: Context) -> str:
    return "\n".join(f"{one.subject}: {one.words}" for one in verify_record(context).breaks)


def held(context: Context) -> str:
    (grant,) = access(context)
    assert grant.state is GrantState.SCHEDULED
    return grant.held


def test_an_update_of_a_state_and_an_insert_of_access_open_nothing_and_are_held_told_and_named(
    context: Context, clock: TestClock
) -> None:
    ask(context)
    tamper(context, "UPDATE request SET state = 'approved'", INSERTED, id="GRT-2026-0001", request=FIRST, state="scheduled")

    pass_days(context, clock, START)

    assert held(context).startswith(f"{NOT_CARRIED}: no entry gives GRT-2026-0001")
    assert "access.opened" not in happened(context)
    (told,) = [event for event in record_of(context) if event.happened.value == "access.held"]
    assert told.details["why"] == [["record", held(context)]]
    assert ("told", "person:ana") in promised(context)
    assert "stands as approved; its entries leave it pending_approval" in words(context)
    assert "access GRT-2026-0001 stands as scheduled, and no entry gave it" in words(context)


def test_what_is_held_is_told_once_and_opens_once_its_entries_carry_it(context: Context, clock: TestClock) -> None:
    ask(context)
    approve_all(context)
    tamper(context, "UPDATE request SET state = 'rejected' WHERE id = 'nobody'", "UPDATE access_grant SET end_on = '2027-02-15'")
    pass_days(context, clock, START)
    pass_days(context, clock, date(2026, 12, 2))
    assert happened(context).count("access.held") == 1
    assert "is not what its entry gave" in held(context)

    tamper(context, f"UPDATE access_grant SET end_on = '{END}'")
    pass_days(context, clock, date(2026, 12, 3))

    (grant,) = access(context)
    assert grant.state is GrantState.ACTIVE


ALTERED = {
    "another person": ("UPDATE access_grant SET person = 'E2'", "is not what its entry gave"),
    "a longer window": ("UPDATE access_grant SET end_on = '2030-01-01'", "is not what its entry gave"),
    "a draft for something else": ("UPDATE request SET draft = :draft", "asks for something else than its entry says"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_approved_access_that_was_altered_before_its_first_day_does_not_open(
    context: Context, clock: TestClock, what: str
) -> None:
    ask(context)
    approve_all(context)
    statement, said = ALTERED[what]
    with context.store.reading() as unit:
        found = unit.connection.execute(text("SELECT draft FROM request")).scalar_one()
    draft = json.loads(found) if isinstance(found, str) else found
    tamper(context, statement, draft=json.dumps(draft | {"need_text": "Because."}))

    pass_days(context, clock, START)

    assert said in held(context)


def test_a_thinner_route_grows_back_at_the_next_click(context: Context) -> None:
    ask(context)
    with context.store.reading() as unit:
        found = unit.connection.execute(text("SELECT route FROM request")).scalar_one()
    route = json.loads(found) if isinstance(found, str) else found
    thin = json.dumps(route | {"stages": route["stages"][:1], "min_distinct_people": 1})
    tamper(context, "UPDATE request SET route = :route", route=thin)
    assert "asks fewer people" in words(context)

    approve_all(context, "mo")

    request = kept(context)
    assert (request.state, len(request.route.stages)) == (RequestState.PENDING_APPROVAL, 3)


def test_a_request_moved_past_its_stages_is_asked_about_from_the_first_open_one(context: Context) -> None:
    ask(context)
    tamper(context, "UPDATE request SET stage = 2")

    assert refused(approve(context, "sol")).code == "stale"

    assert kept(context).stage == 0


def test_access_that_an_altered_entry_gave_does_not_open(context: Context, clock: TestClock) -> None:
    ask(context)
    approve_all(context)
    drop = "DROP TRIGGER event_update"
    if context.store.engine.dialect.name != "sqlite":
        drop = "DROP TRIGGER event_append_only ON event"
    tamper(context, drop, "UPDATE event SET actor = 'eve' WHERE happened = 'item.approved'")

    pass_days(context, clock, START)

    assert "was altered" in held(context)


def known(**more: object) -> KnownGrant:
    usual = {"id": "GRT-9", "request": "REQ-OLD", "vendor": "V1", "person": "E1", "asset": "A1", "mode": Mode.VIEW}
    window = {"start_on": START, "end_on": END, "state": GrantState.SCHEDULED}
    return KnownGrant(**(usual | window | more))  # type: ignore[arg-type]


def test_access_that_a_register_brought_opens_as_its_entry_took_it_in(context: Context, clock: TestClock) -> None:
    load_register(context, register(grants=(known(),)), actor="admin")
    assert words(context) == ""

    pass_days(context, clock, START)

    (grant,) = access(context, "REQ-OLD")
    assert grant.state is GrantState.ACTIVE
    assert words(context) == ""


def test_access_without_a_request_and_without_an_entry_is_held_until_a_register_takes_it_in(
    context: Context, clock: TestClock
) -> None:
    """As a release kept it that wrote no such entries; also as somebody puts it in who has the database's password."""
    as_a_register = "UPDATE access_grant SET channel = '', entity = NULL"
    tamper(context, INSERTED, as_a_register, id="GRT-9", request="REQ-OLD", state="scheduled")
    pass_days(context, clock, START)
    (grant,) = access(context, "REQ-OLD")
    assert grant.state is GrantState.SCHEDULED
    assert "load the register once more" in grant.held

    load_register(context, register(grants=(known(),)), actor="admin")
    pass_days(context, clock, date(2026, 12, 2))
    (grant,) = access(context, "REQ-OLD")
    assert grant.state is GrantState.ACTIVE


def test_suspended_access_that_nobody_gave_is_resumed_by_nobody(context: Context) -> None:
    ask(context)
    approve_all(context)
    tamper(context, INSERTED, id="GRT-7", request=FIRST, state="suspended")
    tamper(context, "UPDATE access_grant SET reasons = '[\"owner\"]' WHERE id = 'GRT-7'")

    refused = resume_access(context, member("dan"), FIRST)

    assert isinstance(refused, Refusal)
    assert "no entry gives GRT-7" in str(refused)
