"""Which NDA is judged: papers that follow each other without a gap are one instrument, and papers are never mixed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.dates import ONE_DAY, Window
from bot.domain.register import Agreement


@dataclass(frozen=True)
class Instrument:
    """One NDA, or a chain of NDAs in which each successor names its predecessor and leaves no gap; the newest is last."""

    papers: tuple[Agreement, ...]

    @property
    def head(self) -> Agreement:
        return self.papers[-1]

    def in_force(self, window: Window) -> tuple[Agreement, ...]:
        """The members with a covered day inside the window; the head alone if there is none."""
        return tuple(paper for paper in self.papers if _touches(paper, window)) or (self.head,)


def instruments(papers: Iterable[Agreement]) -> tuple[Instrument, ...]:
    """All instruments among these executed papers: one per paper that no linked successor replaces; no paper is lost."""
    known = {paper.id: paper for paper in papers}
    replaced = {before.id for paper in known.values() for before in _linked_predecessors(paper, known)}
    found = [_instrument(paper, known) for paper in known.values() if paper.id not in replaced]
    left = known.keys() - {paper.id for instrument in found for paper in instrument.papers}
    while left:  # papers that replace each other in a circle: the one that begins last is taken as the newest
        newest = max((known[name] for name in left), key=lambda paper: (paper.effective_on or date.min, paper.id))
        found.append(_instrument(newest, known))
        left -= {paper.id for paper in found[-1].papers}
    return tuple(found)


def _instrument(head: Agreement, known: dict[str, Agreement]) -> Instrument:
    return Instrument(tuple(_chain(head, known)))


def _chain(head: Agreement, known: dict[str, Agreement]) -> list[Agreement]:
    members: dict[str, Agreement] = {}
    waiting = [head]
    while waiting:
        paper = waiting.pop()
        if paper.id not in members:
            members[paper.id] = paper
            waiting.extend(_linked_predecessors(paper, known))
    return sorted(members.values(), key=lambda paper: (paper is head, paper.effective_on or date.min, paper.id))


def _linked_predecessors(paper: Agreement, known: dict[str, Agreement]) -> list[Agreement]:
    """Those that the paper names in `supersedes` and follows no later than the day after their end, as far as is recorded."""
    named = [known[name] for name in paper.supersedes if name in known and name != paper.id]
    return [before for before in named if _follows(paper, before)]


def _follows(paper: Agreement, before: Agreement) -> bool:
    end = before.last_covered_day
    return paper.effective_on is None or end is None or paper.effective_on <= end + ONE_DAY


def _touches(paper: Agreement, window: Window) -> bool:
    end = paper.last_covered_day
    starts_in_time = paper.effective_on is None or paper.effective_on <= window.end_on
    return starts_in_time and (end is None or end >= window.start_on)


def covered_until(papers: Iterable[Agreement], start: date) -> date | None:
    """The last day that these papers cover without a gap from `start` on; `date.max` if evergreen, None if not `start`."""
    reached: date | None = None
    for paper in sorted((p for p in papers if p.effective_on is not None), key=lambda p: p.effective_on or date.max):
        begin = paper.effective_on or date.max
        end = paper.last_covered_day or date.max
        if end < start:
            continue
        if reached is None:
            reached = end if begin <= start else None
        elif begin <= (reached if reached == date.max else reached + ONE_DAY):
            reached = max(reached, end)
    return reached
