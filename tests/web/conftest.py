"""The web part on loopback, with a real app behind it that keeps what it was told."""

import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.store.engine import open_engine
from bot.store.unit import Store
from bot.web.app import make_web
from bot.web.door import Doorkeeper
from bot.web.server import WebServer
from tests.local import app as trial
from tests.local.workspace import make_slack

SECRET = trial.SECRET


@dataclass
class Heard:
    """What reached the listener, and in which threads it ran."""

    texts: list[str] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Answer:
    status: int
    body: str


@dataclass(frozen=True)
class Site:
    """The web part, called as Slack calls it."""

    port: int
    heard: Heard
    store: Store
    stop: Callable[[], None]

    def get(self, path: str) -> Answer:
        return self._call("GET", path, None, {})

    def post(self, body: bytes, headers: dict[str, str]) -> Answer:
        return self._call("POST", "/slack/events", body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return Answer(reply.status, reply.read().decode())
        finally:
            connection.close()


def command(text: str) -> bytes:
    """A slash command as Slack delivers it."""
    form = {"command": "/ip-request", "text": text, "user_id": "U_JONAS", "team_id": "T0LOCAL", "trigger_id": "1.2.3"}
    return urlencode(form).encode()


def signed(body: bytes, *, secret: str = SECRET, age: float = 0) -> dict[str, str]:
    """Slack's signature of this body, made so many seconds ago."""
    at = str(int(time.time() - age))
    digest = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


@contextmanager
def serving(
    store: Store,
    *,
    first: Callable[[], object] = lambda: None,
    with_slack: bool = True,
    keeper: Doorkeeper | None = None,
    **more: Any,
) -> Iterator[Site]:
    """The web part at work; its listener does `first` before it answers."""
    clock = DemoClock()
    heard = Heard()
    with LocalServer(make_slack(clock), clock=clock) as workspace:
        client = WebClient(token=trial.BOT_TOKEN, base_url=workspace.url + "/api/", retry_handlers=[])
        app = App(client=client, signing_secret=SECRET, process_before_response=True)

        @app.command("/ip-request")
        def listen(ack: Any, body: Any) -> None:
            first()
            heard.texts.append(body["text"])
            heard.threads.add(threading.current_thread().name)
            ack(f"Heard {body['text']}.")

        web = WebServer(make_web(app if with_slack else None, store, **more), "127.0.0.1", 0, keeper)
        web.start()
        try:
            yield Site(web.port, heard, store, web.stop)
        finally:
            web.stop()


@pytest.fixture
def kept(sqlite_url: str) -> Iterator[Store]:
    opened = Store(open_engine(sqlite_url))
    yield opened
    opened.close()


@pytest.fixture
def site(kept: Store) -> Iterator[Site]:
    with serving(kept) as opened:
        yield opened
