"""Events and the messages they promise, in the transaction of the change that caused them; and what was refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.application.context import Context
from bot.application.ports import MessageRef
from bot.application.promises import promises_for
from bot.domain.errors import CLOCK, NOT_RECORDED, NOTHING_KEPT, Refusal
from bot.domain.happenings.form import Happening
from bot.domain.happenings.record import ClickRefused
from bot.domain.register import Agreement, Person, Vendor
from bot.store import audits, outbox, record, registers, requests
from bot.store.unit import Unit


def record_events(unit: Unit, context: Context, happenings: Iterable[Happening]) -> None:
    """Append to the record, and promise what people and trackers are to be told.

    Nothing under a time that nobody can trust, whoever records it: an entry cannot be taken back, and later ones are held
    against the newest. Raises Refusal.
    """
    refuse_in_doubt(context)
    now = context.now()
    entries = record.append(unit, [one.written() for one in happenings], now)
    outbox.promise(unit, promises_for(unit, context.kinds, entries), now)


@dataclass(frozen=True)
class Attempt:
    """Who tries what, on which subject and at which message: what is written down if it is refused.

    `still` is done although it is refused: a copy of a message that nobody knew is known from any click on.
    """

    actor: str
    entity: str
    about: str
    details: Mapping[str, Any] = field(default_factory=dict)
    place: MessageRef | None = None
    still: Callable[[Unit], None] | None = None

    def refused(self, refusal: Refusal) -> ClickRefused:
        """The code, never the words: they name people and material, and the entry is read by more people than they are for."""
        place = f"{self.place.channel}:{self.place.ts}" if self.place else None
        return ClickRefused(
            actor=self.actor, of=self.entity, about=self.about, code=refusal.code, tried=self.details, place=place
        )


@contextmanager
def attempting(context: Context, attempt: Attempt, *, changes_facts: bool = False) -> Iterator[Unit]:
    """Open a unit of work for somebody's attempt. A Refusal that leaves it undoes all of it, is written down, and goes on.

    The register stays as it is meanwhile, or nobody judges by it who is not done yet.
    """
    refuse_in_doubt(context)
    with noting_refusals(context, attempt), context.store.writing() as unit:
        if changes_facts:
            unit.change_facts()
        else:
            unit.hold_facts()
        yield unit


def refuse_in_doubt(context: Context) -> None:
    """Nothing is asked, decided or taken in under a time that nobody can trust."""
    if doubts := context.doubts():
        raise Refusal(CLOCK, f"The clock cannot be trusted, so I changed nothing: {doubts}.")


@contextmanager
def noting_refusals(context: Context, attempt: Attempt) -> Iterator[None]:
    """As `attempting`, for what only looks, or opens its units itself."""
    try:
        yield
    except Refusal as refusal:
        note_refusal(context, attempt, refusal)
        raise


def note_refusal(context: Context, attempt: Attempt, refusal: Refusal) -> None:
    """Write the refusal down, in a unit of its own; nothing of a subject that does not exist, so that nobody fills the record."""
    is_recorded = refusal.code not in NOT_RECORDED and not context.doubts()
    if refusal.code in NOTHING_KEPT or not (is_recorded or attempt.still):
        return
    with context.store.writing() as unit:
        if attempt.still:
            attempt.still(unit)
        if is_recorded and _EXISTS[attempt.entity](unit, attempt.about):
            record_events(unit, context, [attempt.refused(refusal)])


_EXISTS: Mapping[str, Callable[[Unit, str], object]] = {
    "request": lambda unit, about: requests.exists(unit, about),
    "agreement": lambda unit, about: registers.one(unit, Agreement, about),
    "audit": lambda unit, about: audits.by_key(unit, about),
    "digest": lambda _unit, _about: True,
    "person": lambda unit, about: registers.one(unit, Person, about),
    "vendor": lambda unit, about: registers.one(unit, Vendor, about),
}
