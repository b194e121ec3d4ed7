"""What a digest is made of: the facts of one Monday morning, and the lines that are told of them.

Ids, vendors, our own people and days: nothing that may not stand in a channel.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.exposure import Access
from bot.domain.recipients import RenewalDecision
from bot.domain.register import Register
from bot.domain.reminders import RenewalChoice
from bot.domain.vocabulary import RequestState, Role

MOST_NAMES = 2


class NeedKind(StrEnum):
    """What somebody has to do something about."""

    APPROVAL = "approval"
    FINDING = "finding"
    RETURN = "return"
    AUDIT = "audit"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True)
class Need:
    """`on` is the day by which it should have been done; `late` counts from it, in working days where a person decides.

    `who` are people by name, or an office that nobody holds; `what` is the role that is asked, or why access stopped.
    An audit that was `reopened` may not be late at all.
    """

    kind: NeedKind
    id: str
    vendor: str
    on: date
    late: int
    who: tuple[str, ...] = ()
    what: str = ""
    reopened: date | None = None


class EndKind(StrEnum):
    """What ends, in the order of the chart's series."""

    NDA = "nda"
    CONTRACT = "contract"
    CERTIFICATE = "certificate"
    WAIVER = "waiver"


class EndWay(StrEnum):
    """It ends; it goes on by itself the day after; or the day is the last one on which notice stops that."""

    ENDS = "ends"
    RENEWS = "renews"
    NOTICE = "notice"


@dataclass(frozen=True)
class Ending:
    """`stops` counts the accesses that would be cut; `decision` is what was decided about this day of an NDA."""

    kind: EndKind
    id: str
    vendor: str
    on: date
    way: EndWay = EndWay.ENDS
    stops: int = 0
    decision: RenewalChoice = RenewalChoice.NONE


class StuckKind(StrEnum):
    """What stands in the way."""

    STOPPED = "stopped"
    WAIVER = "waiver"
    FACT = "fact"
    HELD = "held"
    UNREACHABLE = "unreachable"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True)
class Stuck:
    """`check` is the worst one's id, `title` what it asks; `more` counts further ones, `who` has to move.

    What could not be delivered has a place instead of an id, and no vendor.
    """

    kind: StuckKind
    id: str
    vendor: str
    since: date
    check: str = ""
    title: str = ""
    more: int = 0
    who: str = ""


@dataclass(frozen=True)
class Numbers:
    """`covered` of `vendors` have a valid NDA; `median_tenths` is the median decision in tenths of a working day."""

    vendors: int
    covered: int
    decided: int
    median_tenths: int | None
    waivers: int
    secret_access: int


@dataclass(frozen=True)
class Column:
    """How many of each kind (in the order of EndKind) end in the week from this Monday on."""

    monday: date
    counts: tuple[int, ...]


@dataclass(frozen=True)
class OpenRequest:
    """A request as it stood: the roles it waited for, and what stood against it, worst first, as (check, is a fact missing)."""

    id: str
    vendor: str
    requester: str
    rank: int
    state: RequestState
    since: date
    asked_on: date
    seats: tuple[Role, ...] = ()
    assets: tuple[str, ...] = ()
    against: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Question:
    """Suspended access: why, and the role whose answer it waits for; None where a paper or a fact has to be mended."""

    request: str
    vendor: str
    role: Role | None
    since: date
    why: str = ""
    assets: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeldBack:
    """Access whose day has come and which a check keeps from opening."""

    request: str
    vendor: str
    since: date


@dataclass(frozen=True)
class LateAudit:
    """An audit that was open past its day, or again; `name` is its ticket, or its kind as long as there is none."""

    name: str
    vendor: str
    due_on: date
    reopened_on: date | None = None


@dataclass(frozen=True)
class Undelivered:
    """Messages that were given up for one place, and the day of the first."""

    place: str
    count: int
    since: date


@dataclass(frozen=True)
class WeekFacts:
    """All that the digest of a Monday is made from; the register with its findings as of that morning.

    `before` are the numbers of a week earlier, None if there was no record yet.
    """

    monday: date
    register: Register
    numbers: Numbers
    before: Numbers | None
    holidays: frozenset[date] = frozenset()
    requests: tuple[OpenRequest, ...] = ()
    access: tuple[Access, ...] = ()
    questions: tuple[Question, ...] = ()
    held: tuple[HeldBack, ...] = ()
    audits: tuple[LateAudit, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    unreachable: tuple[tuple[str, date], ...] = ()  # members whose Slack account takes no message, and since when
    cares: Mapping[str, RenewalDecision] = field(default_factory=dict)

    def vendor_name(self, vendor_id: str) -> str:
        return next((vendor.name for vendor in self.register.vendors if vendor.id == vendor_id), vendor_id)

    def member_name(self, member_id: str | None) -> str:
        """Empty where nobody is named."""
        member = self.register.member(member_id)
        return member.name if member else member_id or ""

    def holders_of(self, role: Role, assets: Iterable[str] = (), *, besides: str = "") -> str:
        """Who can answer in this role, by name: `Ines Carvalho or Nadia Rahmani`; the role where nobody holds it."""
        if role is Role.DATA_OWNER:
            owned = [one.data_owner for one in self.register.assets if one.id in set(assets)]
            found = [member for member in map(self.register.member, owned) if member and member.active]
        else:
            found = [one for one in self.register.members if one.active and one.holds(role)]
        names = list(dict.fromkeys(one.name for one in found if one.id != besides))
        if len(names) > MOST_NAMES:
            return f"{names[0]} or {len(names) - 1} others"
        return " or ".join(names) or role.words

    def owner_of(self, vendor_id: str) -> tuple[str, ...]:
        """The name of whoever owns the vendor, or the office that has to."""
        owner = next((vendor.owner for vendor in self.register.vendors if vendor.id == vendor_id), None)
        return (self.member_name(owner) or Role.VENDOR_MANAGER.words,)
