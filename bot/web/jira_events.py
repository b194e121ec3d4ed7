"""`/jira/events`: what Jira tells of changes. Only signed deliveries count, each once, and each says only where to look."""

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.errors import Refusal
from bot.web.body import read_body

log = structlog.get_logger(__name__)
LARGEST_BODY = 5_000_000  # bytes; a webhook carries the whole issue
THREADS = 4
BAD, UNSIGNED, TOO_LARGE, BUSY = 400, 401, 413, 503
Hear = Callable[[str, str], bool]
Knows = Callable[[str], bool]
_SIGNATURE = re.compile(r"sha256=[0-9a-f]{64}")
_KEY = re.compile(r"[A-Z][A-Z0-9_]+-[0-9]{1,9}")
_ID = re.compile(r"[0-9]{1,18}")
_OF_COMMENT = re.compile(r"/issue/([0-9]{1,18})/comment/")


def jira_events(hear: Hear, *, secret: str, project: str, knows: Knows = lambda _: False) -> Route:
    """`hear` is told the delivery's id and the ticket to look at; what it keeps is acknowledged only once it is kept.

    `knows` says whether a ticket of another project is one of ours that was moved there.
    """
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="jira-http")

    async def events(request: Request) -> Response:
        try:
            body = await read_body(request, LARGEST_BODY)
        except ClientDisconnect:
            return Response(status_code=BAD)  # which nobody hears any more
        signature = request.headers.get("x-hub-signature", "")
        if body is None and _SIGNATURE.fullmatch(signature):  # whose it is, only the whole would tell
            return _refused(
                request, TOO_LARGE, "larger than any that Jira sends", "The request is larger than any that Jira sends."
            )
        if body is None or not is_signed(body, signature, secret):
            words = "The signature is not Jira's. Check RINGFENCE_JIRA_WEBHOOK_SECRET."
            return _refused(request, UNSIGNED, "not signed by our Jira", words)
        told = _read(body)
        if told is None:
            return _refused(request, BAD, "signed, and no JSON object", "This is no JSON object.")
        ident = request.headers.get("x-atlassian-webhook-identifier") or hashlib.sha256(body).hexdigest()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool, lambda: _hear_all(hear, ident[:200], tickets_of(told, project, knows)))

    return Route("/jira/events", events, methods=["POST"])


def _refused(request: Request, status: int, why: str, words: str) -> Response:
    log.warning(f"delivery refused: {why}", path=request.url.path)
    return Response(words, status_code=status)


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether the head `X-Hub-Signature: sha256=…` was made with our secret over these very bytes."""
    expected = f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
    return bool(secret) and hmac.compare_digest(expected.encode(), header.encode("utf-8", "replace"))


def tickets_of(told: dict[str, Any], project: str, knows: Knows = lambda _: False) -> Iterator[str]:
    """The tickets that a delivery is about: its issue, or both ends of a new link, which are told by their ids alone.

    An issue that was moved to another project is asked for under the key that it had. A Data Center names the issue of a comment
    in the comment's address only.
    """
    issue, link, comment = (told.get(name) for name in ("issue", "issueLink", "comment"))
    keys = [*_former_keys(told), str(issue.get("key")) if isinstance(issue, dict) else ""]
    yield from (key for key in keys if _KEY.fullmatch(key) and (key.startswith(f"{project}-") or knows(key)))
    if isinstance(comment, dict) and not isinstance(issue, dict) and (found := _OF_COMMENT.search(str(comment.get("self")))):
        yield found[1]
    if isinstance(link, dict):
        ends = (str(link.get(name)) for name in ("sourceIssueId", "destinationIssueId"))
        yield from (end for end in ends if _ID.fullmatch(end))


def _former_keys(told: dict[str, Any]) -> Iterator[str]:
    changelog = told.get("changelog")
    items = changelog.get("items") if isinstance(changelog, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and item.get("field") == "Key":
            yield str(item.get("fromString"))


def _hear_all(hear: Hear, ident: str, tickets: Iterable[str]) -> Response:
    try:
        for ticket in tickets:
            if not hear(f"{ident}:{ticket}", ticket):
                log.info("delivery of Jira repeated", delivery=ident, ticket=ticket)
    except Refusal as refusal:
        return Response(refusal.words, status_code=BUSY)
    return Response(status_code=200)


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
