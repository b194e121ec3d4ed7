"""Posts and redraws messages in Slack, and says in two words what went wrong: try later, or give up."""

from collections.abc import Callable
from datetime import timedelta
from socket import gaierror
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.application.ports import Destination, GiveUp, Gone, Message, MessageRef, TryLater
from bot.slack.drawing import drawn

T = TypeVar("T")
_TOO_MANY = 429
_SERVER = 500
_PASSING = frozenset(
    {"ratelimited", "fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
_GONE = frozenset({"message_not_found", "cant_update_message", "channel_not_found", "edit_window_closed"})
_NEXT_STEP = {
    "not_in_channel": "Invite the bot: `/invite @Ringfence` in that channel, then `ringfence outbox retry`.",
    "channel_not_found": "Create the channel or correct `post_to` in the workflows, then `ringfence outbox retry`.",
    "is_archived": "Unarchive the channel or correct `post_to` in the workflows, then `ringfence outbox retry`.",
    "invalid_auth": "Set RINGFENCE_SLACK_BOT_TOKEN to the token of this workspace.",
    "missing_scope": "Reinstall the app with the scopes of manifest.yml.",
}


class SlackMessenger:
    """The Messenger port over the Web API; a channel is addressed by its name, a person by their Slack id."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, destination: Destination, message: Message, thread: MessageRef | None = None) -> MessageRef:
        channel = f"#{destination.name}" if destination.kind == "channel" else destination.name
        text, blocks = drawn(message)
        place = thread.channel if thread else channel
        under = thread.ts if thread else None
        reply = _talk(
            lambda: self._client.chat_postMessage(channel=place, thread_ts=under, text=text, blocks=blocks, unfurl_links=False)
        )
        return MessageRef(reply["channel"], reply["ts"])

    def redraw(self, ref: MessageRef, message: Message) -> None:
        text, blocks = drawn(message)
        try:
            _talk(lambda: self._client.chat_update(channel=ref.channel, ts=ref.ts, text=text, blocks=blocks))
        except _SlackRefusal as refusal:
            if refusal.error in _GONE:
                raise Gone(refusal.error) from None
            raise


class _SlackRefusal(GiveUp):
    """Slack said no by name."""

    def __init__(self, error: str) -> None:
        super().__init__(f"Slack answered {error}. {_NEXT_STEP.get(error, '')}".strip())
        self.error = error


def _talk(call: Callable[[], T]) -> T:
    """One call, its faults translated. A lost reply is uncertain: Slack may have taken the message."""
    try:
        return call()
    except SlackApiError as error:
        raise _translated(error) from None
    except (SlackClientError, OSError) as error:
        raise TryLater(f"Slack cannot be reached: {type(error).__name__}", uncertain=_may_have_arrived(error)) from None


def _may_have_arrived(error: Exception) -> bool:
    """A connection that was never made carried nothing."""
    return not isinstance(getattr(error, "reason", error), ConnectionRefusedError | gaierror)


def _translated(error: SlackApiError) -> Exception:
    response: Any = error.response
    name = str(response.get("error") if isinstance(response.data, dict) else "")
    if response.status_code == _TOO_MANY or name == "ratelimited":
        wait = _seconds(response.headers)
        return TryLater("Slack asks to slow down", after=timedelta(seconds=wait))
    if response.status_code >= _SERVER or name in _PASSING:
        return TryLater(f"Slack answers {response.status_code} {name}".strip(), uncertain=response.status_code >= _SERVER)
    return _SlackRefusal(name or f"HTTP {response.status_code}")


def _seconds(headers: Any) -> float:
    value = next((value for key, value in dict(headers).items() if key.lower() == "retry-after"), "1")
    text = value[0] if isinstance(value, list) else value
    return float(text) if str(text).replace(".", "", 1).isdigit() else 1.0
