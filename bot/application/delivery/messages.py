"""What is told of the outside worlds themselves: that the tracker knows us no more, or does again, and what was given up."""

from collections.abc import Iterator

from bot.application.access.views import Notice
from bot.application.context import Context
from bot.application.members import place_words
from bot.application.message_kinds import Kind
from bot.application.promises import message
from bot.domain.events import Happened
from bot.domain.happenings.delivery import MessageGivenUp, TicketRefused, TrackerLetIn, TrackerLockedOut
from bot.domain.vocabulary import Role
from bot.store import outbox, registers
from bot.store.outbox import JIRA, TRACKER, Promise, to_person
from bot.store.unit import Unit

SIGN_IN, REFUSED, GIVEN_UP = "sign_in", "ticket_refused", "given_up"


def _administrators(unit: Unit) -> list[str]:
    return [one.id for one in registers.members(unit) if one.can_decide and one.holds(Role.ADMINISTRATOR)]


def _given_up(unit: Unit, event: MessageGivenUp, seq: int) -> Iterator[Promise]:
    """To the administrators, once for each place and reason; whoever cannot be reached is not told of it themselves."""
    if event.destination == TRACKER or event.known:
        return
    payload = {"destination": event.destination, "reason": event.reason}
    for one in _administrators(unit):
        if to_person(one) != event.destination:
            yield message(GIVEN_UP, event.subject, to_person(one), seq, payload)


def _draw_given_up(unit: Unit, _context: Context, promise: Promise) -> Notice:
    return Notice(
        f"Not delivered to {place_words(unit, str(promise.payload['destination']))}",
        (
            str(promise.payload["reason"]),
            "What was decided is on record. Once that is mended, `ringfence outbox retry` sends what was kept back, as things "
            "stand then; `ringfence outbox list` shows it. Until then nothing more is said of it here.",
        ),
    )


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
    """To the administrators, unless they know of it, and to whoever it concerns."""
    payload = {"what": event.what, "reason": event.reason}
    told = [] if event.known else _administrators(unit)
    for one in dict.fromkeys([*told, *event.concerns]):
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
    Kind(GIVEN_UP, {Happened.MESSAGE_GIVEN_UP: _given_up}, draw=_draw_given_up),
    Kind(REFUSED, {Happened.TICKET_REFUSED: _refused}, draw=_draw_refused),
    Kind(SIGN_IN, {Happened.TRACKER_LOCKED_OUT: _sign_in, Happened.TRACKER_LET_IN: _sign_in}, draw=_draw_sign_in),
)
