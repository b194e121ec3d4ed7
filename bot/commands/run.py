"""`ringfence run` and `ringfence demo`: the same bot, against Slack and Jira or against this machine."""

import os
import time

import typer

from bot.bootstrap import assemble, open_context
from bot.commands.cli import refusals, settings_with_logs
from bot.commands.connect import within_reach
from bot.commands.shutdown import Shutdown
from bot.console.printing import Transcript, print_fine, print_mistakes
from bot.demonstration import (
    SETTINGS,
    Demo,
    StoryBroken,
    kept_demo,
    play_story,
    running_demo,
    running_workspace,
    settings_of_workspace,
)
from bot.logs import set_up_logs
from bot.settings import THIS_MACHINE, BrokenSettings, Settings, missing_to_run, read_settings
from bot.store.process_lock import only_one_process


def run() -> None:
    with refusals():
        settings = settings_with_logs()
        if missing := missing_to_run(settings):
            raise BrokenSettings("\n".join(missing))
        ending = Shutdown()
        with (
            only_one_process(settings.database),
            open_context(settings) as context,
            assemble(settings, context, wait_for_sweep=False) as bot,
            within_reach(bot, ending=lambda: ending.is_near) as where,
        ):
            print_fine(where)
            ending.wait()
    print_fine("stopped; everything that was begun is finished")


def demo(*, play: bool, port: int, fresh: bool, workspace_only: bool, deliver_to: str) -> None:
    with refusals():
        _refuse_contradictions(play=play, fresh=fresh, workspace_only=workspace_only, deliver_to=deliver_to)
        _reach_this_machine_directly()
        settings = read_settings().model_copy(update={"log_level": "error" if play else "warning"})
        set_up_logs(settings.log_format, settings.log_level)
        if workspace_only:
            _workspace(settings, port, deliver_to)
            return
        if play:
            with running_demo(settings, port=port) as running:
                _play(running)
            return
        with kept_demo(settings, port=port, fresh=fresh) as running:
            print_fine(f"open {running.url} in a browser and follow *Try this*; Ctrl-C ends it")
            reach = f"set -a; . {settings.data_dir / SETTINGS}; set +a"
            print_fine(f"every command works on it from a second terminal, after: {reach}")
            Shutdown().wait()
    print_fine(f"kept in {settings.data_dir}: the next `ringfence demo` goes on from here, `--fresh` begins anew")


def _reach_this_machine_directly() -> None:
    """A company's proxy knows nothing of a Slack that stands here."""
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(part for part in (known, *THIS_MACHINE) if part)


def _refuse_contradictions(*, play: bool, fresh: bool, workspace_only: bool, deliver_to: str) -> None:
    if fresh and (play or workspace_only):
        raise BrokenSettings("--fresh is for the demo that is kept; --play and --workspace-only begin anew each time")
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
        Shutdown().wait()


def _play(running: Demo) -> None:
    transcript, started = Transcript(), time.monotonic()
    try:
        play_story(running, lambda who, what: transcript.line(running.clock.today(), who, what))
    except (StoryBroken, TimeoutError, LookupError) as problem:
        print_mistakes(f"the story broke: {problem}")
        raise typer.Exit(1) from None
    print_fine(f"the story went through in {time.monotonic() - started:.1f} s")
