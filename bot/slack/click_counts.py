"""How many deliveries of Slack were served, refused in words, or failed; counted in this process, by kind."""

import threading
from collections import Counter
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

SERVED, REFUSED, FAILED, UNSIGNED = "served", "refused", "failed", "unsigned"
_outcome: ContextVar[str] = ContextVar("outcome of this delivery", default=SERVED)


def note_outcome(outcome: str) -> None:
    """A listener runs in the thread of its request, so that this is about the delivery at hand."""
    _outcome.set(outcome)


class CountingApp(App):
    """A Bolt app that counts what it was asked."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._counting = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        note_outcome(SERVED)
        reply = super().dispatch(req)
        outcome = UNSIGNED if reply.status == 401 else _outcome.get()
        kind = "unknown" if outcome == UNSIGNED else _kind(req.body)
        with self._counting:
            self._counts[kind, outcome] += 1
        return reply

    def counts(self) -> Mapping[tuple[str, str], int]:
        with self._counting:
            return dict(self._counts)


def _kind(body: Mapping[str, Any]) -> str:
    """`command`, `event`, or the type of an interaction; only names of this list, so that nobody makes up series."""
    if "command" in body:
        return "command"
    kind = str(body.get("type"))
    return "event" if kind == "event_callback" else kind if kind in INTERACTIONS else "unknown"


INTERACTIONS = ("block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action")
