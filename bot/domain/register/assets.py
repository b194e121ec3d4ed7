"""What is protected: assets, whose they are, and what limits who may see them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.domain.vocabulary import STRICTEST_CLASS, DesignStage, IpForm, PatentStage

ANY_COUNTRY = "*"


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
    def forms_words(self) -> tuple[str, ...]:
        """`trade secret`, `copyright`."""
        return tuple(form.value.replace("_", " ") for form in self.forms)

    @property
    def rank(self) -> int:
        """The class 0 to 4; an unclassified asset is handled as the strictest."""
        return STRICTEST_CLASS if self.asset_class is None else self.asset_class
