"""What happens to an audit, here and in the tracker; what happens to an audit of access belongs to its request."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from bot.domain.audits import AuditKind, AuditResult, AuditState
from bot.domain.events import Event, Happened
from bot.domain.happenings.form import Happening, Names, Older, Text
from bot.domain.reminders import ReminderSchedule
from bot.domain.vocabulary import Grade

DUE = "due"


@dataclass(frozen=True, kw_only=True)
class _OfAudit(Happening):
    entity, named_by = "audit", "audit"
    audit: str
    request: str | None = None


@dataclass(frozen=True, kw_only=True)
class AuditPlanned(_OfAudit):
    happened = Happened.AUDIT_PLANNED
    kind: Annotated[AuditKind, Older(AuditKind.ACCESS)]
    due: Annotated[date | None, Older(None)]


@dataclass(frozen=True, kw_only=True)
class AuditOpened(_OfAudit):
    """`post_to` is the channel of its card, `tell` who gets one besides."""

    happened = Happened.AUDIT_OPENED
    vendor: Text
    kind: Annotated[AuditKind, Older(AuditKind.PERIODIC)]
    trigger: Text
    due: Annotated[date | None, Older(None)]
    post_to: Annotated[str | None, Older(None)]
    tell: Names


@dataclass(frozen=True, kw_only=True)
class AuditMoved(_OfAudit):
    """Its status in the tracker moved, and means `state` here if that is known; or, where `what` is `due`, its day."""

    happened = Happened.AUDIT_MOVED
    ticket: str | None = None
    state: AuditState | None = None
    what: str | None = None

    @property
    def moved_its_day(self) -> bool:
        return self.what == DUE

    @property
    def details(self) -> dict[str, Any]:
        return super().details if self.moved_its_day else super().details | {"state": self.state.value if self.state else None}


@dataclass(frozen=True, kw_only=True)
class AuditCommented(_OfAudit):
    """That somebody said something, and never what."""

    happened = Happened.AUDIT_COMMENTED
    ticket: str | None = None
    remark: Text
    author: Text
    at: Annotated[datetime | None, Older(None)]


@dataclass(frozen=True, kw_only=True)
class RemarkEdited(_OfAudit):
    """`was` and `now` are hashes of the words, where they are not kept back."""

    happened = Happened.REMARK_EDITED
    ticket: str | None = None
    remark: Text
    author: Text
    was: str | None = None
    now: str | None = None


@dataclass(frozen=True, kw_only=True)
class RemarkRemoved(_OfAudit):
    happened = Happened.REMARK_REMOVED
    ticket: str | None = None
    remark: Text
    author: Text
    was: str | None = None


@dataclass(frozen=True, kw_only=True)
class FindingHeard(_OfAudit):
    """`set_due` is the day that the ticket is to be given, where it has none or a later one than counts."""

    happened = Happened.FINDING_HEARD
    finding: str
    grade: Annotated[Grade | None, Older(None)]
    due: Annotated[date | None, Older(None)]
    status: Text
    set_due: Annotated[date | None, Older(None)]


@dataclass(frozen=True, kw_only=True)
class AuditClosed(_OfAudit):
    happened = Happened.AUDIT_CLOSED
    result: AuditResult
    note: str


@dataclass(frozen=True, kw_only=True)
class AuditReopened(_OfAudit):
    """Its ticket left the end; `result` is what had been recorded, which stands no more. `tell` are those who hear it."""

    happened = Happened.AUDIT_REOPENED
    ticket: Text
    result: AuditResult | None = None
    tell: Names


@dataclass(frozen=True, kw_only=True)
class _OfTicketOrTask(Happening, ABC):
    """What became of the ticket of an audit, or of the task to renew an agreement: one of both is named."""

    entity, named_by = "audit", "audit"
    audit: str | None = None
    request: str | None = None

    @property
    @abstractmethod
    def paper(self) -> str | None:
        """The id of the agreement, where it is its task."""

    @property
    def entity_id(self) -> str:
        return self.paper or str(self.audit)

    def _kind(self) -> str:
        return "agreement" if self.paper else self.entity

    @classmethod
    def _whose(cls, event: Event) -> dict[str, str]:
        return {} if event.entity == "agreement" else super()._whose(event)


@dataclass(frozen=True, kw_only=True)
class _OfTicket(_OfTicketOrTask):
    """As it is told since tickets may move: of one of the audit's findings too."""

    agreement: str | None = None
    finding: str | None = None
    ticket: Text

    @property
    def paper(self) -> str | None:
        return self.agreement


@dataclass(frozen=True, kw_only=True)
class TicketMoved(_OfTicket):
    """It has another key now, since it stands in another project."""

    happened = Happened.TICKET_MOVED
    url: Text


@dataclass(frozen=True, kw_only=True)
class TicketGone(_OfTicket):
    """It was deleted, or stands where we may not look."""

    happened = Happened.TICKET_GONE
    tell: Names


@dataclass(frozen=True, kw_only=True)
class TicketFound(_OfTicket):
    """What was gone stands there again."""

    happened = Happened.TICKET_FOUND


@dataclass(frozen=True, kw_only=True)
class TicketOpened(_OfTicketOrTask):
    happened = Happened.TICKET_OPENED
    schedule: ReminderSchedule | None = None
    ticket: Text
    url: Text

    @property
    def paper(self) -> str | None:
        return self.schedule.subject if self.schedule else None


ALL: tuple[type[Happening], ...] = (
    AuditPlanned,
    AuditOpened,
    AuditMoved,
    AuditCommented,
    RemarkEdited,
    RemarkRemoved,
    FindingHeard,
    AuditClosed,
    AuditReopened,
    TicketOpened,
    TicketMoved,
    TicketGone,
    TicketFound,
)
