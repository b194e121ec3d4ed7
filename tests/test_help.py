"""Help answers at once: nothing heavy is imported before a command does something."""

import subprocess
import sys
from pathlib import Path

from bot.commands import declared
from bot.commands.diagnostics import PARTS
from bot.demonstration import DEMO_REGISTER

ROOT = Path(__file__).parents[1]
ALLOWED = {"bot", "bot.__main__", "bot.commands", "bot.commands.declared"}
HEAVY = {"alembic", "apscheduler", "jira", "jinja2", "psycopg", "requests", "ruamel", "slack_bolt", "slack_sdk"}
HEAVY |= {  # pydantic is not among them: typer itself reads arguments with it
    "sqlalchemy",
    "sqlmodel",
    "starlette",
    "structlog",
    "uvicorn",
}
ASK_EVERY_HELP = """
import sys
from typer.main import get_command
from typer.testing import CliRunner
from bot.__main__ import ringfence

def words(command, before=()):
    yield list(before)
    for name, inner in getattr(command, "commands", {}).items():
        yield from words(inner, (*before, name))

asked = list(words(get_command(ringfence)))
for one in asked:
    told = CliRunner().invoke(ringfence, [*one, "--help"])
    assert told.exit_code == 0, (one, told.output)
print(len(asked), *sorted(sys.modules))
"""


def test_help_of_every_command_imports_nothing_that_only_doing_needs() -> None:
    ran = subprocess.run([sys.executable, "-c", ASK_EVERY_HELP], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    count, *modules = ran.stdout.split()
    assert int(count) > 25
    assert {name for name in modules if name.split(".")[0] == "bot"} == ALLOWED
    assert {name.split(".")[0] for name in modules} & HEAVY == set()


def test_what_help_says_without_looking_is_so() -> None:
    assert ", ".join(PARTS) == declared.PARTS
    assert declared.DEMO_REGISTER == DEMO_REGISTER
