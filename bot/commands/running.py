"""`ringfence run` and `ringfence demo`: the same bot, against Slack and Jira or against this machine."""

import signal
import threading
import time
from dataclasses import replace
from typing import Annotated

import typer

from bot.bootstrap import assemble, open_desk
from bot.commands.edge import refusals, settings_with_logs
from bot.console.printing import Transcript, print_fine, print_mistakes
from bot.demonstration import GUEST, STRANGER, Demo, running_demo, slack_id
from bot.files.register import ScriptedRequest
from bot.local.story import Story, StoryBroken, Wish
from bot.logs import set_up_logs
from bot.settings import BrokenSettings, missing_to_run, read_settings
from bot.slack.socket_mode import connected
from bot.web.app import make_web
from bot.web.server import WebServer


def run() -> None:
    """Start the bot against whatever the settings name, until it is told to stop."""
    with refusals():
        settings = settings_with_logs()
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
