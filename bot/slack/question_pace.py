"""How often one person may ask what the checks say: filling in a form is unhurried, trying out whole lists is not."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from math import ceil

from bot.domain.errors import Refusal

MOST = 60  # answers in a minute for one person: three times what the quickest hand needs
MOST_CHECKS = 10  # of `/ip-check`, each of which tells of a whole vendor: several are compared, a whole list is not
GO_ON, ASK_AGAIN = "Go on in {wait}: what you filled in stays there.", "Ask again in {wait}."
MINUTE = 60.0
MOST_PEOPLE = 5_000
TOO_OFTEN = "too_often"


class TooOften(Refusal):
    """The refusal of whoever asks too often, and after how many seconds the next question is answered."""

    def __init__(self, seconds: int, most: int, then: str) -> None:
        wait = f"{seconds} second{'' if seconds == 1 else 's'}"
        super().__init__(TOO_OFTEN, f"You asked {most} times within a minute, so I wait. {then.format(wait=wait)}")
        self.seconds = seconds


class QuestionPace:
    """Counts by a clock that nobody can set; those who asked longest ago are forgotten. It holds within one process."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic, *, most: int = MOST, then: str = GO_ON) -> None:
        self._seconds, self._most, self._then = seconds, most, then
        self._guard = threading.Lock()
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, person: str) -> None:
        """Raises TooOften for whoever has asked too often within the last minute."""
        now = self._seconds()
        with self._guard:
            asked = self._asked.setdefault(person, deque())
            self._asked.move_to_end(person)
            while asked and asked[0] <= now - MINUTE:
                asked.popleft()
            if len(asked) >= self._most:
                raise TooOften(ceil(asked[0] + MINUTE - now), self._most, self._then)
            asked.append(now)
            if len(self._asked) > MOST_PEOPLE:
                self._asked.popitem(last=False)
