"""Papers of one kind over the days of a request: how far they reach, and which days none of them covers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.dates import ONE_DAY, Span, Window
from bot.domain.nda_chains import covered_until
from bot.domain.register import Agreement


@dataclass(frozen=True)
class Papers:
    """Papers of one kind with the vendor, each with a first day, over the days of one request."""

    all: tuple[Agreement, ...]
    window: Window

    @property
    def reached(self) -> date | None:
        """The last day that they cover from the first one on; None if the first one is not covered."""
        return covered_until(self.all, self.window.start_on)

    @property
    def uncovered(self) -> list[Span]:
        """The runs of days inside the window that none of them covers."""
        found: list[Span] = []
        at = self.window.start_on
        while at <= self.window.end_on:
            reached = covered_until(self.all, at)
            if reached is None:
                eve = min((one for one in map(_eve, self.all) if one >= at), default=self.window.end_on)
                reached = min(eve, self.window.end_on)
                found.append((at, reached))
            at = min(reached, self.window.end_on) + ONE_DAY
        return found

    def ending(self, day: date) -> Agreement:
        """The one that covers this day as its last."""
        return next(paper for paper in self.all if end_of(paper) == day)

    def beginning(self, after: date) -> Agreement | None:
        """The next one that begins after this day."""
        return min((paper for paper in self.all if begin_of(paper) > after), key=begin_of, default=None)

    @property
    def last(self) -> Agreement:
        return max(self.all, key=end_of)


def dated(papers: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """A first day that nobody recorded may have been early enough."""
    return tuple(replace(paper, effective_on=begin_of(paper)) for paper in papers)


def begin_of(paper: Agreement) -> date:
    return paper.effective_on or date.min


def _eve(paper: Agreement) -> date:
    return begin_of(paper) - ONE_DAY if paper.effective_on not in (None, date.min) else date.min


def end_of(paper: Agreement) -> date:
    return paper.last_covered_day or date.max
