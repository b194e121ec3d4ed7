"""What is typed after `/ip-request`: nothing opens the form, a word gets a private answer, anything else gets usage."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.application.agreements.show import show_agreement
from bot.application.requests.read import list_own_requests
from bot.application.requests.read_details import read_details
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.slack import ids
from bot.slack.blocks.agreement import draw_agreement
from bot.slack.blocks.answers import HELP, draw_mine, draw_status, usage
from bot.slack.listeners.answers import Answer, answer_command
from bot.slack.listeners.asking import open_form
from bot.slack.listeners.members import Body, Office


def listen(app: App, office: Office) -> None:
    app.command(ids.COMMAND)(lambda ack, body, client: _command(office, ack, body, client))


def _command(office: Office, ack: Ack, body: Body, client: WebClient) -> None:
    answer_command(office, ack, body, opens=lambda _: open_form(office, body, client), answers=_answer)


def _answer(office: Office, member: Member, words: list[str]) -> Answer:
    word, rest = words[0].lower(), words[1:]
    if word == "help" and not rest:
        return HELP, None
    if word == "mine" and not rest:
        return draw_mine(list_own_requests(office.context, member))
    if word == "status":
        return _status(office, member, rest)
    if word == "agreement":
        return _agreement(office, member, rest)
    raise Refusal("unknown_command", usage(" ".join(words)))


def _status(office: Office, member: Member, rest: list[str]) -> Answer:
    request_id = rest[0].upper() if len(rest) == 1 else ""
    if not ids.is_request_id(request_id):
        raise Refusal("unknown_request", f"Say which request, such as `{ids.COMMAND} status REQ-2026-0001`.")
    return draw_status(read_details(office.context, member, request_id).view)


def _agreement(office: Office, member: Member, rest: list[str]) -> Answer:
    if len(rest) != 1:
        raise Refusal("unknown_agreement", f"Say which agreement, such as `{ids.COMMAND} agreement NDA-V02`.")
    return draw_agreement(show_agreement(office.context, member, rest[0].upper()))
