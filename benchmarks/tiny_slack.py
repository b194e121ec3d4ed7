"""A Slack that answers at once: one web socket for envelopes, and just enough Web API; it notes when each call arrived."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Json = dict[str, Any]
TEAM = "T0BENCH"
PATIENCE = 60.0


@dataclass(frozen=True)
class Call:
    """One call of the Web API: its method, its arguments, and when it had arrived whole."""

    method: str
    args: Json
    at: float


@dataclass
class TinySlack:
    """`heard` is told of every call; `acknowledged` holds who waits for which envelope."""

    api_url: str = ""
    socket_url: str = ""
    heard: Callable[[Call], None] = lambda _: None
    last_call: float = 0.0
    calls: int = 0
    _socket: ServerConnection | None = None
    _waiting: dict[str, asyncio.Future[float]] = field(default_factory=dict)
    _stamps: Any = field(default_factory=lambda: count(1))

    async def click(self, payload: Json) -> float:
        """Sends one interaction; the seconds until its acknowledgement."""
        ident = f"env-{next(self._stamps)}"
        envelope = {"type": "interactive", "envelope_id": ident, "payload": payload, "accepts_response_payload": True}
        text = json.dumps(envelope)
        acknowledged = self._waiting.setdefault(ident, asyncio.get_running_loop().create_future())
        socket = await self.connected()
        began = time.perf_counter()
        await socket.send(text)
        try:
            return await asyncio.wait_for(acknowledged, PATIENCE) - began
        finally:
            del self._waiting[ident]

    async def connected(self) -> ServerConnection:
        deadline = time.monotonic() + PATIENCE
        while self._socket is None:
            if time.monotonic() > deadline:
                raise TimeoutError("the bot did not connect")
            await asyncio.sleep(0.01)
        return self._socket

    async def quiet(self, seconds: float) -> None:
        """Waits until no call has come for so long."""
        began = time.perf_counter()
        while (left := max(self.last_call, began) + seconds - time.perf_counter()) > 0:
            await asyncio.sleep(left)

    async def listen(self, socket: ServerConnection) -> None:
        self._socket = socket
        await socket.send(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0BENCH"}}))
        with suppress(ConnectionClosed):
            async for text in socket:
                self._acknowledge(json.loads(text).get("envelope_id", ""), time.perf_counter())

    def _acknowledge(self, ident: str, at: float) -> None:
        waiting = self._waiting.get(ident)
        if waiting and not waiting.done():
            waiting.set_result(at)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One call of the Web API on a connection of its own, as the client makes them."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        body = await reader.readexactly(_length(head))
        at = time.perf_counter()
        method = head.split(" ", 2)[1].rpartition("/")[2]
        call = Call(method, _arguments(head, body), at)
        reply = json.dumps({"ok": True, **self._reply(call)}).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n")
        writer.write(f"Content-Length: {len(reply)}\r\n\r\n".encode() + reply)
        self.last_call, self.calls = at, self.calls + 1
        self.heard(call)
        await writer.drain()
        writer.close()

    def _reply(self, call: Call) -> Json:
        if call.method == "auth.test":
            return {"team_id": TEAM, "team": "Bench", "user_id": "U0BOT", "bot_id": "B0BOT", "url": self.api_url}
        if call.method == "apps.connections.open":
            return {"url": self.socket_url}
        if call.method == "users.info":
            who = str(call.args["user"])
            return {"user": {"id": who, "name": who, "team_id": TEAM, "deleted": False, "is_bot": False}}
        if call.method == "conversations.list":
            return {"channels": []}
        if call.method.startswith("chat."):
            ts = call.args.get("ts") or f"1700000000.{next(self._stamps):06d}"
            return {"channel": call.args["channel"], "ts": ts}
        return {}


def _length(head: str) -> int:
    lines = (line.partition(":") for line in head.split("\r\n"))
    return next((int(value) for name, _, value in lines if name.lower() == "content-length"), 0)


def _arguments(head: str, body: bytes) -> Json:
    if not body:
        return {}
    if "application/json" in head:
        return dict(json.loads(body))
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


@asynccontextmanager
async def tiny_slack() -> AsyncIterator[TinySlack]:
    slack = TinySlack()
    web = await asyncio.start_server(slack.answer, "127.0.0.1", 0)
    async with serve(slack.listen, "127.0.0.1", 0, compression=None, ping_interval=0.2) as sockets:
        slack.api_url = f"http://127.0.0.1:{web.sockets[0].getsockname()[1]}/api/"
        slack.socket_url = f"ws://127.0.0.1:{next(iter(sockets.sockets)).getsockname()[1]}/"
        yield slack
    web.close()
