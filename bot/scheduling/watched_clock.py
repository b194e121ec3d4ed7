"""The machine's clock within bounds: a jump of more than a day is not believed, stops what cannot be undone, and is said.

What the time should be follows from a moment that was believed and from the monotonic clock since. Slack's own time, or that of a
database on another machine, is asked for where the two disagree, and once after the start; where nobody can be asked, the newest
entry of the record has to be near.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

log = structlog.get_logger(__name__)
MOST = timedelta(days=1)
ASK_AGAIN = 30.0  # seconds
FORMAT = "%Y-%m-%d %H:%M UTC"
NEXT_STEP = "nothing is ended, rejected or closed until they agree; set the clock of this machine"
Witness = Callable[[], tuple[str, datetime] | None]  # who says what time it is; None if they cannot be asked


def system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class _Believed:
    """A moment, on the monotonic clock too, and who said so; nobody for the machine's own word."""

    at: datetime
    steady: float
    who: str = ""


class WatchedClock:
    """Safe to use from several threads."""

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] = system_now,
        steady: Callable[[], float] = time.monotonic,
        witnesses: Sequence[Witness] = (),
        newest_entry: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._wall, self.steady = wall, steady
        self._witnesses, self._newest_entry = list(witnesses), newest_entry
        self._lock = threading.RLock()
        self._believed = _Believed(wall(), steady())
        self._asked_at: float | None = None
        self._said = ""

    def now(self) -> datetime:
        """The machine's time; what it should be, as long as the machine's is more than a day away from it."""
        wall, expected = self._wall(), self._expected()
        return wall if abs(wall - expected) <= MOST else expected

    def add_witness(self, witness: Witness) -> None:
        """Asked before the others; the first that answers is believed."""
        self._witnesses.insert(0, witness)

    def trouble(self) -> str:
        """Why the time cannot be trusted, in words; nothing while it can."""
        with self._lock:
            words = self._trouble()
            if words != self._said:
                (log.error if words else log.info)("the clock of this machine", trouble=words or "none any more")
                self._said = words
            return words

    def doubt(self) -> str:
        """As `trouble`, without asking anybody: for whoever cannot wait."""
        return self._words_if_away() or self._said

    def _trouble(self) -> str:
        if (not self._believed.who or self._is_away()) and self._may_ask():
            self._ask()
        return self._words_if_away() if self._believed.who else self._unless_an_entry_is_near(self._wall())

    def _words_if_away(self) -> str:
        if not self._is_away():
            return ""
        here, there = f"{self._wall():{FORMAT}}", f"{self._expected():{FORMAT}}"
        return f"this machine says that it is {here}; by {self._believed.who or 'its own word before'} it is {there}: {NEXT_STEP}"

    def _ask(self) -> None:
        """Whoever answers first is right; where nobody does, what was believed stays believed."""
        for witness in self._witnesses:
            if said := witness():
                self._believed = _Believed(said[1], self.steady(), said[0])
                return

    def _may_ask(self) -> bool:
        now = self.steady()
        if self._asked_at is not None and now - self._asked_at < ASK_AGAIN:
            return False
        self._asked_at = now
        return True

    def _unless_an_entry_is_near(self, wall: datetime) -> str:
        """A record that goes on where it ended is as good a witness as one can have on a machine alone."""
        newest = self._newest_entry()
        if newest is None or abs(wall - newest) <= MOST:
            self._believed = _Believed(wall, self.steady(), "the newest entry of the record")
            return ""
        said = f"this machine says that it is {wall:{FORMAT}}, the newest entry is of {newest:{FORMAT}}"
        return f"{said}, and nobody else could be asked: {NEXT_STEP}"

    def _is_away(self) -> bool:
        return abs(self._wall() - self._expected()) > MOST

    def _expected(self) -> datetime:
        with self._lock:
            return self._believed.at + timedelta(seconds=self.steady() - self._believed.steady)
