"""How a running bot is told to end: it takes nothing new and finishes what it holds, within a stated time.

What is not finished by then is left as after a crash: its lease runs out, and the next process takes it up.
"""

import os
import signal
import threading

import structlog

log = structlog.get_logger(__name__)
STOP_WITHIN = 25.0  # seconds; give the process half a minute before killing it
NOT_FINISHED = 1


class Shutdown:
    """Set up before anything is opened, so that a signal is never lost; a second one ends the process where it stands."""

    def __init__(self, within: float = STOP_WITHIN) -> None:
        self._within = within
        self._told = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)

    @property
    def is_near(self) -> bool:
        return self._told.is_set()

    def wait(self) -> None:
        self._told.wait()

    def _hear(self, number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        self._told.set()
        last_word = threading.Timer(self._within, self._end_anyway)
        last_word.daemon = True
        last_word.start()

    def _end_anyway(self) -> None:
        log.error("not finished in time", seconds=self._within, next_step="none: the next process takes up what was left")
        os._exit(NOT_FINISHED)
