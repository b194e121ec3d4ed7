"""Faults on demand: what can go wrong between the bot and Jira, for the next calls or until cleared."""

import threading
from dataclasses import dataclass

KINDS = {
    "down": "the connection breaks before anything is done",
    "latency": "the call takes `seconds` longer",
    "ratelimited": "429 with Retry-After `seconds`",
    "error": "an HTTP status of 500 or above (`status`), nothing is done",
    "reply_lost": "the deed is done, then the connection breaks",
    "webhook_lost": "a change is told to nobody",
}


@dataclass
class Fault:
    """One fault; `times` counts down, None stays until cleared; `call` is the name of a REST call (`create_issue`) or `*`."""

    kind: str
    call: str = "*"
    times: int | None = 1
    seconds: float = 1.0
    status: int = 503


class Faults:
    """The faults that are armed. Safe to arm from another thread."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, kind: str, *, call: str = "*", times: int | None = 1, seconds: float = 1.0, status: int = 503) -> None:
        """Arms a fault. Raises ValueError for a kind that does not exist."""
        if kind not in KINDS:
            raise ValueError(f"There is no fault of the kind {kind!r}; there are {', '.join(KINDS)}.")
        with self._lock:
            self._armed.append(Fault(kind, call, times, seconds, status))

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    def take(self, kind: str, call: str) -> Fault | None:
        """The first armed fault of that kind for that call, counted down by one."""
        with self._lock:
            fault = next((one for one in self._armed if one.kind == kind and one.call in ("*", call)), None)
            if fault and fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._armed.remove(fault)
            return fault
