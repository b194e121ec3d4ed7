"""Who is let in to the web part, and for how long: nobody who only holds a connection open keeps others out.

A connection costs a file of the process, and the bot needs files of its own for Slack, Jira and the database. So there are so
many at most, a request has to be whole within some seconds, and whoever comes when all are taken is given the place of the one
that has waited longest without saying anything that can be answered.
"""

import asyncio
import time
from typing import Any

import structlog
from uvicorn.protocols.http.h11_impl import H11Protocol

log = structlog.get_logger(__name__)
MOST = 200  # connections at once
WITHIN = 10.0  # seconds for a whole request, head and body
BACKLOG = 128  # connections that are taken in one turn
SAID_EVERY = 60.0  # seconds between two log lines about a crowd


class Doorkeeper:
    """What the connections of one server share."""

    def __init__(self, *, most: int = MOST, within: float = WITHIN) -> None:
        self.most, self.within = most, within
        self._said_at: float | None = None

    def say(self) -> None:
        now = time.monotonic()
        if self._said_at is None or now - self._said_at > SAID_EVERY:
            self._said_at = now
            log.warning("too many connections to the web part; the idlest are closed", most=self.most)


class Door(H11Protocol):
    """One connection."""

    def __init__(self, keeper: Doorkeeper, **given: Any) -> None:
        super().__init__(**given)
        self._keeper = keeper
        self._since = self.loop.time()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def waits(self) -> bool:
        """Whether no whole request of it is being answered."""
        return self.cycle is None or self.cycle.response_complete or self.cycle.more_body

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_a_request()
        if len(self.connections) > self._keeper.most:
            self._keeper.say()
            waiting = [one for one in self.connections if isinstance(one, Door) and one.waits]
            idlest = min(waiting, key=lambda one: one._since)
            self.connections.discard(idlest)  # it is told that it is lost only in the next turn
            idlest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Who is being answered is answered; nobody else is waited for when the server ends."""
        if self.waits:
            self.transport.abort()
        else:
            super().shutdown()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._await_a_request()

    def _await_a_request(self) -> None:
        self._since = self.loop.time()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(self._keeper.within, self._look)

    def _look(self) -> None:
        if self.waits:
            self.transport.abort()
