"""The small part of Jira's query language that the bot speaks: equal, not equal, changed since, joined by AND, in order."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.local.jira.board import Issue
from bot.local.jira.refusals import Refused

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_CLAUSE = re.compile(rf"\s*(project|labels|status|key|id)\s*(!=|=)\s*({_QUOTED}|[\w.:-]+)\s*", re.IGNORECASE)
_SINCE = re.compile(r"\s*(updated)\s*(>=)\s*-(\d+)m\s*", re.IGNORECASE)
_ORDER = re.compile(r"\s+ORDER\s+BY\s+(created|updated)(?:\s+(ASC|DESC))?\s*$", re.IGNORECASE)
_AND = re.compile(r"AND\b\s*", re.IGNORECASE)


def search(jql: str, issues: Iterable[Issue], *, projects: Iterable[str], now: datetime) -> list[Issue]:
    """The issues that the query means, in its order. Raises Refused for what Jira, or this part of it, does not understand."""
    order = _ORDER.search(jql)
    clauses = _clauses(jql[: order.start()] if order else jql)
    known = {project.casefold() for project in projects}
    for name, _, value in clauses:
        if name == "project" and value.casefold() not in known:
            raise Refused(400, f"The value '{value}' does not exist for the field 'project'.")
    found = [issue for issue in issues if all(_holds(issue, *clause, now) for clause in clauses)]
    if order and order.group(1).lower() == "updated":
        found.sort(key=lambda issue: issue.updated_at)
    newest_first = not order or (order.group(2) or "DESC").upper() == "DESC"
    return found[::-1] if newest_first else found


def _clauses(text: str) -> list[tuple[str, str, str]]:
    clauses, position, joined = [], 0, False
    while match := _CLAUSE.match(text, position) or _SINCE.match(text, position):
        name, operator, value = match.groups()
        value = re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
        clauses.append((name.lower(), operator, value))
        position = match.end()
        joint = _AND.match(text, position)
        joined = joint is not None
        if joint is None:
            break
        position = joint.end()
    if joined or position != len(text):
        raise Refused(400, f"Error in the JQL Query: it is not understood from character {position} on.")
    if not clauses:
        raise Refused(400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")
    return clauses


def _holds(issue: Issue, name: str, operator: str, value: str, now: datetime) -> bool:
    """Labels are told apart by their letters' case, everything else is not. Minutes are whole ones, as Jira counts."""
    if name == "updated":
        return issue.updated_at >= (now - timedelta(minutes=int(value))).replace(second=0, microsecond=0)
    if name == "labels":
        equal = value in issue.fields["labels"]
    else:
        values = {"project": issue.project, "status": issue.status, "key": issue.key, "id": issue.ident}
        equal = values[name].casefold() == value.casefold()
    return equal == (operator == "=")
