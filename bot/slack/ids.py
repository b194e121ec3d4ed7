"""Every name that Slack sends back to us, and the wire format of a button's value.

A value lives for years in old messages, so it starts with its version: `v1:REQ-2026-0001:ROUND:STAGE`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.checks.verdicts import FixField
from bot.domain.errors import Refusal
from bot.domain.identifiers import FOREIGN_ID, ID
from bot.domain.reminders import Anchor, ReminderSchedule
from bot.domain.words_meant import Meant

COMMAND = "/ip-request"
AUDIT_COMMAND = "/ip-audit"
DIGEST_COMMAND = "/ip-digest"
CHECK_COMMAND = "/ip-check"

REQUEST_FORM = "request.ask"
REQUEST_DONE = "request.asked"
REJECT_FORM = "request.reject"
APPROVE_FORM = "request.approve_with_reason"
DETAILS = "request.details"
CHECK_FORM = "vendor.check"
CHECK_DONE = "vendor.checked"

APPROVE = "request.approve_click"
REJECT = "request.reject_click"
SHOW_DETAILS = "request.details_click"
DETAILS_PAGE = "request.details_page"
END_ACCESS = "access.end_click"
RESUME_ACCESS = "access.resume_click"
ACCEPT_GAP = "access.gap_click"
ACKNOWLEDGE = "access.acknowledge_click"
ACKNOWLEDGE_FORM = "access.acknowledge"
OPEN_TICKET = "ticket.open_click"
CHECK_THIS = "vendor.check_click"
ASK_FOR = "vendor.ask_click"
MENU_ASK = "menu.ask_click"
MENU_MINE = "menu.mine_click"
MENU_AUDITS = "menu.audits_click"
MENU_WEEK = "menu.week_click"

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
RENEW = "agreement.renew_click"
LET_END = "agreement.let_end_click"
SNOOZE = "agreement.snooze_click"
NOT_MINE = "agreement.not_mine_click"
RECORD_SUCCESSOR = "agreement.record_click"
SNOOZE_FORM = "agreement.snooze"
NOT_MINE_FORM = "agreement.hand_over"
SUCCESSOR_FORM = "agreement.record_successor"
REMINDER_BLOCK = "reminder:"
UNTIL = "until.choose"
INSTEAD = "owner.choose"
SIGNED = "signed.choose"
SURVIVAL = "survival.type"
SURVIVAL_FROM = "survival_from.choose"
CLAUSES = "clauses.tick"
SEEN = "seen.choose"
FILE = "file.type"
ITEMS = "items.tick"
AUDIT_FORM = "audit.open"
AUDIT_DONE = "audit.opened"
CLOSE_AUDIT_FORM = "audit.close"
CLOSE_AUDIT = "audit.close_click"
AUDIT_VENDOR = "audit_vendor.choose"
CAUSE = "cause.choose"
REFERENCE = "reference.type"
AUDIT_ASSETS = "audit_assets.choose"
CRITERIA = "criteria.choose"
PERIOD_FROM = "period_from.choose"
PERIOD_UNTIL = "period_until.choose"
AUDIT_DUE = "audit_due.choose"
RESULT = "result.choose"
NOTE = "note.type"
READERS = "readers.choose"
READ_ON = "read_on.choose"
READ_HOW = "read_how.choose"

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


def details_value(request_id: str) -> str | None:
    """The value of a button that opens the details; None for access that was never asked for here."""
    return Picture(request_id, 1, 0).value if _REQUEST_ID.fullmatch(request_id) else None


def read_value(value: object) -> Picture:
    """The picture behind a button. A value of another version, or a forged one, is refused in words."""
    match = _VALUE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        words = "This button is of another version of Ringfence, so I do nothing."
        raise Refusal("unknown_button", f"{words} Ask for the request anew with `{COMMAND} status REQ-…`.")
    return Picture(match[1], int(match[2]), int(match[3]))


_PAGE = re.compile(r"v1:page:(REQ-[0-9]{4}-[0-9]{4,}):([0-9]{1,4})")


def page_value(request_id: str, page: int) -> str:
    """The wire format of a button that turns to a page of the details: `v1:page:REQ-2026-0001:2`."""
    return f"v1:page:{request_id}:{page}"


def read_page(value: object) -> tuple[str, int]:
    """Request and page behind such a button; refused in words if it is of another version or forged."""
    match = _PAGE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        words = "This button is of another version of Ringfence, so I do nothing."
        raise Refusal("unknown_button", f"{words} Ask for the request anew with `{COMMAND} status REQ-…`.")
    return match[1], int(match[2])


FIXED = {FixField.END_ON: END, FixField.CHANNEL: CHANNEL, FixField.PEOPLE: PEOPLE}  # the field of the form that a fix changes
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FIX = re.compile(rf"v1:({'|'.join(FixField)}):({ID})")


def fix_value(field: FixField, value: str) -> str:
    """The wire format of a fix button in the form: `v1:end_on:2027-01-14`."""
    return f"v1:{field}:{value}"


def read_fix(value: object) -> tuple[FixField, str]:
    """Field and new value behind a fix button; refused in words if it is of another version or forged."""
    match = _FIX.fullmatch(value) if isinstance(value, str) else None
    if match is None or (match[1] == FixField.END_ON and not re.fullmatch(_DAY, match[2])):
        raise Refusal("unknown_button", f"This button is of another version of Ringfence. Open the form anew with `{COMMAND}`.")
    return FixField(match[1]), match[2]


_MEANT = re.compile(rf"v1:meant:({ID})(?::({ID}))?")


def meant_value(meant: Meant) -> str:
    """The wire format of a button about a vendor, and an asset or none: `v1:meant:V02:AST-001`."""
    return ":".join(["v1:meant", meant.vendor, *([meant.asset] if meant.asset else [])])


def read_meant(value: object) -> Meant:
    """Vendor and asset behind such a button; refused in words if it is of another version or forged."""
    match = _MEANT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Refusal("unknown_button", f"This button is of another version of Ringfence. Ask anew with `{CHECK_COMMAND}`.")
    return Meant(match[1], match[2])


_ACCESS = re.compile(rf"v1:access:({FOREIGN_ID})")
_GAP = re.compile(rf"v1:gap:({ID}):({_DAY}):({_DAY})")


def access_value(request_id: str) -> str:
    """The wire format of a button about the access of one request; access of the register has a request of its own naming."""
    return f"v1:access:{request_id}"


def read_access(value: object) -> str:
    """The request behind a button about access; refused in words if it is of another version or forged."""
    match = _ACCESS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _of_another_version()
    return match[1]


def gap_value(vendor: str, first: date, last: date) -> str:
    """The wire format of a button about days without cover: `v1:gap:V02:2027-01-15:2027-01-20`."""
    return f"v1:gap:{vendor}:{first.isoformat()}:{last.isoformat()}"


def read_gap(value: object) -> tuple[str, date, date]:
    """Vendor, first and last day behind such a button; refused in words if it is of another version or forged."""
    match = _GAP.fullmatch(value) if isinstance(value, str) else None
    try:
        if match is not None:
            return match[1], date.fromisoformat(match[2]), date.fromisoformat(match[3])
    except ValueError:
        pass
    raise _of_another_version()


_NOTICES = re.compile(rf"v1:notices:({FOREIGN_ID}):([1-4]=[A-Za-z0-9._-]{{1,20}}(?:,[1-4]=[A-Za-z0-9._-]{{1,20}}){{0,3}})")


def notices_value(request_id: str, texts: Mapping[int, str]) -> str:
    """What a form about secrecy notices carries: the request, and which text of each class stood in it."""
    return f"v1:notices:{request_id}:{','.join(f'{rank}={version}' for rank, version in texts.items())}"


def read_notices(value: object) -> tuple[str, dict[int, str]]:
    """Request and texts behind such a form; refused in words if it is of another version or forged."""
    match = _NOTICES.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _of_another_version()
    texts = (one.partition("=") for one in match[2].split(","))
    return match[1], {int(rank): version for rank, _, version in texts}


def _of_another_version() -> Refusal:
    words = "This button is of another version of Ringfence, so I do nothing."
    return Refusal("unknown_button", f"{words} Look at the newest message about this access.")


def is_request_id(text: str) -> bool:
    return _REQUEST_ID.fullmatch(text) is not None


_PAPER = re.compile(rf"v1:(end|opt_out):({_DAY}):({ID})")


def paper_value(series: ReminderSchedule) -> str:
    """The wire format of a button about an NDA's end: `v1:end:2027-01-14:NDA-V02`."""
    return f"v1:{series.anchor.value}:{series.on.isoformat()}:{series.subject}"


