"""What all commands share: refusals in words with exit code 2, the settings, the company's policy, a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

import typer

from bot.bootstrap import workflows_dir
from bot.console.printing import print_mistakes
from bot.domain.errors import Refusal
from bot.domain.typed_words import day_typed
from bot.files.problems import BrokenFile
from bot.files.workflows import Policy, read_policy
from bot.logs import set_up_logs
from bot.settings import BrokenSettings, Settings, read_settings
from bot.store.faults import Unsure
from bot.store.schema import what_is_missing

BAD_INPUT = 2


@contextmanager
def refusals() -> Iterator[None]:
    """Mistakes of files and settings in words, and exit 2; nothing half-done remains."""
    try:
        yield
    except (BrokenFile, BrokenSettings, Refusal) as broken:
        print_mistakes(str(broken))
        raise typer.Exit(BAD_INPUT) from None
    except Unsure as lost:
        print_mistakes(f"The connection was lost at the last word ({lost}): look how it stands, then do it again if need be.")
        raise typer.Exit(BAD_INPUT) from None


def settings_with_logs() -> Settings:
    settings = read_settings()
    set_up_logs(settings.log_format, settings.log_level)
    return settings


def settings_to_read() -> Settings:
    """The same, for a command that reads: a database that is not there is refused instead of made."""
    if missing := what_is_missing(read_settings().database):
        words = f"{missing[:1].upper()}{missing[1:]}, so there is nothing to read. `ringfence register load FILE` makes it."
        raise Refusal("no_database", f"{words} If there should be one: check RINGFENCE_DATABASE_URL and RINGFENCE_DATA_DIR.")
    return settings_with_logs()


def policy_of(settings: Settings) -> Policy:
    return read_policy(workflows_dir(settings))


def day_of(text: str, policy: Policy, option: str = "--as-of") -> date:
    """The day that was written, or today where the company is."""
    if not text:
        return datetime.now(ZoneInfo(policy.time_zone)).date()
    if day := day_typed(text):
        return day
    raise BrokenSettings(f"{option} is {text!r}; write a day like 2026-11-24")
