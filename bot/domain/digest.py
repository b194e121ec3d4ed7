"""The Monday digest (4.6): who has to do what, what ends, what is stuck, on one screen, from the facts of that morning alone.

It is taken as of half past eight, whenever it is written, so that the same week can be told again at any time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.digest_endings import columns_of, endings_of, ndas_ending
from bot.domain.digest_lines import Column, Ending, Need, Numbers, Stuck, WeekFacts
from bot.domain.digest_needs import needs_of, stuck_of
from bot.domain.digest_tip import tip_of

AT = time(8, 30)
WEEK = timedelta(days=7)
MOST_NEEDS, MOST_ENDINGS, MOST_STUCK = 7, 5, 3


@dataclass(frozen=True)
class Digest:
    """One week; `more_…` count what had no room. `root` is the newest root of the record by then, with its day.

    `ndas_ending` counts those within ninety days; a digest of an older release does not say.
    """

    monday: date
    needs: tuple[Need, ...]
    more_needs: int
    endings: tuple[Ending, ...]
    more_endings: int
    columns: tuple[Column, ...]
    stuck: tuple[Stuck, ...]
    more_stuck: int
    numbers: Numbers
    before: Numbers | None
    root: str | None = None
    root_on: date | None = None
    ndas_ending: int | None = None
    tip: str = ""

    @property
    def is_empty(self) -> bool:
        """Nobody is needed, nothing ends or is stuck, nothing was decided and no number moved."""
        lines = self.needs or self.endings or self.stuck
        return not lines and not self.numbers.decided and self.before in (None, self.numbers)

    @property
    def week(self) -> int:
        """The number of the week, as calendars of the trade count it."""
        return self.monday.isocalendar().week


def digest_of(facts: WeekFacts, root: tuple[date, str] | None = None) -> Digest:
    needs, endings, stuck = needs_of(facts), endings_of(facts), stuck_of(facts)
    return Digest(
        monday=facts.monday,
        needs=tuple(needs[:MOST_NEEDS]),
        more_needs=max(len(needs) - MOST_NEEDS, 0),
        endings=tuple(endings[:MOST_ENDINGS]),
        more_endings=max(len(endings) - MOST_ENDINGS, 0),
        columns=columns_of(facts.monday, endings),
        stuck=tuple(stuck[:MOST_STUCK]),
        more_stuck=max(len(stuck) - MOST_STUCK, 0),
        numbers=facts.numbers,
        before=facts.before,
        root=root[1] if root else None,
        root_on=root[0] if root else None,
        ndas_ending=ndas_ending(facts),
        tip=tip_of(needs, endings, stuck),
    )


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def moment_of(monday: date, zone: ZoneInfo) -> datetime:
    """Half past eight of that day, by the clock on the wall."""
    return datetime.combine(monday, AT, zone)


def newest_monday(now: datetime, zone: ZoneInfo) -> date:
    """The last Monday whose half past eight has come."""
    here = now.astimezone(zone)
    monday = monday_of(here.date())
    return monday if here >= moment_of(monday, zone) else monday - WEEK