def read_paper(value: object) -> ReminderSchedule:
    """Which end of which paper a button is about. A value of another version, or a forged one, is refused in words."""
    match = _PAPER.fullmatch(value) if isinstance(value, str) else None
    try:
        if match is not None:
            return ReminderSchedule(match[3], Anchor(match[1]), date.fromisoformat(match[2]))
    except ValueError:
        pass
    words = "This button is of another version of Ringfence, so I do nothing."
    raise Refusal("unknown_button", f"{words} `{COMMAND} agreement NDA-…` tells you how the paper stands.")


def read_reminder_day(block_id: object) -> date | None:
    """The day of the message in which a button stands, from the block's name; None if it is none of ours."""
    text = str(block_id or "")
    if not text.startswith(REMINDER_BLOCK):
        return None
    try:
        return date.fromisoformat(text.removeprefix(REMINDER_BLOCK).partition(":")[0])
    except ValueError:
        return None


_AUDIT = re.compile(rf"v1:(audit:{ID}:[a-z_]{{1,20}}:[A-Za-z0-9][A-Za-z0-9._/#-]{{0,60}})")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/#-]{0,39}")
_AUDIT_KEY = re.compile(rf"(?:audit:)?{ID}:[A-Za-z_]{{1,20}}:[A-Za-z0-9][A-Za-z0-9._/#-]{{0,60}}", re.IGNORECASE)
_TICKET = re.compile(r"[A-Z][A-Z0-9_]{1,20}-[0-9]{1,9}")


