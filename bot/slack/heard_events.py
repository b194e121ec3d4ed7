"""Which events this process has heard: Slack sends one again whose acknowledgement it missed, and it is answered once."""

import threading
from collections import OrderedDict

MOST = 5_000


class HeardEvents:
    """The newest events by their ids. Two bots are not sent the same one: Slack delivers each to one of them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._ids: OrderedDict[str, None] = OrderedDict()

    def is_new(self, event_id: str) -> bool:
        """Whether it was not heard before; from now on it was."""
        with self._guard:
            if event_id in self._ids:
                return False
            self._ids[event_id] = None
            if len(self._ids) > MOST:
                self._ids.popitem(last=False)
            return True

    def forget(self, event_id: str) -> None:
        """It could not be answered: the next time it is sent it is new."""
        with self._guard:
            self._ids.pop(event_id, None)
