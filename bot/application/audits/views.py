"""An audit as people are shown it, as values."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.application.ports import Message
from bot.domain.dates import Window


def result_words(result: str, stands_at: str) -> str:
    """Closed is what is closed in the tracker too."""
    return f"result {result}, its ticket stands at “{stands_at}” in Jira" if stands_at else f"closed: {result}"


@dataclass(frozen=True)
class FindingLine:
    """One finding of an audit: its ticket, grade and day; never its title, which may name what is secret."""

    id: str
    url: str
    grade_words: str
    due_on: date | None
    is_open: bool
    is_late: bool
    is_gone: bool = False  # the tracker does not have its ticket any more


@dataclass(frozen=True)
class RemarkLine:
    """What somebody said last in the tracker; the text is empty where notes are privileged."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class AuditView:
    """An audit as anybody's screen may need it."""

    key: str
    vendor: str
    vendor_name: str
    kind_words: str
    trigger: str
    cause_words: str
    assets: tuple[str, ...]
    criteria: tuple[str, ...]
    period: Window | None
    due_on: date
    is_late: bool
    state_words: str
    needs_result: bool
    opened_by: str
    findings: tuple[FindingLine, ...] = ()
    remarks: int = 0
    last_remark: RemarkLine | None = None
    ticket_key: str | None = None
    ticket_url: str | None = None
    result_words: str = ""
    closed_by: str = ""
    closed_on: date | None = None
    closing_note: str = ""
    refused: str = ""  # why the tracker does not take what is promised to it
    stands_at: str = ""  # the tracker's status, where a result is recorded and its ticket is not closed yet
    gone_on: date | None = None  # since when the tracker does not have the ticket any more
    reopened_on: date | None = None
    result_before: str = ""
    unreached: tuple[str, ...] = ()  # where something about it was given up, in words


@dataclass(frozen=True)
class TicketNotice(Message):
    """What became of a ticket without anybody here, for whoever it concerns."""

    headline: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuditCard(Message):
    """An audit as it stands; in a channel without what people said and without the cause."""

    audit: AuditView
    in_channel: bool
