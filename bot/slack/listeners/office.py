"""What every listener has at hand, and the two ways in which it answers a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt import Ack, Respond

from bot.application.context import Context
from bot.application.members import recognise
from bot.application.note_refusal import note_refusal
from bot.application.ports import Directory, MessageRef
from bot.application.requests.adopt_copy import Seen
from bot.domain.errors import FormErrors, Refusal
from bot.domain.register import Member
from bot.slack import ids
from bot.slack.tally import REFUSED, note_outcome
from bot.slack.turns import Turns

log = structlog.get_logger(__name__)
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Office:
    """The context of the use cases, the directory of the workspace, and whose turn it is to redraw a form."""

    context: Context
    directory: Directory
    turns: Turns = field(default_factory=Turns)

    def member(self, body: Body) -> Member:
        """Who acts, asked anew each time; raises Refusal for whoever may not take part."""
        return recognise(self.context, self.directory, user_of(body))


def user_of(body: Body) -> str:
    user = body.get("user") or {}
    return str(body.get("user_id") or user.get("id") or "")


def whisper(office: Office, respond: Respond, refusal: Refusal, body: Body) -> None:
    """The refusal in private words, beside the message that was clicked; the message stays as it is."""
    log_refusal(refusal, body)
    note(office, refusal, body)
    respond(text=refusal.words, response_type="ephemeral", replace_original=False)


def note(office: Office, refusal: Refusal, body: Body) -> None:
    """An attempt by somebody who may not take part goes into the record of the request that it was about."""
    try:
        picture = ids.read_value(clicked_value(body) or body.get("view", {}).get("private_metadata"))
    except Refusal:
        return
    note_refusal(office.context, refusal, slack_id=user_of(body), request_id=picture.request_id)


def log_refusal(refusal: Refusal, body: Body) -> None:
    """Its code alone: the words name people and material, and a log is read by more people than they are for."""
    log_outcome(refusal.code, body)


def log_mistakes(mistakes: FormErrors, body: Body) -> None:
    """At which fields; what was typed there is not logged."""
    log_outcome("form", body, fields=sorted(mistakes.errors))


def log_outcome(code: str, body: Body, **more: object) -> None:
    note_outcome(REFUSED)
    log.info("refused", code=code, slack_user=user_of(body), **more)


def answer_in_form(ack: Ack, refusal: Refusal, body: Body, block_id: str) -> None:
    """The refusal at a field of the form, which stays open with all that was typed."""
    log_refusal(refusal, body)
    ack(response_action="errors", errors={block_id: refusal.words})


def clicked_value(body: Body) -> object:
    actions = body.get("actions") or [{}]
    return actions[0].get("value")


def seen_in(body: Body) -> Seen | None:
    """The message that was clicked, and which kind of copy its buttons say it is; None in a form or in a private answer."""
    container: Mapping[str, Any] = body.get("container") or {}
    actions = body.get("actions") or [{}]
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return None
    ref = MessageRef(str(container["channel_id"]), str(container["message_ts"]))
    return Seen(ref, str(actions[0].get("block_id", "")))
