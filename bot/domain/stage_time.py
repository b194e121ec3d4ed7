"""The days on which the time of a stage asks for something: half of it is over, and its last day has come."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Nudge(StrEnum):
    HALF = "half"
    LAST = "last"


@dataclass(frozen=True)
class StageTime:
    """Both are working days; where they are one, it is the last."""

    half_on: date
    last_on: date

    def due(self, day: date) -> Nudge | None:
        """What is said once that day's morning has come; of what was missed only the latest, and nothing once it is over."""
        if day == self.last_on:
            return Nudge.LAST
        return Nudge.HALF if self.half_on <= day < self.last_on else None

    def next_after(self, day: date) -> date | None:
        return min((one for one in (self.half_on, self.last_on) if one > day), default=None)


def half_of(days: int) -> int:
    """After how many working days half of so many are over: the morning after, where the middle lies within a day."""
    return (days + 1) // 2
