"""One server on loopback for the whole local workspace, in a thread of its own."""

import asyncio
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.domain.errors import Refusal
from bot.local.broadcast import Broadcast
from bot.local.clock import DemoClock
from bot.local.control import Controls
from bot.local.page import Page
from bot.local.slack import LocalSlack
from bot.local.slack.user_api import UserApi
from bot.local.tries import BOARD, Tries

LOOPBACK = "127.0.0.1"
PING_SECONDS = 0.2
STOP_WITHIN = 3
MOST_TAKEN = 20  # ports in a row


class LocalJira(Protocol):
    """All that the server needs of a local Jira: an application to mount."""

    @property
    def app(self) -> ASGIApp: ...


class QuickServer(uvicorn.Server):
    """Stops when it is told to, not at the next tenth of a second."""

    async def main_loop(self) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        await self._stopped.wait()

    def stop(self) -> None:
        self.should_exit = True
        if self.started:
            self._loop.call_soon_threadsafe(self._stopped.set)


class LocalServer:
    """Serves the Slack and, if given, the Jira; `with LocalServer(…) as server:` runs it, `server.url` is where."""

    def __init__(
        self, slack: LocalSlack, jira: LocalJira | None = None, *, clock: DemoClock, port: int = 0, tries: Tries | None = None
    ) -> None:
        self.slack = slack
        self.clock = clock
        self._jira, self._tries = jira, tries
        self._socket = _bound(port)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer on a kept connection waits 40 ms
        self.url = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}"
        slack.payloads.url = self.url
        self.broadcast = Broadcast()
        slack.state.listeners.append(self.broadcast.tell)
        clock.subscribe(lambda: slack.state.changed("clock"))
        self._server = QuickServer(self._config())
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="local-workspace")

    def _config(self) -> uvicorn.Config:
        """Short pings end the Socket Mode client's blocked read, so that it notices a change at once."""
        return uvicorn.Config(
            reachable_transport(self._application()),
            log_config=None,
            log_level="warning",
            access_log=False,
            date_header=False,
            lifespan="off",
            proxy_headers=False,
            ws_ping_interval=PING_SECONDS,
            timeout_graceful_shutdown=STOP_WITHIN,
        )

    def _application(self) -> Starlette:
        api, user_api = self.slack.api, UserApi(self.slack, self.broadcast)
        routes: list[BaseRoute] = [
            Route("/api/{method}", api.method, methods=["GET", "POST"]),
            Route("/response/{ident}", api.respond, methods=["POST"]),
            WebSocketRoute("/socket", self.slack.sockets.serve),
            *user_api.routes(),
            *Controls(self.slack, self.clock).routes(),
            *self._page(user_api).routes(),
            *([Mount("/jira", self._watched(self._jira.app))] if self._jira else []),
        ]
        here_only = Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])
        return Starlette(routes=routes, middleware=[here_only])

    def _watched(self, jira: ASGIApp) -> ASGIApp:
        """Whoever looks at the board has tried that."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if self._tries and scope.get("path", "").endswith("/board"):
                self._tries.tick(BOARD)
                self.slack.state.changed("tries")
            await jira(scope, receive, send)

        return app

    def _page(self, user_api: UserApi) -> Page:
        has_jira = self._jira is not None
        return Page(self.slack, user_api, broadcast=self.broadcast, clock=self.clock, has_jira=has_jira, tries=self._tries)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("The local workspace did not start.")
            time.sleep(0.002)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.broadcast.close()
        self._server.stop()
        self._thread.join()
        self._socket.close()
        self.slack.close()


def _bound(port: int) -> socket.socket:
    """On this port, or the next one that is free; 0 is any. Raises Refusal where many in a row are taken."""
    for number in range(port, port + MOST_TAKEN if port else 1):
        with suppress(OSError):
            return socket.create_server((LOOPBACK, number))
    raise Refusal("no_port", f"No port from {port} on is free on this machine. Choose another one: `--port 0` takes any.")


def reachable_transport(app: ASGIApp) -> ASGIApp:
    """Lets an endpoint break its own connection (`scope["local.abort"]`), which ASGI has no words for."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            sender: Any = send
            scope["local.abort"] = sender.__self__.transport.abort
        await app(scope, receive, send)

    return wrapped
