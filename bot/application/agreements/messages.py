"""The messages about an NDA that ends: the reminder of a person, and the task in the tracker once it is to be renewed."""

from collections.abc import Iterator

from bot.application.agreements.asking import REMINDER, RENEWALS
from bot.application.agreements.open_renewal import open_renewal
from bot.application.agreements.show_reminder import draw_reminder
from bot.application.message_kinds import Kind
from bot.domain.events import Event, Happened
from bot.domain.happenings.agreements import AgreementReminded, AgreementRenewalOpened
from bot.store import reminders
from bot.store.outbox import JIRA, SLACK, TRACKER, Promise, to_person
from bot.store.unit import Unit

RENEWAL_TASK = "renewal_task"


def redraw(bundle: str, key: str) -> Promise:
    """The message with this key, as it stands when it is delivered."""
    return Promise(key, SLACK, bundle, to_person(reminders.recipient_of(bundle)), REMINDER)


def _reminder(_unit: Unit, event: AgreementReminded, _seq: int) -> Iterator[Promise]:
    """A message of several papers is promised with each of them; it is one all the same, by its key."""
    yield Promise(event.bundle, SLACK, event.bundle, to_person(event.recipient), REMINDER)


def _every_copy(unit: Unit, event: Event, seq: int) -> Iterator[Promise]:
    if event.entity == "agreement" or event.happened is Happened.TICKET_REFUSED:
        yield from (redraw(bundle, f"{bundle}:{seq}") for bundle in reminders.bundles_about(unit, event.entity_id))


def _task(_unit: Unit, event: AgreementRenewalOpened, _seq: int) -> Iterator[Promise]:
    if event.task:
        yield Promise(event.task, JIRA, event.entity_id, TRACKER, RENEWAL_TASK, event.details)


def _decider(unit: Unit, promise: Promise) -> Iterator[str]:
    care = reminders.cares(unit, [promise.subject]).get(promise.subject)
    if care and care.decided_by:
        yield care.decided_by


KINDS = (
    Kind(
        REMINDER,
        {Happened.AGREEMENT_REMINDED: _reminder},
        frozenset(
            {
                Happened.AGREEMENT_RENEWAL_OPENED,
                Happened.AGREEMENT_LET_END,
                Happened.AGREEMENT_SNOOZED,
                Happened.AGREEMENT_REASSIGNED,
                Happened.ASKED_AGAIN,
                Happened.AGREEMENT_RENEWED,
                Happened.TICKET_OPENED,
                Happened.TICKET_MOVED,
                Happened.TICKET_GONE,
                Happened.TICKET_FOUND,
                Happened.TICKET_REFUSED,
            }
        ),
        redraw=_every_copy,
        draw=draw_reminder,
        question=RENEWALS,
    ),
    Kind(
        RENEWAL_TASK,
        {Happened.AGREEMENT_RENEWAL_OPENED: _task},
        keep=open_renewal,
        called="the task to renew an NDA",
        concerns=_decider,
    ),
)
