"""Threads that deliver the outbox: nudged after each commit, and awake on their own when something becomes due.

They give way to people: while one click follows the other, answering them comes before drawing what they changed.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog

from bot.application.context import Context
from bot.application.delivery.deliver import Outside, Patience, deliver_next, next_due
from bot.domain.errors import Refusal
from bot.store.outbox import JIRA, SLACK

log = structlog.get_logger(__name__)
LONGEST_SLEEP = 5.0  # seconds: another process may have promised something
GIVES_WAY = 0.015  # seconds since the last commit that promised a message: its click is not acknowledged yet
CATCHES_UP, MOMENT = 20.0, 0.01  # seconds
LONGEST_WAY = 0.25  # but never for longer: a card changes within a second
THREADS = {SLACK: 4, JIRA: 1}


class Worker:
    """Delivers each outside world in threads of its own, so that a slow Jira never holds up Slack."""

    def __init__(self, context: Context, outside: Outside, patience: Patience) -> None:
        self._context, self._outside, self._patience = context, outside, patience
        self._wake = threading.Condition()
        self._nudges = self._turns = self._busy = 0
        self._nudged_at = time.monotonic()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._run, args=(world,), name=f"outbox-{world}-{number}", daemon=True)
            for world, count in THREADS.items()
            for number in range(count)
        ]

    def start(self) -> None:
        self._context.store.kept_promises.append(self.nudge)
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """Something was promised, or the clock moved: look now."""
        with self._wake:
            self._nudges += 1
            self._nudged_at = time.monotonic()
            self._wake.notify_all()

    def trouble(self) -> str:
        """What is the matter, in words; nothing while every thread of it lives."""
        dead = [thread.name for thread in self._threads if not thread.is_alive()]
        return "" if not dead else f"{', '.join(dead)} ended; start the bot anew" if not self._stopping else "is stopping"

    def catch_up(self, within: float = CATCHES_UP) -> bool:
        """Wait until all that is due is delivered or put off, at most so many seconds; whether it is."""
        until = time.monotonic() + within
        if self._is_idle():
            return True
        self.nudge()
        while not self._is_idle():
            if time.monotonic() > until or self._stopping:
                return False
            time.sleep(MOMENT)
        return True

    def _is_idle(self) -> bool:
        """Nobody delivers, and nothing is due, and nobody began or ended meanwhile: who ends may have promised something."""
        with self._wake:
            before, busy = self._turns, self._busy
        dues = [self._due(world) for world in THREADS]
        with self._wake:
            quiet = not busy and self._turns == before
        return quiet and all(due is None or due > self._context.now() for due in dues)

    def stop(self) -> None:
        """Finish what is being delivered, then end; what waits stays in the database."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _run(self, world: str) -> None:
        while not self._stopping:
            self._give_way()
            seen = self._nudges
            if not self._deliver(world):
                self._sleep(seen, self._until_due(world))

    def _give_way(self) -> None:
        """Sleeping, not waiting for the next nudge: a thread that wakes at each click would be in its way."""
        until = time.monotonic() + LONGEST_WAY
        while not self._stopping and (left := min(self._nudged_at + GIVES_WAY, until) - time.monotonic()) > 0:
            time.sleep(left)

    def _deliver(self, world: str) -> bool:
        """One message, if one is due. A fault of our own is logged and waited out, so that the thread lives on."""
        with self._counted():
            try:
                return deliver_next(self._context, self._outside, world, self._patience)
            except Refusal as refusal:
                log.warning("the outbox waits for the database", world=world, reason=refusal.words)
            except Exception:
                log.exception("delivery failed", world=world)
        self._sleep(self._nudges, 1.0)
        return False

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._wake:
            self._busy += 1
            self._turns += 1
        try:
            yield
        finally:
            with self._wake:
                self._busy -= 1

    def _until_due(self, world: str) -> float:
        due = self._due(world)
        if due is None:
            return LONGEST_SLEEP
        return min(max((due - self._context.now()).total_seconds(), 0.01), LONGEST_SLEEP)

    def _due(self, world: str) -> datetime | None:
        try:
            return next_due(self._context, self._outside, world)
        except Exception:
            log.exception("the outbox cannot be read")
            return datetime.now(UTC) + timedelta(seconds=LONGEST_SLEEP)

    def _sleep(self, seen: int, seconds: float) -> None:
        with self._wake:
            if self._nudges == seen and not self._stopping:
                self._wake.wait(seconds)
