"""An app with a request address gets the same payloads, signed, and its answers count the same."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.local.clock import DemoClock
from bot.local.scripted_user import NotAcknowledged
from bot.local.server import LocalServer
from tests.local import app as trial
from tests.local.test_conversation import fill_all
from tests.local.workspace import Workspace, make_slack, until


@contextmanager
def served(routes: list[Route]) -> Iterator[str]:
    """An application on loopback, as the bot's own web server would be."""
    sock = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.002)
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}/slack/events"
    finally:
        server.should_exit = True
        thread.join()
        sock.close()


class Receiver:
    """Takes requests as the bot does over HTTP; `broken` answers 500 so many times first."""

    def __init__(self) -> None:
        self.app: App | None = None
        self.broken = 0
        self.headers: list[dict[str, str]] = []
        self.pool = ThreadPoolExecutor(8)

    async def endpoint(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        if self.broken:
            self.broken -= 1
            return Response(status_code=500)
        body = await request.body()
        asked = to_bolt_request(request, body)
        return to_starlette_response(await asyncio.get_running_loop().run_in_executor(self.pool, self.app.dispatch, asked))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.pool.shutdown()


@contextmanager
def delivering(receiver: Receiver, secret: str) -> Iterator[Workspace]:
    clock = DemoClock()
    with served([Route("/slack/events", receiver.endpoint, methods=["POST"])]) as address:
        slack = make_slack(clock, deliver_to=address, secret=secret)
        with LocalServer(slack, clock=clock) as server:
            receiver.app = trial.make_app(server.url)
            yield Workspace(slack, clock, server, receiver.app)


@pytest.fixture
def signed(receiver: Receiver) -> Iterator[Workspace]:
    with delivering(receiver, trial.SECRET) as workspace:
        yield workspace


def test_command_suggestion_form_and_click_work_over_signed_http(signed: Workspace):
    jonas = signed.as_user()
    jonas.command("/ip-request")
    fill_all(jonas, "because")
    jonas.submit()
    assert jonas.view()["errors"] == {"why": "Say which task fails without it."}
    jonas.fill("why", "The training fails.")
    jonas.submit()
    assert jonas.messages()[-1]["text"] == "Asked: The training fails."
    jonas.command("/ip-request", "card")
    assert jonas.whispers()[-1]["text"] == "The card is there."
    jonas.click("request.approve", channel="ip-requests")
    assert jonas.messages("ip-requests")[0]["text"] == "REQ-2026-0142 · approved"


def test_a_wrong_signature_is_not_believed(receiver: Receiver):
    with delivering(receiver, "another secret") as forger, pytest.raises(NotAcknowledged):
        forger.as_user().command("/ip-request")


def test_an_event_that_was_not_taken_is_sent_again_and_says_so(signed: Workspace, receiver: Receiver):
    receiver.broken = 1
    with pytest.raises(NotAcknowledged):
        signed.as_user().home()
    until(lambda: signed.as_user().home_view())
    assert receiver.headers[-1]["x-slack-retry-num"] == "1"
    assert "x-slack-retry-num" not in receiver.headers[0]


def test_an_interaction_that_was_not_taken_is_not_sent_again(signed: Workspace, receiver: Receiver):
    receiver.broken = 1
    with pytest.raises(NotAcknowledged, match="operation timed out"):
        signed.as_user().command("/ip-request")
    assert len(receiver.headers) == 1
