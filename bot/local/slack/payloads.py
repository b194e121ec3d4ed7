"""The payloads that Slack sends to an app, whole, as its own types describe them."""

from collections.abc import Callable
from typing import Any

from bot.local.slack import json_body
from bot.local.slack.json_body import Json
from bot.local.slack.people import LocalMember
from bot.local.slack.state import Channel, Message, View
from bot.local.slack.values import as_state


class Payloads:
    """Draws payloads for one workspace; `url` is where its response addresses begin."""

    def __init__(self, team_name: str, *, silent_on_presets: Callable[[], bool] = lambda: False) -> None:
        self.team = json_body.team(team_name)
        self.silent_on_presets = silent_on_presets
        self.url = ""

    def command(self, who: LocalMember, where: Channel, command: str, text: str) -> Json:
        """A slash command, without its trigger and response address."""
        name = "directmessage" if where.person else "privategroup" if where.private else where.name
        return {
            "token": json_body.VERIFICATION_TOKEN,
            "team_id": json_body.TEAM_ID,
            "team_domain": self.team["domain"],
            "channel_id": where.id,
            "channel_name": name,
            "user_id": who.id,
            "user_name": who.name,
            "command": command,
            "text": text,
            "api_app_id": json_body.APP_ID,
            "is_enterprise_install": "false",
        }

    def interaction(self, kind: str, who: LocalMember) -> Json:
        """What every interaction says: kind, team, person, app."""
        user = {"id": who.id, "name": who.name, "team_id": json_body.TEAM_ID}
        return {
            "type": kind,
            "team": self.team,
            "user": user | ({"username": who.name} if kind == "block_actions" else {}),
            "api_app_id": json_body.APP_ID,
            "token": json_body.VERIFICATION_TOKEN,
        } | ({} if kind == "block_suggestion" else {"is_enterprise_install": False})

    def in_view(self, view: View) -> Json:
        return {"container": {"type": "view", "view_id": view.id}, "view": self.view(view)}

    def in_message(self, where: Channel, message: Message) -> Json:
        """Where a click happened; an ephemeral message is not repeated in the payload."""
        hidden = message.only_for is not None
        container = {"type": "message", "message_ts": message.ts, "channel_id": where.id, "is_ephemeral": hidden}
        channel = {"id": where.id, "name": where.name if not where.private else "privategroup"}
        shown = {} if hidden else {"message": self.message(message)}
        return {"container": container, "channel": channel, **shown, "state": {"values": as_state(message.blocks, {})}}

    def message(self, message: Message) -> Json:
        """A message as the Web API and payloads repeat it."""
        said: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": json_body.TEAM_ID,
        }
        if message.user == json_body.BOT_USER:
            said |= {"bot_id": json_body.BOT_ID, "app_id": json_body.APP_ID, "blocks": message.blocks}
        optional: dict[str, Any] = {"thread_ts": message.thread_ts, "metadata": message.metadata}
        if message.edited:
            optional["edited"] = {"user": message.user, "ts": message.ts}
        return said | {key: value for key, value in optional.items() if value}

    def view(self, view: View) -> Json:
        """A view as the Web API and payloads repeat it, with what was entered."""
        body = view.body
        output: Json = {
            "id": view.id,
            "team_id": json_body.TEAM_ID,
            "type": body["type"],
            "blocks": view.blocks,
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": as_state(view.blocks, view.values, view.untouched if self.silent_on_presets() else ())},
            "hash": view.hash,
            "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "app_id": json_body.APP_ID,
            "app_installed_team_id": json_body.TEAM_ID,
            "bot_id": json_body.BOT_ID,
        }
        return output | ({"external_id": body["external_id"]} if body.get("external_id") else {})

    def event(self, event: Json, now: float) -> Json:
        """The envelope of an event (outer part of the Events API)."""
        ident = json_body.new_id("Ev")
        authorization = {
            "team_id": json_body.TEAM_ID,
            "user_id": json_body.BOT_USER,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": json_body.VERIFICATION_TOKEN,
            "team_id": json_body.TEAM_ID,
            "api_app_id": json_body.APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": ident,
            "event_time": int(now),
            "authorizations": [authorization | {"enterprise_id": None}],
            "is_ext_shared_channel": False,
            "event_context": json_body.new_id("EC"),
        }
