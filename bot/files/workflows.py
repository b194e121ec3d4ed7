"""The workflow files of a company: read together, every mistake at once, never half."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.register import Member
from bot.domain.ticket_mapping import TicketMapping
from bot.domain.workflow_problems import added_seat, find_problems, find_warnings, stage_of
from bot.domain.workflows import Workflows
from bot.files.document import Document, Where
from bot.files.problems import BrokenFile, Problem, shown, suggestion
from bot.files.workflow_shape import WorkflowFile
from bot.files.yaml_text import read_yaml


@dataclass(frozen=True)
class Policy:
    """What the workflow files say: the workflows, and how the company counts days; `places` are file and line of each name."""

    workflows: Workflows
    time_zone: str
    holidays: frozenset[date]
    reminders_at: time = time(8)
    places: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    tickets: TicketMapping = field(default_factory=TicketMapping)
    digest_channels: tuple[str, ...] = ()

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
    """All `*.yml` of a folder. Raises BrokenFile with every mistake of every file."""
    paths = sorted(folder.glob("*.yml")) if folder.is_dir() else []
    if not paths:
        raise BrokenFile(
            [Problem(str(folder), "there is no workflow file here; set RINGFENCE_WORKFLOWS_DIR to the folder with them")]
        )
    files: list[WorkflowFile] = []
    places: dict[str, tuple[str, int | None]] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            document, file = _read(path)
        except BrokenFile as broken:
            problems.extend(broken.problems)
        else:
            places |= _places(document, file, added=sum(len(earlier.add_seats) for earlier in files))
            files.append(file)
    zones = [file.time_zone for file in files if file.time_zone]
    if not problems and len(zones) != 1:
        words = "exactly one file sets time_zone (organisation.yml); deadlines need to know when a day begins"
        problems.append(Problem("time_zone", words, file=folder.name))
    if sum(file.jira is not None for file in files) > 1:
        problems.append(Problem("jira", "two files say how Jira calls things; keep it in one (jira.yml)", file=folder.name))
    if problems:
        raise BrokenFile(problems)
    return replace(_policy(files, zones[0], _version(paths)), places=places)


def refuse_problems(policy: Policy, members: tuple[Member, ...]) -> None:
    """Raise BrokenFile if these people cannot carry these workflows."""
    found = [policy.problem(where, words) for where, words in find_problems(policy.workflows, members)]
    if found:
        raise BrokenFile(dict.fromkeys(found))


def warnings_of(policy: Policy, members: tuple[Member, ...]) -> list[Problem]:
    """What is odd without being wrong, each once."""
    found = [policy.problem(where, words) for where, words in find_warnings(policy.workflows, members)]
    return list(dict.fromkeys(found))


def schema() -> dict[str, Any]:
    """The JSON Schema of a workflow file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **WorkflowFile.model_json_schema(by_alias=True)}


def _policy(files: list[WorkflowFile], zone: str, version: str) -> Policy:
    workflows = Workflows(
        rules=tuple(rule.value() for file in files for rule in file.rules),
        added_stages=tuple(added.value() for file in files for added in file.add_stages),
        added_seats=tuple(added.value() for file in files for added in file.add_seats),
        version=version,
    )
    holidays = frozenset(day for file in files for day in file.holidays)
    mornings = [time.fromisoformat(file.reminders_at) for file in files if file.reminders_at]
    mapped = next((file.jira.value() for file in files if file.jira), TicketMapping())
    return Policy(
        workflows,
        zone,
        holidays,
        mornings[-1] if mornings else Policy.reminders_at,
        tickets=mapped,
        digest_channels=tuple(dict.fromkeys(name for file in files for name in file.digest_channels)),
    )


def _places(document: Document, file: WorkflowFile, *, added: int) -> dict[str, tuple[str, int | None]]:
    """File and line of each name that `find_problems` may speak of; `added` is how many seats the earlier files add."""
    paths: dict[str, Where] = {}
    for number, rule in enumerate(file.rules):
        paths[rule.name] = ("rules", number, "name")
        for place, stage in enumerate(rule.stages):
            paths[stage_of(rule.name, stage.name)] = ("rules", number, "stages", place, "name")
    for number, extra in enumerate(file.add_stages):
        paths[extra.stage.name] = ("add_stages", number, "stage", "name")
    for number, _ in enumerate(file.add_seats):
        paths[added_seat(added + number + 1)] = ("add_seats", number, "seat")
    return {name: (document.file, document.line(path)) for name, path in paths.items()}


def _version(paths: list[Path]) -> str:
    """A digest of the text of all files, so that a request can say by which policy it was routed."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _read(path: Path) -> tuple[Document, WorkflowFile]:
    document = read_yaml(path)
    try:
        file = WorkflowFile.model_validate(document.data)
    except ValidationError as error:
        told = [_told(one, document) for one in error.errors(include_url=False)]
        raise BrokenFile([*document.problems, *_without_echoes(told)]) from None
    if document.problems:
        raise BrokenFile(document.problems)
    return document, file


def _told(error: ErrorDetails, document: Document) -> Problem:
    loc = tuple(part for part in error["loc"] if not _is_union_branch(part))
    return document.problem(loc, _words(error, loc))


def _is_union_branch(part: str | int) -> bool:
    """pydantic names the branch of a union in the place of an error; the reader of the file never wrote it."""
    return isinstance(part, str) and (part in ("int", "str") or part.startswith(("function-", "list[", "constrained")))


def _without_echoes(told: list[Problem]) -> Iterator[Problem]:
    seen: set[tuple[str, int | None]] = set()
    for problem in told:
        if (problem.place, problem.line) not in seen:
            seen.add((problem.place, problem.line))
            yield problem


def _words(error: ErrorDetails, loc: tuple[str | int, ...]) -> str:
    value = error["input"]
    if error["type"] == "extra_forbidden":
        return f"this key is not known here; {suggestion(str(loc[-1]), _known_keys(loc[:-1]))}"
    if error["type"] == "missing":
        return "is missing; add it"
    if error["type"] == "enum":
        known = [word.strip(" '") for word in str(error["ctx"]["expected"]).replace(" or ", ", ").split(",")]
        return f"{shown(value)} is not known here; {suggestion(str(value), known)}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{message} (it is {shown(value)})"


def _known_keys(loc: tuple[str | int, ...]) -> list[str]:
    """The keys of the mapping at this place, in the file's own words."""
    model: Any = WorkflowFile
    for part in loc:
        if isinstance(part, int):
            continue
        model = _inner_model(model, part)
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner_model(model: type[BaseModel], key: str) -> type[BaseModel]:
    for name, known in model.model_fields.items():
        if key in (name, known.alias):
            annotation: Any = known.annotation
            arguments = getattr(annotation, "__args__", ())
            inner = arguments[0] if arguments else annotation
            return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else WorkflowFile
    return WorkflowFile
