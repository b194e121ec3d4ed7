"""`/ip-digest`: the week for one reader alone, as it was posted or as the record tells it now."""

from datetime import date

from slack_bolt import Ack, App, Respond

from bot.application.digest.show import Source, show_digest
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.typed_words import day_typed
from bot.slack import ids
from bot.slack.blocks.digest import digest_summary, draw_digest
from bot.slack.listeners.answers import answer_privately, log_refusal
from bot.slack.listeners.members import Body, Office
from bot.slack.listeners.typed import Answer, Command

_FROM = {
    Source.POSTED: "As it was posted that morning.",
    Source.WORKED_OUT: "Not posted; worked out now from the record and from the register of today.",
    Source.NOW: "As things stand now; the first Monday of the record is still to come.",
}


def listen(app: App, office: Office) -> None:
    app.command(ids.DIGEST_COMMAND)(lambda ack, body, respond: _command(office, ack, body, respond))


def _command(office: Office, ack: Ack, body: Body, respond: Respond) -> None:
    try:
        member = office.member(body)
        text, blocks = _answer(office, member, DIGEST.read(body))
    except Refusal as refusal:
        log_refusal(refusal, body)
        text, blocks = refusal.words, None
    answer_privately(ack, respond, text, blocks)


def _answer(office: Office, member: Member, words: list[str]) -> Answer:
    return DIGEST.answer(office, member, words) if words else _week(office, member)


def _week(office: Office, member: Member, monday: date | None = None) -> Answer:
    asked = show_digest(office.context, member, monday)
    return digest_summary(asked.digest), draw_digest(asked.digest, _FROM[asked.source])


def _of_day(office: Office, member: Member, said: str) -> Answer | None:
    day = day_typed(said)
    return _week(office, member, day) if day else None


DIGEST = Command(ids.DIGEST_COMMAND, {}, _of_day)
