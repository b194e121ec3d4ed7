"""What whoever asked hears, as a message of its own under the receipt: Slack tells nobody that a message was redrawn.

One kind for all of it: what is said of each happening stands in two tables of the domain, and nothing of what has moved on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.application.access.show import words_about
from bot.application.context import Context
from bot.application.members import can_be_told, requesters
from bot.application.message_kinds import Kind
from bot.application.promises import message
from bot.application.requests.show import show_request
from bot.application.requests.views import Told
from bot.domain import access_words, request_words
from bot.domain.events import Event, Happened
from bot.domain.happenings import happening_of
from bot.domain.happenings.access import AccessEndsSoon, AccessMoved
from bot.domain.happenings.form import Happening
from bot.domain.happenings.requests import ItemRejected, RequestSubmitted
from bot.domain.register import Member, Vendor
from bot.domain.request_words import STOPPED, RequestTruth, is_first_of_click
from bot.domain.requests import Request
from bot.domain.vocabulary import RequestState
from bot.domain.words import Words
from bot.store import grants, registers, requests, snapshots
from bot.store.outbox import Promise, to_person
from bot.store.unit import Unit

TOLD, RECEIPT = "told", "receipt"


def _promises(unit: Unit, event: Happening, seq: int) -> Iterator[Promise]:
    """One for each who asked and can be told something."""
    request_id = event.written().subject
    if not _speaks(unit, event, request_id):
        return
    told = [one for one in requesters(unit, request_id) if can_be_told(unit, one)]
    for number, name in enumerate(told):
        promise = message(TOLD, request_id, to_person(name), seq, _kept(event))
        yield promise if number or not isinstance(event, AccessEndsSoon) else replace(promise, key=event.key)


def _speaks(unit: Unit, event: Happening, request_id: str) -> bool:
    """Of grants that moved together one speaks for all, and so does the first item of those that one click rejected.

    What the receipt says as it is posted needs no second message.
    """
    match event:
        case AccessMoved():
            return bool(event.tell)
        case RequestSubmitted():
            return event.after in STOPPED
        case ItemRejected():
            request = requests.load(unit, request_id)
            return request is not None and is_first_of_click(request, event)
    return True


def _kept(event: Happening) -> Mapping[str, Any]:
    """The entry that it follows from."""
    entry = event.written()
    names = ("happened", "entity", "entity_id", "actor", "before", "after", "details")
    return {name: getattr(entry, name) for name in names}


def _draw(unit: Unit, context: Context, promise: Promise) -> Told | None:
    event = happening_of(Event(**{**promise.payload, "happened": Happened(promise.payload["happened"])}))
    if not can_be_told(unit, promise.addressee):
        return None
    if type(event) in access_words.SAID:
        words = words_about(unit, context, event, of_request=promise.subject)
    else:
        words = _about_request(unit, context, event, promise.subject)
    return Told(words) if words else None


def _about_request(unit: Unit, context: Context, event: Happening, request_id: str) -> Words | None:
    request = requests.load(unit, request_id)
    if request is None:
        return None
    return request_words.SAID[type(event)](event, _truth(unit, context, request))


def _truth(unit: Unit, context: Context, request: Request) -> RequestTruth:
    vendor = registers.one(unit, Vendor, request.draft.vendor)
    deciders = {decision.actor for decision in request.decisions}
    return RequestTruth(
        request=request,
        vendor=vendor.name if vendor else request.draft.vendor,
        today=context.today(),
        grants=tuple(grants.of_request(unit, request.id)),
        results=snapshots.results_of(unit, request.id, request.snapshot) if request.state.is_open else (),
        waits_for=show_request(unit, context, request).waiting_for if request.state is RequestState.PENDING_APPROVAL else (),
        names={one.id: one.name for one in registers.some(unit, Member, deciders)},
    )


KIND = Kind(
    TOLD,
    {one.happened: _promises for one in (*access_words.SAID, *request_words.SAID)},
    draw=_draw,
    in_thread_of=RECEIPT,
    may_be_missed=True,
)
