"""*Resume* of the data owner and *The gap is fine* of IP counsel; every rule is asked again at the click."""

from slack_bolt import Ack, App, Respond

from bot.application.access.resume import accept_gap_days, resume_access
from bot.domain.errors import Refusal
from bot.slack import ids
from bot.slack.listeners.answers import whisper
from bot.slack.listeners.members import Body, Office, clicked_value


def listen(app: App, office: Office) -> None:
    app.action(ids.RESUME_ACCESS)(lambda ack, body, respond: _resume(office, ack, body, respond))
    app.action(ids.ACCEPT_GAP)(lambda ack, body, respond: _accept(office, ack, body, respond))


def _resume(office: Office, ack: Ack, body: Body, respond: Respond) -> None:
    """The answer is the redrawn message."""
    try:
        request_id = ids.read_access(clicked_value(body))
        resume_access(office.context, office.member(body), request_id)
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    ack()


def _accept(office: Office, ack: Ack, body: Body, respond: Respond) -> None:
    try:
        vendor, first, last = ids.read_gap(clicked_value(body))
        accept_gap_days(office.context, office.member(body), vendor, first, last)
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    ack()
