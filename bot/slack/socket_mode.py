"""Socket Mode: the bot connects to Slack, no port is open; enough threads that no click waits for another."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.application.ports import TryLater
from bot.domain.errors import Refusal
from bot.slack.failures import NotOpened, SlackRefusal
from bot.slack.patience import Patience
from bot.slack.socket_client import PatientClient
from bot.slack.wire import Proxy, proxy_for

CONCURRENCY = 32  # clicks at once; with the default of 10 the eleventh misses Slack's three seconds
ANSWERS_WITHIN = 3.0  # seconds that Slack waits for an acknowledgement
QUIET_LOOKS = 4  # a delivery is between two hands for less than that
GREETED_WITHIN = 1.0  # seconds: Slack says hello at once, or hangs up


class PatientHandler(SocketModeHandler):
    """Knows whether somebody who clicked still waits: their acknowledgement needs the socket that is about to be closed."""

    client: PatientClient

    def __init__(self, app: App, client: PatientClient) -> None:
        self._counting = threading.Lock()
        self._at_work = 0
        self.app, self.app_token, self.client = app, client.app_token, client
        client.socket_mode_request_listeners.append(self.handle)

    def handle(self, client: Any, req: SocketModeRequest) -> None:
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
def connected(
    app: App, app_token: str, way: Callable[[str], Proxy | None] = proxy_for, patience: Patience | None = None
) -> Iterator[PatientHandler]:
    """Connected while the block runs, or coming back; on leaving, who has clicked is answered, and the client stops first.

    Raises Refusal where Slack does not let it in. A Slack that is out of reach is tried again: `handler.client.trouble()`.
    """
    client = PatientClient(
        app_token, app.client, logger=app.logger, concurrency=CONCURRENCY, way=way, patience=patience or Patience()
    )
    handler = PatientHandler(app, client)
    try:
        _let_in(client)
        yield handler
    finally:
        handler.answer_what_came_in()
        client.close()


def _let_in(client: PatientClient) -> None:
    try:
        client.begin()
    except SlackRefusal as refusal:
        words = f"Slack does not let the bot in: {refusal.error}. `ringfence doctor slack` says what to do."
        raise Refusal("slack_refuses", words) from None
    except (NotOpened, TryLater):
        return  # the client has said so, and comes back to it
    client.greeted.wait(GREETED_WITHIN)
