"""What is said to the bot, in its direct conversation or by a mention: answered once with what it can do, and never kept."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.application.audits.read import list_open_audits
from bot.application.digest.show import show_digest
from bot.application.members import recognise
from bot.application.requests.read import list_own_requests
from bot.domain.errors import Refusal
from bot.domain.register import Member
from bot.slack import ids
from bot.slack.blocks.answers import draw_mine
from bot.slack.blocks.audit import draw_audits
from bot.slack.blocks.digest import digest_summary, draw_digest
from bot.slack.blocks.kit import Block, for_older_slack
from bot.slack.blocks.menu import draw_menu
from bot.slack.heard_events import HeardEvents
from bot.slack.listeners.answers import log_outcome, log_refusal, whisper
from bot.slack.listeners.asking import open_form
from bot.slack.listeners.members import Body, Office
from bot.slack.listeners.typed import Answer

SPOKEN = (None, "file_share", "thread_broadcast", "me_message")  # other subtypes tell of changes, joins and topics
Asked = Callable[[Office, Member], Answer]


def listen(app: App, office: Office) -> None:
    heard = HeardEvents()
    app.event("message")(lambda ack, body, client: _answer(office, heard, ack, body, client))
    app.event("app_mention")(lambda ack, body, client: _answer(office, heard, ack, body, client))
    app.action(ids.MENU_ASK)(lambda ack, body, client, respond: _ask(office, ack, body, client, respond))
    for action, asked in BUTTONS.items():
        app.action(action)(_showing(office, asked))


def _answer(office: Office, heard: HeardEvents, ack: Ack, body: Body, client: WebClient) -> None:
    event: Mapping[str, Any] = body["event"]
    if event.get("subtype") not in SPOKEN or event.get("bot_id") or not event.get("user"):
        ack()
        return
    if heard.is_new(str(body["event_id"])):
        try:
            _say(client, event, *_menu(office, str(event["user"])))
        except (SlackClientError, OSError):
            heard.forget(str(body["event_id"]))
            raise
    ack()


def _menu(office: Office, slack_id: str) -> tuple[str, list[Block] | None]:
    try:
        member = recognise(office.context, office.directory, slack_id)
        office.pace.count(member.id)
    except Refusal as refusal:
        log_outcome(refusal.code, {"user_id": slack_id})
        return refusal.words, None
    return draw_menu(member)


def _say(client: WebClient, event: Mapping[str, Any], text: str, blocks: list[Block] | None) -> None:
    """In the direct conversation beside what was said; of a channel only the person hears, in their direct conversation."""
    spoken_to = event["type"] == "message"
    thread = event.get("thread_ts") if spoken_to else None
    client.chat_postMessage(channel=event["channel"] if spoken_to else event["user"], text=text, blocks=blocks, thread_ts=thread)


def _ask(office: Office, ack: Ack, body: Body, client: WebClient, respond: Respond) -> None:
    try:
        office.member(body)
    except Refusal as refusal:
        whisper(office, respond, refusal, body)
    else:
        open_form(office, body, client)
    ack()


def _showing(office: Office, asked: Asked) -> Callable[[Ack, Body, Respond], None]:
    def listener(ack: Ack, body: Body, respond: Respond) -> None:
        try:
            text, blocks = asked(office, office.member(body))
        except Refusal as refusal:
            log_refusal(refusal, body)
            text, blocks = refusal.words, None
        shown = for_older_slack(blocks or ()) or None
        respond(text=text, blocks=shown, response_type="ephemeral", replace_original=False)
        ack()

    return listener


def _mine(office: Office, member: Member) -> Answer:
    return draw_mine(list_own_requests(office.context, member))


def _audits(office: Office, member: Member) -> Answer:
    return draw_audits(list_open_audits(office.context, member))


def _week(office: Office, member: Member) -> Answer:
    digest = show_digest(office.context, member).digest
    return digest_summary(digest), draw_digest(digest)


BUTTONS: Mapping[str, Asked] = {ids.MENU_MINE: _mine, ids.MENU_AUDITS: _audits, ids.MENU_WEEK: _week}
