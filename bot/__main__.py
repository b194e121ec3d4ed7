"""The command line, thin: read settings, open what is needed, call one thing, say how it went."""

import json
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.application.load_register import load_register
from bot.application.preview_request import preview_request
from bot.bootstrap import assemble, open_desk, refuse_unfillable_seats, workflows_dir
from bot.console.previews import as_json as previews_as_json
from bot.console.previews import print_preview
from bot.console.printing import Transcript, print_entries, print_fine, print_mistakes, print_outbox
from bot.console.register_checks import Finding, print_register_check
from bot.demonstration import DEMO_REGISTER, GUEST, STRANGER, Demo, running_demo, slack_id
from bot.domain.checks.catalogue import BY_ID
from bot.domain.errors import Refusal
from bot.domain.register_warnings import Looked, find_oddities
from bot.files.problems import BrokenFile, suggestion
from bot.files.register import ScriptedRequest, read_register
from bot.files.workflows import Policy, read_policy, refuse_problems
from bot.local.story import Story, StoryBroken, Wish
from bot.logs import set_up_logs
from bot.settings import BrokenSettings, Settings, missing_to_run, read_settings
from bot.slack.socket_mode import connected
from bot.store import outbox, record
from bot.web.app import make_web
from bot.web.server import WebServer

BAD_INPUT = 2
ringfence = typer.Typer(no_args_is_help=True, add_completion=False, help="Whether a vendor may see it, decided in Slack.")
register = typer.Typer(no_args_is_help=True, help="The register of vendors, people, assets and papers.")
outbox_commands = typer.Typer(no_args_is_help=True, help="Messages and tickets that were promised.")
record_commands = typer.Typer(no_args_is_help=True, help="What happened, who did it, on which facts.")
workflows = typer.Typer(no_args_is_help=True, help="Who decides what, as the company wrote it.")
for name, commands in (
    ("register", register),
    ("outbox", outbox_commands),
    ("record", record_commands),
    ("workflows", workflows),
):
    ringfence.add_typer(commands, name=name)

RegisterPath = Annotated[Path, typer.Argument(help="A register file (YAML).", metavar="FILE")]


@contextmanager
def refusals() -> Iterator[None]:
    """Mistakes of files and settings in words, and exit 2; nothing half-done remains."""
    try:
        yield
    except (BrokenFile, BrokenSettings, Refusal) as broken:
        print_mistakes(str(broken))
        raise typer.Exit(BAD_INPUT) from None


def _settings() -> Settings:
    settings = read_settings()
    set_up_logs(settings.log_format, settings.log_level)
    return settings


@ringfence.command()
def run() -> None:
    """Start the bot against whatever the settings name, until it is told to stop."""
    with refusals():
        settings = _settings()
        if missing := missing_to_run(settings):
            raise BrokenSettings("\n".join(missing))
        with open_desk(settings) as desk, assemble(settings, desk) as bot:
            http = settings.slack_delivery == "http"
            web = WebServer(make_web(bot.app if http else None, desk.store), settings.http_host, settings.http_port)
            web.start()
            try:
                if http:
                    print_fine(f"listening on {settings.http_host}:{web.port}/slack/events")
                    _wait_for_the_end()
                else:
                    with connected(bot.app, settings.slack_app_token.get_secret_value()):
                        print_fine("connected to Slack")
                        _wait_for_the_end()
            finally:
                web.stop()


def _wait_for_the_end() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()


@ringfence.command()
def demo(
    play: Annotated[bool, typer.Option("--play", help="Play the story without a person, print it, and end.")] = False,
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes any free one.")] = 0,
) -> None:
    """A Slack and a Jira on this machine, with the bot connected: open the address and take part."""
    with refusals():
        settings = read_settings().model_copy(update={"log_level": "error" if play else "warning"})
        set_up_logs(settings.log_format, settings.log_level)
        with running_demo(settings, port=port) as running:
            if play:
                _play(running)
            else:
                print_fine(f"open {running.url} in a browser; type /ip-request in #ip-requests; Ctrl-C ends it")
                _wait_for_the_end()


def _play(running: Demo) -> None:
    transcript, started = Transcript(), time.monotonic()
    names = {slack_id(m.id): m.name for m in running.file.register.members} | {m.id: m.real_name for m in (GUEST, STRANGER)}
    story = Story(running.url, names, lambda who, what: transcript.line(running.clock.today(), who, what))
    scripts = {script.id: script for script in running.file.scripts}
    refused = _wish(scripts["R02"])
    nda_ends = next(a.expires_on for a in running.file.register.agreements if a.id == "NDA-V02")
    try:
        story.play(_wish(scripts["R01"]), refused, replace(refused, end=nda_ends or refused.end, mode="view"))
    except (StoryBroken, TimeoutError, LookupError) as problem:
        print_mistakes(f"the story broke: {problem}")
        raise typer.Exit(1) from None
    print_fine(f"the story went through in {time.monotonic() - started:.1f} s")


def _wish(script: ScriptedRequest) -> Wish:
    draft = script.draft
    return Wish(
        vendor=draft.vendor,
        entity=draft.entity,
        assets=tuple(item.asset for item in draft.items),
        people=draft.people,
        mode=draft.items[0].mode.value,
        channel=draft.channel,
        start=draft.start_on,
        end=draft.end_on,
        why=f"{script.case.capitalize()}: the work cannot be reviewed without it.",
    )


