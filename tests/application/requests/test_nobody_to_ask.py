"""A route that nobody can walk to its end stops a request as it is asked for, and the administrators hear of it (PRC-03)."""

from dataclasses import replace

from bot.application.access.views import Notice
from bot.application.context import Context
from bot.application.requests.submit import Refused, submit_request
from bot.domain.vocabulary import Role
from bot.store import outbox, record
from tests.application.steps import now_known, promised
from tests.builders import draft, member, members, register

ADAM = member("adam", Role.ADMINISTRATOR)
NOBODY = members(ADAM, replace(member("sol"), active=False), replace(member("eve"), active=False))


def tried(context: Context, key: str) -> Refused:
    outcome = submit_request(context, draft(), submit_key=key)
    assert isinstance(outcome, Refused)
    return outcome


def test_nothing_is_asked_and_the_entry_names_the_gate(context: Context) -> None:
    now_known(context, members=NOBODY)
    assert tried(context, "V1").gaps == ("the stage 'security' needs 1 of security officer for A1, and 0 can decide",)
    with context.store.reading() as unit:
        (entry,) = [one.event for one in record.entries_of(unit, ["V1"]) if one.event.happened.value == "request.refused"]
    assert entry.details["gate"] == "PRC-03"


def test_the_administrators_are_told_what_is_lacking_and_who_wanted_it(context: Context) -> None:
    now_known(context, members=NOBODY)
    tried(context, "V1")
    assert promised(context) == [("nobody_to_ask", "person:adam")]
    with context.store.reading() as unit:
        draw = context.kinds.named("nobody_to_ask").draw
        assert draw is not None
        (told,) = [draw(unit, context, one.promise) for one in outbox.undelivered(unit)]
    assert isinstance(told, Notice)
    assert told.headline == "Nobody could decide, so access for Volt GmbH could not be asked for"
    assert told.lines[0] == "PRC-03: the stage 'security' needs 1 of security officer for A1, and 0 can decide."
    assert "Ana wanted to ask for it" in told.lines[1]


def test_once_however_often_it_is_tried_and_again_when_people_have_changed(context: Context) -> None:
    now_known(context, members=NOBODY)
    tried(context, "V1")
    tried(context, "V2")
    assert len(promised(context)) == 1
    now_known(context, members=(*NOBODY, member("nia", Role.IP_COUNSEL)))
    tried(context, "V3")
    assert len(promised(context)) == 2


def test_a_request_that_the_checks_stop_tells_no_administrator(context: Context) -> None:
    now_known(context, members=members(ADAM), people=register().people, agreements=())
    tried(context, "V1")
    assert promised(context) == []
