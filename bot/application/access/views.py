"""What is said about access that was given, as values."""

from dataclasses import dataclass
from datetime import date

from bot.application.ports import Message


@dataclass(frozen=True)
class ResumeQuestion(Message):
    """Suspended access that waits for its data owner; with `waits` false it only says what has become of it."""

    request: str
    vendor: str
    lines: tuple[str, ...]
    standing: str
    waits: bool

    @property
    def is_worth_posting(self) -> bool:
        return self.waits


@dataclass(frozen=True)
class GapQuestion(Message):
    """Days that no paper covered, for IP counsel; `waits` is false once nothing waits for an answer."""

    vendor_id: str
    vendor: str
    first: date
    last: date
    requests: tuple[str, ...]
    waits: bool

    @property
    def is_worth_posting(self) -> bool:
        return self.waits


@dataclass(frozen=True)
class NoticeQuestion(Message):
    """Approved access that waits until people acknowledged the secrecy notice, for whoever can record it."""

    request: str
    vendor: str
    lines: tuple[str, ...]
    start_on: date
    waits: bool
    is_done: bool

    @property
    def is_worth_posting(self) -> bool:
        return self.waits


@dataclass(frozen=True)
class Notice(Message):
    """A short private message: one headline and a few lines."""

    headline: str
    lines: tuple[str, ...] = ()
