"""Gathering: everything around some NDAs that their reminders are judged and drawn from; a handful of queries for all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.application.agreements.explain import unknown_agreement
from bot.application.context import Context
from bot.domain.agreement_status import IN_SIGNATURE, Clocks, clocks_on, draft_successor_of
from bot.domain.exposure import Access, Dependents, OpenDependents, dependents_of
from bot.domain.recipients import RenewalDecision, Stakeholders
from bot.domain.register import Agreement, Member, Vendor
from bot.domain.reminders import Recipient, ReminderSchedule, RenewalChoice, Standing, series_of
from bot.store import exposures, registers, reminders
from bot.store.unit import Unit


@dataclass(frozen=True)
class Known:
    """One paper, the others of its vendor, what hangs on it, and who is around it, as of a day."""

    paper: Agreement
    papers: tuple[Agreement, ...]
    vendor: Vendor | None
    dependents: Dependents
    stakeholders: Stakeholders
    today: date

    @property
    def vendor_name(self) -> str:
        return self.vendor.name if self.vendor else self.paper.vendor

    @property
    def care(self) -> RenewalDecision:
        return self.stakeholders.care or RenewalDecision(self.paper.id)

    @property
    def clocks(self) -> Clocks:
        return clocks_on(self.paper, self.papers, self.today)

    @property
    def series(self) -> tuple[ReminderSchedule, ...]:
        return series_of(self.paper, self.papers, self.today)

    @property
    def draft(self) -> Agreement | None:
        """The paper on its way that is to replace this one."""
        return draft_successor_of(self.paper, self.papers, self.today)

    def standing(self, series: ReminderSchedule) -> Standing:
        signing = self.draft is not None and self.draft.signature in IN_SIGNATURE
        return Standing(self.dependents.is_something, signing, self.care.decision_on(series))

    def name_of(self, member_id: str) -> str:
        return next((member.name for member in self.stakeholders.members if member.id == member_id), member_id)

    def decision_on(self, series: ReminderSchedule) -> RenewalChoice:
        return self.care.decision_on(series)


def know_agreements(unit: Unit, context: Context, agreement_ids: Iterable[str]) -> dict[str, Known]:
    """Those of these papers that exist, by id."""
    wanted = list(dict.fromkeys(agreement_ids))
    papers = reminders.papers_beside(unit, wanted)
    names = {paper.vendor for paper in papers}
    vendors = {vendor.id: vendor for vendor in registers.some(unit, Vendor, names)}
    around = _Around(
        context.today(), papers, vendors, exposures.open_with(unit, names), registers.members(unit), reminders.cares(unit, wanted)
    )
    return {paper.id: _known(paper, around) for paper in papers if paper.id in wanted}


def know_agreement(unit: Unit, context: Context, agreement_id: str) -> Known:
    """One paper; refused in words if there is none of this id."""
    found = know_agreements(unit, context, [agreement_id]).get(agreement_id)
    if found is None:
        raise unknown_agreement(agreement_id)
    return found


@dataclass(frozen=True)
class _Around:
    today: date
    papers: list[Agreement]
    vendors: Mapping[str, Vendor]
    open: OpenDependents
    members: tuple[Member, ...]
    cares: Mapping[str, RenewalDecision]


def _known(paper: Agreement, around: _Around) -> Known:
    beside = tuple(one for one in around.papers if one.vendor == paper.vendor)
    vendor = around.vendors.get(paper.vendor)
    dependents = dependents_of(paper, beside, around.open, around.today)
    stakeholders = Stakeholders(
        paper,
        around.members,
        vendor.owner if vendor else None,
        around.cares.get(paper.id),
        _named(dependents.access, {member.id for member in around.members if member.can_decide}),
    )
    return Known(paper, beside, vendor, dependents, stakeholders, around.today)


def _named(access: tuple[Access, ...], present: set[str]) -> dict[Recipient, tuple[str, ...]]:
    """Those who approved and who own what would be cut; nobody if nothing is, the whole office where nobody is recorded."""
    if not access:
        return {Recipient.ENGINEERING_MANAGER: (), Recipient.DATA_OWNER: ()}
    managers = {one for grant in access for one in grant.engineering_managers}
    owners = {one for grant in access for one in [own for own in grant.data_owners if own in present][:1]}
    named = {Recipient.ENGINEERING_MANAGER: managers, Recipient.DATA_OWNER: owners}
    return {recipient: tuple(sorted(people)) for recipient, people in named.items() if people}
