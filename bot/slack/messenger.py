"""Posts and redraws messages in Slack, and says in two words what went wrong: try later, or give up."""

from typing import Any

from slack_sdk import WebClient

from bot.application.ports import Destination, Gone, Message, MessageRef
from bot.slack.channels import Channels
from bot.slack.drawing import drawn
from bot.slack.failures import SlackRefusal, talk

_GONE = frozenset({"message_not_found", "cant_update_message", "channel_not_found", "edit_window_closed"})
_ELSEWHERE = frozenset({"channel_not_found", "is_archived"})


class SlackMessenger:
    """The Messenger port over the Web API; a channel is found by its name and addressed by its id, a person by their Slack id."""

    def __init__(self, client: WebClient, channels: Channels | None = None) -> None:
        self._client = client
        self._channels = channels or Channels(client)

    def post(self, destination: Destination, message: Message, thread: MessageRef | None = None) -> MessageRef:
        text, blocks = drawn(message)
        said = {"text": text, "blocks": blocks, "unfurl_links": False}
        if thread is not None:
            return self._say(thread.channel, {**said, "thread_ts": thread.ts})
        if destination.kind != "channel":
            return self._say(destination.name, said)
        return self._say_in_channel(destination.name, said)

    def _say_in_channel(self, name: str, said: dict[str, Any]) -> MessageRef:
        """By the id. Where the list shows none, the name itself is the last resort, and Slack's refusal of it the reason."""
        ident = self._channels.id_of(name)
        try:
            ref = self._say(ident or f"#{name}", said)
        except SlackRefusal as refusal:
            other = self._channels.other_than(ident, name) if refusal.error in _ELSEWHERE else None
            if other is None:
                raise
            ref = self._say(other, said)
        self._channels.learn(name, ref.channel)
        return ref

    def _say(self, place: str, said: dict[str, Any]) -> MessageRef:
        reply = talk(lambda: self._client.chat_postMessage(channel=place, **said))
        return MessageRef(reply["channel"], reply["ts"])

    def redraw(self, ref: MessageRef, message: Message) -> None:
        text, blocks = drawn(message)
        try:
            talk(lambda: self._client.chat_update(channel=ref.channel, ts=ref.ts, text=text, blocks=blocks))
        except SlackRefusal as refusal:
            if refusal.error in _GONE:
                raise Gone(refusal.error) from None
            raise
