"""`ringfence run` and `ringfence demo`: the same bot, against Slack and Jira or against this machine."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.application.record.root import verify_record
from bot.bootstrap import assemble, open_context
from bot.commands.edge import refusals, settings_with_logs
from bot.commands.ending import Ending
from bot.commands.reach import within_reach
from bot.console.printing import Transcript, print_fine, print_mistakes
from bot.demonstration import GUEST, STRANGER, Demo, end_paper, running_demo, running_workspace, settings_of_workspace, slack_id
from bot.files.register import ScriptedRequest
from bot.local.story import Story, StoryBroken, Wish
from bot.local.tampering import tampered_copy
from bot.logs import set_up_logs
from bot.settings import BrokenSettings, Settings, missing_to_run, read_settings
from bot.store.only_one import only_one_process

SQLITE = "sqlite:///"


def run() -> None:
    """Start the bot against whatever the settings name, until it is told to stop."""
    with refusals():
        settings = settings_with_logs()
        if missing := missing_to_run(settings):
            raise BrokenSettings("\n".join(missing))
        ending = Ending()
        with (
            only_one_process(settings.database),
            open_context(settings) as context,
            assemble(settings, context, wait_for_sweep=False) as bot,
            within_reach(bot, ending=lambda: ending.is_near) as where,
        ):
            print_fine(where)
            ending.wait()
    print_fine("stopped; everything that was begun is finished")


def demo(
    play: Annotated[bool, typer.Option("--play", help="Play the story without a person, print it, and end.")] = False,
    port: Annotated[int, typer.Option(help="The port of the page; 0 takes any free one.")] = 0,
    workspace_only: Annotated[
        bool, typer.Option("--workspace-only", help="Slack and Jira without the bot; prints the settings that reach them.")
    ] = False,
    deliver_to: Annotated[
        str, typer.Option(metavar="URL", help="With --workspace-only: Slack delivers there by signed HTTP, not to a socket.")
    ] = "",
) -> None:
    """A Slack and a Jira on this machine, with the bot connected: open the address and take part."""
    with refusals():
        _refuse_contradictions(play=play, workspace_only=workspace_only, deliver_to=deliver_to)
        settings = read_settings().model_copy(update={"log_level": "error" if play else "warning"})
        set_up_logs(settings.log_format, settings.log_level)
        if workspace_only:
            _workspace(settings, port, deliver_to)
            return
        with running_demo(settings, port=port) as running:
            if play:
                _play(running)
            else:
                print_fine(f"open {running.url} in a browser; type /ip-request in #ip-requests; Ctrl-C ends it")
                Ending().wait()


def _refuse_contradictions(*, play: bool, workspace_only: bool, deliver_to: str) -> None:
    if deliver_to and not workspace_only:
        raise BrokenSettings("--deliver-to is for --workspace-only; the demo's own bot is found by itself")
    if play and workspace_only:
        raise BrokenSettings("--play needs the bot, and --workspace-only leaves it out; choose one of them")
    if deliver_to and not deliver_to.startswith(("http://", "https://")):
        raise BrokenSettings(f"--deliver-to {deliver_to} is no address; write one such as http://127.0.0.1:8080/slack/events")


def _workspace(settings: Settings, port: int, deliver_to: str) -> None:
    """The lines go into a `.env` as they are."""
    with running_workspace(settings, port=port, deliver_to=deliver_to or None) as url:
        typer.echo(f"# Slack and Jira of this machine: open {url} in a browser; Ctrl-C ends them.")
        for name, value in settings_of_workspace(url).items():
            typer.echo(f"{name}={value}")
        Ending().wait()


def _play(running: Demo) -> None:
    transcript, started = Transcript(), time.monotonic()
    names = {slack_id(m.id): m.name for m in running.file.register.members} | {m.id: m.real_name for m in (GUEST, STRANGER)}
    story = Story(
        running.url,
        names,
        lambda who, what: transcript.line(running.clock.today(), who, what),
        end_paper=lambda paper: end_paper(running, paper),
    )
    scripts = {script.id: script for script in running.file.scripts}
    refused = _wish(scripts["R02"])
    nda_ends = next(a.expires_on for a in running.file.register.agreements if a.id == "NDA-V02")
    try:
        request = story.play(_wish(scripts["R01"]), refused, replace(refused, end=nda_ends or refused.end, mode="view"))
        _prove(running, request, transcript)
    except (StoryBroken, TimeoutError, LookupError) as problem:
        print_mistakes(f"the story broke: {problem}")
        raise typer.Exit(1) from None
    print_fine(f"the story went through in {time.monotonic() - started:.1f} s")


def _prove(running: Demo, request: str, transcript: Transcript) -> None:
    """The record of all that holds; a copy in which one entry was altered does not, and the entry is named."""
    settings, today = running.bot.settings, running.clock.today()
    if breaks := verify_record(running.bot.context, {}):
        raise StoryBroken(f"the record does not hold: {breaks[0].subject}: {breaks[0].words}")
    transcript.line(today, "record verify", "the record is what it was")
    if settings.database.startswith(SQLITE):
        copy = settings.data_dir / "tampered.db"
        tampered_copy(Path(settings.database.removeprefix(SQLITE)), copy, request, 2)
        with open_context(settings.model_copy(update={"database_url": f"{SQLITE}{copy}"}), running.clock) as context:
            breaks = verify_record(context, {})
        if [(one.subject, one.number) for one in breaks] != [(request, 2)]:
            raise StoryBroken(f"the tampered copy was not found out: {breaks}")
        transcript.line(today, "record verify", f"on a tampered copy: {breaks[0].subject}: {breaks[0].words}")


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
