"""The figures of the checks as a company has them: what is shipped, and over it what its files in `workflows/checks/` say."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.domain.checks.configured import shipped
from bot.domain.checks.policy import CheckPolicy
from bot.domain.vocabulary import Profile
from bot.files.check_figures import FIGURES, Figure
from bot.files.check_sections import Entry, read_sections
from bot.files.problems import BrokenFile, Problem
from bot.files.yaml_text import read_yaml

FOLDER = "checks"
_SHIPPED = shipped()
_ADAPTER = TypeAdapter(CheckPolicy)
Clauses = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ReadChecks:
    """The figures, or what of them could be read, and everything that is wrong with the files."""

    policy: CheckPolicy
    problems: tuple[Problem, ...] = ()


def read_check_policy(workflows: Path) -> ReadChecks:
    """What stands in the folder `checks` of the workflows; what no file says is as it is shipped."""
    folder = workflows / FOLDER
    found: list[Entry | Problem] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        found += _read(path)
    entries = [one for one in found if isinstance(one, Entry)]
    problems = [one for one in found if isinstance(one, Problem)] + list(_said_twice(entries))
    policy = _with(entries)
    return ReadChecks(policy, (*problems, *_contradictions(policy, entries)))


def shipped_policy() -> CheckPolicy:
    """What a company judges by that has no files of its own."""
    return _with([])


def _read(path: Path) -> Iterator[Entry | Problem]:
    name = f"{FOLDER}/{path.name}"
    if path.suffix == ".yaml":
        yield Problem("", "a file here ends in .yml; rename it, or it is not read", file=name)
    if path.suffix != ".yml":
        return
    try:
        document = replace(read_yaml(path), file=name)
    except BrokenFile as broken:
        yield from (replace(problem, file=name) for problem in broken.problems)
        return
    yield from (replace(problem, file=name) for problem in document.problems)
    yield from read_sections(document)


def _said_twice(entries: Iterable[Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        before = first.setdefault(entry.key, entry)
        if before is not entry:
            place = f"{before.document.file}:{before.document.line(before.where)}"
            yield entry.problem(f"this is said already in {place}; keep one of them")


def _with(entries: Iterable[Entry]) -> CheckPolicy:
    """What is shipped, and what these say instead."""
    said: dict[str, dict[tuple[str, ...], Any]] = {}
    for entry in entries:
        said.setdefault(entry.key[0], {})[entry.key[1:]] = entry.value
    policy = CheckPolicy(
        profiles=_profiles(said.get("profiles", {})),
        clauses=_clauses(_SHIPPED.clauses, said.get("clauses", {})),
        formalities={**_SHIPPED.formalities, **{law: tokens for (law,), tokens in said.get("formalities", {}).items()}},
        territories={**_SHIPPED.territories, **{name: codes for (name,), codes in said.get("territories", {}).items()}},
        **{figure.field: _figure(figure, said.get("limits", {})) for figure in FIGURES},
    )
    return replace(policy, version=_version(policy))


def _profiles(said: Mapping[tuple[str, ...], Profile]) -> dict[str, dict[Profile, Profile]]:
    found = {check: dict(known) for check, known in _SHIPPED.profiles.items()}
    for (check, written), letter in said.items():
        found[check][Profile(written)] = letter
    return found


def _figure(figure: Figure, said: Mapping[tuple[str, ...], int]) -> Any:
    usual = getattr(_SHIPPED, figure.field)
    if not figure.of:
        return said.get((figure.field, ""), usual)
    return tuple(said.get((figure.field, name), one) for name, one in zip(figure.of, usual, strict=True))


def _clauses(usual: Clauses, said: Mapping[tuple[str, ...], Clauses]) -> dict[str, tuple[str, ...]]:
    """A catalogue that a file names is taken whole from there, at the place where it stood."""
    found = dict(usual)
    for (catalogue,), told in said.items():
        for check, known in found.items():
            mine = [f"{catalogue} {clause}" for clause in told.get(check, ())]
            places = [number for number, clause in enumerate(known) if clause.startswith(f"{catalogue} ")]
            at = places[0] if places else len(known)
            rest = [(number, clause) for number, clause in enumerate(known) if number not in places]
            before, after = ([clause for number, clause in rest if (number < at) is first] for first in (True, False))
            found[check] = (*before, *mine, *after)
    return found


def _contradictions(policy: CheckPolicy, entries: list[Entry]) -> Iterator[Problem]:
    """What is wrong only beside something else, told at a place that the company wrote."""
    for figure in FIGURES:
        mine = [entry for entry in entries if entry.key[:2] == ("limits", figure.field)]
        if mine and (words := _wrong_way(figure, getattr(policy, figure.field))):
            yield mine[0].problem(words)
    for entry in entries:
        if entry.key[0] == "territories":
            yield from _shared(policy, entry)


def _wrong_way(figure: Figure, values: Any) -> str:
    if not figure.of:
        return ""
    steps = list(zip(figure.of, values, figure.of[1:], values[1:], strict=False))
    wrong = [step for step in steps if (step[3] < step[1] if figure.grows else step[3] > step[1])]
    if not wrong:
        return ""
    name, value, next_name, next_value = wrong[0]
    most = "no less" if figure.grows else "no more"
    because = "a higher class is never treated more mildly" if name.startswith("C") else "a graver tier is looked at as often"
    return f"{next_name} is {next_value} and must be {most} than {name}, which is {value}: {because}"


def _shared(policy: CheckPolicy, entry: Entry) -> Iterator[Problem]:
    name = entry.key[1]
    for other, codes in policy.territories.items():
        if other != name and (both := sorted(set(codes) & set(entry.value))):
            yield entry.problem(f"{', '.join(both)} also belongs to {other}; a country has one territory, so take it out of one")


def _version(policy: CheckPolicy) -> str:
    """A digest of what is said, however it is written; a comment changes nothing."""
    document = _ADAPTER.dump_python(policy, mode="json")
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:12]
