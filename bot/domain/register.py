"""The register: vendors, companies, people, assets and papers, each declared once.

A fact that a company may not know is `None`; the checks that need it answer `unknown`. An empty tuple is a fact ("none").
All dates are days that count in full, in the organisation's time zone. Countries are ISO 3166 alpha-2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.domain.vocabulary import (
    STRICTEST_CLASS,
    AgreementKind,
    DesignStage,
    Grade,
    GrantState,
    IpForm,
    Mode,
    PatentStage,
    PersonStatus,
    PurposeKind,
    Role,
    ScreeningResult,
    VendorStatus,
)

ANY_COUNTRY = "*"
ANY_PROJECT = "*"


@dataclass(frozen=True)
class OwnEntity:
    id: str
    name: str
    country: str
    role: Literal["operating", "ip_owner"]


@dataclass(frozen=True)
class Member:
    """Somebody of our own organisation. Without a Slack id they cannot decide."""

    id: str
    name: str
    roles: tuple[Role, ...]
    active: bool = True
    slack_id: str | None = None

    def holds(self, role: Role) -> bool:
        return role in self.roles

    @property
    def can_decide(self) -> bool:
        return self.active and self.slack_id is not None

    @property
    def names(self) -> frozenset[str]:
        """As whom this person may have acted: their id, and what they are called while the register does not bind them."""
        return frozenset({self.id} if self.slack_id is None else {self.id, unbound_name(self.slack_id)})


def unbound_name(slack_id: str) -> str:
    """The id of somebody whom the register does not know: no id of a register contains a colon."""
    return f"slack:{slack_id}"


@dataclass(frozen=True)
class TransferChannel:
    id: str
    name: str
    max_class: int | None
    encryption: Literal["transport", "content", "no_egress", "physical"] | None


@dataclass(frozen=True)
class Project:
    id: str
    title: str


@dataclass(frozen=True)
class Limits:
    """What an asset allows; countries, certificates and courses are None when nobody recorded them."""

    allowed_countries: tuple[str, ...] | None = None
    required_certs: tuple[str, ...] | None = None
    required_training: tuple[str, ...] | None = None
    max_days: int | None = None
    max_people: int | None = None


@dataclass(frozen=True)
class Consent:
    """The third party agrees that this vendor sees its material, up to and including `until` (None: no end)."""

    vendor: str
    until: date | None = None


@dataclass(frozen=True)
class ThirdParty:
    owner: str
    consents: tuple[Consent, ...]


@dataclass(frozen=True)
class Patent:
    stage: PatentStage
    planned_filing: date | None = None
    filed_on: date | None = None


@dataclass(frozen=True)
class Design:
    stage: DesignStage
    planned_filing: date | None = None


@dataclass(frozen=True)
class ExportLicence:
    no: str
    country: str
    until: date


@dataclass(frozen=True)
class ExportRecord:
    regime: str | None = None
    code: str | None = None
    by: str | None = None
    on: date | None = None
    licence_required: tuple[str, ...] | None = None
    licences: tuple[ExportLicence, ...] = ()


@dataclass(frozen=True)
class Asset:
    id: str
    public_title: str
    forms: tuple[IpForm, ...]
    asset_class: int | None
    owner_entity: str | None
    data_owner: str | None
    project: str
    limits: Limits = field(default_factory=Limits)
    deputy: str | None = None
    personal_data: Literal["none", "ordinary", "special"] = "none"
    physical_prototype: bool = False
    third_party: ThirdParty | None = None
    outbound_licence: str | None = None
    parts_of: str | None = None
    patent: Patent | None = None
    design: Design | None = None
    export: ExportRecord | None = None

    @property
    def rank(self) -> int:
        """The class 0 to 4; an unclassified asset is handled as the strictest."""
        return STRICTEST_CLASS if self.asset_class is None else self.asset_class


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


@dataclass(frozen=True)
class Certification:
    vendor: str
    scheme: str
    sites: tuple[str, ...] | None
    valid_until: date | None
    period_end: date | None = None


@dataclass(frozen=True)
class Condition:
    text: str
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    vendor: str
    completed_on: date | None
    conclusion: Literal["ok", "warning", "blocker"] | None
    conditions: tuple[Condition, ...] = ()


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


@dataclass(frozen=True)
class Return:
    """Proof of return or destruction that a vendor owes; document None = not received."""

    id: str
    vendor: str
    assets: tuple[str, ...]
    demanded_on: date | None
    due_on: date | None
    document: str | None = None


@dataclass(frozen=True)
class KnownGrant:
    """Access that the register already knows of; one line of a file with n assets becomes n grants."""

    id: str
    request: str
    vendor: str
    person: str
    asset: str
    mode: Mode
    start_on: date
    end_on: date
    state: GrantState
    last_used_on: date | None = None


@dataclass(frozen=True)
class Waiver:
    """Time-limited permission to proceed despite one check's result; it always ends."""

    id: str
    check: str
    vendor: str
    asset: str
    reason: str
    approved_by: tuple[str, ...]
    expires_on: date
    state: Literal["draft", "in_review", "approved", "rejected", "expired", "revoked", "resolved"]
    compensating_controls: tuple[str, ...] = ()
    starts_on: date | None = None


@dataclass(frozen=True)
class Register:
    """A register, or the part of one that a request needs."""

    own_entities: tuple[OwnEntity, ...] = ()
    members: tuple[Member, ...] = ()
    channels: tuple[TransferChannel, ...] = ()
    projects: tuple[Project, ...] = ()
    assets: tuple[Asset, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    people: tuple[Person, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    certifications: tuple[Certification, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    findings: tuple[Finding, ...] = ()
    returns: tuple[Return, ...] = ()
    grants: tuple[KnownGrant, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def member(self, member_id: str | None) -> Member | None:
        return next((member for member in self.members if member.id == member_id), None)

    def own_entity(self, entity_id: str | None) -> OwnEntity | None:
        return next((entity for entity in self.own_entities if entity.id == entity_id), None)
