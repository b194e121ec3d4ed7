"""What is counted of Slack's deliveries: served, refused in words, failed, not signed; by kind, and nobody is named."""

import time

import pytest
from slack_bolt import BoltRequest

from bot.slack.app import make_app
from bot.slack.click_counts import CountingApp
from tests.slack.conftest import Room


@pytest.fixture
def app(room: Room) -> CountingApp:
    return make_app(room.office, room.client, signing_secret="")


def dispatched(app: CountingApp, body: dict[str, object]) -> None:
    app.dispatch(BoltRequest(body=body, mode="socket_mode"))


def command(user: str, text: str = "help") -> dict[str, object]:
    given = {"command": "/ip-request", "text": text, "user_id": user, "team_id": "T0LOCAL", "channel_id": "C_IP_REQUESTS"}
    return given | {"trigger_id": "1.2.3", "response_url": "http://127.0.0.1:1/none"}


def test_a_command_that_is_answered_counts_as_served(app: CountingApp) -> None:
    dispatched(app, command("U_ANA"))
    dispatched(app, command("U_ANA"))
    assert app.counts() == {("command", "served"): 2}


def test_one_that_is_refused_counts_as_refused_and_the_next_one_by_itself(app: CountingApp) -> None:
    dispatched(app, command("U_GUEST", "mine"))
    dispatched(app, command("U_ANA", "mine"))
    assert app.counts() == {("command", "refused"): 1, ("command", "served"): 1}


def test_a_kind_that_nobody_knows_makes_no_series_of_its_own(app: CountingApp) -> None:
    dispatched(app, {"type": "made_up_by_somebody", "user": {"id": "U_ANA"}, "team": {"id": "T0LOCAL"}})
    assert {kind for kind, _ in app.counts()} == {"unknown"}


def test_a_delivery_that_is_not_signed_is_counted_apart(room: Room) -> None:
    signed = make_app(room.office, room.client, signing_secret="a secret")
    headers = {"x-slack-signature": ["v0=00"], "x-slack-request-timestamp": [str(int(time.time()))]}
    signed.dispatch(BoltRequest(body="payload=%7B%7D", headers=headers))
    assert signed.counts() == {("unknown", "unsigned"): 1}