def audit_value(key: str) -> str:
    """The wire format of a button about an audit: `v1:audit:V08:for_cause:INC-7`."""
    return f"v1:{key}"


def read_audit_value(value: object) -> str:
    """The key behind a button. A value of another version, or a forged one, is refused in words."""
    match = _AUDIT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        words = "This button is of another version of Ringfence, so I do nothing."
        raise Refusal("unknown_button", f"{words} `{AUDIT_COMMAND} list` shows the open audits anew.")
    return match[1]


def is_reference(text: str) -> bool:
    """Whether this names something, such as `INC-7`; it becomes a part of the audit's key."""
    return _REFERENCE.fullmatch(text) is not None


def is_ticket_key(text: str) -> bool:
    return _TICKET.fullmatch(text) is not None


def is_audit_key(text: str) -> bool:
    """Whether this looks like an audit's own name, with or without its first part: `audit:V08:for_cause:INC-7`."""
    return _AUDIT_KEY.fullmatch(text) is not None


def subject_of(value: object) -> tuple[str, str] | None:
    """Entity and id of what a button is about, whichever button it is; None if it is none of ours."""
    readers: tuple[tuple[str, Callable[[object], str]], ...] = (
        ("request", lambda it: read_value(it).request_id),
        ("request", read_access),
        ("request", lambda it: read_page(it)[0]),
        ("request", lambda it: read_notices(it)[0]),
        ("vendor", lambda it: read_gap(it)[0]),
        ("vendor", lambda it: read_meant(it).vendor),
        ("agreement", lambda it: read_paper(it).subject),
        ("audit", read_audit_value),
    )
    for entity, read in readers:
        try:
            return entity, read(value)
        except Refusal:
            continue
    return None
