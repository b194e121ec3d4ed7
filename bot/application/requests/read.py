"""What people may read: one's own requests, one request after a permission check, and what the form offers."""

from dataclasses import dataclass

from bot.application.context import Context
from bot.application.evaluation import approvers_of, facts_about
from bot.application.requests.show import show_request
from bot.application.requests.views import RequestView
from bot.domain.errors import Refusal
from bot.domain.facts import Facts
from bot.domain.register import Asset, Member, Person, Project, TransferChannel, Vendor
from bot.domain.requests import Request
from bot.domain.vocabulary import Role
from bot.store import registers, requests
from bot.store.registers import Found
from bot.store.unit import Unit

MOST_OFFERED = 50
MOST_MINE = 10
_READS_ALL = frozenset({Role.AUDITOR, Role.IP_COUNSEL, Role.EXECUTIVE_SPONSOR})


@dataclass(frozen=True)
class Readable:
    """A request that this person may read whole, and whether they may end its access."""

    view: RequestView
    may_end: bool


def read_request(context: Context, reader: Member, request_id: str) -> Readable:
    """Refused with words for whoever neither asked, nor decides or decided, nor audits."""
    with context.store.reading() as unit:
        request = requests.load(unit, request_id)
        if request is None or not _may_read(unit, context, request, reader):
            raise Refusal("not_yours" if request else "unknown_request", not_there(request_id))
        return Readable(show_request(unit, context, request), may_end=_may_end(unit, request, reader))


def which_request(context: Context, reader: Member, meant: tuple[str, ...]) -> str:
    """The first of these ids under which this person may read a request; else the first of all, which is then refused."""
    with context.store.reading() as unit:
        known = {request.id: request for request in requests.some(unit, meant)}
        return next((one for one in meant if one in known and _may_read(unit, context, known[one], reader)), meant[0])


def not_there(request_id: str) -> str:
    """The same words whether there is none or whether it is somebody else's: a refusal tells nobody what exists."""
    words = f"There is no request {request_id} that you may read: a request is for those who asked, decide or audit."
    return f"{words} `/ip-request mine` lists yours; for another one ask whoever asked for it."


def _may_read(unit: Unit, context: Context, request: Request, reader: Member) -> bool:
    if any(decision.human.is_same(reader.human) for decision in request.decisions) or _may_end(unit, request, reader):
        return True
    if _READS_ALL & set(reader.roles):
        return True
    approvers = approvers_of(facts_about(unit, context, request))
    return any(approvers.seats_of(reader, item.asset, stage) for item in request.items for stage in request.route.stages)


def _may_end(unit: Unit, request: Request, reader: Member) -> bool:
    assets = registers.some(unit, Asset, [item.asset for item in request.items])
    return request.draft.excludes(reader) or any(reader.id in (asset.data_owner, asset.deputy) for asset in assets)


def facts_of_request(context: Context, request_id: str) -> Facts:
    """The facts of now about a request; refused with words if there is none of this id."""
    with context.store.reading() as unit:
        request = requests.load(unit, request_id)
        if request is None:
            raise Refusal("unknown_request", f"There is no request {request_id}; `/ip-request mine` in Slack lists the ids.")
        return facts_about(unit, context, request)


def list_own_requests(context: Context, member: Member, page: int = 1) -> list[RequestView]:
    """A page of the requests of one member, the newest first; one more than it shows if others follow."""
    with context.store.reading() as unit:
        found = requests.of_requester(unit, member.human, MOST_MINE * page + 1)
        return [show_request(unit, context, request) for request in found[MOST_MINE * (page - 1) :]]


def find_vendors(context: Context, typed: str) -> Found[Vendor]:
    with context.store.reading() as unit:
        return registers.search_vendors(unit, typed, MOST_OFFERED)


def find_assets(context: Context, typed: str) -> Found[Asset]:
    with context.store.reading() as unit:
        return registers.search_assets(unit, typed, MOST_OFFERED)


def people_of(context: Context, vendor: str) -> list[Person]:
    """All people of this vendor."""
    with context.store.reading() as unit:
        return registers.people_of(unit, vendor)


@dataclass(frozen=True)
class Offer:
    """What the form can offer once a vendor and assets are chosen."""

    vendor: Vendor | None
    assets: tuple[Asset, ...]
    all_channels: tuple[TransferChannel, ...]
    projects: tuple[Project, ...]

    @property
    def rank(self) -> int | None:
        """The highest class chosen."""
        return max((asset.rank for asset in self.assets), default=None)

    @property
    def channels(self) -> tuple[TransferChannel, ...]:
        """Those good for the highest class."""
        rank = self.rank or 0
        return tuple(c for c in self.all_channels if c.max_class is not None and c.max_class >= rank)


def offer_choices(context: Context, vendor: str | None, assets: tuple[str, ...]) -> Offer:
    """The channels, and the projects of the chosen assets; one read."""
    with context.store.reading() as unit:
        return offer_in(unit, vendor, assets)


def offer_in(unit: Unit, vendor: str | None, assets: tuple[str, ...]) -> Offer:
    """As `offer_choices`, inside a unit that is open already."""
    chosen = tuple(registers.some(unit, Asset, assets))
    projects = registers.some(unit, Project, {asset.project for asset in chosen})
    found = registers.one(unit, Vendor, vendor) if vendor else None
    return Offer(found, chosen, tuple(registers.all_of(unit, TransferChannel)), tuple(projects))
