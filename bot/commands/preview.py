"""`ringfence preview` and `ringfence checks`: what would be found, and what is looked at."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from bot.application.requests.preview import preview_request
from bot.commands.cli import BAD_INPUT, day_of, policy_of, refusals
from bot.console.checks import print_check, print_checks, print_gate, print_gates
from bot.console.previews import as_json as previews_as_json
from bot.console.previews import print_preview
from bot.console.printing import print_fine, print_mistakes
from bot.domain.checks.catalogue import BY_ID, CATALOGUE
from bot.domain.checks.configured import configured, never_waived
from bot.domain.gates import GATE_BY_ID, GATES
from bot.domain.typed_words import known_as
from bot.files.problems import suggestion
from bot.files.register import ScriptedRequest, read_register
from bot.files.workflows import refuse_problems
from bot.settings import BrokenSettings, read_settings


def preview(register_file: Path, requests: list[str], as_of: str, *, as_json: bool) -> None:
    with refusals():
        policy = policy_of(read_settings())
        today = day_of(as_of, policy)
        found = read_register(register_file, never_waived(policy.checks)).at(today)
        refuse_problems(policy, found.register.members)
        scripts = wanted_of(found.scripts, requests)
        previews = [(s, preview_request(policy.workflows, found.register, s.draft, today, policy.checks)) for s in scripts]
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


def list_checks() -> None:
    with refusals():
        policy = policy_of(read_settings()).checks
    print_checks(configured(check, policy) for check in CATALOGUE)
    print_gates(GATES)


def show_check(check: str) -> None:
    if gate := GATE_BY_ID.get(known_as(check, GATE_BY_ID) or ""):
        print_gate(gate)
        return
    found = BY_ID.get(known_as(check, BY_ID) or "")
    if found is None:
        print_mistakes(f"there is no check {check}; {suggestion(check.upper(), [*BY_ID, *GATE_BY_ID])}")
        raise typer.Exit(BAD_INPUT)
    with refusals():
        policy = policy_of(read_settings()).checks
    print_check(configured(found, policy))
