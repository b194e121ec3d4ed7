"""What the events of one unit of work promise, by the kinds that ask for them.

A message about a subject says which picture belongs where; it is drawn from what is true when it is delivered. So many events
of one request redraw each copy once, and however much is said at one place at once, what waits to be delivered is one message.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.application.message_kinds import Kind, Kinds, Payload
from bot.domain.events import Event
from bot.domain.happenings import happening_of
from bot.store import outbox
from bot.store.outbox import SLACK, Promise
from bot.store.record import Entry
from bot.store.unit import Unit

Place = tuple[str, str, str]  # subject, destination, kind


def promises_for(unit: Unit, kinds: Kinds, entries: Sequence[Entry]) -> list[Promise]:
    """Each message at most once: a living one for each place, any other for each key."""
    wanted: dict[tuple[str, str, str], Promise] = {}
    for promise in _all_of(unit, kinds, entries):
        once = promise.kind if kinds.is_living(promise.kind) else promise.key
        wanted.setdefault((promise.subject, promise.destination, once), promise)
    return list(wanted.values())


def message(kind: str, subject: str, destination: str, seq: int, payload: Payload | None = None) -> Promise:
    """A message of this kind at this place, because of the entry with this number."""
    return Promise(f"{kind}:{subject}:{destination}:{seq}", SLACK, subject, destination, kind, payload or {})


def _all_of(unit: Unit, kinds: Kinds, entries: Sequence[Entry]) -> Iterator[Promise]:
    """What is joined or folded comes first: where it stands already, a redrawing of it says the same."""
    for kind in kinds:
        if kind.joins:
            yield from _joined(unit, kind, entries)
    for kind in kinds:
        if kind.folds:
            yield from _folded(unit, kind, entries)
    places = _Places(unit)
    for entry in entries:
        yield from _one_by_one(places, kinds, entry)


def _asked(unit: Unit, kind: Kind, entries: Iterable[Entry]) -> Iterator[Promise]:
    for entry in entries:
        if ask := kind.asks.get(entry.event.happened):
            yield from ask(unit, happening_of(entry.event), entry.seq)


def _joined(unit: Unit, kind: Kind, entries: Sequence[Entry]) -> Iterator[Promise]:
    """One message per place, keyed by the last entry that it may speak of; a waiting one takes it in."""
    join = kind.joins or _first
    bundles: dict[Place, list[Promise]] = {}
    for promise in _asked(unit, kind, entries):
        bundles.setdefault((promise.subject, promise.destination, promise.kind), []).append(promise)
    for place, parts in bundles.items():
        payload = join([part.payload for part in parts])
        if waiting := outbox.waiting(unit, *place, lock=True):
            outbox.refill(unit, waiting.id, join([waiting.promise.payload, payload]))
            continue
        stands = bool(outbox.payloads(unit, *place))
        subject, destination, name = place
        after = kind.between if stands else timedelta(0)
        yield replace(message(name, subject, destination, entries[-1].seq, payload), after=after)


def _first(payloads: Iterable[Payload]) -> Payload:
    return next(iter(payloads))


def _folded(unit: Unit, kind: Kind, entries: Sequence[Entry]) -> Iterator[Promise]:
    seen: set[Place] = set()
    for promise in _asked(unit, kind, entries):
        place = (promise.subject, promise.destination, promise.kind)
        if place not in seen and outbox.waiting(unit, *place) is None:
            yield promise
        seen.add(place)


class _Places:
    """Where something stands about each subject, asked once for all entries about it: they promise nothing until all are read."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._known: dict[str, list[tuple[str, str]]] = {}

    def about(self, subject: str) -> list[tuple[str, str]]:
        if subject not in self._known:
            self._known[subject] = outbox.places(self.unit, subject)
        return self._known[subject]


def _one_by_one(places: _Places, kinds: Kinds, entry: Entry) -> Iterator[Promise]:
    event, unit = entry.event, places.unit
    for kind in kinds:
        if not (kind.folds or kind.joins) and (ask := kind.asks.get(event.happened)):
            yield from ask(unit, happening_of(event), entry.seq)
    if kinds.redraws_copies_on(event.happened):
        yield from _copies(places, kinds, event, entry.seq)
    for kind in kinds:
        if kind.redraw is not None and event.happened in kind.redraw_on:
            yield from kind.redraw(unit, event, entry.seq)


def _copies(places: _Places, kinds: Kinds, event: Event, seq: int) -> Iterator[Promise]:
    for destination, name in places.about(event.subject):
        if kinds.redraws(name, event.happened):
            yield message(name, event.subject, destination, seq)
