"""Details of a request, after a permission check, and ending its access early."""

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.application.access.end import end_access
from bot.application.requests.adopt_copy import adopt_copy
from bot.application.requests.read import read_request
from bot.application.requests.read_details import read_details
from bot.domain.errors import Refusal
from bot.slack import ids
from bot.slack.blocks.answers import draw_words
from bot.slack.blocks.details import draw_details
from bot.slack.listeners.answers import note, whisper
from bot.slack.listeners.members import Body, Office, clicked_value, seen_in


def listen(app: App, office: Office) -> None:
    app.action(ids.SHOW_DETAILS)(lambda ack, body, client, respond: _details(office, ack, body, client, respond))
    app.action(ids.END_ACCESS)(lambda ack, body, client, respond: _end(office, ack, body, client, respond))
    for way in ("back", "on"):
        app.action(f"{ids.DETAILS_PAGE}.{way}")(lambda ack, body, client: _turn(office, ack, body, client))
    app.action(ids.OPEN_TICKET)(lambda ack: ack())


def _details(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        picture = ids.read_value(clicked_value(body))
        member = office.member(body)
        readable = read_details(office.context, member, picture.request_id)
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    else:
        adopt_copy(office.context, member, picture.request_id, seen_in(body))
        client.views_open(trigger_id=body["trigger_id"], view=draw_details(readable.view, may_end=readable.may_end))
    ack()


def _turn(office: Office, ack: Ack, body: Body, client: WebClient) -> None:
    """The same details on another page, after the same permission check."""
    try:
        request_id, page = ids.read_page(clicked_value(body))
        readable = read_request(office.context, office.member(body), request_id)
        view = draw_details(readable.view, may_end=readable.may_end, page=page)
    except Refusal as refusal:
        note(office, refusal, body)
        view = draw_words("Nothing changed", refusal.words)
    client.views_update(view_id=body["view"]["id"], view=view)
    ack()


def _end(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    """From the receipt the answer is the redrawn message, from the details the redrawn details."""
    try:
        picture = ids.read_value(clicked_value(body))
        member = office.member(body)
        adopt_copy(office.context, member, picture.request_id, seen_in(body))
        end_access(office.context, member, picture.request_id)
        if view := body.get("view"):
            readable = read_request(office.context, member, picture.request_id)
            client.views_update(view_id=view["id"], view=draw_details(readable.view, may_end=readable.may_end))
    except Refusal as refusal:
        if view := body.get("view"):
            note(office, refusal, body)
            client.views_update(view_id=view["id"], view=draw_words("Nothing changed", refusal.words))
        else:
            whisper(office, respond, refusal, body)
    ack()
