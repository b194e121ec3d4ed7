"""The demo's own today: real time plus an offset that only grows.

Moving to a day passes every day between, at nine in the morning, so that what fires by date fires as if the time had passed.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9, 0)
MONDAY = 0


class DemoClock:
    """A clock that runs with real time and can be moved forward, never back. Safe to use from several threads."""

    def __init__(self, start: datetime | None = None, *, zone: str = "Europe/Berlin") -> None:
        """Begins at `start` (an aware instant) or at the real now."""
        if start is not None and start.tzinfo is None:
            raise ValueError("The demo clock needs a start with a time zone.")
        self.zone = ZoneInfo(zone)
        self._offset = start - datetime.now(UTC) if start else timedelta()
        self._subscribers: list[Callable[[], object]] = []
        self._work: list[Callable[[], object]] = []
        self._lock = threading.Lock()
        self._stepping = threading.RLock()

    def now(self) -> datetime:
        with self._lock:
            return datetime.now(UTC) + self._offset

    @property
    def ahead(self) -> timedelta:
        """How far it is from real time."""
        with self._lock:
            return self._offset

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    def subscribe(self, callback: Callable[[], object]) -> None:
        """`callback` is called after each single step, in the thread that moves the clock."""
        self._subscribers.append(callback)

    def wait_for(self, work: Callable[[], object]) -> None:
        """`work` is waited for before each single step, and after it: a day's work is done before the next day begins."""
        self._work.append(work)

    def advance(self, by: timedelta) -> None:
        """Moves forward by a span in one step. Raises ValueError for a negative span."""
        if by < timedelta():
            raise ValueError("The demo clock only moves forward.")
        with self._stepping:
            self._call(self._work)
            with self._lock:
                self._offset += by
            self._call(self._subscribers + self._work)

    def _call(self, callbacks: Iterable[Callable[[], object]]) -> None:
        for callback in tuple(callbacks):
            callback()

    def go_to(self, day: date) -> None:
        """Moves to 09:00 of `day`, a day at a time; today is no move. Raises ValueError for a day that has passed."""
        with self._stepping:
            if day < self.today():
                raise ValueError(f"The demo clock only moves forward: it is {self.today()} already, and {day} has passed.")
            while (today := self.today()) < day:
                morning = datetime.combine(today + timedelta(days=1), MORNING, tzinfo=self.zone)
                self.advance(morning.astimezone(UTC) - self.now())

    def next_day(self) -> None:
        self.go_to(self.today() + timedelta(days=1))

    def next_monday(self) -> None:
        today = self.today()
        self.go_to(today + timedelta(days=(MONDAY - today.weekday() - 1) % 7 + 1))
