"""APScheduler's part: once a minute the sweeps look at what is due by its dates, whenever that is noticed."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.application.access.sweep import sweep_grants
from bot.application.agreements.sweep import sweep_reminders
from bot.application.asking_again import ask_again
from bot.application.audits.open import open_periodic_audits
from bot.application.context import Context
from bot.application.digest.post import post_digest
from bot.application.ports import GiveUp, TryLater, Unauthorised
from bot.application.record.root import root_record
from bot.application.requests.sweep import sweep_requests
from bot.domain.errors import Refusal

log = structlog.get_logger(__name__)
EVERY_SECONDS = 60
SILENT_SECONDS = 300  # so long without a batch, and something hangs
SWEEPS: tuple[Callable[[Context], object], ...] = (
    sweep_requests,
    sweep_grants,
    ask_again,  # after what opens and closes questions
    sweep_reminders,
    open_periodic_audits,
    root_record,
    post_digest,  # after the root, which stands in its footer
)


def keep_something(context: Context) -> None:
    """A database that keeps nothing is found out though nothing is due."""
    context.store.prove()


class Timers:
    """A late firing is made up for (no misfire limit), several missed ones are one, and two at once are not started."""

    def __init__(
        self,
        context: Context,
        polls: Sequence[Callable[[], object]] = (),
        *,
        sweeps: Sequence[Callable[[Context], object]] = SWEEPS,
    ) -> None:
        """`polls` ask outside worlds for what they did not tell; a slow one never holds up a sweep."""
        self._context, self._polls, self._sweeps = context, polls, sweeps
        self._one_poll = threading.Lock()
        self._one_at_a_time = threading.Lock()
        self._stopping = False
        self._looked_at = time.monotonic()
        self._failed: dict[str, str] = {}  # which, and why
        self.doubt = ""  # why the clock cannot be trusted; then no sweep runs
        self.last_success: dict[str, datetime] = {}
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.sweep,
            IntervalTrigger(seconds=EVERY_SECONDS),
            id="sweep",
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        if polls:
            self._scheduler.add_job(
                self.poll,
                IntervalTrigger(seconds=EVERY_SECONDS),
                id="poll",
                next_run_time=datetime.now(UTC),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )

    def start(self, *, wait: bool = True) -> None:
        """The first sweep begins at once; with `wait`, what was due is done on return, however long that takes."""
        if wait:
            self.sweep()
        else:
            self._scheduler.modify_job("sweep", next_run_time=datetime.now(UTC))
        self._scheduler.start()

    def stop(self) -> None:
        """Ends after the batch that is being worked on; the rest is as due afterwards as before."""
        self._stopping = True
        self._scheduler.shutdown(wait=True)

    def trouble(self) -> str:
        """What is the matter, in words; nothing if the sweeps are looked at in time."""
        if self._failed:
            reasons = " ".join(dict.fromkeys(why for why in self._failed.values() if why))
            words = f"{', '.join(sorted(self._failed))} failed and will be tried again within a minute; see the log"
            return f"{words}. {reasons}" if reasons else words
        silent = time.monotonic() - self._looked_at
        return f"no sweep has begun for {silent:.0f} s; see the log" if silent > SILENT_SECONDS else ""

    def sweep(self) -> None:
        """Everything that is due now, batch by batch; a fault in one sweep does not keep the others from running."""
        with self._one_at_a_time:
            self._run(keep_something, lambda: False)
            self._look_at_the_clock()
            for sweep in self._sweeps:
                if self._run(sweep, self._is_in_doubt):
                    self.last_success[sweep.__name__] = self._context.now()

    def _run(self, sweep: Callable[[Context], object], waits: Callable[[], bool]) -> bool:
        """Whether it went through; `waits` is asked before each batch."""
        name, self._looked_at = sweep.__name__, time.monotonic()
        try:
            while not (self._stopping or waits()) and sweep(self._context):
                self._looked_at = time.monotonic()
            if waits():
                return False
            self._failed.pop(name, None)
            return True
        except Refusal as refusal:
            self._failed[name] = refusal.words
            log.error("sweep failed", sweep=name, reason=refusal.words)
        except Exception:
            self._failed[name] = ""
            log.exception("sweep failed", sweep=name)
        return False

    def _look_at_the_clock(self) -> None:
        try:
            self.doubt = self._context.look_at_the_clock()
        except Refusal as refusal:
            self.doubt = f"nobody could be asked what time it is: {refusal.words}"

    def _is_in_doubt(self) -> bool:
        """A day that is none must not end what it finds due."""
        self.doubt = self.doubt or self._context.doubts()
        return bool(self.doubt)

    def poll(self) -> None:
        """What outside worlds did not tell; one that does not answer is asked again at the next turn."""
        with self._one_poll:
            for poll in self._polls:
                try:
                    if not self._stopping:
                        poll()
                except Unauthorised as problem:
                    log.debug("nobody could be asked what changed", reason=problem.reason)  # said once, where it began
                except (TryLater, GiveUp) as problem:
                    log.warning("nobody could be asked what changed", reason=problem.reason)
                except Exception:
                    log.exception("poll failed")
