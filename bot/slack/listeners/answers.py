"""How a person hears no: in private words beside what they did; the log keeps the code alone."""

from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import Ack, Respond
from slack_sdk.errors import SlackClientError

from bot.application.recording import Attempt, note_refusal
from bot.domain.errors import INACTIVE, OUTSIDER, FormErrors, Refusal
from bot.domain.register import unbound_name
from bot.slack import ids
from bot.slack.blocks.answers import draw_words
from bot.slack.blocks.choosing import Offered
from bot.slack.blocks.kit import Block, for_older_slack
from bot.slack.click_counts import REFUSED, note_outcome
from bot.slack.listeners.members import Body, Office, clicked_value, user_of

log = structlog.get_logger(__name__)
OK = 200


class Untold(Exception):
    """The words of a refusal that did not reach the person: they are said elsewhere, or the click is not acknowledged."""

    def __init__(self, words: str) -> None:
        super().__init__("a refusal reached nobody")
        self.words = words


def whisper(office: Office, respond: Respond, refusal: Refusal, body: Body) -> None:
    """The refusal in private words, beside the message that was clicked; the message stays as it is."""
    note(office, refusal, body)
    if not tell(respond, refusal.words):
        raise Untold(refusal.words)


def tell(respond: Respond, words: str) -> bool:
    """Whether the words reached the person beside what they did; a response address may be missing, used up or out of reach."""
    try:
        return respond(text=words, response_type="ephemeral", replace_original=False).status_code == OK
    except (SlackClientError, OSError, ValueError) as error:
        log.warning("nobody could be answered beside their click", error=type(error).__name__)
        return False


def answer_instead_of_form(office: Office, ack: Ack, refusal: Refusal, body: Body) -> None:
    """The refusal takes the place of a form that nothing can be changed in any more."""
    note(office, refusal, body)
    ack(response_action="update", view=draw_words("Nothing changed", refusal.words))


def answer_in_form(office: Office, ack: Ack, refusal: Refusal, body: Body, block_id: str) -> None:
    """The refusal at a field of the form, which stays open with all that was typed."""
    note(office, refusal, body)
    ack(response_action="errors", errors={block_id: refusal.words})


def answer_privately(ack: Ack, respond: Respond, text: str, blocks: list[Block] | None) -> None:
    """To one person alone. Nobody hears whether Slack takes the blocks of an acknowledgement; where some are new, it is asked."""
    plain = for_older_slack(blocks or ())
    if len(plain) < len(blocks or ()) and _taken(respond, text, blocks):
        ack()
    else:
        ack(text=text, blocks=plain or None, response_type="ephemeral")


def _taken(respond: Respond, text: str, blocks: list[Block] | None) -> bool:
    if respond.response_url is None:
        return False
    try:
        reply = respond(text=text, blocks=blocks, response_type="ephemeral")
    except (SlackClientError, OSError) as error:
        log.warning("the answer is given without its newest blocks", error=type(error).__name__)
        return False
    taken = reply.status_code == OK and "invalid_blocks" not in reply.body
    if not taken:
        log.warning("slack refuses blocks", error=reply.status_code, explanation=reply.body[:200])
    return taken


def answer_typing(ack: Ack, offered: Offered) -> None:
    """What is found by what was typed so far; where there is more of it, a heading says so."""
    ack(option_groups=offered.groups) if offered.more else ack(options=offered.options)


def answer_mistakes(ack: Ack, mistakes: FormErrors, body: Body) -> None:
    """Each mistake at its field; what was typed there is not logged."""
    log_outcome("form", body, fields=sorted(mistakes.errors))
    ack(response_action="errors", errors=mistakes.errors)


def note(office: Office, refusal: Refusal, body: Body) -> None:
    """Log the code; an attempt of somebody who may not take part at all reached no use case, and is written down here."""
    log_refusal(refusal, body)
    if refusal.code in (OUTSIDER, INACTIVE) and (subject := _subject(body)):
        entity, about = subject
        note_refusal(office.context, Attempt(unbound_name(user_of(body)), entity, about), refusal)


def log_refusal(refusal: Refusal, body: Body) -> None:
    """Its code alone: the words name people and material, and a log is read by more people than they are for."""
    log_outcome(refusal.code, body)


def log_outcome(code: str, body: Body, **more: object) -> None:
    note_outcome(REFUSED)
    log.info("refused", code=code, slack_user=user_of(body), **more)


def _subject(body: Body) -> tuple[str, str] | None:
    """What the button or the form is about, if it is about anything that exists already."""
    view: Mapping[str, Any] = body.get("view") or {}
    return ids.subject_of(clicked_value(body) or view.get("private_metadata"))
