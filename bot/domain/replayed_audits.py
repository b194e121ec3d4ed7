"""What the entries of one audit tell of it: when it is due, which ticket it has, how it was closed."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Happened
from bot.domain.happenings import happening_of
from bot.domain.happenings.audits import (
    AuditClosed,
    AuditCommented,
    AuditMoved,
    AuditOpened,
    AuditPlanned,
    AuditReopened,
    TicketMoved,
    TicketOpened,
)
from bot.domain.happenings.form import Happening
from bot.domain.raw_entries import Proven

_OF_AUDITS = tuple(
    one.happened
    for one in (
        AuditPlanned,
        AuditOpened,
        AuditMoved,
        AuditCommented,
        AuditClosed,
        AuditReopened,
        TicketOpened,
        TicketMoved,
    )
)
_BESIDE_AUDITS = (  # move nothing that is compared
    Happened.FINDING_HEARD,
    Happened.REMARK_EDITED,
    Happened.REMARK_REMOVED,
    Happened.TICKET_GONE,
    Happened.TICKET_FOUND,
    Happened.CLICK_REFUSED,
    Happened.MESSAGE_GIVEN_UP,
    Happened.ASKED_AGAIN,
    Happened.NOBODY_LEFT,
    Happened.SOMEBODY_BACK,
)


@dataclass
class ToldAudit:
    """One audit, as its entries tell it."""

    due: str | None = None
    ticket: str | None = None
    result: str | None = None
    closed_by: str | None = None
    closed_at: datetime | None = None
    note: str = ""
    is_strange: bool = False

    def take(self, entry: Proven) -> None:
        """Go on by one entry, the next of its audit."""
        if entry.event.happened in _OF_AUDITS:
            self._hear(happening_of(entry.event), entry.at)
        elif entry.event.happened not in _BESIDE_AUDITS:
            self.is_strange = True

    def _hear(self, event: Happening, at: datetime) -> None:
        if isinstance(event, AuditPlanned | AuditOpened):
            self.due = event.due.isoformat() if event.due else None
        if isinstance(event, AuditMoved | AuditCommented | TicketOpened):
            self.ticket = event.ticket or self.ticket
        if isinstance(event, AuditMoved) and event.moved_its_day:
            self.due = event.after
        if isinstance(event, TicketMoved) and event.finding is None:
            self.ticket = event.ticket
        if isinstance(event, AuditReopened):
            self.result, self.closed_by, self.closed_at, self.note = None, None, None, ""
        if isinstance(event, AuditClosed):
            self.result, self.note = event.result.value, event.note
            self.closed_by, self.closed_at = event.actor, at
