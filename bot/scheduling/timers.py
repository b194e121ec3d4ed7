"""APScheduler's part: once a minute the sweeps look at what is due by its dates, whenever that is noticed."""

import threading
from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.application.desk import Desk
from bot.application.root_record import root_record
from bot.application.sweep_grants import sweep_grants
from bot.application.sweep_requests import sweep_requests

log = structlog.get_logger(__name__)
EVERY_SECONDS = 60
SWEEPS: tuple[Callable[[Desk], object], ...] = (sweep_requests, sweep_grants, root_record)


class Timers:
    """A late firing is made up for (no misfire limit), several missed ones are one, and two at once are not started."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_at_a_time = threading.Lock()
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.sweep,
            IntervalTrigger(seconds=EVERY_SECONDS),
            id="sweep",
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        self.sweep()
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=True)

    def sweep(self) -> None:
        """Everything that is due now, batch by batch; a fault in one sweep does not keep the others from running."""
        with self._one_at_a_time:
            for sweep in SWEEPS:
                try:
                    while sweep(self._desk):
                        pass
                except Exception:
                    log.exception("sweep failed", sweep=sweep.__name__)
