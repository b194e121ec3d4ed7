"""Rich output for people: a transcript with times, tables, mistakes of files; plain where nothing colours."""

import time
from collections.abc import Iterable
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
NAME_WIDTH = 16


class Transcript:
    """One line per deed: seconds since the start, the demo's day, who, what."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def line(self, day: date, who: str, what: str) -> None:
        first, *rest = what.splitlines() or [""]
        took = time.monotonic() - self._start
        out.print(f"[dim]{took:5.1f}s  {day}[/]  [bold]{escape(who[:NAME_WIDTH]):<{NAME_WIDTH}}[/]  {escape(first)}")
        for line in rest:
            out.print(f"{'':<{NAME_WIDTH + 22}}{escape(line)}")


def print_mistakes(words: str) -> None:
    for line in words.splitlines():
        err.print(f"[red]✗[/] {escape(line)}")


def print_warnings(lines: Iterable[str]) -> None:
    for line in lines:
        out.print(f"[yellow]![/] {escape(line)}")


def print_fine(words: str) -> None:
    out.print(f"[green]✓[/] {escape(words)}")


def print_wrapped(rows: Iterable[tuple[str, str]]) -> None:
    """What stands in front, and behind it text in as many lines as it needs; nothing is cut, however narrow the screen is."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for before, text in rows:
        table.add_row(before, text)
    out.print(table, soft_wrap=False)


def make_table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
