"""Figures and how they are printed: one table, each line with what it is held against."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Spread:
    """Durations of one thing done many times, in seconds."""

    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """The nearest rank: of up to a hundred values the slowest."""
        ordered = sorted(self.seconds)
        return ordered[math.ceil(0.99 * len(ordered)) - 1]


@dataclass(frozen=True)
class Line:
    """One line of the table. `ratio` is against the floor, `met` says whether what was wanted is there (None: not wanted)."""

    part: str
    what: str
    found: Spread
    floor: Spread | None = None
    ratio: float | None = None
    wanted: str = ""
    met: bool | None = None


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}"


def print_lines(lines: Iterable[Line], notes: Sequence[str], console: Console | None = None) -> None:
    table = Table(title="Ringfence: measured, not asserted (milliseconds)", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("what", min_width=60)
    for name in ("n", "p50", "p99", "floor p50", "floor p99", "ratio"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("wanted", no_wrap=True)
    part = ""
    for line in lines:
        if line.part != part:
            table.add_section()
            table.add_row(f"[bold]{line.part}[/bold]")
            part = line.part
        table.add_row(*_cells(line))
    console = console or Console(width=146)
    console.print(table)
    for note in notes:
        console.print(f"  {note}", highlight=False, soft_wrap=True)


def _cells(line: Line) -> list[str]:
    floor = (milliseconds(line.floor.median), milliseconds(line.floor.p99)) if line.floor else ("", "")
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    colour = {None: "default", True: "green", False: "red"}[line.met]
    told = {None: "", True: " met", False: " missed"}[line.met]
    return [
        f"  {line.what}",
        str(len(line.found.seconds)),
        milliseconds(line.found.median),
        milliseconds(line.found.p99),
        *floor,
        ratio,
        f"[{colour}]{line.wanted}{told}[/{colour}]",
    ]
