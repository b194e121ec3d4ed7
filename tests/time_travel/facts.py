"""What the model knows of the world: papers, people, access and days; plain values, and nothing of the product's own judging."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Paper:
    """One NDA as the register names it. `ends` None: evergreen; `signed` None: a draft, `stage` says how far it is."""

    id: str
    vendor: str
    ours: tuple[str, ...]
    begins: date
    ends: date | None
    signed: date | None
    owner: str | None = None
    replaces: str | None = None
    renew_months: int = 0
    notice_days: int = 0
    terminated: date | None = None
    noticed: date | None = None
    stage: str | None = None

    @property
    def renews(self) -> bool:
        return self.renew_months > 0 and self.ends is not None


@dataclass(frozen=True)
class Colleague:
    id: str
    roles: tuple[str, ...]
    present: bool = True


@dataclass(frozen=True)
class Thing:
    """An asset: its class, our company that owns it, and who answers for it."""

    id: str
    rank: int
    ours: str
    owner: str
    deputy: str | None = None


@dataclass
class Access:
    """One grant as the model follows it. `request` names an examined request only if `approver` gave it."""

    id: str
    request: str
    vendor: str
    person: str
    thing: str
    starts: date
    ends: date
    state: str
    approver: str | None = None
    had_cover: bool = False
    waits_for: str = ""
    opened: date | None = None
    lost: date | None = None
    accepted: set[date] = field(default_factory=set)
    covered: set[date] = field(default_factory=set)
    since: date | None = None

    @property
    def is_over(self) -> bool:
        return self.state in ("expired", "revoked")


@dataclass
class RenewalDecision:
    """Who has a paper in hand by a word in Slack, while the register still names the same owner."""

    instead_of: str | None
    owner: str | None
    declined: set[str]


@dataclass
class World:
    """Everything that the register says today, and the access that was given."""

    papers: dict[str, Paper] = field(default_factory=dict)
    colleagues: dict[str, Colleague] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    vendor_owners: dict[str, str | None] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)
    returns: dict[str, str] = field(default_factory=dict)
    access: dict[str, Access] = field(default_factory=dict)
    known_access: dict[str, Access] = field(default_factory=dict)
    holidays: Collection[date] = ()

    def papers_with(self, vendor: str) -> list[Paper]:
        return [paper for paper in self.papers.values() if paper.vendor == vendor]

    def present(self, member: str | None) -> bool:
        return member in self.colleagues and self.colleagues[member].present

    def holding(self, role: str) -> set[str]:
        return {one.id for one in self.colleagues.values() if one.present and role in one.roles}

    def works(self, day: date) -> bool:
        return day.weekday() not in (5, 6) and day not in self.holidays

    def morning_of(self, day: date) -> date:
        """The day itself, or the next working one."""
        while not self.works(day):
            day += DAY
        return day
