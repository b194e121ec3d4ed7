"""What the checks may look at: one draft, the part of the register that concerns it, and the day of evaluation.

A snapshot of facts is kept with each evaluation, so that the same answer can be given years later.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from bot.domain.agreement_status import in_its_term
from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.dates import Window
from bot.domain.drafts import Draft, Item
from bot.domain.register import Agreement, Asset, LegalEntity, Member, Person, Register, TransferChannel, Vendor
from bot.domain.terms import is_executed
from bot.domain.vocabulary import AgreementKind, Role


@dataclass(frozen=True)
class Facts:
    """`register` holds only what concerns the draft; `roles_needed` are those of the route; versions are (record, version).

    `policy` are the figures that the checks judge by, `rules` the version of each check that judges, in order; None for those of
    now. Where the draft is that of a request that stands, `request` is its id, and `rejected` the assets that it does not get.
    """

    draft: Draft
    register: Register
    today: date
    roles_needed: tuple[Role, ...] = ()
    versions: tuple[tuple[str, int], ...] = ()
    policy: CheckPolicy = field(default=AS_SHIPPED)
    request: str | None = None
    rejected: tuple[str, ...] = ()
    rules: tuple[tuple[str, int], ...] | None = None

    @cached_property
    def window(self) -> Window:
        """The days to judge: what is left of the request's own days."""
        return self.draft.window.seen_from(self.today)

    @cached_property
    def vendor(self) -> Vendor:
        return next(vendor for vendor in self.register.vendors if vendor.id == self.draft.vendor)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        wanted = set(self.draft.people)
        return tuple(person for person in self.register.people if person.id in wanted)

    @cached_property
    def performing_entity(self) -> LegalEntity | None:
        return self.vendor.entity(self.draft.entity)

    @cached_property
    def channel(self) -> TransferChannel:
        return next(channel for channel in self.register.channels if channel.id == self.draft.channel)

    @cached_property
    def vendor_owner(self) -> Member | None:
        return self.register.member(self.vendor.owner)

    def asset(self, asset_id: str) -> Asset:
        return next(asset for asset in self.register.assets if asset.id == asset_id)

    @cached_property
    def known_assets(self) -> Mapping[str, Asset]:
        """The assets asked for and those beside them, by id."""
        return {asset.id: asset for asset in (*self.register.beside, *self.register.assets)}

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The assets that the request would still bring, in its order."""
        return tuple(item.asset for item in self.draft.items if item.asset not in self.rejected)

    @cached_property
    def recorded(self) -> Mapping[str, Agreement]:
        """The papers with this vendor as they are written down, by id."""
        return {paper.id: paper for paper in self.register.agreements if paper.vendor == self.vendor.id}

    @cached_property
    def papers(self) -> tuple[Agreement, ...]:
        """All papers with this vendor, each with the end of the term that runs today."""
        recorded = self.recorded.values()
        return tuple(in_its_term(paper, recorded, self.today) for paper in recorded)

    def agreements(self, *kinds: AgreementKind, signed_by: date | None = None) -> Iterator[Agreement]:
        """The executed papers of these kinds with this vendor; a draft or a signature in the future counts for nothing."""
        for paper in self.papers:
            if paper.kind in kinds and is_executed(paper, signed_by or self.today):
                yield paper

    @cached_property
    def countries(self) -> tuple[str | None, ...]:
        """The countries of the work: of each listed person, of the performing entity, and those that the request names."""
        entity = self.performing_entity
        listed = [person.work_country for person in self.people]
        known: dict[str | None, None] = dict.fromkeys([*listed, entity.country if entity else None, *self.draft.work_countries])
        return tuple(known)

    @property
    def highest_class(self) -> int:
        return max(self.asset(item.asset).rank for item in self.draft.items)

    def about(self, assets: Collection[str]) -> "Facts":
        """As if only these of the items had been asked for."""
        items = tuple(item for item in self.draft.items if item.asset in assets)
        return replace(self, draft=replace(self.draft, items=items))

    def with_route(self, roles: tuple[Role, ...]) -> "Facts":
        return replace(self, roles_needed=roles)


def concerning(register: Register, draft: Draft) -> Register:
    """The part of a whole register that one draft needs; the store gathers the same part by query."""
    assets = {item.asset for item in draft.items}
    people = set(draft.people)
    grants = tuple(grant for grant in register.grants if grant.vendor == draft.vendor)
    return Register(
        own_entities=register.own_entities,
        members=register.members,
        channels=register.channels,
        projects=tuple(project for project in register.projects if project.id == draft.project),
        assets=tuple(asset for asset in register.assets if asset.id in assets),
        vendors=tuple(vendor for vendor in register.vendors if vendor.id == draft.vendor),
        people=tuple(person for person in register.people if person.id in people),
        agreements=tuple(paper for paper in register.agreements if paper.vendor == draft.vendor),
        certifications=tuple(held for held in register.certifications if held.vendor == draft.vendor),
        assessments=tuple(done for done in register.assessments if done.vendor == draft.vendor),
        findings=tuple(finding for finding in register.findings if finding.vendor == draft.vendor),
        returns=tuple(owed for owed in register.returns if owed.vendor == draft.vendor),
        grants=grants,
        waivers=tuple(waiver for waiver in register.waivers if waiver.vendor == draft.vendor),
        beside=tuple(_beside((*register.assets, *register.beside), assets, {grant.asset for grant in grants if grant.stands})),
    )


def _beside(every: Sequence[Asset], asked: Collection[str], held: Collection[str]) -> Iterator[Asset]:
    """Those not asked for that are parts of the same secrets as those asked for, such a secret itself, or held already."""
    secrets = {asset.parts_of for asset in every if asset.id in asked and asset.parts_of is not None}
    for asset in every:
        if asset.id not in asked and (asset.parts_of in secrets or asset.id in secrets or asset.id in held):
            yield asset


def people_not_found(draft: Draft, register: Register) -> tuple[str, ...]:
    """What a draft names that the register does not know, or that is not this vendor's, in words."""
    return tuple(_not_found(draft, register))


def _not_found(draft: Draft, register: Register) -> Iterator[str]:
    people = {person.id: person for person in register.people}
    assets = {asset.id for asset in register.assets}
    vendor = next((vendor for vendor in register.vendors if vendor.id == draft.vendor), None)
    for name in draft.people:
        if name not in people:
            yield f"person {name}"
        elif vendor is not None and people[name].vendor != vendor.id:
            yield f"person {name} of {vendor.name}"
    yield from (f"asset {item.asset}" for item in draft.items if item.asset not in assets)
    if vendor is None:
        yield f"vendor {draft.vendor}"
    elif vendor.entity(draft.entity) is None:
        yield f"company {draft.entity} of {vendor.name}"
    if not any(channel.id == draft.channel for channel in register.channels):
        yield f"transfer channel {draft.channel}"


__all__ = ["Facts", "Item", "concerning", "people_not_found"]
