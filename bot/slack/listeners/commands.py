"""What is typed after `/ip-request`: nothing opens the form, a word gets a private answer, anything else gets usage."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.application.agreements.show import show_agreement, which_agreement
from bot.application.requests.read import list_own_requests, which_request
from bot.application.requests.read_details import read_details
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.domain.typed_words import request_ids
from bot.slack import ids
from bot.slack.blocks.agreement import draw_agreement
from bot.slack.blocks.answers import draw_mine, draw_status
from bot.slack.listeners.asking import open_form
from bot.slack.listeners.members import Body, Office
from bot.slack.listeners.typed import Answer, Command, page_typed


def listen(app: App, office: Office) -> None:
    app.command(ids.COMMAND)(lambda ack, body, client: _command(office, ack, body, client))


def _command(office: Office, ack: Ack, body: Body, client: WebClient) -> None:
    REQUEST.reply(office, ack, body, lambda _: open_form(office, body, client))


def _mine(office: Office, member: Member, rest: str) -> Answer | None:
    page = page_typed(rest)
    return draw_mine(list_own_requests(office.context, member, page), page) if page else None


def _status(office: Office, member: Member, rest: str) -> Answer:
    meant = request_ids(rest, office.context.today().year)
    if not meant:
        raise Refusal("unknown_request", f"Say which request, such as `{ids.COMMAND} status REQ-2026-0001`.")
    return draw_status(read_details(office.context, member, which_request(office.context, member, meant)).view)


def _agreement(office: Office, member: Member, rest: str) -> Answer:
    if not rest or " " in rest:
        raise Refusal("unknown_agreement", f"Say which agreement, such as `{ids.COMMAND} agreement NDA-V02`.")
    return draw_agreement(show_agreement(office.context, member, which_agreement(office.context, rest)))


def _id_alone(office: Office, member: Member, said: str) -> Answer | None:
    """Whoever types the id of a request alone wants to know how it stands."""
    return _status(office, member, said) if request_ids(said, office.context.today().year) else None


REQUEST = Command(ids.COMMAND, {"mine": _mine, "status": _status, "agreement": _agreement}, _id_alone)
