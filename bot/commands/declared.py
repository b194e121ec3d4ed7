"""Every command as it is typed: its words, arguments and help. What it does is imported when it is called, and not before.

So help answers at once; `tests/test_help.py` holds which modules it may import.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

import bot

DEMO_REGISTER = Path(bot.__file__).parent / "local" / "demo-register.yml"
DEMO_PORT = 8750  # of the demo's page
PARTS = "settings, database, workflows, register, slack, jira, outbox, record"
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]
RegisterPath = Annotated[Path, typer.Argument(help="A register file (YAML).", metavar="FILE")]
RegisterOption = Annotated[Path | None, typer.Option("--register", help="A register file whose people to look at.")]
KeyPath = Annotated[Path, typer.Argument(metavar="FILE", help="Where the key lies: on the bot's machine, outside the database.")]
RequestId = Annotated[str, typer.Argument(help="A request, such as REQ-2026-0001, or its number.", metavar="ID")]


def group(words: str) -> typer.Typer:
    return typer.Typer(no_args_is_help=True, help=words)


register = group("The register of vendors, people, assets and papers.")
agreements = group("NDAs: their clocks, their end, who takes over.")
checks = group("What is looked at, how hard a failure is, and where that stands.")
workflows = group("Who decides what, as the company wrote it.")
promises = group("Messages and tickets that were promised.")
records = group("What happened, who did it, on which facts, and the proof of it.")
key = group("The key that signs the roots of the record; docs/proof.md tells its life.")
records.add_typer(key, name="key")


def run() -> None:
    """Start the bot against whatever the settings name, until it is told to stop."""
    from bot.commands.run import run as start

    start()


def demo(
    play: Annotated[bool, typer.Option("--play", help="Play the story without a person, print it, and end.")] = False,
    port: Annotated[int, typer.Option(help="The port of the page, or the next one that is free; 0 takes any.")] = DEMO_PORT,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew; else the demo goes on where it was stopped.")] = False,
    workspace_only: Annotated[
        bool, typer.Option("--workspace-only", help="Slack and Jira without the bot; prints the settings that reach them.")
    ] = False,
    deliver_to: Annotated[
        str, typer.Option(metavar="URL", help="With --workspace-only: Slack delivers there by signed HTTP, not to a socket.")
    ] = "",
) -> None:
    """A Slack and a Jira on this machine, with the bot connected: open the address and take part."""
    from bot.commands.run import demo as begin

    begin(play=play, port=port, fresh=fresh, workspace_only=workspace_only, deliver_to=deliver_to)


def doctor(
    sections: Annotated[
        list[str] | None, typer.Argument(metavar="[PART]...", help=f"Which parts to look at: {PARTS}; none means all.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at all that the bot needs and at what it gave up, say what to do about it, and exit 0 only if all is well."""
    from bot.commands.doctor import doctor as examine

    examine(sections, as_json=as_json)


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; it must not be there yet.")]) -> None:
    """Copy the SQLite database while the bot goes on, open the copy, and prove its record (exit 1 if that fails)."""
    from bot.commands.backup import backup as copy

    copy(file)


def preview(
    register_file: Annotated[
        Path, typer.Option("--register", help="The register file; the demo's if not given.")
    ] = DEMO_REGISTER,
    request: Annotated[
        list[str] | None,
        typer.Option(help="An id of the file's requests, or one that stands, such as REQ-2026-0001; several times for several."),
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="The same, without the option.")] = None,
    as_of: Annotated[
        str, typer.Option(help="The day of evaluation, such as 2026-11-24; today if not given. A file that shifts moves along.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list, a row per check, item and person.")] = False,
    as_decided: Annotated[
        bool, typer.Option("--as-decided", help="Judge one that stands again by its facts, rules and figures of then.")
    ] = False,
    snapshot: Annotated[
        int | None, typer.Option(metavar="N", help="With --as-decided: which snapshot; the newest if not given.")
    ] = None,
) -> None:
    """What each request of a register file would get; nothing is stored.

    A request that stands (REQ-…) is judged on the facts of now.

    With --as-decided it is judged once more as it was decided; exit 1, and what differs, unless that gives what was stored.
    """
    from bot.commands.preview import Asked
    from bot.commands.preview import preview as judge

    judge(Asked(register_file, [*(request or []), *(more or [])], as_of, snapshot), as_decided=as_decided, as_json=as_json)


def vendor(
    words: Annotated[list[str], typer.Argument(help="A vendor: its id, or words of its name.", metavar="VENDOR...")],
    asset: Annotated[str, typer.Option(help="One asset instead of each class: its id, or words of its title.")] = "",
    as_json: AsJson = False,
) -> None:
    """What a vendor could be given today, what stands in the way, and who can mend it. That it was asked is recorded."""
    from bot.commands.vendor import show_vendor

    show_vendor(words, asset, as_json=as_json)


def acknowledge(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person of the register, such as P01.")],
    rank: Annotated[int, typer.Option("--class", min=1, max=4, help="The class whose secrecy notice they know, such as 3.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day on which they confirmed it, such as 2026-11-24.")],
    how: Annotated[Literal["signed", "email", "training", "meeting"], typer.Option("--how", help="How they confirmed it.")],
    by: Annotated[str, typer.Option("--by", metavar="MEMBER", help="The vendor manager who has seen it, by id.")],
) -> None:
    """Record that somebody acknowledged the secrecy notice on paper; access that waits for it alone goes on."""
    from bot.commands.acknowledge import acknowledge as record

    record(person, rank, on, how, by)


