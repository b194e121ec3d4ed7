"""Posts and redraws messages in Slack, and says in two words what went wrong: try later, or give up."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.application.ports import Destination, Gone, Message, MessageRef, Unreachable
from bot.slack.blocks.kit import for_older_slack
from bot.slack.channels import Channels, is_direct
from bot.slack.drawing import drawn
from bot.slack.failures import CLOSED_ACCOUNT, OF_TWO_MEANINGS, SlackRefusal, locked_out, talk
from bot.slack.readers import Readers

log = structlog.get_logger(__name__)
T = TypeVar("T")
_BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format"})
_GONE = frozenset(  # there, at least: whether the place takes another one, posting it tells
    {
        "message_not_found",
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "is_inactive",
        "not_in_channel",
    }
)
_NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message"})
_ELSEWHERE = frozenset({"channel_not_found", "is_archived"})


class SlackMessenger:
    """The Messenger port over the Web API; a channel is found by its name and addressed by its id, a person by their Slack id.

    Before anything is said or changed in a channel, `readers` are asked whether others read along.
    """

    def __init__(self, client: WebClient, channels: Channels | None = None, readers: Readers | None = None) -> None:
        self._client = client
        self._channels = channels or Channels(client)
        self._readers = readers or Readers(client)
        self._is_let_in = True

    def post(self, destination: Destination, message: Message, thread: MessageRef | None = None) -> MessageRef:
        text, blocks = drawn(message)
        said = {"text": text, "blocks": blocks, "unfurl_links": False}
        if destination.kind != "channel":
            return self._say_to_person(destination.name, said, thread)
        if thread is not None:
            self._refuse_others(thread.channel)
            if ref := self._reply(thread, said):
                return ref
        return self._say_in_channel(destination.name, said)

    def _say_to_person(self, account: str, said: dict[str, Any], thread: MessageRef | None) -> MessageRef:
        try:
            if thread is not None and (ref := self._reply(thread, said)):
                return ref
            return self._say(account, said)
        except SlackRefusal as refusal:
            if refusal.error in CLOSED_ACCOUNT:
                raise Unreachable(account, refusal.reason) from None
            raise

    def _reply(self, thread: MessageRef, said: dict[str, Any]) -> MessageRef | None:
        """None where the message that it should stand under is gone: then it stands by itself."""
        try:
            return self._say(thread.channel, {**said, "thread_ts": thread.ts})
        except SlackRefusal as refusal:
            if refusal.error in _NO_THREAD:
                return None
            raise

    def _say_in_channel(self, name: str, said: dict[str, Any]) -> MessageRef:
        """By the id: of what has none here, nobody knows who reads it."""
        ident = self._let_in(lambda: self._channels.id_of(name), proves=False)
        try:
            ref = self._say_among_us(ident, said)
        except SlackRefusal as refusal:
            other = self._channels.other_than(ident, name) if refusal.error in _ELSEWHERE else None
            if other is None:
                raise
            ref = self._say_among_us(other, said)
        self._channels.learn(name, ref.channel)
        return ref

    def _say_among_us(self, ident: str | None, said: dict[str, Any]) -> MessageRef:
        if ident is None:
            raise SlackRefusal("channel_not_found")
        self._refuse_others(ident)
        return self._say(ident, said)

    def _refuse_others(self, ident: str) -> None:
        self._let_in(lambda: self._readers.refuse_others(ident), proves=False)

    def _say(self, place: str, said: dict[str, Any]) -> MessageRef:
        reply = self._with_blocks(said, lambda fit: self._client.chat_postMessage(channel=place, **fit))
        return MessageRef(reply["channel"], reply["ts"])

    def redraw(self, ref: MessageRef, message: Message) -> None:
        text, blocks = drawn(message)
        said = {"text": text, "blocks": blocks}
        try:
            if not is_direct(ref.channel):
                self._refuse_others(ref.channel)
            self._with_blocks(said, lambda fit: self._client.chat_update(channel=ref.channel, ts=ref.ts, **fit))
        except SlackRefusal as refusal:
            if refusal.error in _GONE:
                raise Gone(refusal.error) from None
            raise

    def _with_blocks(self, said: dict[str, Any], call: Callable[[dict[str, Any]], SlackResponse]) -> SlackResponse:
        """The message whole; where Slack refuses its blocks, once more without those that it may not know yet."""
        try:
            return self._let_in(lambda: call(said))
        except SlackRefusal as refusal:
            fit = for_older_slack(said["blocks"])
            if refusal.error not in _BLOCKS_REFUSED or len(fit) == len(said["blocks"]):
                raise
            left_out = sorted({block["type"] for block in said["blocks"]} - {block["type"] for block in fit})
            log.warning("slack refuses blocks", left_out=left_out, error=refusal.error, explanation=refusal.explanation)
            return talk(lambda: call({**said, "blocks": fit}))

    def _let_in(self, call: Callable[[], T], *, proves: bool = True) -> T:
        """Where Slack does not accept us at all, that is said once, and once when a call `proves` that it does again."""
        try:
            reply = talk(call)
        except SlackRefusal as refusal:
            waits = locked_out(refusal)
            if waits is None or (refusal.error == OF_TWO_MEANINGS and self._token_works()):
                raise
            if self._is_let_in:
                log.error("sign-in is not accepted", world="slack", reason=waits.reason, next_step="ringfence doctor slack")
            self._is_let_in = False
            raise waits from None
        if proves:
            self._note_let_in()
        return reply

    def _token_works(self) -> bool:
        """Whether that is about the account of the addressee, and not about the bot's own."""
        try:
            talk(self._client.auth_test, writes=False)
        except SlackRefusal:
            return False
        return True

    def _note_let_in(self) -> None:
        if not self._is_let_in:
            log.info("sign-in is accepted again", world="slack")
        self._is_let_in = True
