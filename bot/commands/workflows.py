"""`ringfence workflows`: who decides what, as the company wrote it; checked whole, and explained."""

from pathlib import Path

from bot.application.requests.read import facts_of_request
from bot.bootstrap import open_context, open_store
from bot.commands.cli import day_of, policy_of, refusals, settings_to_read, settings_with_logs
from bot.commands.preview import wanted_of
from bot.console.printing import print_fine, print_warnings
from bot.console.routes import print_explanation
from bot.demonstration import DEMO_REGISTER
from bot.domain.checks.policy_changes import figures_words
from bot.domain.explaining import explain_route
from bot.domain.facts import Facts, concerning
from bot.domain.register import Member
from bot.domain.typed_words import as_typed, request_ids
from bot.domain.workflows import choose_route
from bot.files.problems import BrokenFile
from bot.files.register import read_register
from bot.files.workflows import BrokenPolicy, Policy, refuse_mistakes, refuse_problems, unfilled, warnings_of
from bot.settings import read_settings
from bot.store import registers
from bot.store.schema import what_is_missing


def check_workflows(register_file: Path | None) -> None:
    with refusals():
        try:
            policy = policy_of(read_settings())
        except BrokenPolicy as broken:
            members = _members(register_file, broken.sound)
            raise BrokenFile([*broken.problems, *(unfilled(broken.sound, members) if members else [])]) from None
        members = _members(register_file, policy)
        refuse_problems(policy, members) if members else refuse_mistakes(policy)
    odd = [str(problem) for problem in warnings_of(policy, members)]
    print_warnings(
        odd if members else ["who holds which role was not looked at: load a register, or name one with --register FILE"]
    )
    rules = f"{len(policy.workflows.rules)} rules, version {policy.workflows.version}"
    print_fine(f"{rules}; {figures_words(policy.checks)}; {len(odd) or 'nothing'} to tidy up")


def _members(register_file: Path | None, policy: Policy) -> tuple[Member, ...]:
    if register_file is not None:
        return read_register(register_file).at(day_of("", policy)).register.members
    if what_is_missing(read_settings().database):
        return ()
    with open_store(settings_with_logs()) as store, store.reading() as unit:
        return registers.members(unit)


def explain(requests: list[str], register_file: Path | None) -> None:
    with refusals():
        policy = policy_of(read_settings())
        kept = {one: request_ids(as_typed(one), 0) for one in requests if as_typed(one).upper().startswith("REQ")}
        of_file = [one for one in requests if one not in kept]
        told = [*_kept_facts([*map(_exactly, kept.items())]), *_scripted_facts(of_file, register_file, policy)]
    for title, facts in told:
        print_explanation(title, explain_route(policy.workflows, facts), choose_route(policy.workflows, facts))


def _kept_facts(ids: list[str]) -> list[tuple[str, Facts]]:
    if not ids:
        return []
    with open_context(settings_to_read()) as context:
        return [(one, facts_of_request(context, one)) for one in ids]


def _exactly(meant: tuple[str, tuple[str, ...]]) -> str:
    """The one request that was meant; what was typed where it names no year, so that it is refused in words."""
    typed, ids = meant
    return ids[0] if len(ids) == 1 else as_typed(typed).upper()


def _scripted_facts(ids: list[str], register_file: Path | None, policy: Policy) -> list[tuple[str, Facts]]:
    if not ids:
        return []
    today = day_of("", policy)
    found = read_register(register_file or DEMO_REGISTER).at(today)
    scripts = wanted_of(found.scripts, ids)
    known = found.register
    return [(f"{s.id} {s.case}", Facts(s.draft, concerning(known, s.draft), today, policy=policy.checks)) for s in scripts]
