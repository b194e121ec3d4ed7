"""`/ip-digest`: the week for one reader alone, as it was posted or as the record tells it now."""

from datetime import date

from slack_bolt import Ack, App, Respond

from bot.application.digest.show import Source, show_digest
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.slack import ids
from bot.slack.blocks.digest import HELP, digest_summary, draw_digest
from bot.slack.blocks.kit import Block, cut, escape
from bot.slack.listeners.answers import answer_privately, log_refusal
from bot.slack.listeners.members import Body, Office

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
        text, blocks = _answer(office, member, str(body.get("text") or "").split())
    except Refusal as refusal:
        log_refusal(refusal, body)
        text, blocks = refusal.words, None
    answer_privately(ack, respond, text, blocks)


def _answer(office: Office, member: Member, words: list[str]) -> tuple[str, list[Block] | None]:
    if [word.lower() for word in words] == ["help"]:
        return HELP, None
    asked = show_digest(office.context, member, _day(words) if words else None)
    return digest_summary(asked.digest), draw_digest(asked.digest, _FROM[asked.source])


def _day(words: list[str]) -> date:
    try:
        return date.fromisoformat(" ".join(words))
    except ValueError:
        said = escape(cut(" ".join(words).replace("`", " ").strip(), 60))
        raise Refusal("unknown_command", f"I don't know `{said}`. Here is what I understand:\n{HELP}") from None
