"""`ringfence record`: what happened, who did it, on which facts; and the proof that nobody changed it since."""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import typer

from bot.application.context import Context
from bot.application.ports import GiveUp, TryLater
from bot.application.record.export import COLUMNS, export_record
from bot.application.record.export_proof import export_proof
from bot.application.record.show import show_entries, show_facts
from bot.application.record.verify import Verified, fetch_posted, verify_record
from bot.bootstrap import jira_tracker, open_context, verifier_file
from bot.commands.cli import BAD_INPUT, refusals, settings_to_read
from bot.console.printing import print_fine, print_mistakes, print_warnings
from bot.console.record import print_entries, print_facts
from bot.domain.root_proof import Posted
from bot.domain.typed_words import day_typed
from bot.files.record_key import FileKeys, FileSigner, public_file, read_keys, read_signer
from bot.settings import BrokenSettings, Settings, missing_to_run, read_settings

BROKEN = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show_record(subject: str) -> None:
    with refusals(), open_context(settings_to_read()) as context:
        try:
            shown = show_entries(context, subject)
        except ValueError:
            print_mistakes(f"an entry about {subject} cannot be read; `ringfence record verify` names it, and what was altered")
            raise typer.Exit(BROKEN) from None
    if not shown.entries:
        words = f"the record knows nothing of {shown.subject}"
        print_mistakes(f"{words}; `ringfence record export` lists what it knows of, day by day")
        raise typer.Exit(BAD_INPUT)
    print_entries(shown)


def facts(request: str, snapshot: int | None) -> None:
    with refusals(), open_context(settings_to_read()) as context:
        taken = show_facts(context, request, snapshot)
    print_facts(taken)


def verify(root: list[str], keys: Path | None, *, offline: bool) -> None:
    with refusals():
        given, public = [_posted(text) for text in root], _keys(read_settings(), keys)
        settings = settings_to_read()
        with open_context(settings) as context:
            fetched, why_not = ([], "--offline was said") if offline else _fetched(settings, context)
            verified = verify_record(context, [*given, *fetched], public)
    print_warnings(_what_is_open(verified, public, why_not))
    if verified.breaks:
        print_mistakes("\n".join(f"{one.subject}: {one.words}" for one in verified.breaks))
        raise typer.Exit(BROKEN)
    count = len(given) + len(fetched)
    print_fine(f"the record is what it was; {f'{count} posted roots agree' if count else 'no posted root was at hand'}")


def _keys(settings: Settings, file: Path | None) -> FileKeys | None:
    own = settings.record_key_file
    return read_keys(file) if file else read_keys(public_file(own)) if own else None


def _fetched(settings: Settings, context: Context) -> tuple[list[Posted], str]:
    """The roots that stand in Jira, or why they could not be fetched."""
    if any("_JIRA_" in line for line in missing_to_run(settings)):
        return [], "Jira is not set up here"
    tracker = jira_tracker(settings, context.tickets)
    try:
        return fetch_posted(context, tracker), ""
    except (TryLater, GiveUp) as problem:
        return [], problem.reason.rstrip(".")
    finally:
        tracker.close()


def _what_is_open(verified: Verified, public: FileKeys | None, why_not: str) -> Iterator[str]:
    """What was not looked at, so that nobody takes silence for proof."""
    if why_not:
        yield f"not compared with the roots that were posted in Jira: {why_not}; --root WHEN=ROOT compares one"
    if public is None:
        yield "signatures were not looked at: there is no key; `ringfence record key new FILE` makes one"
    yield from (f"unproven: {words}" for words in verified.unproven)


def _posted(text: str) -> Posted:
    """As it stands in Jira, where an instant names it, or in the digest, where a day does."""
    name, _, root = text.partition("=")
    try:
        datetime.fromisoformat(name)
    except ValueError:
        raise BrokenSettings(f"--root is {text!r}; write a day or an instant and its root, such as 2026-11-24=5f3c…") from None
    return Posted(name.strip(), root.strip())


def export(first: str, last: str, form: str) -> None:
    with refusals():
        window = _day("--from", first), _day("--to", last)
        if window[1] < window[0]:
            raise BrokenSettings(f"--to {last} lies before --from {first}; exchange them")
        settings = settings_to_read()
        with open_context(settings) as context:
            if form == "proof":
                sys.stdout.writelines(export_proof(context, *window, _signer(settings)))
            else:
                _WRITERS[form](export_record(context, *window))


def _signer(settings: Settings) -> FileSigner | None:
    """The key of the bot, where this account may read it: then the file is signed as a whole, too."""
    file = settings.record_key_file
    return read_signer(file) if file and os.access(file, os.R_OK) else None


def verifier() -> None:
    sys.stdout.write(verifier_file().read_text(encoding="utf-8"))


def _day(option: str, text: str) -> date:
    if day := day_typed(text):
        return day
    raise BrokenSettings(f"{option} is {text!r}; write a day like 2026-11-24")


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
