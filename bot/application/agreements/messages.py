"""What follows from news about an NDA: the message of a person, the task in the tracker, and every copy drawn anew."""

from collections.abc import Iterator

from bot.domain.events import Event, Happened
from bot.store import reminders
from bot.store.outbox import JIRA, SLACK, Promise
from bot.store.unit import Unit

REMINDER, RENEWAL_TASK = "reminder", "renewal_task"
_REDRAWS = frozenset(
    {
        Happened.AGREEMENT_RENEWAL_OPENED,
        Happened.AGREEMENT_LET_END,
        Happened.AGREEMENT_SNOOZED,
        Happened.AGREEMENT_REASSIGNED,
        Happened.AGREEMENT_RENEWED,
        Happened.TICKET_OPENED,
    }
)


def promises_about_agreements(unit: Unit, event: Event, seq: int) -> Iterator[Promise]:
    """A message of several papers is promised with each of them; it is one all the same, by its key."""
    if event.happened is Happened.AGREEMENT_REMINDED:
        bundle = event.details["bundle"]
        yield Promise(bundle, SLACK, bundle, f"person:{event.details['recipient']}", REMINDER)
    if event.happened is Happened.AGREEMENT_RENEWAL_OPENED and (key := event.details.get("task")):
        yield Promise(key, JIRA, event.entity_id, "jira", RENEWAL_TASK, event.details)
    if event.happened in _REDRAWS:
        for bundle in reminders.bundles_about(unit, event.entity_id):
            yield redraw(bundle, f"{bundle}:{seq}")


def redraw(bundle: str, key: str) -> Promise:
    """The message with this key, as it stands when it is delivered."""
    return Promise(key, SLACK, bundle, f"person:{reminders.recipient_of(bundle)}", REMINDER)
