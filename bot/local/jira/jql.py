"""The small part of Jira's query language that the bot speaks: equal, one of, changed since, joined by AND and OR."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from bot.local.jira.board import Issue
from bot.local.jira.refusals import Refused

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_VALUE = rf"{_QUOTED}|[\w.:-]+"
_CLAUSE = re.compile(rf"\s*(project|labels|status|key|id|issuetype)\s*(!=|=)\s*({_VALUE})\s*", re.IGNORECASE)
_LIST = rf"(?:{_VALUE})(?:\s*,\s*(?:{_VALUE}))*"
_ONE_OF = re.compile(rf"\s*(status|key|id|issuetype|labels)\s+(in)\s*\(\s*({_LIST})\s*\)\s*", re.IGNORECASE)
_SINCE = re.compile(r"\s*(updated)\s*(>=)\s*-(\d+)m\s*", re.IGNORECASE)
_ORDER = re.compile(r"\s+ORDER\s+BY\s+(created|updated)(?:\s+(ASC|DESC))?\s*$", re.IGNORECASE)
_JOINT = re.compile(r"(AND|OR)\b\s*", re.IGNORECASE)

Clause = tuple[str, str, tuple[str, ...]]  # name, operator, values
Known = Mapping[str, Collection[str]]


def search(jql: str, issues: Iterable[Issue], *, known: Known, now: datetime) -> list[Issue]:
    """The issues that the query means, in its order. Raises Refused for what Jira, or this part of it, does not understand.

    `known` are the values that a field can have; a query for another one is refused, as Jira does.
    """
    order = _ORDER.search(jql)
    groups = _groups(jql[: order.start()] if order else jql)
    _refuse_unknown((clause for group in groups for clause in group), known)
    found = [issue for issue in issues if all(any(_holds(issue, clause, now) for clause in group) for group in groups)]
    if order and order.group(1).lower() == "updated":
        found.sort(key=lambda issue: issue.updated_at)
    newest_first = not order or (order.group(2) or "DESC").upper() == "DESC"
    return found[::-1] if newest_first else found


def _refuse_unknown(clauses: Iterable[Clause], known: Known) -> None:
    for name, _, values in clauses:
        for value in values:
            if name in known and value.casefold() not in {one.casefold() for one in known[name]}:
                raise Refused(400, f"The value '{value}' does not exist for the field '{name}'.")


def _groups(text: str) -> list[list[Clause]]:
    """All of the groups hold; of one group, one of its clauses: several stand in brackets, joined by OR."""
    groups, position, joined = [], 0, False
    while True:
        opened = position < len(text) and text[position] == "("
        group, end = _clauses(text, position + opened, "OR" if opened else "")
        if not group or (opened and text[end : end + 1] != ")"):
            break
        end += opened
        groups.append(group)
        position = end + len(text[end:]) - len(text[end:].lstrip())
        joint = _JOINT.match(text, position)
        joined = joint is not None and joint.group(1).upper() == "AND"
        if not joined or joint is None:
            break
        position = joint.end()
    if joined or position != len(text):
        raise Refused(400, f"Error in the JQL Query: it is not understood from character {position} on.")
    if not groups:
        raise Refused(400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")
    return groups


def _clauses(text: str, position: int, joined_by: str) -> tuple[list[Clause], int]:
    """The clauses from there on, and where they end; one alone where nothing joins them."""
    clauses: list[Clause] = []
    while match := _ONE_OF.match(text, position) or _CLAUSE.match(text, position) or _SINCE.match(text, position):
        name, operator, values = match.groups()
        clauses.append((name.lower(), operator.lower(), tuple(_unquoted(one) for one in re.findall(_VALUE, values))))
        position = match.end()
        joint = _JOINT.match(text, position)
        if joint is None or joint.group(1).upper() != joined_by:
            break
        position = joint.end()
    return clauses, position


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _holds(issue: Issue, clause: Clause, now: datetime) -> bool:
    """Labels are told apart by their letters' case, everything else is not. Minutes are whole ones, as Jira counts."""
    name, operator, values = clause
    if name == "updated":
        return issue.updated_at >= (now - timedelta(minutes=int(values[0]))).replace(second=0, microsecond=0)
    if name == "key":
        equal = not {key.casefold() for key in (issue.key, *issue.former_keys)}.isdisjoint(value.casefold() for value in values)
    elif name == "labels":
        equal = not set(values).isdisjoint(issue.fields["labels"])
    else:
        held = {
            "project": issue.project,
            "status": issue.status,
            "id": issue.ident,
            "issuetype": issue.issue_type,
        }
        equal = held[name].casefold() in {value.casefold() for value in values}
    return equal == (operator != "!=")
