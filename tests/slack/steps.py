"""Steps in the little world's Slack: a form filled in, a request that waits, one that was approved by everybody."""

from bot.application.requests.submit import Submitted, submit_request
from bot.local.scripted_user import ScriptedUser
from bot.slack import ids
from tests.builders import draft
from tests.slack.conftest import Room

DECIDERS = ("mo", "dan", "ivy", "sol")


def filled_form(room: Room, who: str = "ana", **more: str) -> ScriptedUser:
    """Ana's form with every question answered; `more` replaces an answer by the block id of its field."""
    user = room.as_user(who)
    user.command(ids.COMMAND, channel="ip-requests")
    for action, value in ((ids.VENDOR, "V1"), (ids.ASSETS, "A1"), (ids.PEOPLE, "E1")):
        user.suggest(action, "")
        user.choose(action, value)
    user.choose(ids.MODE, "view")
    user.choose(ids.CHANNEL, "CH")
    for block_id, value in ({"start": "2026-12-01", "end": "2027-01-15", "need": "The test fails without it."} | more).items():
        user.fill(block_id, value)
    return user


def ask(room: Room) -> str:
    """Ana asks, and everybody concerned has their message."""
    outcome = submit_request(room.context, draft(), submit_key="V1")
    assert isinstance(outcome, Submitted)
    room.deliver()
    return outcome.request_id


def approved_by_all(room: Room) -> str:
    """A request that all have approved by their buttons; access is planned."""
    request_id = ask(room)
    for who in DECIDERS:
        room.as_user(who).click(ids.APPROVE)
        room.deliver()
    return request_id
