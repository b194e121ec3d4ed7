"""A reminder as a value: what one message says of each paper to one person; how it looks is decided where it is shown."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.application.ports import Message
from bot.domain.reminders import ReminderSchedule, RenewalChoice


@dataclass(frozen=True)
class DependentsView:
    """What hangs on the paper, in numbers; `cut` names what would be cut, with people, for a direct message."""

    active: int
    suspended: int
    planned: int
    highest_class: int | None
    requests: int
    returns: int
    projects: tuple[str, ...]
    people: int
    cut: tuple[str, ...] = ()

    @property
    def is_something(self) -> bool:
        return bool(self.active or self.suspended or self.planned or self.requests or self.returns)


@dataclass(frozen=True)
class Decided:
    """Who decided what when about this anchor day, and the task that was opened for it."""

    decision: RenewalChoice
    who: str
    at: datetime
    task_key: str | None
    task_url: str | None
    refused: bool = False  # the tracker does not take the task
    task_gone: bool = False  # the tracker does not have it any more


@dataclass(frozen=True)
class Successor:
    """The executed paper that takes over; `gap` are the days that nobody covers, both included."""

    id: str
    begins: date
    gap: tuple[date, date] | None


@dataclass(frozen=True)
class Buttons:
    """What this person may do about the paper now."""

    renew: bool = False
    record: bool = False
    let_end: bool = False
    snooze: bool = False
    not_mine: bool = False


@dataclass(frozen=True)
class PaperView:
    """One paper as of today. `running` is false once its day has changed or another paper took over."""

    series: ReminderSchedule
    step: int
    today: date
    vendor: str
    owners: tuple[str, ...]
    renews_on: date | None
    renew_months: int | None
    dependents: DependentsView
    clauses: tuple[tuple[str, str], ...]
    decided: Decided | None
    successor: Successor | None
    on_its_way: tuple[str, str] | None
    running: bool
    snoozed_until: date | None
    buttons: Buttons

    @property
    def id(self) -> str:
        return self.series.subject

    @property
    def days(self) -> int:
        """The true number of days from today to the anchor."""
        return (self.series.on - self.today).days


@dataclass(frozen=True)
class Reminder(Message):
    """The one message of a person on a day: the papers with their buttons, and the ids of those that had no room."""

    day: date
    papers: tuple[PaperView, ...]
    more: tuple[str, ...] = ()
