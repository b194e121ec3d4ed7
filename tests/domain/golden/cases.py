"""A row's changes applied to the clean case: from the words under *Given* to a register file.

A change is `subject: field value, field value`, `subject: no field`, `asset: lost field`, `new id like id: …`,
`another section: …` or `without subject`; several are separated by semicolons. A subject is an id, or the singular of a section
with one record.
"""

import copy
import re
from functools import cache
from typing import Any

from bot.files.yaml_text import read_yaml
from tests.domain.golden.tables import FOLDER, BadTable

SECTIONS = {
    "channel": "channels",
    "project": "projects",
    "asset": "assets",
    "vendor": "vendors",
    "person": "people",
    "certification": "certifications",
    "assessment": "assessments",
    "finding": "findings",
    "return": "returns",
    "grant": "grants",
    "waiver": "waivers",
    "request": "requests",
}
UNCHANGED = "nothing else"
Record = dict[str, Any]


@cache
def clean_case() -> Any:
    """The clean case, parsed; never change it in place."""
    return read_yaml(FOLDER / "base.yml").data


def changed(given: str) -> Any:
    """The clean case with these changes."""
    file = copy.deepcopy(clean_case())
    for asset in file["assets"]:
        asset.pop("class")
    for change in _split(given, ";"):
        if change != UNCHANGED:
            _apply(file, change)
    return file


def lost(given: str) -> tuple[str, ...]:
    """What the assets lose after the file was read, as no register file may lack it."""
    return tuple(re.findall(r"\blost (\w+)", given))


def _apply(file: Any, change: str) -> None:
    subject, _, fields = change.partition(":")
    if subject == "today":
        file["meta"]["as_of"] = fields.strip()
        return
    if subject.startswith("without "):
        _records(file, subject.removeprefix("without "))[0].clear()
        _forget_the_empty(file)
        return
    record = _subject(file, subject.strip())
    for field in _split(fields, ","):
        if not lost(field):
            _set(record, field, change)


def _subject(file: Any, subject: str) -> Record:
    """The record that a change is about, copied first where the change asks for one more."""
    if like := re.fullmatch(r"(\S+) like (\S+)", subject):
        record, section = _records(file, like[2])
        section.append(copy.deepcopy(record) | {"id": like[1]})
        return section[-1]
    if another := re.fullmatch(r"another (\S+)", subject):
        record, section = _records(file, another[1])
        section.append(copy.deepcopy(record))
        return section[-1]
    return _records(file, subject)[0]


def _records(file: Any, subject: str) -> tuple[Record, list[Record]]:
    """The record and the list in which it stands."""
    found = list(_with_id(file, subject))
    if not found and subject in SECTIONS and len(file[SECTIONS[subject]]) == 1:
        found = [(file[SECTIONS[subject]][0], file[SECTIONS[subject]])]
    if len(found) != 1:
        known = ", ".join(SECTIONS)
        raise BadTable(f"nothing in base.yml is {subject!r}; write an id of it, or one of {known} where there is one alone")
    return found[0]


def _with_id(value: Any, wanted: str) -> list[tuple[Record, list[Record]]]:
    if isinstance(value, dict):
        return [found for inner in value.values() for found in _with_id(inner, wanted)]
    if not isinstance(value, list):
        return []
    here = [(one, value) for one in value if isinstance(one, dict) and one.get("id") == wanted]
    return here + [found for inner in value for found in _with_id(inner, wanted)]


def _forget_the_empty(file: Any) -> None:
    for section in SECTIONS.values():
        file[section] = [record for record in file[section] if record]
    file["agreements"] = [record for record in file["agreements"] if record]


def _set(record: Record, field: str, change: str) -> None:
    name, _, value = field.partition(" ")
    if name == "no":
        name, value = value, "null"
    if not value:
        raise BadTable(f"{change!r} does not say what {name} becomes; write `{name} value`, or `no {name}`")
    *outer, last = name.split(".")
    for part in outer:
        record[part] = dict(record.get(part) or {})
        record = record[part]
    record[last] = _value(value.strip())


@cache
def _parsed(text: str) -> Any:
    return read_yaml(f"value: {text}").data["value"]


def _value(text: str) -> Any:
    """The value as a register file reads it; a class may be written C3."""
    return int(text[1]) if re.fullmatch(r"C[0-4]", text) else copy.deepcopy(_parsed(text))


def _split(text: str, mark: str) -> list[str]:
    """The parts between the marks that stand outside all brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "[{") - (letter in "]}")
        if letter == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]
