"""`ringfence preview` and `ringfence checks`: what would be found, and what is looked at."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from bot.application.requests.preview import preview_request
from bot.commands import preview_kept
from bot.commands.cli import BAD_INPUT, day_of, policy_of, refusals
from bot.commands.declared import DEMO_REGISTER
from bot.console.checks import print_check, print_checks, print_gate, print_gates
from bot.console.previews import as_json as previews_as_json
from bot.console.previews import print_preview
from bot.console.printing import print_fine, print_mistakes
from bot.domain.checks.catalogue import BY_ID, CATALOGUE
from bot.domain.checks.configured import configured, never_waived
from bot.domain.gates import GATE_BY_ID, GATES
from bot.domain.typed_words import as_typed, known_as
from bot.files.problems import suggestion
from bot.files.register import ScriptedRequest, read_register
from bot.files.workflows import refuse_problems
from bot.settings import BrokenSettings, read_settings


@dataclass(frozen=True)
class Asked:
    """What was typed; a register file that was not named is that of the demo."""

    register_file: Path
    requests: list[str]
    as_of: str = ""
    snapshot: int | None = None

    @property
    def about_kept(self) -> bool:
        """Whether requests that stand are meant, and not those of a file."""
        kept = [bool(_KEPT.fullmatch(as_typed(one))) for one in self.requests]
        return bool(kept) and all(kept) and self.register_file == DEMO_REGISTER


_KEPT = re.compile(r"req\W*\d{4}\W+\d+", re.IGNORECASE)


def preview(asked: Asked, *, as_decided: bool = False, as_json: bool = False) -> None:
    with refusals():
        _refuse_mixed(asked, as_decided=as_decided)
    if as_decided:
        preview_kept.as_decided(asked.requests[0], asked.snapshot, as_json=as_json)
    elif asked.about_kept:
        preview_kept.of_now(asked.requests, as_json=as_json)
    else:
        _of_file(asked.register_file, asked.requests, asked.as_of, as_json=as_json)


def _refuse_mixed(asked: Asked, *, as_decided: bool) -> None:
    """What makes no sense together is refused, not left out of account."""
    if as_decided and len(asked.requests) != 1:
        raise BrokenSettings("--as-decided judges one request that stands: say which, such as --request REQ-2026-0001")
    if as_decided and asked.register_file != DEMO_REGISTER:
        raise BrokenSettings("--register: --as-decided judges by the facts that are stored with the request; leave it out")
    if asked.as_of and (as_decided or asked.about_kept):
        day = "the day on which it was decided" if as_decided else "today"
        raise BrokenSettings(f"--as-of: a request that stands is judged as of {day}; leave it out")
    if asked.snapshot is not None and not as_decided:
        raise BrokenSettings("--snapshot names what --as-decided judges; say that too, or leave it out")


def _of_file(register_file: Path, requests: list[str], as_of: str, *, as_json: bool) -> None:
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
