"""Bots in processes of their own, each forked from one that has everything imported, so that the next is there at once.

A line with the time brings a bot into being, which says when it is connected; the line `bury` waits for the end of the last one.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from pydantic import SecretStr

from bot.bootstrap import assemble, open_context
from bot.local.clock import DemoClock
from bot.logs import set_up_logs
from bot.settings import PREFIX, Settings, read_settings
from bot.slack.socket_mode import connected
from tests.journeys.faults.scene import Scene
from tests.leases import AT_ONCE

BURY = "bury"


class Nursery:
    """One bot at a time: `bear` brings it into being, `kill` ends it without a word to it."""

    def __init__(self, child: "subprocess.Popen[str]", scene: Scene) -> None:
        self._child, self._scene = child, scene
        self._bot = 0
        self._connected = False
        self.killed_before_connecting = 0

    def bear(self) -> None:
        self._write(self._scene.clock.now().isoformat())
        self._bot, self._connected = int(self._read_until("born")), False

    def until_connected(self) -> None:
        self._read_until("connected")
        self._connected = True

    def kill(self) -> None:
        """SIGKILL; returns when the process is gone."""
        os.kill(self._bot, signal.SIGKILL)
        self._write(BURY)
        assert self._read_until("died") == str(int(signal.SIGKILL))
        self.killed_before_connecting += not self._connected
        self._bot = 0

    def end(self) -> None:
        if self._bot:
            self.kill()

    def _write(self, line: str) -> None:
        assert self._child.stdin
        self._child.stdin.write(f"{line}\n")
        self._child.stdin.flush()

    def _read_until(self, word: str) -> str:
        """The rest of the line that begins with this word."""
        assert self._child.stdout
        while line := self._child.stdout.readline():
            first, _, rest = line.strip().partition(" ")
            if first == word:
                return rest
            self._connected = self._connected or first == "connected"
        raise AssertionError("The nursery has ended.")


@contextmanager
def nursery(scene: Scene) -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.journeys.faults.nursery"]
    pipe = subprocess.PIPE
    child = subprocess.Popen(
        command, env=_environment(scene.settings), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    with child:
        opened = Nursery(child, scene)
        try:
            yield opened
        finally:
            opened.end()


def _environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {name: getattr(settings, name) for name in Settings.model_fields if getattr(settings, name) is not None}
    plain = {name: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for name, v in given.items()}
    return kept | {f"{PREFIX}{name.upper()}": value for name, value in plain.items()}


def main() -> None:
    """What the nursery does for as long as its standard input is open."""
    settings = read_settings(_env_file=None)
    set_up_logs("console", "error")
    last = 0
    while line := sys.stdin.readline().strip():
        if line == BURY:
            _tell(f"died {os.waitpid(last, 0)[1]}")
        elif last := os.fork():
            _tell(f"born {last}")
        else:
            _work(settings, datetime.fromisoformat(line))


def _work(settings: Settings, began: datetime) -> None:
    """One bot, until it is killed."""
    token = settings.slack_app_token.get_secret_value()
    with (
        open_context(settings, DemoClock(began)) as context,
        assemble(settings, context, AT_ONCE) as bot,
        connected(bot.app, token),
    ):
        _tell("connected")
        while True:
            time.sleep(60)


def _tell(words: str) -> None:
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main()
