"""Steps with reminders: an NDA that ends soon, mornings that come, what is sent to whom."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.application.agreements.answer import Click
from bot.application.agreements.messages import REMINDER
from bot.application.agreements.sweep import sweep_reminders
from bot.application.agreements.views import PaperView, Reminder
from bot.application.context import Context
from bot.domain.register import Agreement, Member
from bot.domain.reminders import Anchor, ReminderSchedule
from bot.domain.vocabulary import Role
from bot.store import outbox, record
from bot.store.outbox import OutboxMessage
from tests.application.steps import now_known
from tests.builders import TestClock, contract, member, members, nda, vendor
from tests.showing import draw

END = date(2027, 1, 14)  # a Thursday
SERIES = ReminderSchedule("NDA-1", Anchor.END, END)
CLICK = Click(SERIES)
VIC, ADA = member("vic", Role.VENDOR_MANAGER), member("ada", Role.ADMINISTRATOR)


def on(step: int) -> date:
    return END + timedelta(days=step)


def ending(**more: Any) -> Agreement:
    return nda(**({"expires_on": END, "owner": "eve"} | more))


def with_papers(context: Context, *papers: Agreement, everybody: tuple[Member, ...] = (), **more: Any) -> None:
    """The register names these NDAs; Vic manages vendors and Ada administers."""
    people = everybody or members(VIC, ADA)
    now_known(context, agreements=(*(papers or (ending(),)), contract()), members=people, vendors=(vendor(),), **more)


def morning(context: Context, clock: TestClock, day: date) -> list[str]:
    """It is nine o'clock of this day, and the timers fire; who gets a message now."""
    clock.go_to(day)
    known = {message.id for message in waiting(context)}
    sweep(context)
    return [name_of(message) for message in waiting(context) if message.id not in known]


def sweep(context: Context) -> int:
    """As the timers do it: until nothing is left."""
    count = 0
    while done := sweep_reminders(context):
        count += done
    return count


def at(clock: TestClock, *when: int) -> None:
    clock.at = datetime(*when, tzinfo=UTC)  # type: ignore[arg-type,misc]


def waiting(context: Context) -> list[OutboxMessage]:
    """The reminders that wait in the outbox, oldest first."""
    with context.store.reading() as unit:
        return [message for message in outbox.undelivered(unit) if message.promise.kind == REMINDER]


def name_of(message: OutboxMessage) -> str:
    return message.promise.destination.removeprefix("person:")


def shown(context: Context, who: str) -> Reminder:
    """The newest reminder of this person as it would be drawn now."""
    promise = [message.promise for message in waiting(context) if name_of(message) == who][-1]
    with context.store.reading() as unit:
        drawn = draw(unit, context, promise)
    assert isinstance(drawn, Reminder)
    return drawn


def paper_of(context: Context, who: str) -> PaperView:
    (paper,) = shown(context, who).papers
    return paper


def reminded(context: Context) -> list[tuple[str, int]]:
    """Who was told which step of the first NDA, from the record."""
    return [(e.details["recipient"], e.details["step"]) for e in about(context) if e.happened.value == "agreement.reminded"]


def about(context: Context, agreement: str = "NDA-1") -> list[Any]:
    with context.store.reading() as unit:
        return [entry.event for entry in record.entries_of(unit, [agreement])]