@ringfence.command()
def preview(
    register_file: Annotated[
        Path, typer.Option("--register", help="The register file; the demo's if not given.")
    ] = DEMO_REGISTER,
    request: Annotated[list[str] | None, typer.Option(help="An id of the file's requests; several times for several.")] = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="More ids.")] = None,
    as_of: Annotated[
        str, typer.Option(help="The day of evaluation, such as 2026-11-24, with the file's dates as written; today if not given.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list, a row per check, item and person.")] = False,
) -> None:
    """What each request of a register file would get; nothing is stored."""
    with refusals():
        policy = read_policy(workflows_dir(read_settings()))
        today = _day(as_of, policy.time_zone)
        found = read_register(register_file) if as_of else read_register(register_file).at(today)
        refuse_problems(policy, found.register.members)
        scripts = _wanted(found.scripts, [*(request or []), *(more or [])])
        previews = [(s, preview_request(policy.workflows, found.register, s.draft, today)) for s in scripts]
    if as_json:
        typer.echo(json.dumps([previews_as_json(script.id, result) for script, result in previews], indent=2))
        return
    names = {member.id: member.name for member in found.register.members}
    for script, result in previews:
        print_preview(f"{script.id} {script.case}", result, names)


def _day(text: str, zone: str) -> date:
    if not text:
        return datetime.now(ZoneInfo(zone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BrokenSettings(f"--as-of is {text!r}; write a day like 2026-11-24") from None


def _wanted(scripts: Sequence[ScriptedRequest], ids: Sequence[str]) -> list[ScriptedRequest]:
    known = {script.id: script for script in scripts}
    if unknown := [one for one in ids if one not in known]:
        words = [f"--request {one}: the file has no such request; {suggestion(one, known)}" for one in unknown]
        raise BrokenSettings("\n".join(words))
    return [known[one] for one in ids] or list(scripts)


@register.command("check")
def check_register(
    file: RegisterPath,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if something is odd, though not wrong.")] = False,
) -> None:
    """Report every mistake at once (exit 2), and what is odd without being wrong; the file is not imported."""
    policy = _policy()
    try:
        found = read_register(file).at(_day("", policy.time_zone))
    except BrokenFile as broken:
        print_register_check(file.name, [Finding("error", p.place, p.line, p.words) for p in broken.problems], as_json=as_json)
        raise typer.Exit(BAD_INPUT) from None
    today = _day("", policy.time_zone)
    oddities = find_oddities(Looked(found.register, policy.workflows, frozenset(BY_ID), today))
    found_odd = [Finding("warning", " · ".join((o.section, o.record, o.field)), None, o.words) for o in oddities]
    print_register_check(file.name, found_odd, as_json=as_json)
    if strict and oddities:
        raise typer.Exit(1)


def _policy() -> Policy:
    with refusals():
        return read_policy(workflows_dir(read_settings()))


@register.command("load")
def load(file: RegisterPath) -> None:
    """Make the database hold exactly this register; refused whole if anything in it is wrong."""
    with refusals():
        settings = _settings()
        policy = read_policy(workflows_dir(settings))
        found = read_register(file).at(datetime.now(ZoneInfo(policy.time_zone)).date())
        refuse_problems(policy, found.register.members)
        with open_desk(settings) as desk:
            changed = load_register(desk, found.register, actor="command line")
    print_fine(f"{changed} records changed")


@workflows.command("check")
def check_workflows() -> None:
    """Report every mistake of the workflow files, and every role that nobody in the register holds."""
    with refusals():
        settings = _settings()
        policy = read_policy(workflows_dir(settings))
        with open_desk(settings) as desk:
            refuse_unfillable_seats(settings, desk)
    print_fine(f"{len(policy.workflows.rules)} rules, version {policy.workflows.version}")


@outbox_commands.command("list")
def list_outbox() -> None:
    """What waits, and what was given up, with the last reason."""
    with refusals(), open_desk(_settings()) as desk, desk.store.reading() as unit:
        messages = outbox.undelivered(unit)
    print_outbox(messages) if messages else print_fine("nothing waits")


@outbox_commands.command("retry")
def retry_outbox(
    ids: Annotated[list[int] | None, typer.Argument(help="Ids from `outbox list`; none means all that were given up.")] = None,
) -> None:
    """Bring messages back to the front, once what kept them is mended."""
    with refusals(), open_desk(_settings()) as desk, desk.store.writing() as unit:
        wanted = ids or [message.id for message in outbox.undelivered(unit) if message.state == outbox.DEAD]
        count = outbox.retry(unit, wanted, desk.now())
    print_fine(f"{count} messages will be tried again")


@record_commands.command("show")
def show_record(request: Annotated[str, typer.Argument(help="A request, such as REQ-2026-0001.", metavar="REQ-…")]) -> None:
    """Every transition and refusal of one request and its access, oldest first."""
    with refusals(), open_desk(_settings()) as desk, desk.store.reading() as unit:
        entries = record.entries_about(unit, request.upper())
    if not entries:
        print_mistakes(f"the record knows nothing of {request}; `/ip-request mine` in Slack lists the ids")
        raise typer.Exit(BAD_INPUT)
    print_entries(entries)


def main() -> None:
    ringfence()


if __name__ == "__main__":
    main()
