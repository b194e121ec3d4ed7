"""What `ringfence doctor` looks at, part by part; looking makes and changes nothing."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.application.context import Context
from bot.application.register.diagnostics import examine_outbox, examine_record, examine_register, examine_seats
from bot.bootstrap import jira_tracker, manifest_file, open_context, slack_client, workflows_dir
from bot.domain.checks.policy_changes import figures_words
from bot.domain.diagnostics import Looked, unwell, well
from bot.domain.errors import Refusal
from bot.files.manifest import read_manifest
from bot.files.problems import BrokenFile
from bot.files.record_key import FileKeys, public_file, read_keys, read_signer
from bot.files.workflows import Policy, read_policy
from bot.jira.diagnostics import examine_jira
from bot.settings import ENV_FILE, Settings, missing_to_run
from bot.slack.diagnostics import Wanted, examine_slack
from bot.store import registers
from bot.store.diagnostics import examine_database


@dataclass
class Patient:
    """The surroundings of one bot, each part looked at once."""

    settings: Settings

    @cached_property
    def database(self) -> list[Looked]:
        return examine_database(self.settings.database)

    @cached_property
    def policy(self) -> Policy | BrokenFile:
        try:
            return read_policy(workflows_dir(self.settings))
        except BrokenFile as broken:
            return broken

    @contextmanager
    def context(self) -> Iterator[Context | None]:
        """None where the database or the workflows have to be mended first: nothing is made or changed by looking."""
        if isinstance(self.policy, BrokenFile) or not all(line.ok for line in self.database):
            yield None
        else:
            with open_context(self.settings) as context:
                yield context


def _settings(patient: Patient) -> Iterator[Looked]:
    missing = missing_to_run(patient.settings)
    yield from (unwell(what, "Fill it in in .env, or set it in the environment.") for what in missing)
    if not missing:
        yield well(f"all that `ringfence run` needs is set; deliveries by {patient.settings.slack_delivery}")
    if _others_may_read(Path(ENV_FILE)):
        yield well(f"{ENV_FILE} holds tokens, and other users of this machine may read it", f"chmod 600 {ENV_FILE}")


def _others_may_read(file: Path) -> bool:
    """Windows keeps its permissions elsewhere, and there nothing is said."""
    return os.name == "posix" and file.is_file() and bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _database(patient: Patient) -> Iterable[Looked]:
    return patient.database


def _workflows(patient: Patient) -> Iterator[Looked]:
    policy = patient.policy
    if isinstance(policy, BrokenFile):
        yield from (
            unwell(str(problem), "Correct the file; `ringfence workflows check` looks again.") for problem in policy.problems
        )
        return
    yield well(f"{len(policy.workflows.rules)} rules, version {policy.workflows.version}, in {workflows_dir(patient.settings)}")
    yield well(f"the checks judge by {figures_words(policy.checks)}")
    with patient.context() as context:
        problems, warnings = examine_seats(context) if context else ([], [])
    for where, words in dict.fromkeys(problems):
        yield _at(policy, where, words, ok=False)
    for where, words in dict.fromkeys(warnings):
        yield _at(policy, where, words, ok=True)


def _at(policy: Policy, where: str, words: str, *, ok: bool) -> Looked:
    """What is wrong, and after the semicolon what would be right."""
    what, _, to_do = words.partition("; ")
    return Looked(str(policy.problem(where, what)), ok, to_do[:1].upper() + to_do[1:] + "." if to_do else "")


def _register(patient: Patient) -> Iterable[Looked]:
    with patient.context() as context:
        return examine_register(context) if context else [_later("database and workflows")]


def _outbox(patient: Patient) -> Iterable[Looked]:
    with patient.context() as context:
        return examine_outbox(context) if context else [_later("database and workflows")]


def _later(what: str) -> Looked:
    return unwell("not looked at", f"Mend {what} first.")


def _slack(patient: Patient) -> Iterable[Looked]:
    settings, policy = patient.settings, patient.policy
    lacking = [line for line in missing_to_run(settings) if "_SLACK_" in line]
    if lacking or isinstance(policy, BrokenFile):
        return [_later("settings" if lacking else "workflows")]
    with patient.context() as context:
        people = _bound(context) if context else {}
    manifest = read_manifest(manifest_file())
    wanted = Wanted(manifest.scopes, tuple(manifest.commands), policy.channels, people, policy.others_may_read)
    socket = settings.slack_delivery == "socket"
    return examine_slack(
        slack_client(settings), wanted, app_token=settings.slack_app_token.get_secret_value() if socket else None
    )


def _bound(context: Context) -> dict[str, str]:
    with context.store.reading() as unit:
        return {member.slack_id: member.name for member in registers.members(unit) if member.active and member.slack_id}


def _jira(patient: Patient) -> Iterable[Looked]:
    settings, policy = patient.settings, patient.policy
    lacking = [line for line in missing_to_run(settings) if "_JIRA_" in line]
    if lacking or isinstance(policy, BrokenFile):
        return [_later("settings" if lacking else "workflows")]
    tracker = jira_tracker(settings, policy.tickets)
    try:
        return examine_jira(tracker)
    finally:
        tracker.close()


def _record(patient: Patient) -> Iterable[Looked]:
    keys, signing = _key(patient.settings.record_key_file)
    try:
        with patient.context() as context:
            return [*(examine_record(context, keys) if context else [_later("database and workflows")]), signing]
    except Refusal as refusal:
        return [unwell(refusal.words, "Look again in a minute."), signing]


def _key(file: Path | None) -> tuple[FileKeys | None, Looked]:
    """The public keys of the record, and whether its roots are signed."""
    if file is None:
        step = "`ringfence record key new FILE`, then RINGFENCE_RECORD_KEY_FILE=FILE; docs/proof.md says what for."
        return None, well("its roots are not signed: who owns the database can write it anew up to the last posted root", step)
    try:
        signer = read_signer(file)
        return read_keys(public_file(file)), well(f"its roots are signed with the key {signer.key}")
    except Refusal as refusal:
        return None, unwell(refusal.words, "Mend the key file; docs/proof.md tells the life of the key.")


PARTS: dict[str, Callable[[Patient], Iterable[Looked]]] = {
    "settings": _settings,
    "database": _database,
    "workflows": _workflows,
    "register": _register,
    "slack": _slack,
    "jira": _jira,
    "outbox": _outbox,
    "record": _record,
}
