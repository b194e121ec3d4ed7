"""Who is told what when access is suspended or comes back: one message per person, paper and day, and questions to who decides.

All of them are living: what is suspended later that day by the same paper comes into the same message, and a question that is
answered stands there without its button. However much is suspended at once, what waits to be delivered is one message.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.events import Event, Happened
from bot.store import outbox
from bot.store.outbox import SLACK, Promise
from bot.store.record import Entry
from bot.store.unit import Unit

SUSPENDED, RESUMED, RESUME, GAP = "suspended", "resumed", "resume", "gap"
LIVING = (SUSPENDED, RESUMED, RESUME, GAP)
REDRAWS = frozenset(
    {
        Happened.ACCESS_SUSPENDED,
        Happened.ACCESS_RESUMED,
        Happened.RESUME_ASKED,
        Happened.GAP_FOUND,
        Happened.GAP_ACCEPTED,
    }
)
MOST_LINES = 15
BETWEEN = timedelta(seconds=10)  # a message that stands is redrawn no more often, however much follows
_BUNDLED = {Happened.ACCESS_SUSPENDED: SUSPENDED, Happened.ACCESS_RESUMED: RESUMED}
Place = tuple[str, str, str]  # subject, destination, kind


def promises_about_suspension(unit: Unit, entries: Iterable[Entry]) -> Iterator[Promise]:
    """What the news of one unit of work promises, beside the redrawing of cards."""
    bundles: dict[Place, dict[str, Any]] = {}
    asked: dict[Place, Promise] = {}
    for entry in entries:
        for place in _places_of_bundles(entry.event):
            bundles[place] = _with_line(bundles.get(place), entry.event)
        for promise in _questions(unit, entry.event, entry.seq):
            asked.setdefault((promise.subject, promise.destination, promise.kind), promise)
        last = entry.seq
    for place, payload in bundles.items():
        if not _joins_what_waits(unit, place, payload):
            stands = bool(outbox.payloads(unit, *place))
            yield replace(_message(place, last, payload), after=BETWEEN if stands else timedelta(0))
    yield from (promise for place, promise in asked.items() if outbox.waiting(unit, *place) is None)


def gap_subject(vendor: str, reason: str) -> str:
    return f"{vendor}:{reason}"


def joined(payloads: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Several parts of one bundle as one: all are counted, the first lines are kept."""
    first, *others = payloads
    whole = dict(first)
    for part in others:
        whole["requests"] += part["requests"]
        whole["lines"] = [*whole["lines"], *part["lines"]][:MOST_LINES]
    return whole


def _places_of_bundles(event: Event) -> Iterator[Place]:
    if kind := _BUNDLED.get(event.happened):
        details = event.details
        subject = f"{kind}:{details['vendor']}:{details['reason']}:{details['on']}"
        yield from ((subject, f"person:{member}", kind) for member in details["tell"])


def _with_line(payload: dict[str, Any] | None, event: Event) -> dict[str, Any]:
    details = event.details
    part = {name: details[name] for name in ("vendor", "reason", "on", "covered_until")}
    part |= {"requests": 1, "lines": [[details["request"], details["assets"], details["people"]]]}
    return joined([payload, part] if payload else [part])


def _joins_what_waits(unit: Unit, place: Place, payload: dict[str, Any]) -> bool:
    """Whether a message that is not delivered yet says this too."""
    waiting = outbox.waiting(unit, *place, lock=True)
    if waiting is None:
        return False
    outbox.refill(unit, waiting.id, joined([waiting.promise.payload, payload]))
    return True


def _questions(unit: Unit, event: Event, seq: int) -> Iterator[Promise]:
    if event.happened is Happened.RESUME_ASKED:
        yield from (_message((event.subject, f"person:{one}", RESUME), seq) for one in event.details["tell"])
    elif event.happened is Happened.GAP_FOUND:
        subject = gap_subject(event.details["vendor"], event.details["reason"])
        yield from (_message((subject, f"person:{one}", GAP), seq) for one in event.details["tell"])
    elif event.happened is Happened.GAP_ACCEPTED:
        subject = gap_subject(event.details["vendor"], event.details["reason"])
        yield from (_message((subject, destination, kind), seq) for destination, kind in outbox.places(unit, subject))


def _message(place: Place, seq: int, payload: Mapping[str, Any] | None = None) -> Promise:
    subject, destination, kind = place
    return Promise(f"{kind}:{subject}:{destination}:{seq}", SLACK, subject, destination, kind, payload or {})
