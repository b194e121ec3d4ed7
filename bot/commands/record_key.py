"""`ringfence record key`: the key that signs the roots of the record, made and renewed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.cli import refusals
from bot.console.printing import print_fine
from bot.files.record_key import make_key, public_file, renew_key
from bot.settings import PREFIX

key = typer.Typer(no_args_is_help=True, help="The key that signs the roots of the record; docs/proof.md tells its life.")
KeyPath = Annotated[Path, typer.Argument(metavar="FILE", help="Where the key lies: on the bot's machine, outside the database.")]


@key.command("new")
def new(file: KeyPath) -> None:
    """Make a key in a file that is not there yet, and its public half in FILE.pub."""
    with refusals():
        made = make_key(file, datetime.now(UTC))
    print_fine(f"{file} holds the key {made.key}; set {PREFIX}RECORD_KEY_FILE={file} and start the bot anew")
    print_fine(f"{public_file(file)} proves what it signs; give a copy to whoever is to prove it, such as counsel")


@key.command("renew")
def renew(file: KeyPath) -> None:
    """Put a new key in the place of the old one; what the old one signed still proves itself by FILE.pub."""
    with refusals():
        made = renew_key(file, datetime.now(UTC))
    print_fine(f"{file} holds the key {made.key} from now on; start the bot anew, and give out {public_file(file)} again")
