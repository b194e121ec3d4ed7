"""Delivery by signed HTTP, for an app that has a request address instead of a socket."""

import asyncio
import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from bot.local.slack.json_body import Json

WORKERS = 32


class SignedHttp:
    """Posts payloads to one address with the `v0` signature. The time in it is real, whatever the demo's clock says."""

    def __init__(self, url: str, secret: str) -> None:
        self._parts = urlsplit(url)
        self._secret = secret.encode()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="signed-http")

    async def deliver(self, payload: Json, *, kind: str, within: float, retry: Json | None = None) -> Json | None:
        """Posts once. Returns what the reply carried, or None if it was not 200 or did not come in time."""
        content_type, body = _encoded(kind, payload)
        headers = {"Content-Type": content_type, **self._signature(body), **_retry_headers(retry)}
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(loop.run_in_executor(self._pool, self._post, body, headers, within), within)
        except (OSError, HTTPException):
            return None

    def close(self) -> None:
        self._pool.shutdown()

    def _signature(self, body: bytes) -> dict[str, str]:
        now = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}"}

    def _post(self, body: bytes, headers: dict[str, str], within: float) -> Json | None:
        connection = HTTPConnection(self._parts.hostname or "", self._parts.port, timeout=within)
        try:
            connection.request("POST", self._parts.path or "/", body, headers)
            reply = connection.getresponse()
            said = reply.read().decode()
        finally:
            connection.close()
        if reply.status != 200:
            return None
        is_json = reply.headers.get_content_type() == "application/json"
        return (json.loads(said) if is_json else {"text": said}) if said else {}


def _encoded(kind: str, payload: Json) -> tuple[str, bytes]:
    """Events travel as JSON, commands as a form, interactions as JSON within a form."""
    if kind == "event_callback":
        return "application/json", json.dumps(payload).encode()
    form = payload if kind == "slash_command" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def _retry_headers(retry: Json | None) -> dict[str, str]:
    if not retry:
        return {}
    return {"X-Slack-Retry-Num": str(retry["retry_attempt"]), "X-Slack-Retry-Reason": str(retry["retry_reason"])}
