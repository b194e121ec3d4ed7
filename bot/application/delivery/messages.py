"""What is told of the tracker itself: that it does not know us any more, or does again, and what it has refused."""

from collections.abc import Iterator

from bot.application.access.views import Notice
from bot.application.context import Context
from bot.application.message_kinds import Kind
from bot.application.promises import message
from bot.domain.events import Happened
from bot.domain.happenings.delivery import TicketRefused, TrackerLetIn, TrackerLockedOut
from bot.domain.vocabulary import Role
from bot.store import outbox, registers
from bot.store.outbox import JIRA, Promise, to_person
from bot.store.unit import Unit

SIGN_IN, REFUSED = "sign_in", "ticket_refused"


def _administrators(unit: Unit) -> list[str]:
    return [one.id for one in registers.members(unit) if one.can_decide and one.holds(Role.ADMINISTRATOR)]


def _sign_in(unit: Unit, event: TrackerLetIn | TrackerLockedOut, seq: int) -> Iterator[Promise]:
    payload = {"accepted": isinstance(event, TrackerLetIn), "reason": event.reason}
    for one in _administrators(unit):
        yield message(SIGN_IN, event.subject, to_person(one), seq, payload)


def _draw_sign_in(unit: Unit, _context: Context, promise: Promise) -> Notice:
    waiting = sum(one.promise.world == JIRA for one in outbox.undelivered(unit))
    if promise.payload["accepted"]:
        return Notice("Jira accepts my sign-in again", ("What waited for it goes out now; there is nothing to do.",))
    count = "1 message waits" if waiting == 1 else f"{waiting} messages wait"
    return Notice(
        "Jira does not accept my sign-in, so nothing reaches it",
        (
            str(promise.payload["reason"]),
            f"{count} for Jira and go out by themselves once it is mended; nothing is lost, and Slack goes on as ever.",
            "`ringfence doctor jira` says whether it is mended.",
        ),
    )


def _refused(unit: Unit, event: TicketRefused, seq: int) -> Iterator[Promise]:
    """To the administrators, and to whoever it concerns."""
    payload = {"what": event.what, "reason": event.reason}
    for one in dict.fromkeys([*_administrators(unit), *event.concerns]):
        yield message(REFUSED, event.subject, to_person(one), seq, payload)


def _draw_refused(_unit: Unit, _context: Context, promise: Promise) -> Notice:
    return Notice(
        f"Given up at Jira: {promise.payload['what']}",
        (
            str(promise.payload["reason"]),
            "What was decided is on record. Once that is mended, an administrator sends it again: `ringfence outbox retry`.",
        ),
    )


KINDS = (
    Kind(REFUSED, {Happened.TICKET_REFUSED: _refused}, draw=_draw_refused),
    Kind(SIGN_IN, {Happened.TRACKER_LOCKED_OUT: _sign_in, Happened.TRACKER_LET_IN: _sign_in}, draw=_draw_sign_in),
)
