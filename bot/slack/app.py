"""The Bolt app: listeners registered, and what happens when one of them fails or nobody listens.

Listeners run in the request's own thread (`process_before_response`), so that acknowledged means kept; each is one short
transaction or one `views.open`.
"""

import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.slack.click_counts import FAILED, CountingApp, note_outcome
from bot.slack.listeners import asking, auditing, commands, deciding, digest, looking, reminding, resuming
from bot.slack.listeners.office import Office, user_of

log = structlog.get_logger(__name__)
OK, UNSIGNED = 200, 401
CONVERSATIONS = (
    deciding,
    asking,
    commands,
    looking,
    reminding,
    resuming,
    auditing,
    digest,
)  # the busiest first: Bolt asks in turn


def make_app(office: Office, client: WebClient, *, signing_secret: str) -> CountingApp:
    """An app without token rotation; the signing secret matters for HTTP delivery alone."""
    app = CountingApp(
        client=client,
        signing_secret=signing_secret,
        process_before_response=True,
        token_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )
    for conversation in CONVERSATIONS:
        conversation.listen(app, office)
    app.error(_say_that_it_failed)
    return app


def _say_that_it_failed(error: Exception, body: Mapping[str, Any], request: BoltRequest) -> BoltResponse:
    """A private word with a reference number, one log line with the same number, and a form that stays open.

    Nobody is answered before Bolt has found the request to be Slack's: until then its addresses are anybody's.
    """
    number = secrets.token_hex(4)
    note_outcome(FAILED)
    log.error("listener failed", reference=number, slack_user=user_of(body), kind=body.get("type"), exc_info=error)
    if request.context.authorize_result is None:
        return BoltResponse(status=UNSIGNED, body="")
    words = f"Something went wrong on my side. Look how it stands before you try again; for an administrator: number {number}."
    if body.get("type") == "view_submission":
        first = next((b["block_id"] for b in body["view"]["blocks"] if b["type"] == "input"), "vendor")
        return BoltResponse(status=OK, body={"response_action": "errors", "errors": {first: words}})
    _whisper(request, body, words)
    return BoltResponse(status=OK, body="")


def _whisper(request: BoltRequest, body: Mapping[str, Any], words: str) -> None:
    try:
        if not _answered(request, body, words):
            request.context.client.chat_postMessage(channel=user_of(body), text=words)
    except (SlackClientError, OSError) as error:
        log.warning("the failure could not be told", error=type(error).__name__)


def _answered(request: BoltRequest, body: Mapping[str, Any], words: str) -> bool:
    """Whether the person was told beside what they did; a response address may be missing, or used up."""
    respond = request.context.respond
    if not body.get("response_url") or respond is None:
        return False
    return respond(text=words, response_type="ephemeral", replace_original=False).status_code == OK
