"""Whatever goes wrong between the bot and Slack can be made to go wrong here."""

import time
from http.client import RemoteDisconnected

import pytest
from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local.scripted_user import NotAcknowledged
from tests.local import app as trial
from tests.local.workspace import Workspace, connected, until


@pytest.fixture
def client(empty: Workspace) -> WebClient:
    return WebClient(token=trial.BOT_TOKEN, base_url=empty.url + "/api/", retry_handlers=[])


def texts(workspace: Workspace) -> list[str]:
    return [message["text"] for message in workspace.as_user().messages("ip-requests")]


def test_a_slow_call_is_slow_once(empty: Workspace, client: WebClient):
    empty.control.faults("latency", method="auth.test", seconds=0.3)
    start = time.monotonic()
    client.auth_test()
    assert time.monotonic() - start >= 0.3
    client.auth_test()
    assert time.monotonic() - start < 0.6


def test_too_many_calls_are_told_how_long_to_wait(empty: Workspace, client: WebClient):
    empty.control.faults("ratelimited", method="chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C_IP_REQUESTS", text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert texts(empty) == []


def test_a_broken_server_answers_without_json_until_it_is_mended(empty: Workspace, client: WebClient):
    empty.slack.faults.add("error", times=None, status=502)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            client.auth_test()
        assert caught.value.response.status_code == 502
    empty.control.clear_faults()
    assert client.auth_test()["ok"]


def test_a_lost_reply_leaves_the_message_standing(empty: Workspace, client: WebClient):
    empty.control.faults("reply_lost", method="chat.postMessage")
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        client.chat_postMessage(channel="C_IP_REQUESTS", text="posted all the same")
    assert texts(empty) == ["posted all the same"]


def test_a_fault_that_does_not_exist_is_refused(empty: Workspace):
    with pytest.raises(ValueError, match="no fault of the kind 'gremlin'"):
        empty.control.faults("gremlin")


@pytest.mark.parametrize("close_frame", [True, False])
def test_after_a_cut_socket_the_app_comes_back_and_hears_everything(workspace: Workspace, close_frame: bool):
    first = workspace.slack.sockets.connections[0]
    workspace.control.cut_socket(close_frame=close_frame)
    until(lambda: workspace.slack.connected and workspace.slack.sockets.connections[0] is not first)
    workspace.as_user().command("/ip-request", "card")
    assert texts(workspace) == ["Access request REQ-2026-0142"]


def test_an_interaction_is_sent_again_when_its_socket_broke_before_the_acknowledgement(workspace: Workspace):
    runs: list[float] = []

    @workspace.app.command("/ip-slow")
    def slow(ack: Ack) -> None:
        runs.append(time.monotonic())
        if len(runs) == 1:
            workspace.control.cut_socket()
            time.sleep(2)
        ack()

    workspace.as_user().command("/ip-slow")
    assert len(runs) == 2


def test_an_interaction_is_sent_once_while_its_socket_lives(workspace: Workspace):
    runs: list[float] = []

    @workspace.app.command("/ip-slow")
    def slow(ack: Ack) -> None:
        runs.append(time.monotonic())
        time.sleep(0.3)
        ack()

    workspace.as_user().command("/ip-slow")
    assert len(runs) == 1


def test_a_disconnect_brings_a_fresh_socket_at_once(workspace: Workspace):
    first = workspace.slack.sockets.connections[0]
    start = time.monotonic()
    workspace.control.ask_to_reconnect()
    until(lambda: workspace.slack.connected and first not in workspace.slack.sockets.connections)
    workspace.as_user().command("/ip-request", "card")
    assert time.monotonic() - start < 2
    assert texts(workspace) == ["Access request REQ-2026-0142"]


def test_two_sockets_take_turns(workspace: Workspace):
    with connected(trial.make_app(workspace.url), workspace.slack):
        until(lambda: len(workspace.slack.sockets.connections) == 2)
        for _ in range(4):
            workspace.as_user().command("/ip-request", "card")
    assert len(texts(workspace)) == 4


def test_an_interaction_can_be_made_to_arrive_twice_after_a_timeout(hasty: Workspace):
    hasty.control.faults("sent_twice", method="slash_command")
    with pytest.raises(NotAcknowledged):
        hasty.as_user().command("/ip-quiet")
    assert [sent.kind for sent in hasty.slack.sent] == ["slash_command"] * 2
