"""When a lost connection is tried again: at once the first time, then less and less often, and never in a storm.

Slack lets `apps.connections.open` be called about once a minute (tier 1), with bursts; a proxy that cuts each socket would else
have it called each second. All waits are by the monotonic clock.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable

FIRST, LONGEST = 1.0, 60.0  # seconds between two tries, doubling
MOST_A_MINUTE = 30
MINUTE = 60.0
LONGEST_ASKED = 600.0  # seconds that the other side may ask for; more is a mistake


class Patience:
    """Asked before each try; `chance` is between 0 and 1, so that many bots do not come back at the same instant."""

    def __init__(self, now: Callable[[], float] = time.monotonic, chance: Callable[[], float] = random.random) -> None:
        self._now, self._chance = now, chance
        self._lock = threading.Lock()
        self._tries = 0
        self._not_before = 0.0
        self._recent: deque[float] = deque(maxlen=MOST_A_MINUTE)

    def may_try(self) -> bool:
        """Whether it is time; it counts as a try then, and the next one is later unless this one succeeds."""
        with self._lock:
            now = self._now()
            storm = len(self._recent) == MOST_A_MINUTE and now - self._recent[0] < MINUTE
            if now < self._not_before or storm:
                return False
            self._recent.append(now)
            self._not_before = now + min(LONGEST, FIRST * 2.0**self._tries) * (0.5 + self._chance() / 2)
            self._tries = min(self._tries + 1, 10)
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._tries, self._not_before = 0, 0.0

    def asked_to_wait(self, seconds: float) -> None:
        with self._lock:
            self._not_before = max(self._not_before, self._now() + min(seconds, LONGEST_ASKED))

    def wait(self) -> float:
        """How many seconds until the next try."""
        with self._lock:
            return max(0.0, self._not_before - self._now())
