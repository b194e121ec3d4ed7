"""A small web application: `/health`, `/metrics`, and `/slack/events` where Slack delivers signed requests.

Bolt listeners are synchronous; they run in a pool of threads, so that one click does not wait for another.
"""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import structlog
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.store.unit import Store
from bot.web.exposition import CONTENT_TYPE
from bot.web.health import Health, Sign, in_words
from bot.web.metrics import Meters

log = structlog.get_logger(__name__)
THREADS = 32
WATCHERS = 4  # threads of their own for health and metrics: a database that hangs must not take those of the clicks
LARGEST_BODY = 1_000_000  # bytes; a view may hold 250 KB, and its payload a little more
UNSIGNED = 401


def make_web(
    slack: App | None,
    store: Store,
    *,
    signs: Mapping[str, Sign] | None = None,
    meters: Meters | None = None,
    more: Sequence[Route] = (),
) -> Starlette:
    """With `slack` the deliveries are taken; without, only health and metrics. `signs` are parts whose health is asked too.

    `more` are routes of other worlds that deliver to us.
    """
    health, counted = Health(store, signs or {}), meters or Meters(store, lambda: datetime.now(UTC))
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="slack-http")
    watchers = ThreadPoolExecutor(WATCHERS, thread_name_prefix="watchers")

    async def look(_request: Request) -> Response:
        said = await health.asked(watchers)
        return JSONResponse(in_words(said), status_code=503 if any(said.values()) else 200)

    async def metrics(_request: Request) -> Response:
        loop = asyncio.get_running_loop()
        return Response(await loop.run_in_executor(watchers, counted.text), media_type=CONTENT_TYPE)

    async def events(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response("The request is larger than any that Slack sends.", status_code=413)
        if not _readable(request, body):
            return _unsigned(request)
        loop = asyncio.get_running_loop()
        reply = await loop.run_in_executor(pool, slack.dispatch, to_bolt_request(request, body))  # type: ignore[union-attr]
        return _unsigned(request) if reply.status == UNSIGNED else to_starlette_response(reply)

    routes = [Route("/health", look), Route("/metrics", metrics), *more]
    if slack is not None:
        routes.append(Route("/slack/events", events, methods=["POST"]))
    return Starlette(routes=routes)


async def _body(request: Request) -> bytes | None:
    """What was sent, or None as soon as it is more than Slack sends; a length is not believed, and may be missing."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _readable(request: Request, body: bytes) -> bool:
    """Whether the signature can be looked at; Bolt breaks on a time that is no number, and on letters that Slack never uses."""
    time, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return time.isascii() and time.isdecimal() and signature.isascii()


def _unsigned(request: Request) -> Response:
    log.warning("delivery refused: not signed by Slack, or signed too long ago", path=request.url.path)
    words = "The signature is not Slack's, or older than five minutes. Check RINGFENCE_SLACK_SIGNING_SECRET and the clock."
    return Response(words, status_code=UNSIGNED)
