"""Vendors: their companies, subcontractors and people, and what examinations found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.domain.vocabulary import Grade, HowAcknowledged, PersonStatus, ScreeningResult, VendorStatus


@dataclass(frozen=True)
class LegalEntity:
    id: str
    registered_name: str
    country: str | None


@dataclass(frozen=True)
class Screening:
    """Restricted-party screening; the note is privileged and never reaches a channel."""

    run_on: date | None
    result: ScreeningResult | None
    note: str | None = None


@dataclass(frozen=True)
class Subcontractor:
    name: str
    country: str | None = None
    approved: bool = False
    entity: str | None = None


@dataclass(frozen=True)
class Vendor:
    id: str
    name: str
    country: str | None
    tier: int | None
    clearance: int | None
    status: VendorStatus | None
    owner: str | None
    entities: tuple[LegalEntity, ...]
    screening: Screening | None = None
    competitors_served: tuple[str, ...] | None = None
    ethical_wall: bool = False
    subcontractors: tuple[Subcontractor, ...] = ()
    change_pending: bool = False

    def entity(self, entity_id: str) -> LegalEntity | None:
        return next((entity for entity in self.entities if entity.id == entity_id), None)


@dataclass(frozen=True)
class Acknowledgement:
    """Somebody's word that they know the secrecy notice of a class: which text, on which day, and how they gave it."""

    asset_class: int
    text: str
    on: date
    how: HowAcknowledged


@dataclass(frozen=True)
class Person:
    """A vendor's engineer. `work_country` is where they work, never a nationality."""

    id: str
    vendor: str
    name: str
    employer_entity: str | None
    work_country: str | None
    status: PersonStatus | None
    undertaking_signed_on: date | None = None
    training: Mapping[str, date] | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()


@dataclass(frozen=True)
class Certification:
    vendor: str
    scheme: str
    sites: tuple[str, ...] | None
    valid_until: date | None
    period_end: date | None = None


@dataclass(frozen=True)
class AssessmentCondition:
    text: str
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    vendor: str
    completed_on: date | None
    conclusion: Literal["ok", "warning", "blocker"] | None
    conditions: tuple[AssessmentCondition, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What an audit found. Those of `source` jira are heard from the tracker; a grade that nobody can read there is None."""

    id: str
    vendor: str
    grade: Grade | None
    title: str
    due: date | None
    status: Literal["open", "closed"]
    source: Literal["register", "jira"] = "register"
    opened_on: date | None = None
