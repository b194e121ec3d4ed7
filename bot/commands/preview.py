"""`ringfence preview` and `ringfence checks`: what would be found, and what is looked at."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.application.requests.preview import preview_request
from bot.commands.cli import BAD_INPUT, day_of, policy_of, refusals
from bot.console.checks import print_check, print_checks
from bot.console.previews import as_json as previews_as_json
from bot.console.previews import print_preview
from bot.console.printing import print_fine, print_mistakes
from bot.demonstration import DEMO_REGISTER
from bot.domain.checks.catalogue import BY_ID, CATALOGUE
from bot.domain.typed_words import known_as
from bot.files.problems import suggestion
from bot.files.register import ScriptedRequest, read_register
from bot.files.workflows import refuse_problems
from bot.settings import BrokenSettings, read_settings

checks = typer.Typer(no_args_is_help=True, help="What is looked at, how hard a failure is, and where that stands.")


def preview(
    register_file: Annotated[
        Path, typer.Option("--register", help="The register file; the demo's if not given.")
    ] = DEMO_REGISTER,
    request: Annotated[list[str] | None, typer.Option(help="An id of the file's requests; several times for several.")] = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="The same, without the option.")] = None,
    as_of: Annotated[
        str, typer.Option(help="The day of evaluation, such as 2026-11-24; today if not given. A file that shifts moves along.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list, a row per check, item and person.")] = False,
) -> None:
    """What each request of a register file would get; nothing is stored."""
    with refusals():
        policy = policy_of(read_settings())
        today = day_of(as_of, policy)
        found = read_register(register_file).at(today)
        refuse_problems(policy, found.register.members)
        scripts = wanted_of(found.scripts, [*(request or []), *(more or [])])
        previews = [(s, preview_request(policy.workflows, found.register, s.draft, today)) for s in scripts]
    if as_json:
        typer.echo(json.dumps([previews_as_json(script.id, result) for script, result in previews], indent=2))
        return
    if not previews:
        print_fine(f"{register_file} has no `requests`, so there is nothing to judge")
    names = {member.id: member.name for member in found.register.members}
    for script, result in previews:
        print_preview(f"{script.id} {script.case}", result, names)


def wanted_of(scripts: Sequence[ScriptedRequest], ids: Sequence[str]) -> list[ScriptedRequest]:
    known = {script.id: script for script in scripts}
    meant = [known_as(one, known) or one for one in ids]
    if unknown := [one for one in meant if one not in known]:
        words = [f"--request {one}: the file has no such request; {suggestion(one, known)}" for one in unknown]
        raise BrokenSettings("\n".join(words))
    return [known[one] for one in meant] or list(scripts)


@checks.command("list")
def list_checks() -> None:
    """Every check of this release."""
    print_checks(CATALOGUE)


@checks.command("show")
def show_check(check: Annotated[str, typer.Argument(help="A check, such as NDA-01.", metavar="ID")]) -> None:
    """One check whole: why it exists, what a failure means for each class, and its clauses."""
    found = BY_ID.get(known_as(check, BY_ID) or "")
    if found is None:
        print_mistakes(f"there is no check {check}; {suggestion(check.upper(), BY_ID)}")
        raise typer.Exit(BAD_INPUT)
    print_check(found)
