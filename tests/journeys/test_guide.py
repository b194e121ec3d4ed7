"""The guide, followed to the letter in a folder of its own, against the workspace of this machine at its strictest.

Each command is taken from `docs/guide.md` and typed as it stands there; what the guide says is to be seen has to be seen.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.local.scripted_user import ScriptedUser
from bot.settings import PREFIX
from tests.journeys.guide import ROOT, Block, Step, is_seen, steps, with_settings
from tests.local.workspace import until

pytestmark = pytest.mark.timeout(300)  # a dozen commands, each a process of its own
PATIENCE = 40.0
BY_DEFAULT = "8080"
INSTALLED = ("make setup", 'export PATH="$PWD/.venv/bin:$PATH"')  # by whoever runs these tests
WHO = "U_JONAS"


@pytest.fixture
def port() -> str:
    """A free port in the place of the guide's, which may be taken here."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return str(found.getsockname()[1])


@dataclass
class Running:
    """A program that was started and goes on, and all that it has said."""

    process: subprocess.Popen[bytes]
    output: Path

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@dataclass
class Reader:
    """Somebody in front of a terminal and of Slack, in a copy of this repository."""

    folder: Path
    port: str
    known: dict[str, str] = field(default_factory=dict)
    """What only the reader can know: tokens, addresses."""
    bots: list[Running] = field(default_factory=list)
    said: str = ""

    def prepare(self) -> None:
        """What of a clone the guide's commands touch."""
        shutil.copytree(ROOT / "docs", self.folder / "docs")
        shutil.copy(ROOT / ".env.example", self.folder)

    def follow(self, step: Step) -> None:
        doing: dict[str, Callable[[Block], None]] = {
            "sh": self._type,
            "text": self._compare,
            "ini": self._fill_in,
            "slack": self._type_in_slack,
        }
        for block in step.blocks:
            doing[block.kind](block)

    def _type(self, block: Block) -> None:
        self.said = ""
        for line in block.lines:
            if line in INSTALLED:
                continue
            command = line.replace(BY_DEFAULT, self.port)
            if "ringfence run" in command:
                self.bots.append(self.start(command.removesuffix(" &")))
                until(lambda: "✓" in self.bots[-1].said() or self.bots[-1].process.poll() is not None, PATIENCE)
                self.said += self.bots[-1].said()
            else:
                done = self.run(command)
                self.said += done.stdout
                assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/bash", "-c", command],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, command: str) -> Running:
        output = self.folder / f"output-{len(list(self.folder.iterdir()))}"
        with output.open("wb") as file:
            process = subprocess.Popen(
                ["/bin/bash", "-c", f"exec env {command}"],
                cwd=self.folder,
                env=self._environment(),
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        return Running(process, output)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        here = Path(sys.executable).parent
        return kept | {"PATH": f"{here}:{kept['PATH']}", "COLUMNS": "220"}

    def _compare(self, block: Block) -> None:
        for line in block.lines:
            assert is_seen(line.replace(BY_DEFAULT, self.port), self.said), f"not to be seen: {line}\n{self.said}"

    def _fill_in(self, block: Block) -> None:
        asked = dict(line.split("=", 1) for line in block.lines)
        self.write_env({name: self.known[name] if "…" in value else value for name, value in asked.items()})

    def write_env(self, given: dict[str, str]) -> None:
        env = self.folder / ".env"
        env.write_text(with_settings(env.read_text(encoding="utf-8"), given), encoding="utf-8")

    def _type_in_slack(self, block: Block) -> None:
        user = ScriptedUser(self.known["page"], WHO)
        for line in block.lines:
            channel, _, text = line.partition(": ")
            known = len(user.whispers())
            user.say(channel, text)
            if text.startswith("/ip-"):
                user.wait_for(lambda known=known: len(user.whispers()) > known, PATIENCE)  # type: ignore[misc]

    def doctor_finds_fault_with(self, part: str) -> str:
        done = self.run(f"ringfence doctor {part}")
        assert done.returncode == 1, done.stdout
        return done.stdout + done.stderr

    def stop_bots(self) -> list[int]:
        codes = [bot.end() for bot in self.bots]
        self.bots.clear()
        return codes

    @contextmanager
    def workspace(self, *more: str) -> Iterator[None]:
        """Slack and Jira of this machine, as the guide starts them; their lines go where the guide says."""
        running = self.start(f"ringfence demo --workspace-only {' '.join(more)}")
        try:
            until(lambda: "JIRA_TOKEN" in running.said() or running.process.poll() is not None, PATIENCE)
            comment, *lines = running.said().splitlines()
            self.known |= dict(line.split("=", 1) for line in lines)
            self.known["page"] = comment.split()[comment.split().index("open") + 1]
            yield
        finally:
            self.stop_bots()
            assert running.end() == 0


@pytest.fixture
def reader(tmp_path: Path, port: str) -> Reader:
    reader = Reader(tmp_path, port)
    reader.prepare()
    return reader


def first_steps() -> list[Step]:
    return [step for step in steps() if step.title[0].isdigit()]


def named(title: str) -> Step:
    return next(step for step in steps() if step.title.startswith(title))


def begin(reader: Reader, *, before: str = "", confirmed: bool = False) -> None:
    """The numbered steps before this one, or all. What the workspace prints goes into `.env` in step 4, as the guide says."""
    for step in first_steps():
        if before and step.title.startswith(before):
            return
        reader.follow(step if confirmed else unconfirmed(step))
        if step.title.startswith("4"):
            printed = {name: value for name, value in reader.known.items() if name.startswith(PREFIX)}
            reader.write_env(printed | {f"{PREFIX}HTTP_PORT": reader.port})


def unconfirmed(step: Step) -> Step:
    """The same without asking the doctor, for those who have been here before."""
    typed = [replace(b, lines=tuple(x for x in b.lines if "doctor" not in x)) for b in step.blocks if b.kind != "text"]
    return replace(step, blocks=tuple(typed))


def test_eight_steps_lead_to_a_bot_that_answers_and_the_day_to_day_commands_hold(reader: Reader) -> None:
    with reader.workspace():
        assert [step.title[0] for step in first_steps()] == ["1", "4", "5", "6", "7", "8"]
        begin(reader, confirmed=True)
        reader.follow(named("Watch it"))
        assert reader.stop_bots() == [0]
        reader.follow(named("Copy it"))


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_several_processes_share_a_postgresql(reader: Reader, database_url: str) -> None:
    with reader.workspace():
        begin(reader, before="7")
        reader.known[f"{PREFIX}DATABASE_URL"] = database_url
        reader.follow(named("Several processes"))
        assert reader.stop_bots() == [0, 0]


def test_slack_comes_over_http_instead(reader: Reader) -> None:
    with reader.workspace(f"--deliver-to http://127.0.0.1:{reader.port}/slack/events"):
        begin(reader, before="7")
        reader.follow(named("HTTP instead"))
        assert reader.stop_bots() == [0]


def test_what_was_left_out_is_named_with_what_to_do_and_no_token_is_shown(reader: Reader) -> None:
    """The workspace of this machine refuses as the real one does."""
    with reader.workspace():
        begin(reader, before="6")
        assert "the bot is not in #ip-requests\n    → Invite it: `/invite @Ringfence`" in reader.doctor_finds_fault_with("slack")
        for setting, words in (
            ("SLACK_BOT_TOKEN", "Set RINGFENCE_SLACK_BOT_TOKEN to the token"),
            ("SLACK_APP_TOKEN", "Set RINGFENCE_SLACK_APP_TOKEN to a token"),
            ("JIRA_TOKEN", "Check RINGFENCE_JIRA_URL, _KIND, _USER and _TOKEN."),
        ):
            name = f"{PREFIX}{setting}"
            reader.write_env({name: f"{reader.known[name][:5]}not-for-your-eyes"})
            said = reader.doctor_finds_fault_with(setting.partition("_")[0].lower())
            assert words in said
            assert "not-for-your-eyes" not in said
            reader.write_env({name: reader.known[name]})
