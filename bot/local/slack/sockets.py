"""Socket Mode: envelopes to the app's web sockets, acknowledgements back, and what happens when a socket breaks.

An envelope goes to the connections in turn. It is sent again only when the socket broke before the acknowledgement; a connection
that was asked to leave is closed as soon as its successor is there, and what it took is not sent again.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.local.slack.json_body import APP_ID, Json, new_id

LOOK_AGAIN = 0.01
KINDS = {"slash_command": "slash_commands", "event_callback": "events_api"}


class Connection:
    """One web socket of the app."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.leaving = False

    async def send(self, message: Json) -> None:
        """Sends, and notices by itself when the other side has gone."""
        try:
            await self.socket.send_text(json.dumps(message))
        except (WebSocketDisconnect, RuntimeError):
            self.end()

    def end(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def abort(self) -> None:
        """Breaks the connection without a close frame, as a lost network does."""
        abort: Callable[[], None] = self.socket.scope["local.abort"]
        abort()


class SocketMode:
    """All web sockets of the app, and the envelopes that wait for an acknowledgement."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0

    def new_ticket(self) -> str:
        ticket = new_id()
        self.tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """One connection from hello to its end; a ticket from `apps.connections.open` opens one socket."""
        if socket.query_params.get("ticket") not in self.tickets:
            await socket.close(code=4001)
            return
        self.tickets.discard(socket.query_params["ticket"])
        await socket.accept()
        connection = Connection(socket)
        await self._welcome(connection)
        try:
            while True:
                self._acknowledge(json.loads(await socket.receive_text()))
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self.connections.remove(connection)
            connection.end()

    async def _welcome(self, connection: Connection) -> None:
        leaving = [old for old in self.connections if old.leaving]
        self.connections.append(connection)
        info = {"app_id": APP_ID}
        debug = {"host": "local", "build_number": 1, "approximate_connection_time": 18060}
        count = len(self.connections)
        await connection.send({"type": "hello", "num_connections": count, "debug_info": debug, "connection_info": info})
        for old in leaving:
            await old.socket.close()

    def _acknowledge(self, message: Json) -> None:
        future = self._waiting.get(message.get("envelope_id", ""))
        if future and not future.done():
            future.set_result(message.get("payload") or {})

    async def deliver(self, payload: Json, *, kind: str, within: float, retry: Json | None = None) -> Json | None:
        """Sends one envelope. Returns what the acknowledgement carried, or None if none came in time."""
        ident = new_id("env-")
        envelope: Json = {"type": KINDS.get(kind, "interactive"), "envelope_id": ident, "payload": payload}
        envelope |= {"accepts_response_payload": kind != "event_callback"} | (retry or {})
        acknowledged = self._waiting.setdefault(ident, asyncio.get_running_loop().create_future())
        try:
            async with asyncio.timeout(within):
                return await self._until_acknowledged(envelope, acknowledged)
        except TimeoutError:
            return None
        finally:
            del self._waiting[ident]

    async def _until_acknowledged(self, envelope: Json, acknowledged: asyncio.Future[Json]) -> Json:
        while not acknowledged.done():
            connection = await self._next()
            await connection.send(envelope)
            either: set[asyncio.Future[Any]] = {acknowledged, connection.ended}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if connection.leaving:
                return await acknowledged
        return acknowledged.result()

    async def _next(self) -> Connection:
        """The connection whose turn it is; waits until there is one."""
        while not (ready := [c for c in self.connections if not c.ended.done() and not c.leaving]):
            await asyncio.sleep(LOOK_AGAIN)
        self._turn += 1
        return ready[self._turn % len(ready)]

    async def cut(self, *, close_frame: bool) -> None:
        """Ends every connection, politely or as a lost network does."""
        for connection in tuple(self.connections):
            connection.end()
            if close_frame:
                await connection.socket.close()
            else:
                connection.abort()

    async def ask_to_reconnect(self) -> None:
        """Tells the app to come back on a fresh socket, as Slack does every few hours."""
        for connection in [one for one in self.connections if not one.leaving]:
            connection.leaving = True
            await connection.send({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "local"}})
