"""What every use case works with: the store, the clock, the company's workflows and figures, and how it counts days."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.application.message_kinds import Kinds
from bot.application.ports import BoundedClock, Clock, Signer
from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.dates import ONE_DAY
from bot.domain.notices import SecrecyNotice
from bot.domain.ticket_mapping import TicketMapping
from bot.domain.workflows import Workflows
from bot.store.unit import Store


@dataclass(frozen=True)
class Calendar:
    """The organisation's zone, in which days begin and end, the days on which no deadline runs, and when reminders go out."""

    zone: ZoneInfo
    holidays: frozenset[date] = field(default_factory=frozenset)
    reminders_at: time = time(8)


@dataclass(frozen=True)
class Context:
    store: Store
    clock: Clock
    workflows: Workflows
    calendar: Calendar
    tickets: TicketMapping = field(default_factory=TicketMapping)
    digest_channels: tuple[str, ...] = ()
    others_may_read: tuple[str, ...] = field(default=(), kw_only=True)
    check_policy: CheckPolicy = field(default=AS_SHIPPED, kw_only=True)
    kinds: Kinds = field(kw_only=True)
    notices: tuple[SecrecyNotice, ...] = field(default=(), kw_only=True)
    signer: Signer | None = field(default=None, kw_only=True)

    def now(self) -> datetime:
        return self.clock.now()

    def steady(self) -> float:
        """Seconds that never jump, for what waits; of a clock that is moved on purpose, its own."""
        return self.clock.steady() if isinstance(self.clock, BoundedClock) else self.now().timestamp()

    def look_at_the_clock(self) -> str:
        """Why the time cannot be trusted, in words; what cannot be undone waits until it can."""
        return self.clock.trouble() if isinstance(self.clock, BoundedClock) else ""

    def doubts(self) -> str:
        """As `look_at_the_clock`, for whoever cannot wait for others to be asked."""
        return self.clock.doubt() if isinstance(self.clock, BoundedClock) else ""

    def newest_morning(self) -> date:
        """The newest day on which people may be reminded by now: nobody is at night."""
        here = self.now().astimezone(self.calendar.zone)
        return here.date() if here.time() >= self.calendar.reminders_at else here.date() - ONE_DAY

    def today(self) -> date:
        """The day in the organisation's zone."""
        return self.now().astimezone(self.calendar.zone).date()
