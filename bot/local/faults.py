"""Faults on demand: what can go wrong between the bot and its neighbours, for the next calls or until cleared."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_BOTH = {
    "latency": "the call takes `seconds` longer",
    "ratelimited": "429 with Retry-After `seconds`",
    "error": "an HTTP status of 500 or above (`status`), nothing is done",
    "reply_lost": "the deed is done, then the connection breaks",
}
OF_SLACK = _BOTH | {
    "refused": "Slack says no by a name of its own (`error`)",
    "sent_twice": "an interaction that is not acknowledged in time is sent once more",
}
OF_JIRA = {
    "down": "the connection breaks before anything is done",
    **_BOTH,
    "expired": "the token is not valid any more: whoever signs in with it is a stranger, who sees nothing",
    "webhook_lost": "a change is told to nobody",
}


@dataclass
class Fault:
    """One fault; `times` counts down, None stays until cleared.

    `method` is what it strikes: a Web API method or `response_url` of Slack, a REST call of Jira (`create_issue`), or `*`.
    """

    kind: str
    method: str = "*"
    times: int | None = 1
    seconds: float = 1.0
    status: int = 503
    error: str = "access_denied"


class Faults:
    """The faults that are armed, of the kinds that one neighbour knows. Safe to arm from another thread."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._armed: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, kind: str, *, method: str = "*", times: int | None = 1, **more: Any) -> None:
        """Arm a fault; `more` are `seconds`, `status` and `error`. Raises ValueError for a kind that does not exist."""
        if kind not in self._kinds:
            raise ValueError(f"There is no fault of the kind {kind!r}; there are {', '.join(self._kinds)}.")
        with self._lock:
            self._armed.append(Fault(kind, method, times, **more))

    def clear(self) -> None:
        with self._lock:
            self._armed.clear()

    def is_armed(self, kind: str) -> bool:
        with self._lock:
            return any(fault.kind == kind for fault in self._armed)

    def take(self, kind: str, method: str) -> Fault | None:
        """The first armed fault of that kind for that method, counted down by one."""
        with self._lock:
            fault = next((f for f in self._armed if f.kind == kind and f.method in ("*", method)), None)
            if fault and fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._armed.remove(fault)
            return fault
