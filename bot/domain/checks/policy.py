"""The figures that the checks judge by, as one frozen value: what failures count for, limits, formalities, territories, clauses.

A company changes them in `workflows/checks/`. The value is part of the facts and of each snapshot; a snapshot that was taken
before there was one is read with the defaults here. So a default that a release changes stays behind for old snapshots.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.vocabulary import Profile

EU_STATES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
Four = tuple[int, int, int, int]
"""A figure for each of C1 to C4, or for each of the tiers 1 to 4."""

FORMALITIES: Mapping[str, tuple[str, ...]] = {
    "DE": ("exclusive_licence_fallback", "employee_invention_claim"),
    "PL": ("written_form", "fields_of_exploitation"),
    "IN": ("term_and_territory", "lapse_waiver"),
    "JP": ("adaptation_rights",),
    "GB": ("signed_writing",),
    "FR": ("rights_listed",),
    "TR": ("rights_listed",),
    "US": (),
}
TERRITORIES: Mapping[str, tuple[str, ...]] = {"EU": tuple(EU_STATES.split(" "))}


@dataclass(frozen=True)
class CheckPolicy:
    """Without a `version` it is what old snapshots were judged by.

    `profiles` say for each check what a failure counts by that counts by this letter as the check was written; where they say
    nothing, and where `clauses` do, the catalogue's own hold.
    """

    BY_TIER: ClassVar = ("diligence_months",)

    version: str = ""
    profiles: Mapping[str, Mapping[Profile, Profile]] = field(default_factory=dict)
    clauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    access_days: Four = (365, 180, 90, 30)  # ACC-04, by class
    protection_months: Four = (0, 24, 36, 60)  # NDA-02, by class
    diligence_months: Four = (12, 18, 24, 36)  # DDA-01, by tier
    accesses_of_a_person: int = 5  # ACC-05
    accesses_of_a_vendor: int = 25  # ACC-05
    unused_days: Four = (90, 90, 90, 30)  # ACC-06, by the class of what lies unused
    screening_days: int = 90  # EXP-04
    classification_months: int = 24  # EXP-01
    formalities: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: FORMALITIES)  # IPR-02, by law
    territories: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: TERRITORIES)  # of export, by name

    def profile(self, check: str, written: Profile) -> Profile:
        """What a failure of this check counts by; `written` is the letter that the check gives it."""
        return self.profiles.get(check, {}).get(written, written)

    def territory(self, country: str) -> frozenset[str]:
        """Where goods and knowledge move from this country without crossing an export border."""
        return frozenset(self.territories.get(self.territory_name(country), (country,)))

    def territory_name(self, country: str) -> str:
        """What the territory of this country is called; a country that is one of its own has no name but its own."""
        return next((name for name, states in self.territories.items() if country in states), "")


AS_SHIPPED = CheckPolicy()


def at_rank(figures: Four, rank: int) -> int:
    """The figure of this class; what has no class yet counts as C1."""
    return figures[max(rank, 1) - 1]


def at_tier(figures: Four, tier: int) -> int:
    return figures[tier - 1]
