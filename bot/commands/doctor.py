"""`ringfence doctor`: what is missing in settings, database, workflows, register, Slack, Jira and record, and what to do."""

from collections.abc import Iterator

import typer

from bot.commands.cli import BAD_INPUT
from bot.commands.diagnostics import PARTS, Patient
from bot.console.examinations import print_sections, print_sections_as_json
from bot.console.printing import print_mistakes
from bot.domain.diagnostics import Section, all_well, unwell
from bot.files.problems import suggestion
from bot.logs import set_up_logs
from bot.settings import BrokenSettings, read_settings

UNWELL = 1


def doctor(sections: list[str] | None, *, as_json: bool) -> None:
    wanted = sections or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        print_mistakes(f"{unknown[0]} is no part; {suggestion(unknown[0], list(PARTS))}")
        raise typer.Exit(BAD_INPUT)
    looked = list(_look(wanted))
    print_sections_as_json(looked) if as_json else print_sections(looked)
    if not all_well(looked):
        raise typer.Exit(UNWELL)


def _look(wanted: list[str]) -> Iterator[Section]:
    """Settings that cannot be read keep the rest from being looked at, and are told even if nobody asked for them."""
    try:
        settings = read_settings()
    except BrokenSettings as broken:
        yield Section(
            "settings", tuple(unwell(line, "Correct it in .env or in the environment.") for line in str(broken).splitlines())
        )
        return
    set_up_logs(settings.log_format, "error")
    patient = Patient(settings)
    for name in (name for name in PARTS if name in wanted):
        yield Section(name, tuple(PARTS[name](patient)))
