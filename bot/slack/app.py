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
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.blocks.answers import draw_words
from bot.slack.click_counts import FAILED, CountingApp, note_outcome, note_unsure
from bot.slack.failures import error_name
from bot.slack.listeners import (
    acknowledging,
    asking,
    auditing,
    checking,
    commands,
    deciding,
    digest,
    looking,
    menu,
    reminding,
    resuming,
)
from bot.slack.listeners.answers import Untold, tell
from bot.slack.listeners.members import Office, user_of
from bot.store.faults import Unsure

log = structlog.get_logger(__name__)
OK, UNSIGNED = 200, 401
TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"})
UNHEARD = 503  # not acknowledged: Slack shows the person that it did not work
CONVERSATIONS = (
    deciding,
    asking,
    commands,
    checking,
    looking,
    reminding,
    resuming,
    acknowledging,
    auditing,
    digest,
    menu,
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
    if isinstance(error, Unsure) and note_unsure():
        log.warning("a connection was lost at the last word; looking again", kind=body.get("type"))
        return BoltResponse(status=UNHEARD, body="")
    words = _words(error, body)
    if request.context.authorize_result is None:
        return BoltResponse(status=UNSIGNED, body="")
    if body.get("type") == "view_submission":
        return BoltResponse(status=OK, body=_in_form(body["view"], words))
    return BoltResponse(status=OK if _said(request, body, words) else UNHEARD, body="")


def _words(error: Exception, body: Mapping[str, Any]) -> str:
    if isinstance(error, Untold):
        return error.words
    if isinstance(error, SlackApiError) and error_name(error) in TOO_LATE:
        note_outcome(FAILED)
        log.warning("slack opens no form any more for this click", slack_user=user_of(body), kind=body.get("type"))
        return "That took me longer than the three seconds in which Slack opens a form. Nothing changed: please do it once more."
    return _log_failure(error, body)


def _log_failure(error: Exception, body: Mapping[str, Any]) -> str:
    number = secrets.token_hex(4)
    note_outcome(FAILED)
    log.error("listener failed", reference=number, slack_user=user_of(body), kind=body.get("type"), exc_info=error)
    return f"Something went wrong on my side. Look how it stands before you try again; for an administrator: number {number}."


def _in_form(view: Mapping[str, Any], words: str) -> dict[str, Any]:
    """At the first field, so that nothing typed is lost; in the place of a form that has none."""
    first = next((block["block_id"] for block in view["blocks"] if block["type"] == "input"), None)
    if first is None:
        return {"response_action": "update", "view": draw_words("Something went wrong", words)}
    return {"response_action": "errors", "errors": {first: words}}


def _said(request: BoltRequest, body: Mapping[str, Any], words: str) -> bool:
    """Whether the person was told, beside what they did or in a direct message; if not, Slack tells them that nobody answered."""
    respond = request.context.respond
    if body.get("response_url") and respond is not None and tell(respond, words):
        return True
    try:
        request.context.client.chat_postMessage(channel=user_of(body), text=words)
    except (SlackClientError, OSError) as error:
        log.warning("the failure could not be told", error=type(error).__name__)
        return False
    return True
