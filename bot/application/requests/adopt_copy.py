"""A message whose reply was lost may stand twice; a copy that nobody wrote down is known from its first click on, and redrawn."""

from dataclasses import dataclass

from bot.application.context import Context
from bot.application.ports import MessageRef
from bot.application.requests.asking import ASK
from bot.application.requests.messages import CARD
from bot.application.requests.tell import RECEIPT
from bot.domain.register import Member
from bot.domain.requests import Request
from bot.store import message_copies, outbox, requests
from bot.store.message_copies import Copy
from bot.store.outbox import SLACK, Promise, to_channel, to_person
from bot.store.unit import Unit


@dataclass(frozen=True)
class Seen:
    """The copy of a message that was clicked, and which kind of message its buttons say that it is."""

    ref: MessageRef
    kind: str


def adopt_copy(context: Context, actor: Member, request_id: str, seen: Seen | None) -> None:
    """For a click that changes nothing: only a copy that is not known yet costs more than a look."""
    if seen is None:
        return
    with context.store.reading() as unit:
        if message_copies.is_known(unit, seen.ref.channel, seen.ref.ts):
            return
    with context.store.writing() as unit:
        if request := requests.load(unit, request_id):
            adopt(unit, context, request, actor, seen)


def _receiver(request: Request, actor: Member) -> str:
    """Whose receipt it is: of those who asked the one who clicks."""
    return next((one.member for one in request.draft.asking if one.is_same(actor.human)), request.draft.requester)


def adopt(unit: Unit, context: Context, request: Request, actor: Member, seen: Seen | None) -> None:
    """Write an unknown copy down, and promise that it is redrawn with the others; a message of no known kind is left alone."""
    if seen is None:
        return
    places = {
        CARD: to_channel(request.route.post_to),
        ASK: to_person(actor.id),
        RECEIPT: to_person(_receiver(request, actor)),
    }
    if seen.kind not in places:
        return
    copy = Copy(seen.ref.channel, seen.ref.ts, request.id, places[seen.kind], seen.kind)
    if message_copies.remember(unit, copy):
        now = context.now()  # part of the key: a copy that was taken for gone can be adopted again
        key = f"{seen.kind}:{request.id}:{copy.destination}:adopted:{copy.channel}:{copy.ts}:{now.isoformat()}"
        outbox.promise(unit, [Promise(key, SLACK, request.id, copy.destination, seen.kind)], now)
