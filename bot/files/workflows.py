"""The workflow files of a company: read together, every mistake at once, never half."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.domain.checks.policy import AS_SHIPPED, CheckPolicy
from bot.domain.notices import SecrecyNotice
from bot.domain.register import Member
from bot.domain.ticket_mapping import TicketMapping
from bot.domain.workflow_problems import Found, added_seat, find_mistakes, find_problems, find_unfilled, find_warnings
from bot.domain.workflows import Workflows
from bot.files.check_policy import read_check_policy
from bot.files.document import Document
from bot.files.problems import BrokenFile, Problem
from bot.files.shape_errors import told
from bot.files.workflow_remains import Said, said_in
from bot.files.workflow_shape import WorkflowFile
from bot.files.yaml_text import read_yaml


class BrokenPolicy(BrokenFile):
    """Workflow files that are not taken in; `sound` is what of them could be read, so that more can be said about it."""

    def __init__(self, problems: Iterable[Problem], sound: "Policy") -> None:
        super().__init__(problems)
        self.sound = sound


@dataclass(frozen=True)
class Policy:
    """What the workflow files say: the workflows, the figures of the checks, and how the company counts days.

    `places` are file and line of each name.
    """

    workflows: Workflows
    time_zone: str
    holidays: frozenset[date]
    reminders_at: time = time(8)
    places: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    tickets: TicketMapping = field(default_factory=TicketMapping)
    digest_channels: tuple[str, ...] = ()
    others_may_read: tuple[str, ...] = ()
    checks: CheckPolicy = AS_SHIPPED
    notices: tuple[SecrecyNotice, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that something is posted to."""
        named = {*(rule.post_to for rule in self.workflows.rules), *self.digest_channels, self.tickets.post_to}
        return tuple(sorted(name for name in named if name))

    def problem(self, where: str, words: str) -> Problem:
        """A problem of a rule, stage or seat, at its file and line."""
        file, line = self.places.get(where, ("workflows", None))
        return Problem(where, words, line, file)


def read_policy(folder: Path) -> Policy:
    """All `*.yml` of a folder and of its `checks`. Raises BrokenPolicy with every mistake of every file, of shape and meaning."""
    paths = sorted(folder.glob("*.yml")) if folder.is_dir() else []
    if not paths:
        words = "there is no workflow file here; set RINGFENCE_WORKFLOWS_DIR to the folder with them"
        raise BrokenFile([Problem(str(folder), words)])
    said = [_read(path) for path in paths]
    problems = [problem for one in said for problem in one.problems]
    if not problems:
        problems += _once_in_all([one.file for one in said], folder.name)
    checks = read_check_policy(folder)
    policy = replace(_policy(said, version="" if problems else _version(paths)), checks=checks.policy)
    if problems or checks.problems:
        found = find_mistakes(policy.workflows, whole=all(one.whole for one in said))
        raise BrokenPolicy([*problems, *checks.problems, *(policy.problem(where, words) for where, words in found)], policy)
    return policy


def _once_in_all(files: list[WorkflowFile], folder: str) -> Iterator[Problem]:
    if sum(file.time_zone is not None for file in files) != 1:
        words = "exactly one file sets time_zone (organisation.yml); deadlines need to know when a day begins"
        yield Problem("time_zone", words, file=folder)
    if sum(file.jira is not None for file in files) > 1:
        yield Problem("jira", "two files say how Jira calls things; keep it in one (jira.yml)", file=folder)
    classes = [notice.rank for file in files for notice in file.notices]
    for rank in sorted({one for one in classes if classes.count(one) > 1}):
        yield Problem("notices", f"class {rank} has two secrecy notices; keep one of them", file=folder)


def refuse_problems(policy: Policy, members: tuple[Member, ...]) -> None:
    """Raise BrokenFile if the policy leads nowhere, or if these people cannot carry it."""
    _refuse(policy, find_problems(policy.workflows, members))


def refuse_mistakes(policy: Policy) -> None:
    """Raise BrokenFile if the policy leads nowhere, whoever the people are."""
    _refuse(policy, find_mistakes(policy.workflows))


def unfilled(policy: Policy, members: tuple[Member, ...]) -> list[Problem]:
    """What these people cannot fill, each once."""
    return _told_once(policy, find_unfilled(policy.workflows, members))


def _refuse(policy: Policy, problems: Iterable[Found]) -> None:
    if found := _told_once(policy, problems):
        raise BrokenFile(found)


def _told_once(policy: Policy, problems: Iterable[Found]) -> list[Problem]:
    return list(dict.fromkeys(policy.problem(where, words) for where, words in problems))


def warnings_of(policy: Policy, members: tuple[Member, ...]) -> list[Problem]:
    """What is odd without being wrong, each once."""
    words = "it names {}, which nothing is posted to; correct the name, or take it out"
    unused = (("others_may_read", words.format(name)) for name in policy.others_may_read if name not in policy.channels)
    return _told_once(policy, [*find_warnings(policy.workflows, members), *unused])


def schema() -> dict[str, Any]:
    """The JSON Schema of a workflow file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **WorkflowFile.model_json_schema(by_alias=True)}


def _policy(said: list[Said], version: str) -> Policy:
    files = [one.file for one in said]
    workflows = Workflows(
        rules=tuple(rule for one in said for rule in one.rules),
        added_stages=tuple(added for one in said for added in one.added_stages),
        added_seats=tuple(added for one in said for _, added in one.added_seats),
        version=version,
    )
    zones = [file.time_zone for file in files if file.time_zone]
    mornings = [time.fromisoformat(file.reminders_at) for file in files if file.reminders_at]
    return Policy(
        workflows,
        time_zone=zones[0] if zones else "UTC",
        holidays=frozenset(day for file in files for day in file.holidays),
        reminders_at=mornings[-1] if mornings else Policy.reminders_at,
        places=_places(said),
        tickets=next((file.jira.value() for file in files if file.jira), TicketMapping()),
        digest_channels=tuple(dict.fromkeys(name for file in files for name in file.digest_channels)),
        others_may_read=tuple(dict.fromkeys(name for file in files for name in file.others_may_read)),
        notices=tuple(one.value() for file in files for one in file.notices),
    )


def _places(said: list[Said]) -> dict[str, tuple[str, int | None]]:
    """File and line of each name that the problems may speak of."""
    found = {name: (one.document.file, one.document.line(path)) for one in said for name, path in one.places()}
    seats = [(one.document, number) for one in said for number, _ in one.added_seats]
    for number, (document, place) in enumerate(seats, 1):
        found[added_seat(number)] = (document.file, document.line(("add_seats", place, "seat")))
    return found


def _version(paths: list[Path]) -> str:
    """A digest of the text of all files, so that a request can say by which policy it was routed."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _read(path: Path) -> Said:
    try:
        document = read_yaml(path)
    except BrokenFile as broken:
        return said_in(Document({}, {}, file=path.name), WorkflowFile(), broken.problems)
    try:
        return said_in(document, WorkflowFile.model_validate(document.data), document.problems)
    except ValidationError as error:
        return said_in(document, WorkflowFile(), (*document.problems, *told(error, document, WorkflowFile)))
