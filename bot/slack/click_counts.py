"""How many deliveries of Slack were served, refused in words, or failed; counted in this process, by kind."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

SERVED, REFUSED, FAILED, UNSIGNED = "served", "refused", "failed", "unsigned"
_outcome: ContextVar[str] = ContextVar("outcome of this delivery", default=SERVED)
_may_look_until: ContextVar[float] = ContextVar("until when this delivery may be looked at again", default=0.0)
_looks_again: ContextVar[bool] = ContextVar("whether this delivery is looked at again", default=False)
AGAIN_WITHIN, PAUSE = 1.0, 0.2  # seconds: somebody who clicked is answered within Slack's three


def note_outcome(outcome: str) -> None:
    """A listener runs in the thread of its request, so that this is about the delivery at hand."""
    _outcome.set(outcome)


def note_unsure() -> bool:
    """Nobody knows whether it was kept. Whether it is done once more: what was kept is found then, and not kept twice."""
    _looks_again.set(time.monotonic() < _may_look_until.get())
    return _looks_again.get()


class CountingApp(App):
    """A Bolt app that counts what it was asked, and asks once more what may have been kept without its knowing."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._counting = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        note_outcome(SERVED)
        reply = self._certainly(req)
        outcome = UNSIGNED if reply.status == 401 else _outcome.get()
        kind = "unknown" if outcome == UNSIGNED else _kind(req.body)
        with self._counting:
            self._counts[kind, outcome] += 1
        return reply

    def _certainly(self, req: BoltRequest) -> BoltResponse:
        body = req.raw_body if req.mode == "http" else req.body
        again = BoltRequest(body=body, query=req.query, headers=req.headers, mode=req.mode)
        _looks_again.set(False)
        _may_look_until.set(time.monotonic() + AGAIN_WITHIN)
        reply = super().dispatch(req)
        if not _looks_again.get():
            return reply
        time.sleep(PAUSE)
        _may_look_until.set(0.0)
        return super().dispatch(again)

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
