"""What happens about the end of an agreement: reminders, and what people answer."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.domain.events import Event, Happened
from bot.domain.happenings.form import Happening, KeptAs, Number, Older, Text
from bot.domain.reminders import Anchor, ReminderSchedule


@dataclass(frozen=True, kw_only=True)
class AgreementReminded(Happening):
    """One person was reminded, in the message `bundle`, so many days before the anchor day."""

    happened, entity, named_by = Happened.AGREEMENT_REMINDED, "agreement", "agreement"
    agreement: str
    recipient: str
    step: int
    anchor: Anchor
    anchor_on: date
    days: Number
    bundle: Text


@dataclass(frozen=True, kw_only=True)
class AgreementAnswered(Happening):
    """The actor answered a reminder about one end of the agreement."""

    entity, named_by = "agreement", ""  # named by the schedule
    schedule: ReminderSchedule

    @property
    def entity_id(self) -> str:
        return self.schedule.subject

    @classmethod
    def _whose(cls, _event: Event) -> dict[str, str]:
        return {}


@dataclass(frozen=True, kw_only=True)
class AgreementRenewalOpened(AgreementAnswered):
    """`task` is the key of the ticket that is to be opened, unless one is promised already."""

    happened = Happened.AGREEMENT_RENEWAL_OPENED
    task: str | None = None


@dataclass(frozen=True, kw_only=True)
class AgreementLetEnd(AgreementAnswered):
    happened = Happened.AGREEMENT_LET_END


@dataclass(frozen=True, kw_only=True)
class AgreementSnoozed(AgreementAnswered):
    happened = Happened.AGREEMENT_SNOOZED
    step: Number
    until: Annotated[date | None, Older(None)]
    reason: Text


@dataclass(frozen=True, kw_only=True)
class AgreementReassigned(AgreementAnswered):
    happened = Happened.AGREEMENT_REASSIGNED
    owners: Annotated[tuple[str, ...], KeptAs("to"), Older(())]
    reason: Text


@dataclass(frozen=True, kw_only=True)
class AgreementRenewed(AgreementAnswered):
    """`gap` holds the first and the last day that no paper covers, or nothing."""

    happened = Happened.AGREEMENT_RENEWED
    successor: Text
    gap: Annotated[tuple[date, ...], Older(())]
    sha256: str | None = None  # of the signed file


ALL: tuple[type[Happening], ...] = (
    AgreementReminded,
    AgreementRenewalOpened,
    AgreementLetEnd,
    AgreementSnoozed,
    AgreementReassigned,
    AgreementRenewed,
)
