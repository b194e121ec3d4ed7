"""What may be written into an issue: the fields of a create or an edit, checked as Jira checks them."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.local.jira.board import DATA_CENTER, PRIORITIES, SUB_TASK, Board, Json
from bot.local.jira.refusals import Refused

SHORT, LONG = 255, 32_767
EDITABLE = {
    "summary": "Summary",
    "description": "Description",
    "duedate": "Due date",
    "labels": "Labels",
    "priority": "Priority",
}
NODES = {
    *("doc", "paragraph", "heading", "text", "hardBreak", "mention", "emoji", "date", "status", "rule", "placeholder"),
    *("bulletList", "orderedList", "listItem", "taskList", "taskItem", "decisionList", "decisionItem", "blockquote", "codeBlock"),
    *("inlineCard", "blockCard", "embedCard", "media", "mediaSingle", "mediaGroup", "mediaInline", "caption", "panel"),
    *("table", "tableRow", "tableHeader", "tableCell", "expand", "nestedExpand", "layoutSection", "layoutColumn"),
    *("extension", "bodiedExtension", "inlineExtension"),
}
EMPTY: Json = {"summary": "", "description": None, "duedate": None, "labels": [], "priority": {"name": "Medium"}}


def new_issue(board: Board, given: Any) -> tuple[str, str, Json]:
    """The project, the issue type and the fields of an issue to be created. Raises Refused naming every wrong field."""
    fields = dict(given) if isinstance(given, dict) else {}
    project, issue_type, parent = (fields.pop(name, None) for name in ("project", "issuetype", "parent"))
    errors = _problems(board, {"summary": "", **fields})
    key = _named(project, {key: key for key in board.projects}, "key")
    kind = _named(issue_type, board.issue_types, "name")
    if key is None:
        errors["project"] = "Specify a valid project ID or key"
    if kind is None:
        errors["issuetype"] = "Specify a valid issue type"
    parents = _parent(board, parent)
    if (kind == SUB_TASK) != bool(parents):
        errors["parent"] = "A sub-task needs a valid parent issue, and nothing else has one."
    if key is None or kind is None or errors:
        raise Refused(400, **errors)
    return key, kind, {**EMPTY, **_with_names(fields), **parents}


def _with_names(fields: Json) -> Json:
    """A priority that was given by its id, by its name."""
    given = fields.get("priority") or {}
    return fields | ({"priority": {"name": PRIORITIES[int(given["id"]) - 1]}} if "id" in given else {})


def _parent(board: Board, given: Any) -> Json:
    issue = board.get(str(given.get("key") or given.get("id"))) if isinstance(given, dict) else None
    return {"parent": {"id": issue.ident, "key": issue.key}} if issue else {}


def edited(board: Board, given: Any) -> Json:
    """The fields of an edit. Raises Refused naming every wrong field."""
    if not isinstance(given, dict) or not given:
        raise Refused(400, "one of 'fields' or 'update' required")
    if errors := _problems(board, given):
        raise Refused(400, **errors)
    return _with_names(dict(given))


def of_screen(screen: Mapping[str, Json], given: Any) -> Json:
    """What a transition fills in. Raises Refused naming every field that is missing, not on its screen, or not allowed."""
    fields: Json = given if isinstance(given, dict) else {}
    unknown = "It is not on the appropriate screen, or unknown."
    errors = {name: f"Field '{name}' cannot be set. {unknown}" for name in fields if name not in screen}
    errors |= {
        name: f"{about['name']} is required." for name, about in screen.items() if about["required"] and name not in fields
    }
    for name, about in screen.items():
        allowed = {str(one["id"]) for one in about.get("allowedValues", ())}
        given_value = fields.get(name)
        values = given_value if isinstance(given_value, list) else [given_value]
        if allowed and name in fields and not all(isinstance(one, dict) and one.get("id") in allowed for one in values):
            errors[name] = f"{about['name']} is not valid"
    if errors:
        raise Refused(400, **errors)
    return fields


def document(board: Board, body: Any, name: str) -> Any:
    """A text as this Jira writes it: a document in the Cloud, wiki text elsewhere. Raises Refused for anything else."""
    if problem := _text_check(board)(body):
        raise Refused(400, **{name: problem})
    return body


def _text_check(board: Board) -> Callable[[Any], str]:
    return _wiki if board.house.dialect == DATA_CENTER else _document


def _named(given: Any, known: dict[str, str], name: str) -> str | None:
    """The name of something that is given by id or by name, if it is known."""
    given = given if isinstance(given, dict) else {}
    wanted = known.get(str(given.get("id")), given.get(name))
    return wanted if wanted in known.values() else None


def _problems(board: Board, fields: Json) -> dict[str, str]:
    checks = {"summary": _summary, "description": _text_check(board), "duedate": _due, "labels": _labels, "priority": _priority}
    checks |= dict.fromkeys(board.house.custom_fields, _custom)
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
    if odd := sorted(_kinds(value) - NODES):
        return f"INVALID_INPUT: unknown node {odd[0]}"
    long = _size(json.dumps(value, ensure_ascii=False)) > LONG
    return f"The entered text is too long. It exceeds the allowed limit of {LONG} characters." if long else ""


def _kinds(node: Any) -> set[str]:
    """The types of a document's nodes."""
    if not isinstance(node, dict):
        return {"?"}
    return {str(node.get("type"))}.union(*(_kinds(child) for child in node.get("content") or ()))


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


def _wiki(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        return "Operation value must be a string"
    long = value is not None and _size(value) > LONG
    return f"The entered text is too long. It exceeds the allowed limit of {LONG} characters." if long else ""


def _priority(value: Any) -> str:
    if value is None:
        return ""
    given = value if isinstance(value, dict) else {}
    known = {str(number): name for number, name in enumerate(PRIORITIES, 1)}
    name = known.get(str(given["id"])) if "id" in given else given.get("name")
    return "" if name in PRIORITIES else "The priority selected is invalid."


def _custom(value: Any) -> str:
    """A text, a choice, several choices; which of them a field takes is not told apart here."""
    several = value if isinstance(value, list) else [value]
    fits = all(isinstance(one, str) or (isinstance(one, dict) and isinstance(one.get("value"), str)) for one in several)
    return "" if fits else "Specify a valid 'id' or 'name' or value"
