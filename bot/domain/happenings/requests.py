"""What happens to a request, and what is asked before there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, NamedTuple

from bot.domain.events import Happened
from bot.domain.happenings.form import Happening, Hashes, KeptAs, Names, Number, Older, Text


class AskedItem(NamedTuple):
    asset: str
    mode: str


class Against(NamedTuple):
    """What one check had against a draft."""

    check: str
    effect: str
    message: str


class ClassAnswer(NamedTuple):
    """What was answered for one class."""

    rank: int
    effect: str


class AgainstClass(NamedTuple):
    """What one check had against it, and from which class on."""

    rank: int
    check: str
    effect: str
    message: str


class Worse(NamedTuple):
    """What one check says since the facts got worse; of the whole request where no item is named."""

    check: str
    item: str | None
    person: str | None
    effect: str
    message: str


class GainedSeat(NamedTuple):
    """A seat that the route gained, and the name of its stage."""

    stage: str
    seat: str


class Version(NamedTuple):
    """In which version a record was read."""

    record: str
    number: int


@dataclass(frozen=True, kw_only=True)
class RequestRefused(Happening):
    """A draft was not taken; the actor asked for it."""

    happened, entity, named_by = Happened.REQUEST_REFUSED, "vendor", "vendor"
    vendor: Annotated[str, KeptAs("vendor")]
    items: Annotated[tuple[AskedItem, ...], Older(())]
    people: Names
    start_on: Annotated[date | None, KeptAs("from"), Older(None)]
    end_on: Annotated[date | None, KeptAs("until"), Older(None)]
    against: Annotated[tuple[Against, ...], Older(())]
    gaps: Names
    versions: Annotated[tuple[Version, ...], Older(())]
    figures: str | None = None
    gate: str | None = None  # which gate stopped it, where it was no check


@dataclass(frozen=True, kw_only=True)
class ChecksAsked(Happening):
    happened, entity, named_by = Happened.CHECKS_ASKED, "vendor", "vendor"
    vendor: str
    assets: Names


@dataclass(frozen=True, kw_only=True)
class VendorChecked(Happening):
    """The actor was told what the vendor could be given: of each class, or of one asset; by these days, policy and records."""

    happened, entity, named_by = Happened.VENDOR_CHECKED, "vendor", "vendor"
    vendor: str
    asset: str | None = None
    company: str | None = None  # of the vendor, which stands best
    answers: tuple[ClassAnswer, ...]
    against: tuple[AgainstClass, ...]
    gaps: Names
    start_on: Annotated[date, KeptAs("from")]
    end_on: Annotated[date, KeptAs("until")]
    policy: str
    versions: tuple[Version, ...]
    figures: str | None = None


@dataclass(frozen=True, kw_only=True)
class _OfRequest(Happening):
    entity, named_by = "request", "request"
    request: str


@dataclass(frozen=True, kw_only=True)
class RequestSubmitted(_OfRequest):
    """`route` is what an entry keeps of a route: it may grow, and never falls below it.

    `open` are items of public material, opened at once beside others that wait. `figures` is the version of what the checks
    judged by.
    """

    happened = Happened.REQUEST_SUBMITTED
    post_to: Text
    workflow: Text
    snapshot: int
    slack_id: str | None = None
    rank: Annotated[int | None, KeptAs("class"), Older(None)]
    route: Annotated[Mapping[str, Any] | None, Older(None)]
    hashes: Hashes
    open: tuple[str, ...] | None = None
    figures: str | None = None


@dataclass(frozen=True, kw_only=True)
class RouteWidened(_OfRequest):
    """The route follows the facts; a pair is how it was before, and how it is now."""

    happened = Happened.ROUTE_WIDENED
    because: Text
    ranks: Annotated[tuple[int, int], KeptAs("class")]
    workflows: Annotated[tuple[str, str], KeptAs("workflow"), Older(("", ""))]
    added: Annotated[tuple[GainedSeat, ...], Older(())]
    people: Annotated[tuple[int, int], Older((0, 0))]
    asked_again: Names
    open: tuple[str, ...]  # the items that are approved and stay so
    route: Mapping[str, Any]
    round: int
    stage: int
    post_to: str | None = None  # where it had no card before


@dataclass(frozen=True, kw_only=True)
class StageOpened(_OfRequest):
    """`asked` are those who can move the stage."""

    happened = Happened.STAGE_OPENED
    stage: int
    round: int
    name: Text
    asked: Names


@dataclass(frozen=True, kw_only=True)
class StageReminded(_OfRequest):
    """Half of the time of the stage that began at `since` is over, or its last day has come: then the requester hears it too."""

    happened = Happened.STAGE_REMINDED
    stage: int
    round: int
    step: str
    since: str
    until: date
    told: Names
    requester: str | None = None


@dataclass(frozen=True, kw_only=True)
class ItemAnswered(_OfRequest):
    """The actor filled a seat for one item."""

    item: str
    stage: int
    seat: str
    snapshot: int
    round: Number
    hashes: Hashes
    slack_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class ItemApproved(ItemAnswered):
    happened = Happened.ITEM_APPROVED


@dataclass(frozen=True, kw_only=True)
class ItemRejected(ItemAnswered):
    happened = Happened.ITEM_REJECTED


@dataclass(frozen=True, kw_only=True)
class FactsTaken(_OfRequest):
    happened = Happened.FACTS_TAKEN
    snapshot: int
    hashes: Mapping[str, str]
    figures: str | None = None


@dataclass(frozen=True, kw_only=True)
class FactsWorsened(_OfRequest):
    happened = Happened.FACTS_WORSENED
    worse: tuple[Worse, ...]
    snapshot: Number


@dataclass(frozen=True, kw_only=True)
class FactsRecovered(_OfRequest):
    happened = Happened.FACTS_RECOVERED


@dataclass(frozen=True, kw_only=True)
class RequestApproved(_OfRequest):
    happened = Happened.REQUEST_APPROVED


@dataclass(frozen=True, kw_only=True)
class RequestRejected(_OfRequest):
    """By silence it has a reason, the stage that waited, and the items if others stay approved."""

    happened = Happened.REQUEST_REJECTED
    reason: str | None = None
    stage: int | None = None
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class DetailsRead(_OfRequest):
    happened = Happened.DETAILS_READ


ALL: tuple[type[Happening], ...] = (
    RequestRefused,
    ChecksAsked,
    VendorChecked,
    RequestSubmitted,
    RouteWidened,
    StageOpened,
    StageReminded,
    ItemApproved,
    ItemRejected,
    FactsTaken,
    FactsWorsened,
    FactsRecovered,
    RequestApproved,
    RequestRejected,
    DetailsRead,
)
