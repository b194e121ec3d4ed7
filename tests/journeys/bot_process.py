"""The bot as a process of its own, as `ringfence run` starts it, with a clock and a fuse that a test holds.

It stands by until it reads the time from its standard input. Where the file of the fuse exists, the process kills itself at one
named seam: right after the commit that promised a message, before anybody is told of it.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from bot.bootstrap import assemble, open_context
from bot.local.clock import DemoClock
from bot.logs import set_up_logs
from bot.settings import read_settings
from bot.slack.socket_mode import connected
from tests.leases import AT_ONCE


def main(fuse: Path) -> None:
    settings = read_settings(_env_file=None)
    set_up_logs("console", "error")
    began = sys.stdin.readline().strip()
    if not began:
        return
    with open_context(settings, DemoClock(datetime.fromisoformat(began))) as context:
        context.store.kept_promises.append(lambda: burn(fuse))
        with assemble(settings, context, AT_ONCE) as bot, connected(bot.app, settings.slack_app_token.get_secret_value()):
            print("connected", flush=True)  # noqa: T201 - the test waits for it
            sys.stdin.read()


def burn(fuse: Path) -> None:
    """Whoever takes the fuse away dies of it: of several processes exactly one."""
    try:
        fuse.unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
