"""`ringfence run` as a process of its own beside a local Slack and Jira, with Jonas who asks for something."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.bootstrap import open_context
from bot.demonstration import JIRA_TOKEN, JIRA_USER, local_slack, pointed_at
from bot.files.register import read_register
from bot.local.clock import DemoClock
from bot.local.jira import LocalJira
from bot.local.scripted_user import Control, ScriptedUser
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.settings import Settings, read_settings
from bot.store import outbox
from tests.journeys.company import environment
from tests.journeys.guide import ROOT
from tests.local.workspace import until

PATIENCE = 40.0
CHANNEL = "ip-requests"
REGISTER = ROOT / "docs" / "first-register.yml"


@dataclass(frozen=True)
class Place:
    """Slack and Jira here and now, a database with a register, and the settings of a bot for them."""

    url: str
    slack: LocalSlack
    settings: Settings
    context: Context

    def ask(self) -> None:
        """Jonas asks for next week."""
        jonas = ScriptedUser(self.url, "U_JONAS")
        jonas.command("/ip-request", channel=CHANNEL)
        for action, chosen in (("vendor.choose", "V01"), ("assets.choose", "AST-001"), ("people.choose", "P01")):
            jonas.suggest(action, "")
            jonas.choose(action, chosen)
        for action, value in (("entity.choose", "V01-A"), ("mode.choose", "view"), ("channel.choose", "CH-VDI")):
            jonas.choose(action, value)
        today: date = self.context.today()
        for field, value in (
            ("start", today + timedelta(days=7)),
            ("end", today + timedelta(days=20)),
            ("need", "The bench review needs it."),
        ):
            jonas.fill(field, str(value))
        jonas.submit()

    def on_its_way(self) -> list[outbox.OutboxMessage]:
        """Messages that were claimed, and of which nobody knows yet that they arrived."""
        with self.context.store.reading() as unit:
            return [message for message in outbox.undelivered(unit) if message.attempts and not message.last_error]

    def take_longer(self, method: str, seconds: float) -> None:
        Control(self.url).faults("latency", method=method, seconds=seconds, times=1)


@contextmanager
def place_on(tmp_path: Path, database_url: str) -> Iterator[Place]:
    clock = DemoClock()
    register = read_register(REGISTER).at(clock.today()).register
    slack = local_slack(register, [CHANNEL], clock)
    jira = LocalJira({"IPA": "IP audits"}, clock=clock, user=JIRA_USER, token=JIRA_TOKEN)
    with LocalServer(slack, jira, clock=clock) as server:
        given = read_settings(_env_file=None, data_dir=tmp_path, database_url=database_url, workflows_dir=None, http_port=0)
        settings = pointed_at(given, server.url, tmp_path)
        with open_context(settings) as context:
            load_register(context, register, actor="test")
            yield Place(server.url, slack, settings, context)
    jira.webhooks.close()


class Running:
    """The child, and what it said."""

    def __init__(self, settings: Settings, output: Path, **environ: str) -> None:
        self.output = output
        given = environment(settings) | environ
        with output.open("wb") as file:
            command = [sys.executable, "-m", "bot", "run"]
            self.child = subprocess.Popen(command, env=given, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def tell(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.child.send_signal(number)


@contextmanager
def running(place: Place, tmp_path: Path, ready: str = "connected to Slack", **environ: str) -> Iterator[Running]:
    bot = Running(place.settings, tmp_path / "said", **environ)
    try:
        until(lambda: ready in bot.said() or bot.child.poll() is not None, PATIENCE)
        assert bot.child.poll() is None, bot.said()
        yield bot
    finally:
        bot.child.kill()
        bot.child.wait(PATIENCE)
