"""What bears on the access of some requests, gathered at once: a fixed number of queries, however many grants there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.application.context import Context
from bot.domain.coverage import Cover, Needed, cover_of
from bot.domain.events import Happened
from bot.domain.gates import PPL_06
from bot.domain.grants import Grant
from bot.domain.happenings.access import GapAccepted
from bot.domain.humans import name_now
from bot.domain.notices import SecrecyNotice, awaited, awaited_words
from bot.domain.register import Acknowledgement, Agreement, Asset, Member, Person, Vendor, Waiver
from bot.domain.requests import Request
from bot.domain.seats import Deciders, eligible, holders
from bot.domain.suspensions import days_of
from bot.domain.vocabulary import STRICTEST_CLASS, GrantState, Role
from bot.store import acknowledgements, grants, record, registers, requests
from bot.store.unit import Unit


@dataclass(frozen=True)
class AccessContext:
    """Grants by their request, with papers, people and assets. Access that the register brought has no request row."""

    today: date
    requests: Mapping[str, Request]
    grants: Mapping[str, Sequence[Grant]]
    papers: Sequence[Agreement]
    vendors: Mapping[str, Vendor]
    people: Mapping[str, Person]
    assets: Mapping[str, Asset]
    members: tuple[Member, ...]
    accepted: Mapping[str, frozenset[date]] = field(default_factory=dict)  # by grant: days that counsel said are fine
    acknowledged: Mapping[str, tuple[Acknowledgement, ...]] = field(default_factory=dict)  # by person, as the record says
    notices: tuple[SecrecyNotice, ...] = ()
    waivers: Sequence[Waiver] = ()

    def cover(self, grant: Grant) -> Cover:
        asset, person, vendor = self.about(grant)
        employer = person.employer_entity if person else None
        own = employer if employer and vendor and vendor.entity(employer) else None
        companies = tuple(dict.fromkeys(one for one in (grant.entity, own) if one is not None))
        needed = Needed(grant.vendor, asset.owner_entity if asset else None, companies, grant.start_on)
        return replace(cover_of(self.papers, needed, self.today), accepted=self.accepted.get(grant.id, frozenset()))

    def with_accepted(self, grants: Iterable[Grant], reason: str) -> "AccessContext":
        """As it is once counsel has said so of these days."""
        more = {grant.id: self.accepted.get(grant.id, frozenset()) | days_of(reason) for grant in grants}
        return replace(self, accepted={**self.accepted, **more})

    def about(self, grant: Grant) -> tuple[Asset | None, Person | None, Vendor | None]:
        return self.assets.get(grant.asset), self.people.get(grant.person), self.vendors.get(grant.vendor)

    def rank(self, grant: Grant) -> int:
        """The class of the asset; of one that the register lost, the strictest."""
        asset = self.assets.get(grant.asset)
        return asset.rank if asset else STRICTEST_CLASS

    def name(self, person_id: str) -> str:
        person = self.people.get(person_id)
        return person.name if person else person_id

    def waivers_for(self, grant: Grant) -> list[Waiver]:
        """Those that this access may rest on, or did."""
        return [one for one in self.waivers if (one.vendor, one.asset) == (grant.vendor, grant.asset)]

    def unknown_notice(self, grant: Grant) -> SecrecyNotice | None:
        """The secrecy notice that this person has yet to acknowledge before they use it."""
        person = self.people.get(grant.person)
        given = (*(person.acknowledged if person else ()), *self.acknowledged.get(grant.person, ()))
        return awaited(self.rank(grant), self.notices, given, self.today)

    def waits_for(self, grant: Grant) -> SecrecyNotice | None:
        """As `unknown_notice`, where approved access is held back for it."""
        if grant.request not in self.requests or grant.state is not GrantState.SCHEDULED:
            return None
        return self.unknown_notice(grant) if PPL_06.stops(self.rank(grant)) else None

    def held_for_notice(self, grant: Grant) -> str:
        """What holds it back, in words; empty where nothing of this does."""
        notice = self.waits_for(grant)
        return awaited_words(self.name(grant.person), notice) if notice else ""

    def witnesses(self, request_id: str) -> tuple[Member, ...]:
        """Who can record that people acknowledged a notice: vendor managers who did not ask for it themselves."""
        request = self.requests.get(request_id)
        able = [one for one in holders(self.members, Role.VENDOR_MANAGER) if one.can_decide]
        return tuple(one for one in able if request is None or not request.draft.excludes(one))

    def owners(self, grant: Grant) -> tuple[str, ...]:
        """Who can confirm for this asset now: its data owner or deputy, else who stands in; never who asked for it."""
        asset, request = self.assets.get(grant.asset), self.requests.get(grant.request)
        deciders = Deciders(self.members, request.draft.excluded if request else frozenset(), needs_binding=True)
        found = eligible(deciders, asset, Role.DATA_OWNER) if asset else ()
        return tuple(member.id for member in found)

    def counsels(self) -> tuple[str, ...]:
        return tuple(member.id for member in holders(self.members, Role.IP_COUNSEL) if member.can_decide)

    def counsels_for(self, waiting: Iterable[Grant]) -> tuple[str, ...]:
        """Those of IP counsel who did not ask for all of this access themselves."""
        drafts = [request.draft if (request := self.requests.get(one.request)) else None for one in waiting]
        able = [member for member in self.members if member.id in self.counsels()]
        return tuple(one.id for one in able if any(draft is None or not draft.excludes(one) for draft in drafts))

    def vendor_name(self, vendor_id: str) -> str:
        return self.vendors[vendor_id].name if vendor_id in self.vendors else vendor_id

    def concerned(self, request_id: str) -> tuple[str, ...]:
        """Who hears of news about access: requester and approvers; without a request, data owners and the vendor's owner."""
        if request := self.requests.get(request_id):
            return self._involved(request)
        return self.affected(request_id)

    def affected(self, request_id: str) -> tuple[str, ...]:
        """As `concerned`, and those who answer for the material and for the vendor."""
        request, given = self.requests.get(request_id), self.grants[request_id]
        first = self._involved(request) if request else ()
        answer = {self.assets[one.asset].data_owner for one in given if one.asset in self.assets}
        answer |= {self.vendors[one.vendor].owner for one in given if one.vendor in self.vendors}
        able = (member.id for member in self.members if member.id in answer and member.can_decide)
        return tuple(dict.fromkeys([*first, *able]))

    def _involved(self, request: Request) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name_now(human, self.members) for human in request.involved))

    def told(self, request_id: str) -> tuple[str, ...]:
        """Who asked and can be told something, as they are called now."""
        request = self.requests.get(request_id)
        asking = [name_now(human, self.members) for human in request.draft.asking] if request else []
        gone = {member.id for member in self.members if not member.can_decide}
        return tuple(dict.fromkeys(one for one in asking if one not in gone))


