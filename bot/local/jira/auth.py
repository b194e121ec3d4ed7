"""The door of the local Jira: who comes in, what goes wrong on the way, and the log of it."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from secrets import compare_digest
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.local.faults import Faults
from bot.local.jira.board import DATA_CENTER, Board
from bot.local.jira.json_body import Shapes, root_of
from bot.local.jira.refusals import Refused
from bot.local.jira.rest import Answer, Call, as_to_a_stranger, calls_of, refuse_without_permission

BROKEN_OFF = 0


@dataclass(frozen=True)
class Account:
    """The one account that may call, and its token."""

    user: str
    token: str

    def opens(self, header: str, dialect: str) -> bool:
        """Whether an `Authorization` header carries this account, or at a Data Center its personal access token."""
        if dialect == DATA_CENTER:
            return compare_digest(header.encode(), f"Bearer {self.token}".encode())
        expected = base64.b64encode(f"{self.user}:{self.token}".encode()).decode()
        return compare_digest(header.encode(), f"Basic {expected}".encode())


class BreakOff(Response):
    """No answer at all: the caller sees its connection break.

    ASGI has no words for that. The local server lends `local.abort`; any other server is left with half an answer and closes.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # the shape of ASGI
        if "local.abort" in scope:
            scope["local.abort"]()
        else:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


class AuthenticatedRest:
    """Serves the REST calls to the account, with the faults that are armed, and the address that arms them."""

    def __init__(self, board: Board, account: Account, faults: Faults, log: list[tuple[str, str, int]]) -> None:
        self._board, self._account, self._faults, self._log = board, account, faults, log

    def routes(self) -> list[Route]:
        house, calls = self._board.house, calls_of(self._board)
        root = (f"/ex/jira/{house.gateway}" if house.gateway else "") + root_of(self._board)
        rest = [Route(f"{root}{path}", self._served(do), methods=[method]) for (method, path), do in calls.items()]
        beside = _not_for_this_token if house.gateway else _unknown
        unknown = Route("/rest/{path:path}", self._served(beside), methods=["GET", "POST", "PUT", "DELETE"])
        return [*rest, unknown, Route("/control/faults", self._control, methods=["POST", "DELETE"])]

    def _served(self, do: Callable[[Call], Answer]) -> Callable[[Request], Any]:
        async def serve(request: Request) -> Response:
            response = await self._with_faults(request, do)
            status = BROKEN_OFF if isinstance(response, BreakOff) else response.status_code
            self._log.append((request.method, request.url.path.removeprefix(request.scope["root_path"]), status))
            return response

        return serve

    async def _with_faults(self, request: Request, do: Callable[[Call], Answer]) -> Response:
        name, take = do.__name__, self._faults.take
        await request.body()
        if fault := take("latency", name):
            await asyncio.sleep(fault.seconds)
        if take("down", name):
            return BreakOff()
        if fault := take("ratelimited", name):
            return _refusal(Refused(429, "Rate limit exceeded."), {"Retry-After": f"{fault.seconds:.0f}"})
        if fault := take("error", name):
            return _refusal(Refused(fault.status, "Something went wrong here."))
        response = await self._answer(request, do)
        return BreakOff() if take("reply_lost", name) else response

    async def _answer(self, request: Request, do: Callable[[Call], Answer]) -> Response:
        if not self._account.opens(request.headers.get("authorization", ""), self._board.house.dialect):
            return _refusal(Refused(401, "Client must be authenticated to access this resource."))
        try:
            if self._faults.take("expired", do.__name__):
                return JSONResponse(as_to_a_stranger(do))
            refuse_without_permission(self._board, do)
            status, body = do(await self._call(request))
        except Refused as refused:
            return _refusal(refused)
        return JSONResponse(body, status) if body is not None else Response(status_code=status)

    async def _call(self, request: Request) -> Call:
        raw = await request.body()
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            raise Refused(400, "There was an error parsing JSON. Check that your request body is valid.") from None
        site = site_of(request)
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        return Call(self._board, Shapes(self._board, site), site, self._account.user, request.path_params, query, body)

    async def _control(self, request: Request) -> Response:
        """Arms a fault (`{"kind": …, "call": …, "times": …, "seconds": …, "status": …}`), or clears them all."""
        if request.method == "DELETE":
            self._faults.clear()
            return JSONResponse({"ok": True})
        try:
            said = await request.json()
            self._faults.add(**{"method" if name == "call" else name: value for name, value in said.items()})
        except (AttributeError, TypeError, ValueError) as problem:
            return JSONResponse({"ok": False, "words": str(problem)}, status_code=400)
        return JSONResponse({"ok": True})


def site_of(request: Request) -> str:
    """The address that this Jira is called at, with the path that it is mounted under."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"


def _not_for_this_token(call: Call) -> Answer:  # noqa: ARG001  # the shape of a call
    raise Refused(401, "Unauthorized; scope does not match")


def _unknown(call: Call) -> Answer:
    raise Refused(404, f"The local Jira does not know {call.path['path']}.")


def _refusal(refused: Refused, headers: dict[str, str] | None = None) -> Response:
    body = {"errorMessages": list(refused.messages), "errors": refused.errors}
    return JSONResponse(body, refused.status, headers)
