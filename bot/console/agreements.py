"""An NDA as a time line in the terminal: what is covered, how long it protects, trade secrets, the paper that takes over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rich.markup import escape

from bot.console.printing import out
from bot.domain.agreement_story import Story, away
from bot.domain.dates import day_words

WIDTH, LABEL = 72, 12
_YEAR = timedelta(days=365)
_FULL, _FOREVER, _GAP, _TODAY = "█", "▶", "·", "│"


@dataclass(frozen=True)
class Scale:
    """Which column of the line a day stands in."""

    first: date
    last: date
    width: int = WIDTH

    def column(self, day: date) -> int:
        days = max((self.last - self.first).days, 1)
        inside = min(max((day - self.first).days, 0), days)
        return round(inside * (self.width - 1) / days)

    def bar(self, first: date, last: date | None, mark: str = _FULL) -> str:
        """From day to day; an end of None goes on for ever."""
        begins, ends = self.column(first), self.column(last) if last is not None else self.width - 1
        line = " " * begins + mark * (ends - begins + 1)
        return line if last is not None else line[:-1] + _FOREVER


def print_story(story: Story, vendor: str) -> None:
    out.print(f"[bold]{escape(story.headline)}[/]  [dim]{escape(vendor)}, seen from {day_words(story.seen_on)}[/]")
    for line in draw_time_line(story):
        out.print(escape(line))
    for one in story.milestones:
        dim = "dim" if one.day < story.seen_on else "bold"
        out.print(f"  [{dim}]{day_words(one.day):>11}[/]  {escape(one.words)} [dim]({away(one.day, story.seen_on)})[/]")
    for sentence in story.sentences:
        out.print(f"  {escape(sentence)}")


def draw_time_line(story: Story) -> list[str]:
    """Years, a bar for each clock, and today."""
    scale = _scale(story)
    lines = [f"{'':<{LABEL}}{_years(scale)}"]
    lines += [f"{label:<{LABEL}}{bar}" for label, bar in _bars(story, scale)]
    return [*lines, f"{'today':<{LABEL}}{' ' * scale.column(story.seen_on)}{_TODAY}"]


def _scale(story: Story) -> Scale:
    """From its first day to a year after the last that matters."""
    days = [one.day for one in story.milestones] + [story.seen_on]
    return Scale(min(days), max(days) + _YEAR)


def _years(scale: Scale) -> str:
    line = [" "] * (scale.width + 4)
    free = 0
    for year in range(scale.first.year, scale.last.year + 1):
        column = scale.column(date(year, 1, 1)) if date(year, 1, 1) >= scale.first else 0
        if column >= free:
            line[column : column + 4] = str(year)
            free = column + 5
    return "".join(line).rstrip()


def _bars(story: Story, scale: Scale) -> Iterator[tuple[str, str]]:
    paper, clocks = story.paper, story.clocks
    if paper.effective_on is None:
        return
    end = clocks.term.end_on if clocks.term else None
    yield "covered", scale.bar(paper.effective_on, end)
    if clocks.protected_until is not None:
        for_ever = clocks.protected_until == date.max
        yield "protected", scale.bar(paper.effective_on, None if for_ever else clocks.protected_until)
    if clocks.secrets_for_ever:
        yield "secrets", scale.bar(paper.effective_on, None)
    if clocks.gap is not None:
        yield "gap", scale.bar(*clocks.gap, mark=_GAP)
    if clocks.successor is not None and clocks.successor.effective_on is not None:
        yield clocks.successor.id[: LABEL - 1], scale.bar(clocks.successor.effective_on, clocks.successor.last_covered_day)
