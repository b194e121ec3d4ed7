"""Papers: NDAs and contracts, and what they say of secrets and of work."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.domain.vocabulary import AgreementKind, PurposeKind

ANY_PROJECT = "*"


@dataclass(frozen=True)
class Survival:
    """How long a disclosure stays protected, counted from `anchor`; months None = perpetual."""

    months: int | None
    anchor: Literal["effective", "disclosure", "end"] | None


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
    """One paper. `expires_on` None = evergreen; `executed_on` None = a draft, which counts for nothing."""

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
    non_renewal_notice_on: date | None = None
    signature: Literal["draft", "negotiation", "out_for_signature", "partly_signed", "void"] | None = None
    nda: NdaTerms | None = None
    work: WorkTerms | None = None
    art28_items: tuple[str, ...] | None = None
    quality_control: bool | None = None

    @property
    def last_covered_day(self) -> date | None:
        """The earlier of expiry and termination; None for an evergreen paper that nobody ended."""
        return min((day for day in (self.expires_on, self.terminated_on) if day is not None), default=None)
