"""What the app is told of messages if it subscribed and has the scope: in its direct conversations, and where it is mentioned.

As in Slack the app hears of its own messages there too, and of their changes, marked with `bot_id` and `subtype`.
"""

from typing import Any

from bot.local.slack import json_body
from bot.local.slack.delivery import Delivery
from bot.local.slack.json_body import BOT_USER, Json
from bot.local.slack.payloads import Payloads
from bot.local.slack.state import Message, State

NEEDED = {"message.im": "im:history", "app_mention": "app_mentions:read"}


class MessageEvents:
    """`subscribed` are the manifest's `bot_events`; an event without its scope is never sent."""

    def __init__(
        self, state: State, *, payloads: Payloads, delivery: Delivery, subscribed: frozenset[str], scopes: frozenset[str]
    ) -> None:
        self._state = state
        self._payloads = payloads
        self._delivery = delivery
        self._sent = {event for event in subscribed if NEEDED.get(event) in scopes}

    async def said(self, message: Message) -> None:
        """What a person said, once the app has acknowledged it or has not."""
        for event in self._of(message):
            await self._delivery.event(self._payloads.event(event, self._now()))

    def posted(self, message: Message) -> None:
        """What the app itself posted."""
        for event in self._of(message):
            self._delivery.in_background(self._tell(event))

    def changed(self, message: Message, before: Json) -> None:
        if self._hears(message):
            event = {"type": "message", "subtype": "message_changed", "hidden": True, "message": self._payloads.message(message)}
            self._delivery.in_background(self._tell(event | {"previous_message": before} | self._where(message)))

    async def _tell(self, event: Json) -> None:
        await self._delivery.event(self._payloads.event(event, self._now()))

    def _of(self, message: Message) -> list[Json]:
        if message.only_for is not None:
            return []
        if self._hears(message):
            return [self._payloads.message(message) | self._more(message) | self._where(message)]
        where = self._state.channels[message.channel]
        mentioned = f"<@{BOT_USER}>" in message.text and message.user != BOT_USER and BOT_USER in where.members
        if mentioned and not where.person and "app_mention" in self._sent:
            said = self._payloads.message(message) | self._more(message) | {"type": "app_mention"}
            return [said | {"channel": message.channel, "event_ts": message.ts}]
        return []

    def _hears(self, message: Message) -> bool:
        return self._state.channels[message.channel].person is not None and "message.im" in self._sent

    def _more(self, message: Message) -> Json:
        if message.user == BOT_USER:
            return {"bot_profile": {"id": json_body.BOT_ID, "app_id": json_body.APP_ID, "deleted": False}}
        return {"client_msg_id": json_body.new_id()}

    def _where(self, message: Message) -> dict[str, Any]:
        return {"channel": message.channel, "event_ts": self._state.new_ts(), "channel_type": "im"} | (
            {} if message.user != BOT_USER else {"ts": message.ts}
        )

    def _now(self) -> float:
        return self._state.clock.now().timestamp()
