"""What `ringfence doctor` asks of a Jira project: types, statuses, permissions, fields and grades. Nothing is changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.application.ports import OUR_LABEL, GiveUp, TryLater, Unauthorised
from bot.domain.audits import AuditState
from bot.domain.diagnostics import Looked, unwell, well
from bot.domain.ticket_mapping import TicketMapping, is_one_of
from bot.jira.connection import Connection, get, in_path
from bot.jira.dialect import quoted
from bot.jira.screens import Unfillable, Way, body_of, shaped, ways_of
from bot.jira.tracker import JiraTracker

FILE = "workflows/jira.yml"
NEEDED = {
    "BROWSE_PROJECTS": "read",
    "CREATE_ISSUES": "create",
    "EDIT_ISSUES": "edit (the due day of a finding)",
    "ADD_COMMENTS": "comment",
    "TRANSITION_ISSUES": "move",
}
_SYSTEM_FIELDS = ("summary", "description", "labels", "duedate")


@dataclass(frozen=True)
class _Project:
    """What was found out so far: the connection, the mapping and the ids of the project's issue types by name."""

    connection: Connection
    mapping: TicketMapping
    types: dict[str, str]

    def type_id(self, name: str) -> str | None:
        return next((ident for known, ident in self.types.items() if is_one_of(name, [known])), None)


def examine_jira(tracker: JiraTracker) -> list[Looked]:
    """Line by line; what cannot be asked any more, because something before it is missing, is left out."""
    connection = tracker.connection
    try:
        signed_in = _ask(connection, "myself")
    except (GiveUp, TryLater) as problem:
        where = "" if isinstance(problem, GiveUp | Unauthorised) else f"{connection.url}: "
        return [unwell(f"{where}{problem.reason}", "Check RINGFENCE_JIRA_URL, _KIND, _USER and _TOKEN.")]
    lines = [well(f"signed in to Jira as {signed_in.get('displayName') or signed_in.get('name')}")]
    try:
        about = _ask(connection, f"project/{in_path(connection.project)}")
        types = connection.types()
    except (GiveUp, TryLater) as problem:
        return [*lines, unwell(problem.reason, "Create the project, or set RINGFENCE_JIRA_PROJECT to its key.")]
    lines.append(well(f"project {connection.project} is there: {about['name']}"))
    project = _Project(connection, tracker.mapping, types)
    return [*lines, *_each(project, _permissions, _issue_types, _statuses, _fields, _moves, _grades)]


def _each(project: _Project, *parts: Callable[[_Project], Iterable[Looked]]) -> Iterator[Looked]:
    for part in parts:
        try:
            yield from part(project)
        except (GiveUp, TryLater) as problem:
            yield unwell(problem.reason, "Look again; if it stays, the account may not ask this.")


def _ask(connection: Connection, path: str, **params: str | int) -> Any:
    with connection.asking() as client:
        return get(client, path, **params)


def _permissions(project: _Project) -> Iterator[Looked]:
    asked = {"projectKey": project.connection.project, "permissions": ",".join(NEEDED)}
    granted = _ask(project.connection, "mypermissions", **asked)["permissions"]
    lacking = [name for name in NEEDED if not granted.get(name, {}).get("havePermission")]
    if lacking:
        words = ", ".join(NEEDED[name] for name in lacking)
        step = f"Give the account {', '.join(lacking)} in the permission scheme of {project.connection.project}."
        yield unwell(f"the account may not {words} there", step)
    else:
        yield well("the account may read, create, edit, comment and move issues there")


def _issue_types(project: _Project) -> Iterator[Looked]:
    mapping, known = project.mapping, ", ".join(project.types)
    if project.type_id(mapping.audit_type) is None:
        step = f"Add the type to the project, or correct `audit_type` in {FILE}; there are {known}."
        yield unwell(f"there is no issue type {mapping.audit_type} for audits", step)
    else:
        yield well(f"audits are issues of the type {mapping.audit_type}")
    there = [name for name in mapping.finding_types if project.type_id(name)]
    if not there:
        step = f"Add one of them, or correct `finding_types` in {FILE}; there are {known}."
        yield unwell(f"there is no issue type {' or '.join(mapping.finding_types)} for findings", step)
    else:
        yield well(f"findings are issues of the type {' or '.join(there)}, linked with their audit or parts of it")