@checks.command("list")
def list_checks() -> None:
    """Every check of this release."""
    from bot.commands import preview as commands

    commands.list_checks()


@checks.command("show")
def show_check(check: Annotated[str, typer.Argument(help="A check, such as NDA-01.", metavar="ID")]) -> None:
    """One check whole: why it exists, what a failure means for each class, and its clauses."""
    from bot.commands import preview as commands

    commands.show_check(check)


@register.command("check")
def check_register(
    file: RegisterPath,
    as_json: AsJson = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if something is odd, though not wrong.")] = False,
) -> None:
    """Report every mistake at once (exit 2), and what is odd without being wrong; the file is not imported."""
    from bot.commands import register as commands

    commands.check_register(file, as_json=as_json, strict=strict)


@register.command("load")
def load(file: RegisterPath) -> None:
    """Make the database hold exactly this register; refused whole if anything in it is wrong.

    A role that nobody holds any more is no mistake of the file: people leave. It is a warning, and what waits for it is told.
    """
    from bot.commands import register as commands

    commands.load(file)


@agreements.callback()
def _group() -> None:
    """Keeps `explain` a word of its own while it is the only command."""


@agreements.command("explain")
def explain_agreement(
    agreement: Annotated[str, typer.Argument(help="An agreement of the register, such as NDA-V02.", metavar="ID")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="As seen from this day; today if not given.")] = "",
    register_file: Annotated[
        Path | None, typer.Option("--register", metavar="FILE", help="A register file instead of the database.")
    ] = None,
) -> None:
    """Draw the three clocks of an NDA, its opt-out day, notice, successor, gap, and how long it protects afterwards."""
    from bot.commands import agreement as commands

    commands.explain(agreement, on, register_file)


@workflows.command("check")
def check_workflows(register_file: RegisterOption = None) -> None:
    """Report every mistake of the workflow files with file and line (exit 2), and what works only until one person asks.

    The people are those of the database, or of a register file; without any, the files alone are looked at.
    """
    from bot.commands import workflows as commands

    commands.check_workflows(register_file)


@workflows.command("explain")
def explain_route(
    requests: Annotated[
        list[str], typer.Argument(metavar="ID...", help="REQ-2026-0001 of the database, or R01 of a register file.")
    ],
    register_file: RegisterOption = DEMO_REGISTER,
) -> None:
    """Say which rule fits a request, why the earlier ones do not, and what its overlays add."""
    from bot.commands import workflows as commands

    commands.explain(requests, register_file)


@promises.command("list")
def list_outbox() -> None:
    """What waits, and what was given up, with the last reason."""
    from bot.commands import outbox as commands

    commands.list_outbox()


@promises.command("retry")
def retry_outbox(
    ids: Annotated[list[int] | None, typer.Argument(help="Ids from `outbox list`; none means all that were given up.")] = None,
) -> None:
    """Bring messages back to the front, once what kept them is mended."""
    from bot.commands import outbox as commands

    commands.retry_outbox(ids or [])


@records.command("show")
def show_record(
    subject: Annotated[str, typer.Argument(help="A request, an agreement or an audit, such as REQ-2026-0001.", metavar="ID")],
) -> None:
    """Every transition and refusal of one request and its access, of an agreement or of an audit; oldest first."""
    from bot.commands import record as commands

    commands.show_record(subject)


@records.command("facts")
def facts(
    request: RequestId,
    snapshot: Annotated[int | None, typer.Option(metavar="N", help="Which snapshot; the newest if not given.")] = None,
) -> None:
    """What was known when a request was judged: the draft, each record that was looked at, and what the checks found."""
    from bot.commands import record as commands

    commands.facts(request, snapshot)


@records.command("verify")
def verify(
    root: Annotated[
        list[str] | None,
        typer.Option(metavar="WHEN=ROOT", help="A root as it was posted in Jira or in the digest; several times."),
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Public keys of the record; without it those beside the bot's own key.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Do not fetch the posted roots from Jira.")] = False,
) -> None:
    """Recompute every hash and root, and what follows from the entries; exit 1, and name what is not what it was."""
    from bot.commands import record as commands

    commands.verify(root or [], keys, offline=offline)


@records.command("export")
def export(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day, such as 2026-11-01.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day; it counts in full.")],
    form: Annotated[
        Literal["csv", "jsonl", "proof"],
        typer.Option("--format", help="CSV, a JSON object a line, or with all that proves it."),
    ] = "jsonl",
) -> None:
    """Write the entries of these days (organisation's zone) with their hashes to standard output, oldest first."""
    from bot.commands import record as commands

    commands.export(first, last, form)


@records.command("verifier")
def verifier() -> None:
    """Write the program that proves an export on any machine, without Ringfence, to standard output."""
    from bot.commands import record as commands

    commands.verifier()


@key.command("new")
def new_key(file: KeyPath) -> None:
    """Make a key in a file that is not there yet, and its public half in FILE.pub."""
    from bot.commands import record_key as commands

    commands.new(file)


@key.command("renew")
def renew_key(file: KeyPath) -> None:
    """Put a new key in the place of the old one; what the old one signed still proves itself by FILE.pub."""
    from bot.commands import record_key as commands

    commands.renew(file)
