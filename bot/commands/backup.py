"""`ringfence backup`: a copy of the database that has been opened and proven; with PostgreSQL, how to take one."""

from pathlib import Path
from sqlite3 import DatabaseError

import typer

from bot.commands.cli import BAD_INPUT, refusals, settings_with_logs
from bot.console.printing import print_fine, print_mistakes
from bot.settings import BrokenSettings, Settings
from bot.store.address import readable_address
from bot.store.backup import BrokenCopy, back_up
from bot.store.engine import open_engine

NOT_SOUND = 1


def backup(file: Path) -> None:
    with refusals():
        settings = settings_with_logs()
        _refuse(settings, file)
    engine = open_engine(settings.database)
    try:
        proven = back_up(engine, file)
    except BrokenCopy as broken:
        print_mistakes(f"no backup was made: {broken}")
        raise typer.Exit(NOT_SOUND) from None
    except DatabaseError as problem:
        print_mistakes(f"no backup was made, because SQLite cannot read the database: {problem}; `ringfence doctor database`")
        raise typer.Exit(NOT_SOUND) from None
    except OSError as problem:
        print_mistakes(f"no backup was made: {problem.strerror or problem}")
        raise typer.Exit(BAD_INPUT) from None
    finally:
        engine.dispose()
    proof = "its record proves itself" if proven else "it is of an older release, so that its record was not proven"
    print_fine(f"{file} holds the database, {file.stat().st_size / 1_000_000:.1f} MB; {proof}")


def _refuse(settings: Settings, file: Path) -> None:
    if not settings.database.startswith("sqlite:///"):
        command = f'pg_dump --format=custom --file={file} "{readable_address(settings.database)}"'
        raise BrokenSettings(f"PostgreSQL copies itself. Run (it asks for the password): {command}")
    source = Path(settings.database.removeprefix("sqlite:///"))
    if not source.is_file():
        raise BrokenSettings(f"there is no database at {source} to copy")
    if file.exists():
        raise BrokenSettings(f"{file} is there already, and no backup takes the place of another; name a new file")
    if not file.absolute().parent.is_dir():
        raise BrokenSettings(f"there is no folder {file.absolute().parent}; make it first")