def _statuses(project: _Project) -> Iterator[Looked]:
    """Those that the bot needs, and those that are there and that nobody mapped."""
    found = _ask(project.connection, f"project/{in_path(project.connection.project)}/statuses")
    here = [one for one in found if is_one_of(str(one["name"]), [project.mapping.audit_type])]
    names = [str(status["name"]) for one in here for status in one["statuses"]]
    for state in (AuditState.PLANNED, AuditState.CLOSED):
        wanted = project.mapping.statuses.get(state, ())
        if names and not any(is_one_of(name, names) for name in wanted):
            step = f"Add one to the workflow, or correct `statuses` in {FILE}; there are {', '.join(names)}."
            yield unwell(f"no status means {state.words}: the workflow has none of {', '.join(wanted) or 'none'}", step)
    if not names:
        yield unwell(f"no statuses of {project.mapping.audit_type} can be seen", f"Mend `audit_type` in {FILE} first.")
        return
    odd = [name for name in names if project.mapping.state_of(name) is None]
    mapped = len(names) - len(odd)
    advice = f"Shown as they are called: {', '.join(odd)}. Map them under `statuses` in {FILE}." if odd else ""
    yield well(f"{mapped} of {len(names)} statuses of an audit are known by {FILE}", advice)


def _fields(project: _Project) -> Iterator[Looked]:
    ident = project.type_id(project.mapping.audit_type)
    if ident is None:
        return
    found = project.connection.screen_of(ident)
    mapping = project.mapping
    ours = {field.id: f"`{name}` ({field.id})" for name, field in mapping.fields.items()}
    ours |= {field: f"`always` ({field})" for field in mapping.always}
    wanted = {name: name for name in _SYSTEM_FIELDS if name != "duedate" or mapping.has_due_date} | ours
    if lacking := [words for field, words in wanted.items() if field not in found]:
        step = (
            f"Put them on the create screen of {mapping.audit_type}, or correct `fields`, `always` or `has_due_date` in {FILE}."
        )
        yield unwell(f"fields cannot be filled: {', '.join(lacking)}", step)
    asked = [f"{one['name']} ({field})" for field, one in found.items() if _must_be_filled(one) and field not in wanted]
    if asked := [words for words in asked if not words.endswith(("(project)", "(issuetype)", "(reporter)"))]:
        step = f"Make them optional in Jira, give them a default, or write them under `fields` or `always` in {FILE}."
        yield unwell(f"Jira asks for fields that nobody fills: {', '.join(asked)}", step)
    yield from _always(mapping, {field: found[field] for field in mapping.always if field in found}, project.connection)
    if not lacking and not asked:
        yield well(f"all {len(wanted)} fields of a ticket can be filled")


def _always(mapping: TicketMapping, screen: dict[str, Any], connection: Connection) -> Iterator[Looked]:
    """Constants that their fields do not take."""
    try:
        shaped(screen, {field: mapping.always[field] for field in screen}, section="always", dialect=connection.dialect)
    except Unfillable as odd:
        yield unwell(f"a field that always says the same cannot: {odd}", "Correct it, then look again.")


def _must_be_filled(field: dict[str, Any]) -> bool:
    return bool(field.get("required")) and not field.get("hasDefaultValue")


def _moves(project: _Project) -> Iterator[Looked]:
    """What the moves of an audit ask for. Jira tells that of an issue alone, so nothing is said as long as there is none."""
    mapping, ways = project.mapping, list(_ways(project))
    troubles = {}
    for way in ways:
        try:
            body_of(way, mapping.moves, project.connection.dialect)
        except Unfillable as lacking:
            troubles[way.status] = str(lacking)
    for status, words in troubles.items():
        yield unwell(f"an audit cannot be moved to {status}: {words}", "Do that, then look again.")
    if ways and not troubles:
        yield well("what the moves of an audit ask for can be filled in")


def _ways(project: _Project) -> Iterator[Way]:
    """Those to statuses that mean something here, from where the newest ticket of ours stands, else any of its type."""
    connection, mapping = project.connection, project.mapping
    for wanted in (f"labels = {quoted(OUR_LABEL)}", f"issuetype = {quoted(mapping.audit_type)}"):
        jql = f"project = {quoted(connection.project)} AND {wanted} ORDER BY created DESC"
        with connection.asking() as client:
            issue = next(iter(connection.dialect.find_all(client, jql, ("status",))), None)
        if issue is not None:
            answer = _ask(connection, f"issue/{in_path(str(issue['key']))}/transitions", expand="transitions.fields")
            yield from (way for way in ways_of(answer) if mapping.state_of(way.status) is not None)
            return


def _grades(project: _Project) -> Iterator[Looked]:
    """The field in which a finding's grade stands, if its values can be seen."""
    mapping = project.mapping
    ident = next((found for name in mapping.finding_types if (found := project.type_id(name))), None)
    if ident is None:
        return
    field = project.connection.screen_of(ident).get(mapping.grade_field)
    if field is None:
        step = f"Put it on the create screen of findings, or correct `grade_field` in {FILE}."
        yield unwell(f"findings have no field {mapping.grade_field} for their grade", step)
        return
    values = [str(one.get("name") or one.get("value")) for one in field.get("allowedValues") or ()]
    if odd := [value for value in values if mapping.grade_of(value) is None]:
        yield unwell(f"grades are not known: {', '.join(odd)}", f"Map them under `grades` in {FILE}.")
    else:
        yield well(f"the grade of a finding is read from {field['name']}")
