"""`ringfence preview --request REQ-…`: a request that stands, judged on the facts of now, or again as it was decided."""

import json
import sys

import typer

from bot.application.record.judge_again import Decided, judge_again
from bot.application.requests.preview_kept import preview_kept
from bot.bootstrap import open_context
from bot.commands.cli import refusals, settings_to_read
from bot.commands.record import BROKEN
from bot.console.previews import as_json as preview_as_json
from bot.console.previews import print_decided, print_preview, words_of_differences
from bot.console.printing import print_mistakes
from bot.domain.dates import day_words


def of_now(requests: list[str], *, as_json: bool) -> None:
    with refusals(), open_context(settings_to_read()) as context:
        found = [preview_kept(context, request) for request in requests]
    if as_json:
        typer.echo(json.dumps([preview_as_json(one.request_id, one.preview) for one in found], indent=2))
        return
    for one in found:
        print_preview(f"{one.request_id} on the facts of now, {day_words(one.today)}", one.preview, one.names)


def as_decided(request: str, snapshot: int | None, *, as_json: bool) -> None:
    with refusals(), open_context(settings_to_read()) as context:
        try:
            decided = judge_again(context, request, snapshot)
        except ValueError:
            words = f"a snapshot of {request} cannot be read; `ringfence record verify` says what was altered"
            print_mistakes(words)
            raise typer.Exit(BROKEN) from None
    _tell(decided, as_json=as_json)


def _tell(decided: Decided, *, as_json: bool) -> None:
    if decided.differences:
        print_mistakes("\n".join(words_of_differences(decided)))
        raise typer.Exit(BROKEN)
    if as_json:
        sys.stdout.write(json.dumps(decided.stored) + "\n")  # as the database keeps it
        return
    print_decided(decided)
