"""Every name that Slack sends back to us, and the wire format of a button's value.

A value lives for years in old messages, so it starts with its version: `v1:REQ-2026-0001:ROUND:STAGE`.
"""

import re
from dataclasses import dataclass

from bot.domain.errors import Refusal

COMMAND = "/ip-request"

REQUEST_FORM = "request.ask"
REQUEST_DONE = "request.asked"
REJECT_FORM = "request.reject"
APPROVE_FORM = "request.approve_with_reason"
DETAILS = "request.details"

APPROVE = "request.approve_click"
REJECT = "request.reject_click"
SHOW_DETAILS = "request.details_click"
END_ACCESS = "access.end_click"
OPEN_TICKET = "ticket.open_click"

VENDOR = "vendor.choose"
ENTITY = "entity.choose"
PEOPLE = "people.choose"
ASSETS = "assets.choose"
PROJECT = "project.choose"
MODE = "mode.choose"
CHANNEL = "channel.choose"
START = "start.choose"
END = "end.choose"
EVALUATION = "evaluation.tick"
NEED = "need.type"
FIX = "check.fix"
WHY = "check.why"
SHOW_ALL = "check.show_all"
REASON = "reason.type"
ITEMS = "items.tick"

_VALUE = re.compile(r"v1:(REQ-[0-9]{4}-[0-9]{4,}):([0-9]{1,4}):([0-9]{1,2})")
_REQUEST_ID = re.compile(r"REQ-[0-9]{4}-[0-9]{4,}")


@dataclass(frozen=True)
class Picture:
    """Which picture of which request a button belongs to."""

    request_id: str
    round: int
    stage: int

    @property
    def value(self) -> str:
        return f"v1:{self.request_id}:{self.round}:{self.stage}"


def read_value(value: object) -> Picture:
    """The picture behind a button. A value of another version, or a forged one, is refused in words."""
    match = _VALUE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        words = "This button is of another version of Ringfence, so I do nothing."
        raise Refusal("unknown_button", f"{words} Ask for the request anew with `{COMMAND} status REQ-…`.")
    return Picture(match[1], int(match[2]), int(match[3]))


_FIX = re.compile(r"^v1:(end_on(?=:\d{4}-\d{2}-\d{2}$)|channel|people):(.{1,60})$")


def fix_value(field: str, value: str) -> str:
    """The wire format of a fix button in the form: `v1:end_on:2027-01-14`."""
    return f"v1:{field}:{value}"


def read_fix(value: object) -> tuple[str, str]:
    """Field and new value behind a fix button; refused in words if it is of another version or forged."""
    match = _FIX.match(value) if isinstance(value, str) else None
    if match is None:
        raise Refusal("unknown_button", f"This button is of another version of Ringfence. Open the form anew with `{COMMAND}`.")
    return match[1], match[2]


def is_request_id(text: str) -> bool:
    return _REQUEST_ID.fullmatch(text) is not None
