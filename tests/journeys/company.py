"""The demo's company with its own Slack and Jira, and the bot beside it: in this process, or in one that can be killed."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.application.context import Context
from bot.application.register.load import load_register
from bot.application.requests.submit import Submitted, submit_request
from bot.bootstrap import assemble, open_context
from bot.demonstration import APP_TOKEN, JIRA_TOKEN, JIRA_USER, demo_file, local_slack, pointed_at, slack_id
from bot.domain.drafts import Draft, Item
from bot.domain.vocabulary import Mode
from bot.local.clock import DemoClock
from bot.local.jira import LocalJira
from bot.local.scripted_user import ScriptedUser
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.settings import PREFIX, Settings, read_settings
from bot.slack.socket_mode import connected
from bot.store import outbox
from tests.journeys.held_jira import HeldJira
from tests.leases import AT_ONCE
from tests.local.workspace import until

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
CHANNEL = "ip-requests"
WHY = "The review fails without it."
DAYS = (date(2026, 12, 1), date(2027, 1, 15))
SEARCH_LAG = timedelta(seconds=30)
DECIDERS = ("U_LENA", "U_TOBIAS", "U_INES", "U_SOFIA")
PATIENCE = 20.0


@dataclass(frozen=True)
class Company:
    """A workspace, a Jira whose replies can be held back, and a context on the bot's database to look at it."""

    url: str
    clock: DemoClock
    slack: LocalSlack
    jira: LocalJira
    held: HeldJira
    settings: Settings
    context: Context

    def as_user(self, who: str) -> ScriptedUser:
        return ScriptedUser(self.url, who)

    def submit(self) -> str:
        """The demo's first request, without the form."""
        items = (Item("AST-001", Mode.VIEW),)
        wish = Draft("u-jonas", "V01", "V01-A", "PRJ-AURORA", items, ("P01", "P02"), "CH-VDI", *DAYS, WHY)
        outcome = submit_request(self.context, wish, submit_key="view-1")
        assert isinstance(outcome, Submitted)
        return outcome.request_id

    def ask(self) -> Callable[[], None]:
        """Jonas fills the form for the demo's first request; what is returned sends it."""
        user = self.as_user("U_JONAS")
        user.command("/ip-request", channel=CHANNEL)
        for action, values in (
            ("vendor.choose", ["V01"]),
            ("assets.choose", ["AST-001"]),
            ("people.choose", ["P01", "P02"]),
        ):
            user.suggest(action, "" if action == "people.choose" else values[0])
            user.choose(action, *values)
        for action, value in (("entity.choose", "V01-A"), ("mode.choose", "view"), ("channel.choose", "CH-VDI")):
            user.choose(action, value)
        for field, value in (
            ("start", DAYS[0].isoformat()),
            ("end", DAYS[1].isoformat()),
            ("need", WHY),
        ):
            user.fill(field, value)
        return user.submit

    def approve(self, who: str, request: str) -> Callable[[], None]:
        """Waits until this person has a message with the button; what is returned clicks it."""
        user = self.as_user(who)
        try:
            message = user.wait_for(lambda: _with_button(user.messages(), request), PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{who} was not asked about {request}; {self.story()}") from None
        return lambda: user.click("request.approve_click", message_ts=message["ts"])

    def story(self) -> str:
        """What happened, for whoever has to find out why something did not."""
        waits = [(m.promise.key, m.state, m.attempts, m.last_error) for m in self.waiting()]
        calls = [(call.method, str(call.args.get("text", ""))[:60], call.error) for call in self.slack.calls[-12:]]
        sent = [(one.kind, one.payload.get("user", {}).get("id")) for one in self.slack.sent[-6:]]
        return f"waiting: {waits}; last calls: {calls}; last sent: {sent}; connected: {self.slack.connected}"

    def waiting(self) -> list[outbox.OutboxMessage]:
        with self.context.store.reading() as unit:
            return outbox.undelivered(unit)

    def until_all_is_delivered(self) -> None:
        until(lambda: not self.waiting(), PATIENCE)

    def standing(self, request: str) -> Counter[str]:
        """How many messages about a request stand in each place, whispers apart."""
        messages = list(self.slack.state.messages.values())
        return Counter(m.channel for m in messages if request in m.text and m.only_for is None)

    def promised(self, request: str) -> Counter[str]:
        """How many should."""
        with self.context.store.reading() as unit:
            places = [destination for destination, _ in outbox.places(unit, request)]
        return Counter(_place(destination) for destination in places)

    def card(self, request: str) -> str:
        found = [m for m in self.as_user("U_JONAS").messages(CHANNEL) if request in m["text"]]
        return str(found[-1]["blocks"]) if found else ""

    def tickets(self, request: str) -> list[str]:
        return [issue.key for issue in self.jira.board.issues if request in str(issue.fields)]


def _with_button(messages: list[dict[str, Any]], request: str) -> dict[str, Any] | None:
    for message in reversed(messages):
        if request in message["text"] and "request.approve_click" in str(message["blocks"]):
            return message
    return None


def _place(destination: str) -> str:
    kind, _, name = destination.partition(":")
    return f"C_{name.upper().replace('-', '_')}" if kind == "channel" else f"D_{slack_id(name).removeprefix('U_')}"


@contextmanager
def running_company(folder: Path, database_url: str, **slack: Any) -> Iterator[Company]:
    """The company at work, without any bot; `slack` goes to the local Slack."""
    clock = DemoClock(MORNING)
    file = demo_file(clock)
    people = local_slack(file.register, [CHANNEL], clock, **slack)
    jira = LocalJira({"IPA": "IP audits"}, clock=clock, search_lag=SEARCH_LAG, user=JIRA_USER, token=JIRA_TOKEN)
    held = HeldJira(jira)
    with LocalServer(people, held, clock=clock) as server:
        given = read_settings(_env_file=None, data_dir=folder, database_url=database_url, workflows_dir=None)
        settings = pointed_at(given, server.url, folder)
        with open_context(settings, clock) as context:
            load_register(context, file.register, actor="test")
            yield Company(server.url, clock, people, jira, held, settings, context)
    jira.webhooks.close()


@contextmanager
def bot_at_work(company: Company) -> Iterator[None]:
    """The bot in this process, connected."""
    with assemble(company.settings, company.context, AT_ONCE) as bot, connected(bot.app, APP_TOKEN):
        until(lambda: company.slack.connected)
        yield


class BotProcess:
    """A bot in a process of its own. It stands by, everything imported, until it is told to go."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._fuse = company.settings.data_dir / "die-after-the-next-commit"
        command = [sys.executable, "-m", "tests.journeys.bot_process", str(self._fuse)]
        self._child = subprocess.Popen(
            command, env=environment(company.settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def go(self, apart: timedelta = timedelta()) -> None:
        """Starts, at the company's time or so far from it, and connects."""
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write((self._company.clock.now() + apart).isoformat() + "\n")
        self._child.stdin.flush()
        assert self._child.stdout.readline() == "connected\n"

    def die_after_the_next_commit(self) -> None:
        self._fuse.touch()

    def kill(self) -> None:
        self._child.send_signal(signal.SIGKILL)

    def pause(self) -> None:
        self._child.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._child.send_signal(signal.SIGCONT)

    @property
    def is_dead(self) -> bool:
        return self._child.poll() is not None

    def until_dead(self) -> None:
        """It was killed, and by nothing gentler."""
        assert self._child.wait(PATIENCE) == -signal.SIGKILL
        self._fuse.unlink(missing_ok=True)
        self._close()

    def end(self) -> None:
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait(PATIENCE)
        self._close()

    def _close(self) -> None:
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process that runs with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {name: getattr(settings, name) for name in Settings.model_fields if getattr(settings, name) is not None}
    plain = {name: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for name, v in given.items()}
    return kept | {f"{PREFIX}{name.upper()}": value for name, value in plain.items()}
