"""What a promised message shows at the moment of its delivery."""

from datetime import date

from bot.application.access import messages as suspension_news
from bot.application.access.show import notice_without_request, show_suspension
from bot.application.agreements.messages import REMINDER
from bot.application.agreements.show_reminder import show_reminder
from bot.application.audits.messages import AUDIT_CARD
from bot.application.audits.show import draw_audit
from bot.application.context import Context
from bot.application.digest.messages import DIGEST
from bot.application.evaluation import bench_of, gather_facts
from bot.application.messages import Ask, Card, Message, Notice, Receipt
from bot.application.reactions import ASK, CARD, LIVING, NOTICE, RECEIPT
from bot.application.requests.show import role_holders, seats_by_member, show_facts, show_request
from bot.domain.dates import day_words
from bot.domain.events import Happened
from bot.domain.requests import Request
from bot.store import digests, registers, requests
from bot.store.outbox import Promise
from bot.store.unit import Unit


def is_living(kind: str) -> bool:
    """Redrawn in place as its subject moves on; others are posted once."""
    return kind in LIVING


def draw(unit: Unit, context: Context, promise: Promise) -> Message | None:
    """The message as of now; None if its subject is gone."""
    if promise.kind == AUDIT_CARD:
        return draw_audit(unit, context, promise.subject, promise.destination)
    if promise.kind == DIGEST:
        return digests.kept(unit, date.fromisoformat(promise.payload["week"]))
    if promise.kind == REMINDER:
        return show_reminder(unit, context, promise.subject, promise.destination.removeprefix("person:"))
    if promise.kind in suspension_news.LIVING:
        return show_suspension(unit, context, promise)
    request = requests.load(unit, promise.subject)
    if request is None:
        return notice_without_request(unit, promise) if promise.kind == NOTICE else None
    if promise.kind == NOTICE:
        return _notice(unit, promise, request)
    if promise.kind == ASK:
        return _ask(unit, context, promise, request)
    view = show_request(unit, context, request)
    if promise.kind == CARD:
        return Card(view)
    if promise.kind == RECEIPT:
        return Receipt(view)
    raise LookupError(f"no way to draw a message of kind {promise.kind}")


def _ask(unit: Unit, context: Context, promise: Promise, request: Request) -> Ask:
    """Why this person is asked, and who else could decide in the same seat."""
    member_id = promise.destination.removeprefix("person:")
    facts = gather_facts(unit, context, request.draft)
    seats = seats_by_member(request, bench_of(facts))
    mine = seats.get(member_id, ())
    others = {name for role in mine for name in role_holders(seats, role) if name != member_id}
    names = {member.id: member.name for member in facts.register.members}
    return Ask(
        show_facts(unit, context, request, facts),
        because=" and ".join(role.words for role in mine),
        others=tuple(sorted(names[other] for other in others)),
        asked_now=bool(mine),
    )


def _notice(unit: Unit, promise: Promise, request: Request) -> Notice:
    payload = promise.payload
    happened = Happened(payload["happened"])
    vendor = registers.one(unit, "vendors", request.draft.vendor)
    name = vendor.name if vendor else request.draft.vendor
    approved = [item.asset for item in request.items if item.state.value == "approved"]
    assets = ", ".join(approved)
    count = len(payload["grants"]) // max(len(approved), 1)
    people = "For 1 person" if count == 1 else f"For {count} people"
    if happened is Happened.ACCESS_OPENED:
        headline = f"{request.id}: access of {name} to {assets} is open"
        return Notice(headline, (f"{people}, until {day_words(request.draft.end_on)}. It ends by itself on that day.",))
    if happened is Happened.ACCESS_HELD:
        why = tuple(message for _, message in payload["why"])
        return Notice(
            f"{request.id}: access of {name} to {assets} is held back", (*why, "It opens by itself once that is cleared.")
        )
    if payload["actor"] == "ringfence":
        return Notice(f"{request.id}: access of {name} to {assets} has ended", (f"{people}; the last day was planned.",))
    actor = registers.one(unit, "members", payload["actor"])
    who = actor.name if actor else payload["actor"]
    return Notice(f"{request.id}: {who} ended the access of {name} to {assets} early", (f"{people}; nothing more may be shown.",))
