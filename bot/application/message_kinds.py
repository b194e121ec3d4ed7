"""What a kind of message or ticket is: declared once, in its subject's room."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.application.ports import Message, Tracker
from bot.domain.events import Event, Happened
from bot.store.outbox import OutboxMessage, Promise
from bot.store.unit import Unit

if TYPE_CHECKING:
    from bot.application.context import Context

Payload = Mapping[str, Any]
# what one happening, with the number of its entry, promises; each takes the class of the words that it is asked for
Asking = Callable[[Unit, Any, int], Iterable[Promise]]
Redrawing = Callable[[Unit, Event, int], Iterable[Promise]]
Draw = Callable[[Unit, "Context", Promise], Message | None]
Keep = Callable[["Context", Tracker, OutboxMessage], None]


@dataclass(frozen=True)
class OpenQuestion:
    """Something that waits for somebody's answer: what its messages are about, what it is in the record, who can answer now.

    `what` says in words what waits for whom. It `is_stuck` while nobody who can be reached can bring it on. `look_on` is the next
    day on which time alone changes something about it.
    """

    topic: str
    about: str
    entity: str
    entity_id: str
    can_answer: tuple[str, ...]
    what: str
    is_stuck: bool = False
    look_on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """How the open questions of one kind are found: those that others may be able to answer, and then all about them at once.

    `gather` locks what it finds until the unit ends, brings it on as far as it goes by itself, and leaves out what is over.
    `keep_time` has the clocks of those that are stuck stand still, and of the others run. One that `asks_by_day` tells whoever
    can answer at its own hour; only whose right is gone is noticed here.
    """

    due: Callable[[Unit, date, int], Sequence[str]]  # by the newest day whose morning has come
    gather: Callable[[Unit, "Context", Sequence[str]], Sequence[OpenQuestion]]
    keep_time: Callable[[Unit, "Context", Sequence[OpenQuestion]], None] | None = None
    asks_by_day: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of message or ticket: what promises one, what it is drawn anew on, and how.

    A kind for Slack has `draw`, which is asked at delivery and says None where there is nothing to show any more; one for the
    tracker has `keep` instead, which talks to it and writes down what became of the message.
    """

    name: str  # stands in outbox rows for years: never renamed
    asks: Mapping[Happened, Asking] = field(default_factory=dict)
    redraw_on: frozenset[Happened] = frozenset()  # each copy that stands about the event's subject
    redraw: Redrawing | None = None  # instead: what is to be drawn anew, where copies do not stand under that subject
    draw: Draw | None = None
    keep: Keep | None = None
    folds: bool = False  # one that waits to be delivered says it already, as it is drawn then
    joins: Callable[[Iterable[Payload]], Payload] | None = None  # several about one place are one; so is one that waits
    called: str = ""  # of one for the tracker: what it is, in words
    concerns: Callable[[Unit, Promise], Iterable[str]] | None = (
        None  # who hears, besides the administrators, that it was given up
    )
    in_thread_of: str | None = None  # a message that is posted under the one of this kind at the same place
    question: Question | None = None  # of one that asks somebody for an answer: whoever can give it is asked again
    may_be_missed: bool = False  # it asks for nothing: where its person's account is dead, nobody need know that it was not said
    between: timedelta = timedelta(0)  # with `joins`: a message that stands is drawn anew no more often

    @property
    def is_living(self) -> bool:
        """Whether it is redrawn in place; others are posted once."""
        return bool(self.redraw_on) or self.folds or self.joins is not None


class Kinds:
    """The catalogue of all kinds; raises ValueError where two have one name."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._by_name: dict[str, Kind] = {}
        for kind in kinds:
            if kind.name in self._by_name:
                raise ValueError(f"two kinds of message are called {kind.name}")
            self._by_name[kind.name] = kind
        self._redrawn_on = frozenset[Happened]().union(*(kind.redraw_on for kind in self if kind.redraw is None))

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._by_name.values())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def named(self, name: str) -> Kind:
        """Raises LookupError for a name that this release does not know."""
        if name not in self._by_name:
            raise LookupError(f"no way to draw a message of kind {name}")
        return self._by_name[name]

    def is_living(self, name: str) -> bool:
        return name in self._by_name and self._by_name[name].is_living

    def redraws_copies_on(self, happened: Happened) -> bool:
        """Whether copies that stand about the subject of such an event may have to be drawn anew."""
        return happened in self._redrawn_on

    def redraws(self, name: str, happened: Happened) -> bool:
        kind = self._by_name.get(name)
        return kind is not None and kind.redraw is None and happened in kind.redraw_on
