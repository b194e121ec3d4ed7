"""One line a happening, also of what libraries say, in the form that the setting names."""

import json
import subprocess
import sys

SCRIPT = """
import logging, structlog
from bot.logs import set_up_logs
set_up_logs({form!r}, "info")
structlog.get_logger("ours").info("sweep done", rows=3)
logging.getLogger("some.library").warning("slow answer")
logging.getLogger("some.library").info("chatter")
"""


def said(form: str) -> list[str]:
    """In a process of its own: logging is set up once in each."""
    ran = subprocess.run([sys.executable, "-c", SCRIPT.format(form=form)], capture_output=True, text=True, check=True)
    return ran.stderr.splitlines()


def test_for_machines_every_line_is_json() -> None:
    ours, theirs = (json.loads(line) for line in said("json"))

    assert (ours["event"], ours["rows"], ours["level"]) == ("sweep done", 3, "info")
    assert (theirs["event"], theirs["logger"], theirs["level"]) == ("slow answer", "some.library", "warning")


def test_for_people_every_line_says_when_and_how_grave() -> None:
    ours, theirs = said("console")

    assert "[info     ] sweep done" in ours
    assert "[warning  ] slow answer" in theirs
    assert "some.library" in theirs
