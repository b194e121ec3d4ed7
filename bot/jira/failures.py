"""What went wrong with Jira, in the words of the port: `TryLater`, `Unauthorised` and `GiveUp`, each with a reason for a person.

A request whose reply was lost may have been carried out; one that never left this machine was not. The reasons name settings and
fields, and never hold the token.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from jira import JIRAError
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, SSLError
from requests.exceptions import RequestException as RequestFailed

from bot.application.ports import GiveUp, TryLater, Unauthorised

FAILURES = (JIRAError, RequestFailed, ValueError, KeyError)

REFUSALS = 400
RATE_LIMITED = 429
SERVER_ERRORS = 500
NEVER_SENT = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")
PASSING = {408, 409, 423, 425}
UNAUTHORISED = 401
AS_TO_A_STRANGER = (UNAUTHORISED, 403)


def in_words(failure: Exception, *, writes: bool, project: str) -> TryLater | GiveUp:
    """Translates what the `jira` package raised; `writes` says that the request wanted to change something."""
    if isinstance(failure, JIRAError) and (failure.status_code or 0) >= REFUSALS:
        return _refusal(failure, writes=writes, project=project)
    if isinstance(failure, SSLError):
        return TryLater("Jira's certificate is not trusted here; a company's own authority goes into RINGFENCE_CA_FILE.")
    if isinstance(failure, NoConnection) and not _was_sent(failure):
        return TryLater("Jira cannot be reached at the address in RINGFENCE_JIRA_URL.")
    if isinstance(failure, RequestFailed) and not isinstance(failure, ValueError):
        return TryLater("The connection to Jira broke before it answered.", uncertain=writes)
    return TryLater("Jira's answer makes no sense; is RINGFENCE_JIRA_URL the address of a Jira site?", uncertain=writes)


def _was_sent(failure: NoConnection) -> bool:
    if isinstance(failure, ConnectTimeout | SSLError):
        return False
    cause = failure.args[0] if failure.args else None
    return type(getattr(cause, "reason", None)).__name__ not in NEVER_SENT


def _refusal(failure: JIRAError, *, writes: bool, project: str) -> TryLater | GiveUp:
    status = failure.status_code or 0
    if status == RATE_LIMITED:
        return TryLater("Jira asks to be called less often.", after=_retry_after(failure))
    if status >= SERVER_ERRORS:
        words = f"Jira is out of order (HTTP {status})."
        return TryLater(words, after=_retry_after(failure), uncertain=writes)
    if status in PASSING:
        return TryLater(f"Jira could not do it just now (HTTP {status}).", uncertain=writes)
    return unauthorised() if status == UNAUTHORISED else GiveUp(_what_to_mend(status, failure, project))


def unauthorised() -> Unauthorised:
    words = "Jira does not accept the bot's sign-in (the token expired, was revoked, or lacks a scope)"
    return Unauthorised(f"{words}: mend RINGFENCE_JIRA_USER and RINGFENCE_JIRA_TOKEN.")


def is_strangers(failure: JIRAError) -> bool:
    """Whether this is how Jira answers somebody whom it does not know, when it is asked who they are."""
    return failure.status_code in AS_TO_A_STRANGER


def _what_to_mend(status: int, failure: JIRAError, project: str) -> str:
    said = _said(failure)
    match status:
        case 403:
            return f"The account in RINGFENCE_JIRA_USER may not do this in project {project}: give it the permission in Jira."
        case 404:
            words = f"Jira does not know project {project}, or a ticket in it, or hides it from the bot"
            return f"{words} (RINGFENCE_JIRA_PROJECT).{said}"
        case _:
            return f"Jira refuses it (HTTP {status}).{said}"


def _said(failure: JIRAError) -> str:
    """Jira's own words with the names of the fields, short; empty if it gave none."""
    body = _body(failure)
    errors = body.get("errors")
    fields = [f"{name}: {words}" for name, words in errors.items()] if isinstance(errors, Mapping) else []
    messages = [str(words) for words in body.get("errorMessages") or ()]
    return f" It says: {'; '.join(messages + fields)[:500]}" if messages or fields else ""


def _body(failure: JIRAError) -> Mapping[str, Any]:
    try:
        body = failure.response.json() if failure.response is not None else {}
    except ValueError:
        return {}
    return body if isinstance(body, Mapping) else {}


def _retry_after(failure: JIRAError) -> timedelta | None:
    header = failure.response.headers.get("Retry-After", "") if failure.response is not None else ""
    return min(timedelta(days=1), timedelta(seconds=float(header[:12]))) if header.isdecimal() else None