def gather_access(unit: Unit, context: Context, request_ids: Iterable[str]) -> AccessContext:
    """Locks the requests and then their grants, in the order in which every click does, until the unit ends."""
    return _scene(unit, context, sorted(request_ids), lock=True)


def read_access(unit: Unit, context: Context, request_ids: Iterable[str]) -> AccessContext:
    """As `gather_access`, only to look at."""
    return _scene(unit, context, sorted(request_ids), lock=False)


def _scene(unit: Unit, context: Context, ids: Sequence[str], *, lock: bool) -> AccessContext:
    asked = requests.some(unit, ids, lock=lock)
    given = grants.of_requests(unit, ids, lock=lock)
    by_request: dict[str, list[Grant]] = {request_id: [] for request_id in ids}
    for grant in given:
        by_request[grant.request].append(grant)
    vendors = {grant.vendor for grant in given}
    return AccessContext(
        today=context.today(),
        requests={request.id: request for request in asked},
        grants=by_request,
        papers=registers.agreements_with(unit, vendors),
        vendors={one.id: one for one in registers.some(unit, Vendor, vendors)},
        people={one.id: one for one in registers.some(unit, Person, {grant.person for grant in given})},
        assets={one.id: one for one in registers.some(unit, Asset, {grant.asset for grant in given})},
        members=registers.members(unit),
        acknowledged=acknowledgements.recorded(unit, {one.person for one in given if one.state is GrantState.SCHEDULED}),
        notices=context.notices,
        waivers=registers.waivers_for(unit, vendors),
        accepted=_accepted(unit, [grant.id for grant in given if grant.state is GrantState.SUSPENDED]),
    )


def _accepted(unit: Unit, grant_ids: Sequence[str]) -> dict[str, frozenset[date]]:
    """The days that counsel accepted since the access was last open; of open access there are none any more."""
    found: dict[str, frozenset[date]] = {}
    for entry in record.entries_of(unit, grant_ids) if grant_ids else ():
        event = entry.event
        if event.happened is Happened.GAP_ACCEPTED:
            found[event.entity_id] = found.get(event.entity_id, frozenset()) | days_of(GapAccepted.read(event).reason)
        elif event.happened in (Happened.ACCESS_OPENED, Happened.ACCESS_RESUMED):
            found.pop(event.entity_id, None)
    return found
