"""`/slack/events`: what Slack delivers over HTTP. Nothing of it is read before its signature has proven true.

Bolt listeners are synchronous; they run in a pool of threads, so that one click does not wait for another.
"""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import structlog
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.body import read_body

log = structlog.get_logger(__name__)
THREADS = 32
LARGEST_BODY = 1_000_000  # bytes; a view may hold 250 KB, and its payload a little more
LONGEST_TIME = 12  # digits of a time in seconds
BAD, UNSIGNED, TOO_LARGE = 400, 401, 413
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
NOTHING = BoltRequest(body="")  # what Bolt is shown of a delivery that is not signed, so that it refuses it and counts it


def slack_events(slack: App) -> Route:
    verifier = SignatureVerifier(slack._signing_secret or "")
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="slack-http")

    async def events(request: Request) -> Response:
        try:
            body = await read_body(request, LARGEST_BODY)
        except ClientDisconnect:
            return Response(status_code=BAD)  # which nobody hears any more
        if body is None:
            return _too_large(request) if _looks_signed(request) else _unsigned(request)
        delivery = _read(request, body) if _is_signed(verifier, request, body) else NOTHING
        if delivery is None:
            log.error("delivery refused: signed, and not to be read", path=request.url.path)
            return Response("This is nothing that Slack delivers.", status_code=BAD)
        reply = await asyncio.get_running_loop().run_in_executor(pool, slack.dispatch, delivery)
        return _unsigned(request) if reply.status == UNSIGNED else to_starlette_response(reply)

    return Route("/slack/events", events, methods=["POST"])


def _is_signed(verifier: SignatureVerifier, request: Request, body: bytes) -> bool:
    """Whether Slack made the signature over these very bytes; the SDK breaks on a time that is no number."""
    if not _looks_signed(request):
        return False
    time, signature = _signature(request)
    try:
        return verifier.is_valid(body=body, timestamp=time, signature=signature)
    except UnicodeDecodeError:
        return False


def _looks_signed(request: Request) -> bool:
    """Whether there is a signature at all; only what is read to its end tells whose it is."""
    time, signature = _signature(request)
    return time.isascii() and time.isdecimal() and len(time) <= LONGEST_TIME and bool(_SIGNATURE.fullmatch(signature))


def _signature(request: Request) -> tuple[str, str]:
    return request.headers.get("x-slack-request-timestamp", ""), request.headers.get("x-slack-signature", "")


def _read(request: Request, body: bytes) -> BoltRequest | None:
    """What Bolt makes of it, or None; it reads the body and some of its parts at once, and expects objects everywhere."""
    try:
        delivery = to_bolt_request(request, body)
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return None
    return delivery if isinstance(delivery.body, dict) else None


def _too_large(request: Request) -> Response:
    log.warning("delivery refused: larger than any that Slack sends", path=request.url.path)
    return Response("The request is larger than any that Slack sends.", status_code=TOO_LARGE)


def _unsigned(request: Request) -> Response:
    log.warning("delivery refused: not signed by Slack, or signed too long ago", path=request.url.path)
    words = "The signature is not Slack's, or older than five minutes. Check RINGFENCE_SLACK_SIGNING_SECRET and the clock."
    return Response(words, status_code=UNSIGNED)
