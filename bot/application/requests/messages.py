"""The messages about a request: its card in the channel, the ask to whoever can decide, the receipt of whoever asked."""

from collections.abc import Iterator

from bot.application.access.messages import ACCESS_MOVES
from bot.application.asking_again import asked_again
from bot.application.context import Context
from bot.application.evaluation import evaluation_of, facts_about
from bot.application.members import requesters
from bot.application.message_kinds import Kind
from bot.application.promises import message
from bot.application.requests import nudging
from bot.application.requests.asking import ASK, DECISIONS
from bot.application.requests.facts_wanted import FACT_WANTED, WANTED_FACTS, draw_fact_wanted
from bot.application.requests.show import role_holders, seats_by_member, show_facts, show_request
from bot.application.requests.tell import KIND as TOLD
from bot.application.requests.tell import RECEIPT
from bot.application.requests.views import Ask, Card, Receipt
from bot.application.rerouting import followed
from bot.domain.events import Happened
from bot.domain.happenings.requests import RequestSubmitted, RouteWidened, StageOpened
from bot.store import requests
from bot.store.outbox import Promise, to_channel, to_person
from bot.store.unit import Unit

CARD = "card"
MOVES = frozenset(
    {
        Happened.ITEM_APPROVED,
        Happened.ITEM_REJECTED,
        Happened.ROUTE_WIDENED,
        Happened.STAGE_OPENED,
        Happened.ASKED_AGAIN,
        Happened.NOBODY_LEFT,
        Happened.SOMEBODY_BACK,
        Happened.FACTS_WORSENED,
        Happened.FACTS_RECOVERED,
        Happened.REQUEST_APPROVED,
        Happened.REQUEST_REJECTED,
        Happened.TICKET_OPENED,
        Happened.AUDIT_MOVED,
        Happened.AUDIT_COMMENTED,
        Happened.REMARK_EDITED,
        Happened.REMARK_REMOVED,
        Happened.FINDING_HEARD,
        Happened.AUDIT_CLOSED,
        Happened.AUDIT_REOPENED,
        Happened.TICKET_MOVED,
        Happened.TICKET_GONE,
        Happened.TICKET_FOUND,
        Happened.TICKET_REFUSED,
        Happened.MESSAGE_GIVEN_UP,
        Happened.MESSAGE_ARRIVED,
    }
).union(ACCESS_MOVES)


def _card_in_channel(_unit: Unit, event: RequestSubmitted | RouteWidened, seq: int) -> Iterator[Promise]:
    if event.post_to:
        yield message(CARD, event.request, to_channel(event.post_to), seq)


def _receipts(unit: Unit, event: RequestSubmitted, seq: int) -> Iterator[Promise]:
    """To who asked, and for whom."""
    for name in requesters(unit, event.request):
        yield message(RECEIPT, event.request, to_person(name), seq)


def _asks(_unit: Unit, event: StageOpened, seq: int) -> Iterator[Promise]:
    for member_id in event.asked:
        yield message(ASK, event.request, to_person(member_id), seq)


def _draw_card(unit: Unit, context: Context, promise: Promise) -> Card | None:
    request = requests.load(unit, promise.subject)
    return Card(show_request(unit, context, request)) if request else None


def _draw_receipt(unit: Unit, context: Context, promise: Promise) -> Receipt | None:
    request = requests.load(unit, promise.subject)
    return Receipt(show_request(unit, context, request)) if request else None


def _draw_ask(unit: Unit, context: Context, promise: Promise) -> Ask | None:
    """Why this person is asked, and who else could decide in the same seat."""
    request, member_id = requests.load(unit, promise.subject), promise.addressee
    if request is None:
        return None
    facts = facts_about(unit, context, request)
    evaluation = evaluation_of(context, request, facts)
    seats = seats_by_member(followed(unit, context, request, evaluation), evaluation.approvers)
    mine = seats.get(member_id, ())
    others = {name for role in mine for name in role_holders(seats, role) if name != member_id}
    names = {member.id: member.name for member in facts.register.members}
    return Ask(
        show_facts(unit, context, request, facts),
        because=" and ".join(role.words for role in mine),
        others=tuple(sorted(names[other] for other in others)),
        asked_now=bool(mine),
    )


KINDS = (
    Kind(CARD, {Happened.REQUEST_SUBMITTED: _card_in_channel, Happened.ROUTE_WIDENED: _card_in_channel}, MOVES, draw=_draw_card),
    Kind(RECEIPT, {Happened.REQUEST_SUBMITTED: _receipts}, MOVES, draw=_draw_receipt),
    Kind(
        FACT_WANTED,
        {Happened.ASKED_AGAIN: asked_again(FACT_WANTED)},
        MOVES,
        draw=draw_fact_wanted,
        question=WANTED_FACTS,
    ),
    Kind(ASK, {Happened.STAGE_OPENED: _asks, Happened.ASKED_AGAIN: asked_again(ASK)}, MOVES, draw=_draw_ask, question=DECISIONS),
    *nudging.KINDS,
    TOLD,
)
