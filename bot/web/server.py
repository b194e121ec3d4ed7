"""The web application served in a thread of this process, on a socket that is bound before it starts."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from starlette.applications import Starlette

from bot.web.door import BACKLOG, Door, Doorkeeper

START_WITHIN = 10.0


@contextmanager
def serving(app: Starlette, host: str = "127.0.0.1") -> Iterator[int]:
    """The application served on a free port, which is yielded."""
    server = WebServer(app, host, 0)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


class WebServer:
    """Starts and stops uvicorn beside the bot. Raises OSError where the address is taken."""

    def __init__(self, app: Starlette, host: str, port: int, keeper: Doorkeeper | None = None) -> None:
        self._socket = socket.create_server((host, port), backlog=BACKLOG)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer on a kept connection waits 40 ms
        self.port = int(self._socket.getsockname()[1])
        config = uvicorn.Config(
            app,
            http=partial(Door, keeper or Doorkeeper()),  # type: ignore[arg-type]  # it is only ever called
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            backlog=BACKLOG,
            timeout_graceful_shutdown=5,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()
        until = time.monotonic() + START_WITHIN
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > until:
                raise RuntimeError("the web part did not start; see the log lines above")
            time.sleep(0.005)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
