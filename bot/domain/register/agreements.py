"""Papers: NDAs and contracts, and what they say of secrets and of work."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.domain.dates import ONE_DAY, add_months, add_working_days_back
from bot.domain.vocabulary import AgreementKind, PurposeKind

ANY_PROJECT = "*"


@dataclass(frozen=True)
class Survival:
    """How long a disclosure stays protected, counted from `anchor`; months None = perpetual.

    With `or_later` a paper gives two such times, and the later of both counts.
    """

    months: int | None
    anchor: Literal["effective", "disclosure", "end"] | None
    or_later: "Survival | None" = None

    @property
    def parts(self) -> "tuple[Survival, ...]":
        """Each of the times by itself."""
        return (self, *(self.or_later.parts if self.or_later else ()))

    @property
    def is_perpetual(self) -> bool:
        return any(part.months is None for part in self.parts)


@dataclass(frozen=True)
class Notice:
    """How long before the end of a term one can stop the next: one of the three numbers.

    Working days are Monday to Friday. `month_end` moves the day to the last one of the month before.
    """

    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    to: Literal["month_end"] | None = None

    def last_day(self, end: date) -> date:
        """The last day on which notice still stops the term after this end."""
        day = add_months(end - timedelta(days=self.days or 0), -(self.months or 0))
        day = add_working_days_back(day, self.working_days or 0)
        return day.replace(day=1) - ONE_DAY if self.to == "month_end" else day


@dataclass(frozen=True)
class NdaTerms:
    survival: Survival | None
    trade_secret_carve_out: bool | None
    purpose_kind: PurposeKind | None
    projects: tuple[str, ...] | None
    covers_affiliates: bool | None
    permitted_recipients: str | None
    residuals_clause: bool | None
    reverse_engineering_ban: bool | None


@dataclass(frozen=True)
class Assignment:
    wording: Literal["present", "promise", "licence_only", "none"] | None
    law: str | None
    formalities_met: tuple[str, ...] | None
    condition: Literal["none", "on_payment", "on_acceptance"] = "none"


@dataclass(frozen=True)
class WorkTerms:
    """What an MSA or SOW says of foreground, open source, AI tools and audits."""

    assignment: Assignment | None
    oss_terms: bool | None
    ai_terms: bool | None
    audit_right: bool | None


@dataclass(frozen=True)
class Agreement:
    """One paper. `expires_on` None = evergreen; `executed_on` None = a draft, which counts for nothing.

    `max_renewals` None = it renews without limit. `protects` says whose material: one that protects them alone covers nothing
    of ours. Beside an `executed_on` a `signature` other than `executed` takes the signature back.
    `file_sha256` is the hash of the signed file, where the register has it.
    """

    id: str
    kind: AgreementKind
    vendor: str
    our_entities: tuple[str, ...] | None
    their_entities: tuple[str, ...] | None
    effective_on: date | None
    expires_on: date | None
    executed_on: date | None = None
    terminated_on: date | None = None
    supersedes: tuple[str, ...] = ()
    owner: str | None = None
    auto_renew: bool = False
    renew_months: int | None = None
    notice_days_ours: int | None = None
    notice: Notice | None = None
    max_renewals: int | None = None
    non_renewal_notice_on: date | None = None
    protects: Literal["us", "them", "both"] = "both"
    signature: Literal["draft", "negotiation", "out_for_signature", "partly_signed", "executed", "void"] | None = None
    file_sha256: str | None = None
    nda: NdaTerms | None = None
    work: WorkTerms | None = None
    art28_items: tuple[str, ...] | None = None
    quality_control: bool | None = None

    @property
    def protects_us(self) -> bool:
        return self.protects != "them"

    @property
    def signed_on(self) -> date | None:
        """The day on which both sides had signed, of a paper whose signatures stand."""
        return self.executed_on if self.signature in (None, "executed") else None

    def last_day_for_notice(self, end: date) -> date:
        """The last day on which our notice still stops the term after this end."""
        return (self.notice or Notice(days=self.notice_days_ours)).last_day(end)

    @property
    def last_covered_day(self) -> date | None:
        """The earlier of expiry and termination; None for an evergreen paper that nobody ended."""
        return min((day for day in (self.expires_on, self.terminated_on) if day is not None), default=None)
