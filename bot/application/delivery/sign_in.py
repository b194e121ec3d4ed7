"""Whether an outside world still knows us: said once when it stops to, and once when it does again, however many ask it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from bot.application.context import Context
from bot.application.ports import Unauthorised
from bot.application.recording import record_events
from bot.domain.events import Happened
from bot.domain.happenings.delivery import TrackerLetIn, TrackerLockedOut
from bot.store import record
from bot.store.engine import PATIENT

log = structlog.get_logger(__name__)


@dataclass
class SignIn:
    """What this process knows of its sign-in at one world; `trouble` is empty while it is accepted.

    The record knows it too: a process that starts goes on from there, and two processes say it once.
    """

    world: str
    trouble: str = ""
    _known: bool | None = field(default=None, init=False)

    @contextmanager
    def watched(self, context: Context) -> Iterator[None]:
        """Around what asks that world something; that it went through says that we are known there."""
        with self._refused(context):
            yield
        self._accepted(context)

    def watching(self, context: Context, ask: Callable[[], int | None]) -> int | None:
        """Ask; an answer of None means that nobody was asked, which says nothing."""
        with self._refused(context):
            answer = ask()
        if answer is not None:
            self._accepted(context)
        return answer

    @contextmanager
    def _refused(self, context: Context) -> Iterator[None]:
        try:
            yield
        except Unauthorised as problem:
            self.trouble = problem.reason
            self._note(context, accepted=False)
            raise

    def _accepted(self, context: Context) -> None:
        self.trouble = ""
        self._note(context, accepted=True)

    def _note(self, context: Context, *, accepted: bool) -> None:
        if self._known is accepted:
            return
        if not accepted:
            log.error("sign-in is not accepted", world=self.world, reason=self.trouble, next_step="ringfence doctor")
        with context.store.writing(PATIENT) as unit:
            unit.one_at_a_time(f"sign-in:{self.world}")
            told = [entry.event for entry in record.entries_of(unit, [self.world]) if entry.event.entity == TrackerLetIn.entity]
            before = not told or told[-1].happened is Happened.TRACKER_LET_IN
            if before is not accepted:
                happened = TrackerLetIn if accepted else TrackerLockedOut
                record_events(unit, context, [happened(world=self.world, reason=self.trouble)])
        self._known = accepted
