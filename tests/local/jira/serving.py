"""A local Jira served on loopback under /jira, with every exchange kept, to be held against the specification of Jira Cloud."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.local.jira import LocalJira
from bot.local.server import reachable_transport

USER, TOKEN = "ringfence@example.test", "local-jira-token"


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, by: timedelta) -> None:
        self.at += by


@dataclass
class Exchange:
    """One request and what came back; status 0 where the connection was broken off."""

    method: str
    path: str
    query: str
    content_type: str
    sent: bytes = b""
    status: int = 0
    received: bytes = b""


@dataclass
class Served:
    """Where the local Jira is, and what was said to it."""

    jira: LocalJira
    url: str
    exchanges: list[Exchange] = field(default_factory=list)


@contextmanager
def serve(jira: LocalJira) -> Iterator[Served]:
    """Serves until the block ends."""
    listening = _listening()
    served = Served(jira, f"http://127.0.0.1:{listening.getsockname()[1]}/jira")
    app = reachable_transport(Starlette(routes=[Mount("/jira", _keeping(jira.app, served.exchanges))]))
    config = uvicorn.Config(app, log_config=None, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.002)
        yield served
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        jira.webhooks.close()


def _listening() -> socket.socket:
    """A socket that says that it is TCP: otherwise asyncio leaves Nagle's delay on, 40 ms for each answer."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    return listening


def _keeping(app: ASGIApp, exchanges: list[Exchange]) -> ASGIApp:
    """The same application; what goes in and comes out is kept."""

    async def kept(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        path = scope["raw_path"].decode().removeprefix(scope["root_path"])
        exchange = Exchange(scope["method"], path, scope["query_string"].decode(), headers.get(b"content-type", b"").decode())
        exchanges.append(exchange)

        async def heard() -> Message:
            message = await receive()
            exchange.sent += message.get("body", b"")
            return message

        async def said(message: Message) -> None:
            exchange.status = message.get("status", exchange.status)
            exchange.received += message.get("body", b"")
            await send(message)

        await app(scope, heard, said)

    return kept
