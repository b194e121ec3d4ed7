"""Rich output for people: a transcript with times, tables, mistakes of files; plain where nothing colours."""

import time
from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.domain.hashes import HASHES
from bot.store.outbox import OutboxMessage
from bot.store.record import Entry

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


def print_entries(entries: Iterable[Entry]) -> None:
    """The record, oldest first: when, who, what, from and to, and on which facts."""
    table = make_table("when (UTC)", "who", "what", "about", "from → to", "details")
    for entry in entries:
        event = entry.event
        moved = f"{event.before or ''} → {event.after}" if event.after else ""
        details = ", ".join(
            f"{name}: {value}" for name, value in event.details.items() if name != HASHES and value not in ([], "", None)
        )
        row = (f"{entry.at:%Y-%m-%d %H:%M:%S}", event.actor, event.happened.value, event.entity_id, moved, details)
        table.add_row(*map(escape, row))
    out.print(table)


def print_outbox(messages: Sequence[OutboxMessage]) -> None:
    table = make_table("id", "state", "to", "what", "about", "tries", "next try (UTC)", "last reason")
    for message in messages:
        promise = message.promise
        again = f"{message.not_before:%Y-%m-%d %H:%M:%S}" if message.state == "pending" else ""
        row = (str(message.id), message.state, promise.destination, promise.kind, promise.subject, str(message.attempts))
        table.add_row(*map(escape, (*row, again, message.last_error)))
    out.print(table)


def make_table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
