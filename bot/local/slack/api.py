"""The front of the Web API: tokens, scopes, arguments, faults, and the log of every call."""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.local.faults import Faults
from bot.local.slack.json_body import APP_ID, Json, Refused
from bot.local.slack.methods import Method, Methods
from bot.local.slack.posting import Posting
from bot.local.slack.rates import Rates
from bot.local.slack.sockets import SocketMode

log = logging.getLogger(__name__)
ALWAYS_TAKEN = {"token", "team_id"}
AS_JSON = {"blocks", "view", "metadata", "attachments"}


@dataclass(frozen=True)
class Call:
    """One Web API call as it came; kept for tests."""

    method: str
    args: Json
    error: str | None
    at: datetime = field(compare=False)

    @property
    def ok(self) -> bool:
        return self.error is None


class Api:
    """Answers `/api/…` and the response addresses."""

    def __init__(
        self, methods: Methods, *, posting: Posting, sockets: SocketMode, faults: Faults, tokens: dict[str, str]
    ) -> None:
        self._of, self.methods = methods, methods.table()
        self.state = methods.state
        self.base = methods.payloads
        self.posting = posting
        self.sockets = sockets
        self.faults = faults
        self.tokens = tokens
        self.rates = Rates()
        self.refuses_tokens = ""  # by this name all tokens are refused, "token_expired" say
        self.names_scopes = True
        self.calls: list[Call] = []

    @property
    def scopes(self) -> frozenset[str]:
        """Those that the bot token was granted."""
        return self._of.scopes

    @scopes.setter
    def scopes(self, granted: frozenset[str]) -> None:
        self._of.scopes = granted

    async def method(self, request: Request) -> Response:
        """One Web API call."""
        name = request.path_params["method"]
        await request.body()
        before = await self._fault_before(name)
        if before:
            self._log(name, {}, "ratelimited" if before.status_code == 429 else "fault")
            return before
        args = await _arguments(request)
        try:
            reply: Json = {"ok": True} | self._call(name, args, _token(request, args))
        except Refused as refused:
            reply = refused.body()
        self._log(name, args, reply.get("error"))
        return await self._fault_after(name, request) or self._reply(reply)

    def _call(self, name: str, args: Json, token: str) -> Json:
        if refused := self.faults.take("refused", name):
            raise Refused(refused.error)
        if name == "apps.connections.open":
            self._authenticate(token, "app")
            socket = self.base.url.replace("http", "ws", 1) + "/socket"
            return {"url": f"{socket}?ticket={self.sockets.new_ticket()}&app_id={APP_ID}"}
        method = self.methods.get(name)
        if method is None:
            log.error("The app called %s, which the local workspace does not know", name)
            raise Refused("unknown_method", req_method=name)
        self._authenticate(token, "bot")
        self._permit(method)
        with self.state.lock:
            return method.call(_checked(name, method, args))

    def _authenticate(self, token: str, kind: str) -> None:
        if not token:
            raise Refused("not_authed")
        if self.refuses_tokens:
            raise Refused(self.refuses_tokens)
        if self.tokens.get(token) != kind:
            raise Refused("not_allowed_token_type" if token in self.tokens else "invalid_auth")

    def _permit(self, method: Method) -> None:
        if method.scope and method.scope not in self.scopes:
            raise Refused("missing_scope", needed=method.scope, provided=",".join(sorted(self.scopes)))

    def _reply(self, reply: Json) -> Response:
        return JSONResponse(reply, headers={"x-oauth-scopes": ",".join(sorted(self.scopes))} if self.names_scopes else {})

    def _log(self, method: str, args: Json, error: str | None) -> None:
        self.calls.append(Call(method, {k: v for k, v in args.items() if k != "token"}, error, self.state.clock.now()))
        if error and error not in ("hash_conflict", "ratelimited", "fault"):
            log.warning("%s was refused: %s", method, error)

    async def respond(self, request: Request) -> Response:
        """One use of a response address; Slack answers in plain words here."""
        await request.body()
        before = await self._fault_before("response_url")
        if before:
            return before
        said = json.loads(await request.body() or b"null")
        try:
            with self.state.lock:
                self.posting.use_response_url(request.path_params["ident"], said)
            error = None
        except Refused as refused:
            error = refused.error
        self._log("response_url", said if isinstance(said, dict) else {}, error)
        lost = await self._fault_after("response_url", request)
        return lost or PlainTextResponse(error or "ok", status_code=404 if error else 200)

    async def _fault_before(self, name: str) -> Response | None:
        """What happens instead of the call, if such a fault is armed; what is slow is done even if nobody waits any more."""
        if slow := self.faults.take("latency", name):
            await asyncio.sleep(slow.seconds)
        limited = self.faults.take("ratelimited", name)
        seconds = int(limited.seconds) if limited else self.rates.seconds_to_wait(name)
        if limited or seconds:
            headers = {"Retry-After": str(seconds)}
            return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)
        if broken := self.faults.take("error", name):
            return PlainTextResponse("upstream connect error", status_code=broken.status)
        return None

    async def _fault_after(self, name: str, request: Request) -> Response | None:
        """Breaks the connection after the deed was done, if that is armed."""
        if not self.faults.take("reply_lost", name):
            return None
        request.scope["local.abort"]()
        await asyncio.sleep(0.01)
        return Response()


async def _arguments(request: Request) -> Json:
    """The arguments from JSON, form or query; `auth.test` says JSON and sends nothing."""
    body = (await request.body()).decode()
    if request.headers.get("content-type", "").startswith("application/json"):
        found = json.loads(body) if body.strip() else {}
        return found if isinstance(found, dict) else {}
    form: dict[str, Any] = dict(parse_qsl(str(request.url.query)) + parse_qsl(body, keep_blank_values=True))
    return {key: json.loads(value) if key in AS_JSON else value for key, value in form.items()}


def _token(request: Request, args: Json) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or str(args.get("token", ""))


def _checked(name: str, method: Method, args: Json) -> Json:
    """The arguments that are meant. Raises Refused for one that is unknown or lacking."""
    meant = {key: value for key, value in args.items() if key not in ALWAYS_TAKEN and value is not None}
    unknown = sorted(set(meant) - method.takes)
    lacking = [key for key in method.needs if key not in meant]
    if unknown or lacking:
        log.error("%s was called with unknown %s, without %s", name, unknown, lacking)
        words = [f"[ERROR] unknown argument: {key}" for key in unknown]
        raise Refused("invalid_arguments", *words, *(f"[ERROR] missing required field: {key}" for key in lacking))
    for key in AS_JSON & meant.keys():
        if isinstance(meant[key], str):
            meant[key] = json.loads(meant[key])
    return meant
