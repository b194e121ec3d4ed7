"""What Slack answers when it does not do what it was asked, in the two words of the port: try later, or give up."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from socket import gaierror
from ssl import SSLCertVerificationError
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.application.ports import GiveUp, TryLater, Unauthorised

T = TypeVar("T")
TOO_MANY = 429
LONGEST_WAIT = 600.0  # seconds that Slack may ask for; more is a mistake, and nobody would hear the bot meanwhile
_NO_JSON = "Received a response in a non-JSON format"  # how the SDK says that what answers is not Slack
_NO_TUNNEL = "Tunnel connection failed"  # how the standard library says that a proxy refuses
_SERVER = 500
_PASSING = frozenset(
    {"ratelimited", "fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
_NEXT_STEP = {
    "not_in_channel": "Invite the bot: `/invite @Ringfence` in that channel, then `ringfence outbox retry`.",
    "channel_not_found": "Create the channel, invite the bot if it is private (`/invite @Ringfence`), "
    "or correct `post_to` in the workflows, then `ringfence outbox retry`.",
    "is_archived": "Unarchive the channel or correct `post_to` in the workflows, then `ringfence outbox retry`.",
    "is_inactive": "Its channel is archived or frozen: unarchive it, or correct `post_to` in the workflows.",
    "missing_scope": "Reinstall the app with the scopes of manifest.yml.",
}
OF_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "token_expired", "token_revoked", "account_inactive"}
)
NOT_ALLOWED = frozenset({"access_denied", "ekm_access_denied", "missing_scope", "org_login_required", "team_access_not_granted"})
OF_TWO_MEANINGS = "account_inactive"  # the bot's own account, or that of whoever it writes to
CLOSED_ACCOUNT = frozenset(  # of a message to a person: nothing at all reaches that account
    {
        OF_TWO_MEANINGS,
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
_MOST_EXPLAINED = 500  # characters of Slack's own explanation that a log line and a list can bear


class SlackRefusal(GiveUp):
    """Slack said no by name; `explanation` is what else it said about why."""

    def __init__(self, error: str, explanation: str = "") -> None:
        said = f"Slack answered {error}{f' ({explanation})' if explanation else ''}."
        super().__init__(f"{said} {_NEXT_STEP.get(error, '')}".strip())
        self.error = error
        self.explanation = explanation


class NotOpened(OSError):
    """The socket did not come about; the words say why, and hold no ticket and no password."""


def locked_out(refusal: SlackRefusal) -> Unauthorised | None:
    """Where no message at all would be taken, each waits until a person has mended it; None if it is about this one."""
    if refusal.error in OF_TOKEN:
        words = f"Slack does not accept the bot's token ({refusal.error})."
        return Unauthorised(f"{words} Set RINGFENCE_SLACK_BOT_TOKEN to one of this workspace.")
    return Unauthorised(refusal.reason) if refusal.error in NOT_ALLOWED else None


def talk(call: Callable[[], T], *, writes: bool = True) -> T:
    """One call, its faults translated. A lost reply to one that `writes` is uncertain: Slack may have taken the message."""
    try:
        return call()
    except SlackApiError as error:
        raise _translated(error, writes=writes) from None
    except (SlackClientError, OSError) as error:
        uncertain = writes and _may_have_arrived(error)
        raise TryLater(f"Slack cannot be reached: {reason_of(error)}", uncertain=uncertain) from None


def error_name(error: SlackApiError) -> str:
    """Slack's own name of the error, or the HTTP status where it gave none."""
    response: Any = error.response
    name = response.get("error") if isinstance(response.data, dict) else None
    return str(name or f"HTTP {response.status_code}")


def explanation_of(error: SlackApiError) -> str:
    """What Slack says beside the name: which block at which place, which argument."""
    response: Any = error.response
    data = response.data if isinstance(response.data, dict) else {}
    about: Mapping[str, Any] = data.get("response_metadata") or {}
    told = [*(about.get("messages") or ()), *(data.get("errors") or ())]
    return "; ".join(dict.fromkeys(map(str, told)))[:_MOST_EXPLAINED]


def reason_of(problem: BaseException) -> str:
    """Why something could not be reached, in words that say where to look."""
    cause = getattr(problem, "reason", problem)
    if isinstance(cause, SSLCertVerificationError):
        said = f"its certificate is not trusted here ({cause.verify_message})"
        return f"{said}; a company's own authority goes into RINGFENCE_CA_FILE"
    if isinstance(cause, gaierror):
        return "its name is not found"
    if isinstance(cause, ConnectionRefusedError):
        return "nobody listens there"
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    if isinstance(cause, OSError) and _NO_TUNNEL in str(cause):
        return f"the proxy says no ({str(cause).partition(': ')[2]})"
    return str(cause) if isinstance(cause, NotOpened) else type(cause).__name__


def _may_have_arrived(error: Exception) -> bool:
    """A connection that was never made carried nothing."""
    cause = getattr(error, "reason", error)
    never_made = isinstance(cause, ConnectionRefusedError | gaierror | SSLCertVerificationError)
    return not never_made and _NO_TUNNEL not in str(cause)


def _translated(error: SlackApiError, *, writes: bool) -> Exception:
    status, name = error.response.status_code, error_name(error)
    if name.startswith(_NO_JSON) and status < _SERVER:
        return TryLater(f"Slack cannot be reached: HTTP {status}, and what answers is not Slack; a proxy, say")
    if status == TOO_MANY or name == "ratelimited":
        return TryLater("Slack asks to slow down", after=timedelta(seconds=_seconds(error.response.headers)))
    if status >= _SERVER or name in _PASSING:
        said = f"HTTP {status}" if name.startswith((_NO_JSON, "HTTP")) else f"{status} {name}"
        return TryLater(f"Slack answers {said}", uncertain=writes and status >= _SERVER)
    return SlackRefusal(name, explanation_of(error))


def _seconds(headers: Any) -> float:
    text = _header(headers, "retry-after") or "1"
    return min(float(text), LONGEST_WAIT) if text.replace(".", "", 1).isdecimal() else 1.0


def date_of(headers: Any) -> datetime | None:
    """What time it is where the answer comes from; None if it does not say."""
    try:
        return parsedate_to_datetime(_header(headers, "date")).astimezone(UTC)
    except (TypeError, ValueError, IndexError):
        return None


def _header(headers: Any, name: str) -> str:
    value = next((value for key, value in dict(headers).items() if key.lower() == name), "")
    return str(value[0] if isinstance(value, list) and value else value)
