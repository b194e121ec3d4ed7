"""The local workspace with a real Bolt app in it, connected as the bot will be."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.local.clock import DemoClock
from bot.local.scripted_user import Control, ScriptedUser
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from tests.local import app as trial


@dataclass
class Workspace:
    """Everything a test holds in its user."""

    slack: LocalSlack
    clock: DemoClock
    server: LocalServer
    app: App | None = None
    handler: SocketModeHandler | None = None

    @property
    def url(self) -> str:
        return self.server.url

    def as_user(self, user: str = "U_JONAS") -> ScriptedUser:
        return ScriptedUser(self.url, user)

    @property
    def control(self) -> Control:
        return Control(self.url)


def make_slack(clock: DemoClock, deliver_to: str | None = None, secret: str = trial.SECRET, **more: object) -> LocalSlack:
    given = {"private": ["counsel"], "bot_not_in": ["elsewhere"], "groups": {"ip-counsel": ["U_LENA"]}, **more}
    return LocalSlack(
        trial.MEMBERS, trial.CHANNELS, trial.SCOPES, trial.COMMANDS, trial.BOT_TOKEN, trial.APP_TOKEN, secret, clock,
        deliver_to=deliver_to, event_retries=(0.05, 0.05), **given,
    )  # fmt: skip


@contextmanager
def connected(app: App, slack: LocalSlack) -> Iterator[SocketModeHandler]:
    """The app on its socket; the client stops before the server, with its queue woken first."""
    handler = SocketModeHandler(app, trial.APP_TOKEN, concurrency=32, ping_interval=1)
    handler.client.proxy = None
    handler.connect()
    until(lambda: slack.connected)
    try:
        yield handler
    finally:
        handler.client.closed = True
        handler.client.message_queue.put(None)
        handler.close()


def until(predicate: Callable[[], object], timeout: float = 10.0) -> None:
    """Waits until something outside the workspace's own version holds."""
    end = time.monotonic() + timeout
    while not predicate():
        assert time.monotonic() < end, "What was waited for did not happen."
        time.sleep(0.005)
