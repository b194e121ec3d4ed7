"""Payloads on their way to the app: logged, delivered, and sent again by Slack's rules."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.local.faults import Faults
from bot.local.slack.json_body import Json


class Transport(Protocol):
    """Socket Mode or signed HTTP."""

    async def deliver(self, payload: Json, *, kind: str, within: float, retry: Json | None = None) -> Json | None: ...


@dataclass(frozen=True)
class Sent:
    """One payload as it was sent; kept for tests."""

    kind: str
    payload: Json
    retry_attempt: int = 0


class Delivery:
    """Sends and remembers. `within` is how long it waits for an acknowledgement, `event_retries` how long before each
    repetition of an unacknowledged event, in seconds."""

    def __init__(self, transport: Transport, faults: Faults, *, within: float, event_retries: Sequence[float]) -> None:
        self.sent: list[Sent] = []
        self.transport = transport
        self._faults = faults
        self._within = within
        self._event_retries = event_retries
        self._tasks: set[asyncio.Task[Any]] = set()

    async def interaction(self, payload: Json) -> Json | None:
        """What the acknowledgement carried, or None after silence."""
        kind = payload.get("type", "slash_command")
        self.sent.append(Sent(kind, payload))
        reply = await self.transport.deliver(payload, kind=kind, within=self._within)
        if reply is None and self._faults.take("sent_twice", kind):
            self.sent.append(Sent(kind, payload))
            reply = await self.transport.deliver(payload, kind=kind, within=self._within)
        return reply

    async def event(self, payload: Json) -> bool:
        """Whether the first sending was acknowledged; if not, it is sent again in the background."""
        if await self._event(payload, 0):
            return True
        self.in_background(self._again(payload))
        return False

    async def _again(self, payload: Json) -> None:
        for attempt, pause in enumerate(self._event_retries, start=1):
            await asyncio.sleep(pause)
            if await self._event(payload, attempt):
                return

    async def _event(self, payload: Json, attempt: int) -> bool:
        retry = {"retry_attempt": attempt, "retry_reason": "timeout"} if attempt else None
        self.sent.append(Sent("event_callback", payload, attempt))
        reply = await self.transport.deliver(payload, kind="event_callback", within=self._within, retry=retry)
        return reply is not None

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
