"""What may be written into an issue: the fields of a create or an edit, checked as Jira checks them."""

import json
from datetime import date
from typing import Any

from bot.local.jira.board import ISSUE_TYPES, Board, Json
from bot.local.jira.refusals import Refused

SHORT, LONG = 255, 32_767
EDITABLE = {"summary": "Summary", "description": "Description", "duedate": "Due date", "labels": "Labels"}
EMPTY: Json = {"summary": "", "description": None, "duedate": None, "labels": []}


def new_issue(board: Board, given: Any) -> tuple[str, str, Json]:
    """The project, the issue type and the fields of an issue to be created. Raises Refused naming every wrong field."""
    fields = dict(given) if isinstance(given, dict) else {}
    project, issue_type = fields.pop("project", None), fields.pop("issuetype", None)
    errors = _problems({"summary": "", **fields})
    key = _named(project, {key: key for key in board.projects}, "key")
    kind = _named(issue_type, ISSUE_TYPES, "name")
    if key is None:
        errors["project"] = "Specify a valid project ID or key"
    if kind is None:
        errors["issuetype"] = "Specify a valid issue type"
    if key is None or kind is None or errors:
        raise Refused(400, **errors)
    return key, kind, {**EMPTY, **fields}


def edited(given: Any) -> Json:
    """The fields of an edit. Raises Refused naming every wrong field."""
    if not isinstance(given, dict) or not given:
        raise Refused(400, "one of 'fields' or 'update' required")
    if errors := _problems(given):
        raise Refused(400, **errors)
    return dict(given)


def document(body: Any, name: str) -> Json:
    """A text in Atlassian Document Format. Raises Refused for anything else."""
    if problem := _document(body):
        raise Refused(400, **{name: problem})
    return dict(body)


def _named(given: Any, known: dict[str, str], name: str) -> str | None:
    """The name of something that is given by id or by name, if it is known."""
    given = given if isinstance(given, dict) else {}
    wanted = known.get(str(given.get("id")), given.get(name))
    return wanted if wanted in known.values() else None


def _problems(fields: Json) -> dict[str, str]:
    checks = {"summary": _summary, "description": _document, "duedate": _due, "labels": _labels}
    unknown = "It is not on the appropriate screen, or unknown."
    found = {
        name: checks[name](value) if name in checks else f"Field '{name}' cannot be set. {unknown}"
        for name, value in fields.items()
    }
    return {name: problem for name, problem in found.items() if problem}


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _summary(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        return "You must specify a summary of the issue."
    if "\n" in value or "\r" in value:
        return "The summary is invalid because it contains newline characters."
    return f"Summary can't exceed {SHORT} characters." if _size(value) > SHORT else ""


def _document(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, dict) or value.get("type") != "doc" or value.get("version") != 1:
        return "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
    long = _size(json.dumps(value, ensure_ascii=False)) > LONG
    return f"The entered text is too long. It exceeds the allowed limit of {LONG} characters." if long else ""


def _due(value: Any) -> str:
    try:
        if value is not None:
            date.fromisoformat(value)
    except (TypeError, ValueError):
        return f"Error parsing date string: {value}"
    return ""


def _labels(value: Any) -> str:
    if not isinstance(value, list) or not all(isinstance(label, str) for label in value):
        return "data was not an array"
    spaced = next((label for label in value if any(letter.isspace() for letter in label)), None)
    if spaced is not None:
        return f"The label '{spaced}' contains spaces which is invalid."
    long = any(_size(label) > SHORT for label in value)
    return f"A label exceeds the maximum length of {SHORT} characters." if long else ""
