"""What every use case works with: the store, the clock, the company's workflows and how it counts days."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.application.ports import Clock
from bot.domain.workflows import Workflows
from bot.store.unit import Store


@dataclass(frozen=True)
class Calendar:
    """The organisation's zone, in which days begin and end, and the days on which no deadline runs."""

    zone: ZoneInfo
    holidays: frozenset[date] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Desk:
    store: Store
    clock: Clock
    workflows: Workflows
    calendar: Calendar

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """The day in the organisation's zone."""
        return self.now().astimezone(self.calendar.zone).date()
