"""Messages of the app: posting, changing and deleting them, by Web API, acknowledgement or response address."""

from typing import Any

from bot.local.slack.json_body import BOT_USER, Json, Refused
from bot.local.slack.limits import checked_blocks
from bot.local.slack.state import RESPONSE_URL_USES, Message, ResponseUrl, State

MAX_TEXT = 40_000
RESPOND_FIELDS = {
    "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts",
    "unfurl_links", "unfurl_media", "metadata", "mrkdwn",
}  # fmt: skip


class Posting:
    """What the app says."""

    def __init__(self, state: State) -> None:
        self.state = state

    def post(self, channel: str, said: Json, *, only_for: str | None = None) -> Message:
        """A new message. Raises Refused without text and blocks, or for blocks that Slack does not take."""
        text, blocks = self._content(said)
        message = Message(self.state.new_ts(), channel, BOT_USER, text, blocks, only_for)
        message.thread_ts, message.metadata = said.get("thread_ts"), said.get("metadata")
        return self.state.post(message)

    def change(self, message: Message, said: Json) -> Message:
        """Another content for a message; text alone takes the blocks away."""
        message.text, message.blocks = self._content(said)
        message.edited = True
        self.state.changed("messages", channel=message.channel)
        return message

    def delete(self, message: Message) -> None:
        del self.state.messages[message.channel, message.ts]
        self.state.changed("messages", channel=message.channel)

    def _content(self, said: Json) -> tuple[str, list[Json]]:
        text, blocks = said.get("text") or "", said.get("blocks")
        if not text and not blocks:
            raise Refused("no_text")
        if len(text) > MAX_TEXT:
            raise Refused("msg_too_long")
        return text, checked_blocks(blocks, "message", self.state.unknown_blocks) if blocks else []

    def respond(self, user: str, channel: str, said: Json, message: str | None = None) -> None:
        """What an acknowledgement or a response address says: to one person unless it says otherwise, or about the original."""
        original = self.state.messages.get((channel, message or ""))
        strange = sorted(set(said) - RESPOND_FIELDS)
        if strange:
            raise Refused("invalid_arguments", f"[ERROR] unknown fields {strange}")
        if original and said.get("delete_original"):
            self.delete(original)
        elif original and said.get("replace_original"):
            self.change(original, said)
        else:
            self.post(channel, said, only_for=None if said.get("response_type") == "in_channel" else user)

    def use_response_url(self, ident: str, said: Any) -> None:
        """Raises Refused when the address is unknown, older than 30 minutes or used five times."""
        known = self.state.response_urls.get(ident)
        if known is None:
            raise Refused("not_found")
        self._count(known)
        if not isinstance(said, dict):
            raise Refused("invalid_payload")
        self.respond(known.user, known.channel, said, known.message)

    def _count(self, known: ResponseUrl) -> None:
        if self.state.clock.now() > known.until:
            raise Refused("expired_url")
        if known.uses >= RESPONSE_URL_USES:
            raise Refused("used_url")
        known.uses += 1
