"""How often each Web API method may be called: Slack limits every method for itself, and says how long to wait."""

import math
import time
from collections import deque
from collections.abc import Callable

MINUTE = 60.0
TIERS = {  # calls a minute, by Slack's reference of each method; what is not named here is not counted
    "apps.connections.open": 1,
    "conversations.list": 20,
    "users.list": 20,
    "chat.update": 50,
    "users.info": 100,
    "views.open": 100,
    "views.update": 100,
}


class Rates:
    """Counts nothing until `a_minute` is filled; `Rates().a_minute = dict(TIERS)` is the real one, without its bursts."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.a_minute: dict[str, int] = {}
        self._now = now
        self._calls: dict[str, deque[float]] = {}

    def seconds_to_wait(self, method: str) -> int:
        """0 if the call may be made, and then it counts; else what stands in `Retry-After`."""
        most = self.a_minute.get(method)
        if most is None:
            return 0
        now, calls = self._now(), self._calls.setdefault(method, deque())
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= most:
            return math.ceil(calls[0] + MINUTE - now)
        calls.append(now)
        return 0
