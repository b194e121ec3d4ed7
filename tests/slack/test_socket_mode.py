"""Enough threads that no click waits for another until Slack has given up on it."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.local.clock import DemoClock
from bot.local.scripted_user import ScriptedUser
from bot.local.server import LocalServer
from bot.slack.socket_mode import CONCURRENCY, connected
from tests.local import app as trial
from tests.local.workspace import make_slack, until

PATIENCE = 30.0


def test_thirty_two_people_are_answered_side_by_side() -> None:
    """Each answer waits until all are being worked on: with one thread less nobody would ever be answered."""
    clock, together = DemoClock(), threading.Barrier(32)
    slack = make_slack(clock, acknowledge_within=PATIENCE)
    with LocalServer(slack, clock=clock) as server:
        app = App(client=WebClient(token=trial.BOT_TOKEN, base_url=server.url + "/api/"), process_before_response=True)

        @app.command("/ip-request")
        def answer(ack: Ack) -> None:
            together.wait(PATIENCE)
            ack("Here you are.")

        with connected(app, trial.APP_TOKEN), ThreadPoolExecutor(32) as crowd:
            until(lambda: slack.connected)
            for asked in [crowd.submit(ScriptedUser(server.url, "U_JONAS").command, "/ip-request") for _ in range(32)]:
                asked.result()
        assert [one["text"] for one in ScriptedUser(server.url, "U_JONAS").whispers()] == ["Here you are."] * 32
    assert CONCURRENCY == 32


def test_an_acknowledgement_does_not_wait_for_the_receipt_of_an_earlier_frame() -> None:
    """Two small frames in a row, a pong and an acknowledgement say, would else lie 40 ms apart."""
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        app = App(client=WebClient(token=trial.BOT_TOKEN, base_url=server.url + "/api/"), process_before_response=True)
        with connected(app, trial.APP_TOKEN) as handler:
            session = handler.client.current_session
            assert session is not None
            assert session.sock is not None
            assert session.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
