"""The command line: `ringfence`, also as `python -m bot`."""

import os
from typing import Annotated

import typer

from bot.commands import declared

ringfence = typer.Typer(no_args_is_help=True, add_completion=False, help="Whether a vendor may see it, decided in Slack.")


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"ringfence {version('ringfence')}")
        raise typer.Exit


@ringfence.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Which release this is.")
    ] = False,
) -> None:
    """Whether a vendor may see it, decided in Slack."""


for command in (
    declared.run,
    declared.demo,
    declared.doctor,
    declared.backup,
    declared.preview,
    declared.vendor,
    declared.acknowledge,
):
    ringfence.command()(command)
for name, commands in (
    ("register", declared.register),
    ("agreement", declared.agreements),
    ("checks", declared.checks),
    ("workflows", declared.workflows),
    ("outbox", declared.promises),
    ("record", declared.records),
):
    ringfence.add_typer(commands, name=name)


def main() -> None:
    """What is written (database, backups) is for this account alone."""
    os.umask(0o077)
    ringfence()


if __name__ == "__main__":
    main()
