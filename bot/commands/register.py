"""`ringfence register`: vendors, people, assets and papers from a file, checked whole before anything is taken in."""

from pathlib import Path

import typer

from bot.application.register.load import load_register, register_now, renamed_people
from bot.bootstrap import open_context
from bot.commands.cli import BAD_INPUT, day_of, policy_of, refusals, settings_with_logs
from bot.console.printing import print_fine, print_warnings, print_wrapped
from bot.console.register_changes import changes
from bot.console.register_checks import ReportLine, print_register_check
from bot.domain.checks.catalogue import BY_ID
from bot.domain.checks.configured import never_waived
from bot.domain.register_warnings import Looked, find_oddities
from bot.files.problems import BrokenFile
from bot.files.register import read_register
from bot.files.workflows import refuse_mistakes, unfilled
from bot.settings import read_settings


def check_register(file: Path, *, as_json: bool, strict: bool) -> None:
    with refusals():
        policy = policy_of(read_settings())
        today = day_of("", policy)
    try:
        found = read_register(file, never_waived(policy.checks)).at(today)
    except BrokenFile as broken:
        print_register_check(file.name, [ReportLine("error", p.place, p.line, p.words) for p in broken.problems], as_json=as_json)
        raise typer.Exit(BAD_INPUT) from None
    oddities = find_oddities(Looked(found.register, policy.workflows, frozenset(BY_ID), today))
    found_odd = [ReportLine("warning", " · ".join((o.section, o.record, o.field)), None, o.words) for o in oddities]
    print_register_check(file.name, found_odd, as_json=as_json)
    if strict and oddities:
        raise typer.Exit(1)


def load(file: Path) -> None:
    with refusals():
        settings = settings_with_logs()
        policy = policy_of(settings)
        as_written = read_register(file, never_waived(policy.checks))
        found = as_written.at(day_of("", policy))
        refuse_mistakes(policy)
        with open_context(settings) as context:
            otherwise = renamed_people(context, found.register)
            before = register_now(context)
            changed = load_register(context, found.register, actor="command line")
            after = register_now(context)
    print_fine(f"{changed} records changed")
    print_wrapped(("", line) for line in changes(before, after))
    print_warnings(otherwise)
    print_warnings(str(problem) for problem in unfilled(policy, found.register.members))
    if days := (found.as_of - as_written.as_of).days:
        print_warnings([f"all dates were moved by {days} days, because the file's meta says date_mode: shift_to_today"])
