"""The register: vendors, companies, people, assets and papers, each declared once.

A fact that a company may not know is `None`; the checks that need it answer `unknown`. An empty tuple is a fact ("none").
All dates are days that count in full, in the organisation's time zone. Countries are ISO 3166 alpha-2.
"""

from dataclasses import dataclass

from bot.domain.register.agreements import ANY_PROJECT, Agreement, Assignment, NdaTerms, Notice, Survival, WorkTerms
from bot.domain.register.assets import (
    ANY_COUNTRY,
    Asset,
    Consent,
    Design,
    ExportLicence,
    ExportRecord,
    Limits,
    Patent,
    ThirdParty,
)
from bot.domain.register.holdings import KnownGrant, Return, Waiver
from bot.domain.register.own import Human, Member, OwnEntity, Project, TransferChannel, as_reached, bound_id, unbound_name
from bot.domain.register.vendors import (
    Acknowledgement,
    Assessment,
    AssessmentCondition,
    Certification,
    Finding,
    LegalEntity,
    Person,
    Screening,
    Subcontractor,
    Vendor,
)

__all__ = [
    "ANY_COUNTRY",
    "ANY_PROJECT",
    "Acknowledgement",
    "Agreement",
    "Assessment",
    "AssessmentCondition",
    "Asset",
    "Assignment",
    "Certification",
    "Consent",
    "Design",
    "ExportLicence",
    "ExportRecord",
    "Finding",
    "Human",
    "KnownGrant",
    "LegalEntity",
    "Limits",
    "Member",
    "NdaTerms",
    "Notice",
    "OwnEntity",
    "Patent",
    "Person",
    "Project",
    "Register",
    "Return",
    "Screening",
    "Subcontractor",
    "Survival",
    "ThirdParty",
    "TransferChannel",
    "Vendor",
    "Waiver",
    "WorkTerms",
    "as_reached",
    "bound_id",
    "unbound_name",
]


@dataclass(frozen=True)
class Register:
    """A register, or the part of one that a request needs.

    Only a part has `beside`: assets that are not asked for and are looked at all the same, because they are parts of the same
    secrets, such a secret itself, or at the vendor already.
    """

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
    beside: tuple[Asset, ...] = ()

    def member(self, member_id: str | None) -> Member | None:
        return next((member for member in self.members if member.id == member_id), None)

    def own_entity(self, entity_id: str | None) -> OwnEntity | None:
        return next((entity for entity in self.own_entities if entity.id == entity_id), None)
