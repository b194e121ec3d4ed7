"""A message that this process has in hand: is it still its own, and how what was done with it is written down."""

import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.domain.errors import NOTHING_KEPT, Refusal
from bot.store import outbox
from bot.store.engine import PATIENT
from bot.store.faults import Unsure
from bot.store.outbox import OutboxMessage
from bot.store.unit import Store, Unit

log = structlog.get_logger(__name__)
PERSISTENT = 600.0  # seconds: what stands outside is said a second time if it cannot be written down
PAUSE = 0.2  # seconds


class Lease:
    """Begun before the message is claimed. After a third of its time it is made longer before anything else is said.

    So a process that was stopped for long enough that another took the message over says nothing more; and what is said late in
    a lease has had the rest of it to be found by the next.
    """

    def __init__(self, store: Store, span: timedelta) -> None:
        self._store, self._span = store, span
        self._begin()

    def _begin(self) -> None:
        self._good_until = time.monotonic() + self._span.total_seconds() / 3

    def keep(self, message: OutboxMessage) -> None:
        """Raises Overtaken where somebody else has it."""
        if time.monotonic() < self._good_until:
            return
        with self._store.writing(PATIENT) as unit:
            outbox.extend(unit, message, self._span)
            self._begin()


def write_down(store: Store, note: Callable[[Unit], None]) -> None:
    """What was done outside, again and again while the database cannot keep it; `note` says the same however often it is said."""
    until = time.monotonic() + PERSISTENT
    while True:
        try:
            with store.writing(PATIENT) as unit:
                note(unit)
        except (Unsure, Refusal) as problem:
            if time.monotonic() > until or (isinstance(problem, Refusal) and problem.code not in NOTHING_KEPT):
                raise
            log.warning("the database cannot keep what was delivered; trying again", error=type(problem).__name__)
            time.sleep(PAUSE)
        else:
            return
