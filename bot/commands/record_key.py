"""`ringfence record key`: the key that signs the roots of the record, made and renewed."""

from datetime import UTC, datetime
from pathlib import Path

from bot.commands.cli import refusals
from bot.console.printing import print_fine
from bot.files.record_key import make_key, public_file, renew_key
from bot.settings import PREFIX


def new(file: Path) -> None:
    with refusals():
        made = make_key(file, datetime.now(UTC))
    print_fine(f"{file} holds the key {made.key}; set {PREFIX}RECORD_KEY_FILE={file} and start the bot anew")
    print_fine(f"{public_file(file)} proves what it signs; give a copy to whoever is to prove it, such as counsel")


def renew(file: Path) -> None:
    with refusals():
        made = renew_key(file, datetime.now(UTC))
    print_fine(f"{file} holds the key {made.key} from now on; start the bot anew, and give out {public_file(file)} again")
