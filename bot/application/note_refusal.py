"""Write down that somebody who may not take part tried to: about a request that exists, and nothing else changes."""

from bot.application.context import Context
from bot.application.recording import record_events
from bot.domain.errors import Refusal
from bot.domain.events import Event, Happened
from bot.domain.register import unbound_name
from bot.store import requests

WORTH_NOTING = frozenset({"outsider", "inactive", "not_yours"})


def note_refusal(context: Context, refusal: Refusal, *, slack_id: str, request_id: str) -> None:
    """Refusals of people, not of mistyped words; an unknown request is not written down, so that nobody fills the record."""
    if refusal.code not in WORTH_NOTING:
        return
    with context.store.writing() as unit:
        if requests.load(unit, request_id) is not None:
            event = Event(Happened.CLICK_REFUSED, "request", request_id, unbound_name(slack_id), details={"code": refusal.code})
            record_events(unit, context, [event])
