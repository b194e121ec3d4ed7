"""The command line: `ringfence`, also as `python -m bot`."""

import os
from importlib.metadata import version
from typing import Annotated

import typer

from bot.commands.agreement import agreements
from bot.commands.backup import backup
from bot.commands.doctor import doctor
from bot.commands.outbox import promises
from bot.commands.preview import checks, preview
from bot.commands.record import records
from bot.commands.register import register
from bot.commands.run import demo, run
from bot.commands.workflows import workflows

ringfence = typer.Typer(no_args_is_help=True, add_completion=False, help="Whether a vendor may see it, decided in Slack.")


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ringfence {version('ringfence')}")
        raise typer.Exit


@ringfence.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Which release this is.")
    ] = False,
) -> None:
    """Whether a vendor may see it, decided in Slack."""


for command in (run, demo, doctor, backup, preview):
    ringfence.command()(command)
for name, commands in (
    ("register", register),
    ("agreement", agreements),
    ("checks", checks),
    ("workflows", workflows),
    ("outbox", promises),
    ("record", records),
):
    ringfence.add_typer(commands, name=name)


def main() -> None:
    """What is written (database, backups) is for this account alone."""
    os.umask(0o077)
    ringfence()


if __name__ == "__main__":
    main()
