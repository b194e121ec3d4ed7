"""Socket Mode: the bot connects to Slack, no port is open; enough threads that no click waits for another."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.domain.errors import Refusal

CONCURRENCY = 32  # clicks at once; with the default of 10 the eleventh misses Slack's three seconds
PING_SECONDS = 1  # how soon a lost connection is noticed
ANSWERS_WITHIN = 3.0  # seconds that Slack waits for an acknowledgement
QUIET_LOOKS = 4  # a delivery is between two hands for less than that


class PatientHandler(SocketModeHandler):
    """Knows whether somebody who clicked still waits: their acknowledgement needs the socket that is about to be closed."""

    def __init__(self, app: App, app_token: str, **given: Any) -> None:
        self._counting = threading.Lock()
        self._at_work = 0
        super().__init__(app, app_token, **given)

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        self._count(+1)
        try:
            super().handle(client, req)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._counting:
            self._at_work += change

    def answer_what_came_in(self) -> None:
        """Returns when nobody has waited for a moment, or after three seconds, when Slack has given up on them anyway."""
        until = time.monotonic() + ANSWERS_WITHIN
        quiet = 0
        while quiet < QUIET_LOOKS and time.monotonic() < until:
            quiet = 0 if self._at_work or not self.client.message_queue.empty() else quiet + 1
            time.sleep(0.005)


@contextmanager
def connected(app: App, app_token: str) -> Iterator[SocketModeHandler]:
    """Connected while the block runs; on leaving, who has clicked is answered, and the client stops before all it talks to.

    Raises Refusal where Slack does not let it in.
    """
    handler = PatientHandler(app, app_token, concurrency=CONCURRENCY, ping_interval=PING_SECONDS)
    handler.client.proxy = None
    _give_up_a_broken_socket_at_once(handler.client)
    _send_small_frames_at_once(handler.client)
    try:
        _let_in(handler)
        yield handler
    finally:
        handler.answer_what_came_in()
        handler.client.closed = True
        handler.client.message_queue.put(None)
        handler.close()  # type: ignore[no-untyped-call]


def _let_in(handler: PatientHandler) -> None:
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        words = f"Slack does not let the bot in: {error.response.get('error')}. `ringfence doctor slack` says what to do."
        raise Refusal("slack_refuses", words) from None
    except (SlackClientError, OSError) as error:
        words = f"Slack cannot be reached ({type(error).__name__}). `ringfence doctor slack` says more."
        raise Refusal("slack_out_of_reach", words) from None


def _give_up_a_broken_socket_at_once(client: SocketModeClient) -> None:
    """A socket that ended without a close frame is replaced at the first ping that fails.

    The client on its own tries four pings more, spinning on the dead socket; clicks of these six seconds would get no answer.
    """
    look = client._monitor_current_session

    def look_and_let_go() -> None:
        session = client.current_session
        look()  # type: ignore[no-untyped-call]
        if session is not None and session.consecutive_check_state_error_count:
            session.disconnect()
            look()  # type: ignore[no-untyped-call]

    client.current_app_monitor = IntervalRunner(look_and_let_go, PING_SECONDS)


def _send_small_frames_at_once(client: SocketModeClient) -> None:
    """An acknowledgement does not wait for Slack's receipt of the frame before it, a pong say (RFC 896): up to 40 ms."""
    connect = client.connect

    def connect_and_hurry() -> None:
        connect()
        session = client.current_session
        if session is not None and session.sock is not None:
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    client.connect = connect_and_hurry  # type: ignore[method-assign]
