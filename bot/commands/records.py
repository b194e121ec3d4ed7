"""`ringfence record`: what happened, who did it, on which facts."""

from typing import Annotated

import typer

from bot.bootstrap import open_desk
from bot.commands.edge import BAD_INPUT, refusals, settings_with_logs
from bot.console.printing import print_entries, print_mistakes
from bot.store import record

records = typer.Typer(no_args_is_help=True, help="What happened, who did it, on which facts.")


@records.command("show")
def show_record(request: Annotated[str, typer.Argument(help="A request, such as REQ-2026-0001.", metavar="REQ-…")]) -> None:
    """Every transition and refusal of one request and its access, oldest first."""
    with refusals(), open_desk(settings_with_logs()) as desk, desk.store.reading() as unit:
        entries = record.entries_about(unit, request.upper())
    if not entries:
        print_mistakes(f"the record knows nothing of {request}; `/ip-request mine` in Slack lists the ids")
        raise typer.Exit(BAD_INPUT)
    print_entries(entries)
