"""`ringfence record`: what happened, who did it, on which facts; and the proof that nobody changed it since."""

import csv
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

import typer

from bot.application.record.export import COLUMNS, export_record
from bot.application.record.verify import verify_record
from bot.bootstrap import open_context
from bot.commands.edge import BAD_INPUT, refusals, settings_with_logs
from bot.console.printing import print_entries, print_fine, print_mistakes
from bot.domain.root_proof import Posted
from bot.settings import BrokenSettings
from bot.store import record

records = typer.Typer(no_args_is_help=True, help="What happened, who did it, on which facts, and the proof of it.")
BROKEN = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@records.command("show")
def show_record(
    subject: Annotated[str, typer.Argument(help="A request, an agreement or an audit, such as REQ-2026-0001.", metavar="ID")],
) -> None:
    """Every transition and refusal of one request and its access, of an agreement or of an audit; oldest first."""
    with refusals(), open_context(settings_with_logs()) as context, context.store.reading() as unit:
        entries = record.entries_about(unit, subject) or record.entries_about(unit, subject.upper())
    if not entries:
        print_mistakes(f"the record knows nothing of {subject}; `ringfence record export` lists what it knows of, day by day")
        raise typer.Exit(BAD_INPUT)
    print_entries(entries)


@records.command("verify")
def verify(
    root: Annotated[
        list[str] | None,
        typer.Option(metavar="WHEN=ROOT", help="A root as it was posted in Jira or in the digest; several times."),
    ] = None,
) -> None:
    """Recompute every hash and every root; exit 1, and name the entry, where one was altered, removed or cut off."""
    with refusals():
        outside = [_posted(text) for text in root or ()]
        with open_context(settings_with_logs()) as context:
            breaks = verify_record(context, outside).breaks
    if breaks:
        print_mistakes("\n".join(f"{one.subject}: {one.words}" for one in breaks))
        raise typer.Exit(BROKEN)
    compared = f"; {len(outside)} posted roots agree" if outside else "; compare a posted root with --root WHEN=ROOT"
    print_fine(f"the record is what it was{compared}")


def _posted(text: str) -> Posted:
    """As it stands in Jira, where an instant names it, or in the digest, where a day does."""
    name, _, root = text.partition("=")
    try:
        datetime.fromisoformat(name)
    except ValueError:
        raise BrokenSettings(f"--root is {text!r}; write a day or an instant and its root, such as 2026-11-24=5f3c…") from None
    return Posted(name.strip(), root.strip())


@records.command("export")
def export(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day, such as 2026-11-01.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day; it counts in full.")],
    form: Annotated[Literal["csv", "jsonl"], typer.Option("--format", help="CSV, or one JSON object a line.")] = "jsonl",
) -> None:
    """Write the entries of these days (organisation's zone) with their hashes to standard output, oldest first."""
    with refusals():
        window = _day("--from", first), _day("--to", last)
        if window[1] < window[0]:
            raise BrokenSettings(f"--to {last} lies before --from {first}; exchange them")
        with open_context(settings_with_logs()) as context:
            _WRITERS[form](export_record(context, *window))


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BrokenSettings(f"{option} is {text!r}; write a day like 2026-11-24") from None


def _write_csv(rows: Iterable[dict[str, object]]) -> None:
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: object) -> object:
    """Nested values as JSON; a text that a spreadsheet would take for a formula is kept from being one."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def _write_lines(rows: Iterable[dict[str, object]]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")


_WRITERS = {"csv": _write_csv, "jsonl": _write_lines}
