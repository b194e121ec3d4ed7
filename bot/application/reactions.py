"""Who is told what when something happened: events to promised messages.

A message about a request says which picture belongs where; it is drawn from what is true when it is delivered.
"""

from collections.abc import Callable, Iterable, Iterator

from bot.application.access import messages as suspension_news
from bot.application.agreements.messages import REMINDER, promises_about_agreements
from bot.application.audits import messages as audit_news
from bot.application.digest import messages as digest_news
from bot.domain.events import Event, Happened
from bot.store import outbox
from bot.store.outbox import JIRA, SLACK, Promise
from bot.store.record import Entry
from bot.store.unit import Unit

CARD, ASK, RECEIPT, NOTICE = "card", "ask", "receipt", "notice"
ROOT = "root"
LIVING = (
    CARD,
    ASK,
    RECEIPT,
    *audit_news.LIVING,
    *suspension_news.LIVING,
    REMINDER,
)  # messages that are redrawn as their request moves on


def channel(name: str) -> str:
    return f"channel:{name}"


def person(member_id: str) -> str:
    return f"person:{member_id}"


def promises_for(unit: Unit, entries: Iterable[Entry]) -> list[Promise]:
    """Each message at most once per unit of work: many events of one request redraw each copy once."""
    wanted: dict[tuple[str, str, str], Promise] = {}
    entries = list(entries)
    for promise in suspension_news.promises_about_suspension(unit, entries):
        wanted.setdefault(_identity(promise), promise)
    for entry in entries:
        for promise in _reactions_to(entry.event, entry.seq):
            wanted.setdefault(_identity(promise), promise)
        if entry.event.happened in _REDRAWS:
            for promise in _redraws(unit, entry.event.subject, entry.seq):
                wanted.setdefault(_identity(promise), promise)
        if entry.event.entity == "agreement":
            for promise in promises_about_agreements(unit, entry.event, entry.seq):
                wanted.setdefault(_identity(promise), promise)
    return list(wanted.values())


def _identity(promise: Promise) -> tuple[str, str, str]:
    once = promise.key if promise.kind in (NOTICE, ROOT, *audit_news.IN_TRACKER) else promise.kind
    return (promise.subject, promise.destination, once)


def _redraws(unit: Unit, request_id: str, seq: int) -> Iterator[Promise]:
    for destination, kind in outbox.places(unit, request_id):
        if kind in LIVING:
            yield _message(kind, request_id, destination, seq)


def _message(kind: str, request_id: str, destination: str, seq: int) -> Promise:
    return Promise(f"{kind}:{request_id}:{destination}:{seq}", SLACK, request_id, destination, kind)


def _reactions_to(event: Event, seq: int) -> Iterator[Promise]:
    react = _REACTIONS.get(event.happened)
    if react is not None:
        yield from react(event, seq)


def _on_submitted(event: Event, seq: int) -> Iterator[Promise]:
    if post_to := event.details.get("post_to"):
        yield _message(CARD, event.entity_id, channel(post_to), seq)
    yield _message(RECEIPT, event.entity_id, person(event.actor), seq)


def _on_stage_opened(event: Event, seq: int) -> Iterator[Promise]:
    for member_id in event.details["asked"]:
        yield _message(ASK, event.entity_id, person(member_id), seq)


def _on_access(event: Event, seq: int) -> Iterator[Promise]:
    """Access that opens, is held or ends is told to those named in the event: requester and approvers."""
    payload = {"happened": event.happened.value, "actor": event.actor, **event.details}
    for member_id in event.details["tell"]:
        key = f"notice:{event.entity_id}:{member_id}:{seq}"
        yield Promise(key, SLACK, event.details["request"], person(member_id), NOTICE, payload)


def _on_rooted(event: Event, _seq: int) -> Iterator[Promise]:
    yield Promise(f"root:{event.details['day']}", JIRA, event.entity_id, "jira", ROOT, event.details)


_REACTIONS: dict[Happened, Callable[[Event, int], Iterator[Promise]]] = {
    Happened.REQUEST_SUBMITTED: _on_submitted,
    Happened.STAGE_OPENED: _on_stage_opened,
    Happened.ACCESS_OPENED: _on_access,
    Happened.ACCESS_HELD: _on_access,
    Happened.ACCESS_ENDED: _on_access,
    Happened.RECORD_ROOTED: _on_rooted,
    **audit_news.REACTIONS,
    **digest_news.REACTIONS,
}
_REDRAWS = frozenset(
    {
        Happened.ITEM_APPROVED,
        Happened.ITEM_REJECTED,
        Happened.STAGE_OPENED,
        Happened.FACTS_WORSENED,
        Happened.FACTS_RECOVERED,
        Happened.REQUEST_APPROVED,
        Happened.REQUEST_REJECTED,
        Happened.ACCESS_OPENED,
        Happened.ACCESS_HELD,
        Happened.ACCESS_ENDED,
        *audit_news.REDRAWS,
        *suspension_news.REDRAWS,
    }
)
