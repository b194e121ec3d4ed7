"""The REST calls that a tracker needs, of Jira Cloud and Data Center: each gives a status and a body, or raises Refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.local.jira import fields, jql
from bot.local.jira.board import CLOUD, DATA_CENTER, PERMISSIONS, PRIORITIES, Board, Comment, Issue, Json
from bot.local.jira.json_body import Shapes, root_of, stamp
from bot.local.jira.refusals import Refused

PAGE = 50
REQUIRED = ("summary", "project", "issuetype")
HIDDEN = "Issue does not exist or you do not have permission to see it."


@dataclass(frozen=True)
class Call:
    """One REST call of a signed-in user: path parameters, query (each name with all its values), body."""

    board: Board
    shapes: Shapes
    site: str
    user: str
    path: Mapping[str, str]
    query: Mapping[str, list[str]]
    body: Any

    @property
    def issue(self) -> Issue:
        issue = self.board.get(self.path["issue"])
        if issue is None:
            raise Refused(404, HIDDEN)
        return issue

    def number(self, name: str, default: int) -> int:
        value = self.given(name, self.query.get(name, [default])[-1])
        if not str(value).isdecimal():
            raise Refused(400, f"{name} must be a number.")
        return int(value)

    def given(self, name: str, default: Any = None) -> Any:
        """A value of the body, if the body is an object that has it."""
        return self.body.get(name, default) if isinstance(self.body, dict) else default

    def listed(self, name: str) -> list[str]:
        """A list given in the body, or in the query, repeated or with commas."""
        values = self.given(name) or [one for value in self.query.get(name, []) for one in value.split(",")]
        return [str(value) for value in values]


Answer = tuple[int, Any]


def server_info(call: Call) -> Answer:
    about: Json = {
        "deploymentType": "Cloud",
        "version": "1001.0.0-SNAPSHOT",
        "versionNumbers": [1001, 0, 0],
        "buildNumber": 100288,
    }
    if call.board.house.dialect == DATA_CENTER:
        about = {"deploymentType": "Server", "version": "10.3.0", "versionNumbers": [10, 3, 0], "buildNumber": 10030000}
    return 200, {"baseUrl": call.site, "serverTitle": "Jira", "serverTime": stamp(call.board.clock.now()), **about}


def myself(call: Call) -> Answer:
    return 200, call.shapes.person(call.user) | {"emailAddress": call.user, "timeZone": "UTC", "locale": "en_GB"}


def projects(call: Call) -> Answer:
    return 200, [call.shapes.project(key) for key in call.board.projects]


def project(call: Call) -> Answer:
    return 200, call.shapes.project(_project(call)) | {"issueTypes": call.shapes.issue_types()}


def issue_types(call: Call) -> Answer:
    _project(call)
    return 200, _listed(call, "issueTypes", call.shapes.issue_types())


def _listed(call: Call, name: str, values: list[Json]) -> Json:
    """A page of `createmeta`: a Data Center calls every list `values`."""
    name = "values" if call.board.house.dialect == DATA_CENTER else name
    return {name: values, "maxResults": PAGE, "startAt": 0, "total": len(values)}


def create_fields(call: Call) -> Answer:
    """What may be filled in when an issue of this type is created."""
    _project(call)
    if call.path["type"] not in call.board.issue_types:
        raise Refused(404, "The issue type does not exist.")
    names = fields.EDITABLE | {"project": "Project", "issuetype": "Issue Type"} | dict(call.board.house.custom_fields)
    return 200, _listed(call, "fields", [_create_field(call, ident, name) for ident, name in names.items()])


def _create_field(call: Call, ident: str, name: str) -> Json:
    required = ident in (*REQUIRED, *call.board.house.required)
    about: Json = {"fieldId": ident, "key": ident, "name": name, "required": required, "hasDefaultValue": False}
    values = {"allowedValues": [call.shapes.priority(one) for one in PRIORITIES]} if ident == "priority" else {}
    return about | {"operations": ["set"], "schema": {"type": "string", "system": ident}} | values


def project_statuses(call: Call) -> Answer:
    _project(call)
    statuses = [call.shapes.status(name) for name in call.board.statuses]
    return 200, [kind | {"statuses": statuses} for kind in call.shapes.issue_types()]


def my_permissions(call: Call) -> Answer:
    """Those that are asked for, each with whether the account has it; the Cloud refuses to be asked for none."""
    asked = call.listed("permissions") or (list(PERMISSIONS) if call.board.house.dialect == DATA_CENTER else [])
    if not asked:
        raise Refused(400, "You must provide at least one permission.")
    granted = call.board.house.permissions
    return 200, {
        "permissions": {name: {"id": name, "key": name, "name": name, "havePermission": name in granted} for name in asked}
    }


def _project(call: Call) -> str:
    wanted = call.path["project"]
    for key in call.board.projects:
        if wanted in (key, call.shapes.project(key)["id"]):
            return key
    raise Refused(404, f"No project could be found with key '{wanted}'.")


def field_list(call: Call) -> Answer:
    names = fields.EDITABLE | {"project": "Project", "issuetype": "Issue Type", "status": "Status"}
    names |= dict(call.board.house.custom_fields)
    return 200, [
        {
            "id": name,
            "key": name,
            "name": title,
            "custom": name not in fields.EDITABLE,
            "navigable": True,
            "searchable": True,
            "clauseNames": [name],
        }
        for name, title in names.items()
    ]


def create_issue(call: Call) -> Answer:
    key, kind, given = fields.new_issue(call.board, call.given("fields"))
    issue = call.board.create(key, issue_type=kind, fields=given, by=call.user)
    whole = call.shapes.issue(issue)
    return 201, {name: whole[name] for name in ("id", "key", "self")}


def get_issue(call: Call) -> Answer:
    return 200, call.shapes.issue(call.issue, call.listed("fields") or None)


def edit_issue(call: Call) -> Answer:
    call.board.edit(call.issue, fields.edited(call.board, call.given("fields")), by=call.user)
    return 204, None


def search(call: Call) -> Answer:
    query = str(call.given("jql", (call.query.get("jql") or [""])[-1]))
    candidates = call.board.indexed(call.listed("reconcileIssues"))
    found = jql.search(query, candidates, known=call.board.known, now=call.board.clock.now())
    start, size = call.number("nextPageToken", 0), call.number("maxResults", PAGE)
    page: Json = {"issues": [call.shapes.issue(one, call.listed("fields")) for one in found[start : start + size]]}
    more = start + size < len(found)
    return 200, page | {"isLast": not more} | ({"nextPageToken": str(start + size)} if more else {})


def offset_search(call: Call) -> Answer:
    """As a Data Center searches: from an offset, with the number of all."""
    query = (call.query.get("jql") or [""])[-1]
    found = jql.search(query, call.board.indexed(), known=call.board.known, now=call.board.clock.now())
    start, size = call.number("startAt", 0), call.number("maxResults", PAGE)
    shown = [call.shapes.issue(one, call.listed("fields") or None) for one in found[start : start + size]]
    return 200, {"startAt": start, "maxResults": size, "total": len(found), "issues": shown}


def transitions(call: Call) -> Answer:
    """Jira says what a transition asks for only if it is told to (`expand=transitions.fields`)."""
    expand = "transitions.fields" in call.listed("expand")
    reachable = call.board.reachable(call.issue)
    return 200, {"transitions": [call.shapes.transition(status, with_fields=expand) for status in reachable]}


def transition(call: Call) -> Answer:
    """Real Jira takes a number too, but its interface says string; here only what it says is taken."""
    issue, asked = call.issue, call.given("transition")
    wanted = asked.get("id") if isinstance(asked, dict) else None
    for status in call.board.reachable(issue):
        if call.shapes.transition(status)["id"] == wanted:
            given = fields.of_screen(call.board.house.asked_on.get(status, {}), call.given("fields"))
            call.board.move(issue, status, by=call.user, fields=given)
            return 204, None
    raise Refused(400, f"Transition id '{wanted}' is not valid for this issue.")


def comments(call: Call) -> Answer:
    issue = call.issue
    newest_first = call.query.get("orderBy") == ["-created"]
    said = issue.comments[::-1] if newest_first else issue.comments
    start, size = call.number("startAt", 0), call.number("maxResults", PAGE)
    properties = "properties" in call.listed("expand")
    page = [call.shapes.comment(issue, one, with_properties=properties) for one in said[start : start + size]]
    return 200, {"comments": page, "startAt": start, "maxResults": size, "total": len(said)}


def comment(call: Call) -> Answer:
    issue, body = call.issue, call.given("body")
    if not body:
        raise Refused(400, comment="Comment body can not be empty!")
    internal = {"key": "sd.public.comment", "value": {"internal": True}} in (call.given("properties") or [])
    said = fields.document(call.board, body, "comment")
    return 201, call.shapes.comment(issue, call.board.comment(issue, said, by=call.user, public=not internal))


def edit_comment(call: Call) -> Answer:
    body = call.given("body")
    if not body:
        raise Refused(400, comment="Comment body can not be empty!")
    said = fields.document(call.board, body, "comment")
    return 200, call.shapes.comment(call.issue, call.board.edit_comment(call.issue, _comment(call), said, by=call.user))


def delete_issue(call: Call) -> Answer:
    call.board.delete(call.issue, by=call.user)
    return 204, None


def delete_comment(call: Call) -> Answer:
    call.board.delete_comment(call.issue, _comment(call), by=call.user)
    return 204, None


def _comment(call: Call) -> Comment:
    found = next((one for one in call.issue.comments if one.ident == call.path["comment"]), None)
    if found is None:
        raise Refused(404, f"Can not find a comment for the id: {call.path['comment']}.")
    return found


def link(call: Call) -> Answer:
    """Links two issues; each carries the other."""
    ends = [_end(call, "inwardIssue"), _end(call, "outwardIssue")]
    call.board.link(ends[0], ends[1], call.given("type") or {"name": "Relates"}, by=call.user)
    return 201, None


def _end(call: Call, name: str) -> Issue:
    given = call.given(name) or {}
    issue = call.board.get(str(given.get("key") or given.get("id")))
    if issue is None:
        raise Refused(404, HIDDEN)
    return issue


def remote_links(call: Call) -> Answer:
    return 200, call.issue.remote_links


def remote_link(call: Call) -> Answer:
    """Adds a link to elsewhere, or replaces the one with the same `globalId`."""
    issue, given = call.issue, call.body if isinstance(call.body, dict) else {}
    if not {"url", "title"} <= set(given.get("object") or {}):
        raise Refused(400, object="The object needs a title and a url.")
    same = next((one for one in issue.remote_links if given.get("globalId") and one.get("globalId") == given["globalId"]), None)
    ident = same["id"] if same else int(call.board.next_id())
    address = f"{call.site}{root_of(call.board)}/issue/{issue.key}/remotelink/{ident}"
    issue.remote_links = [one for one in issue.remote_links if one is not same] + [{**given, "id": ident, "self": address}]
    return (200 if same else 201), {"id": ident, "self": address}


Calls = dict[tuple[str, str], Callable[[Call], Answer]]
_EVERYWHERE: Calls = {
    ("GET", "/serverInfo"): server_info,
    ("GET", "/myself"): myself,
    ("GET", "/mypermissions"): my_permissions,
    ("GET", "/project"): projects,
    ("GET", "/project/{project}"): project,
    ("GET", "/project/{project}/statuses"): project_statuses,
    ("GET", "/issue/createmeta/{project}/issuetypes"): issue_types,
    ("GET", "/issue/createmeta/{project}/issuetypes/{type}"): create_fields,
    ("GET", "/field"): field_list,
    ("POST", "/issue"): create_issue,
    ("GET", "/issue/{issue}"): get_issue,
    ("PUT", "/issue/{issue}"): edit_issue,
    ("DELETE", "/issue/{issue}"): delete_issue,
    ("GET", "/issue/{issue}/transitions"): transitions,
    ("POST", "/issue/{issue}/transitions"): transition,
    ("GET", "/issue/{issue}/comment"): comments,
    ("POST", "/issue/{issue}/comment"): comment,
    ("PUT", "/issue/{issue}/comment/{comment}"): edit_comment,
    ("DELETE", "/issue/{issue}/comment/{comment}"): delete_comment,
    ("POST", "/issueLink"): link,
    ("GET", "/issue/{issue}/remotelink"): remote_links,
    ("POST", "/issue/{issue}/remotelink"): remote_link,
}
_SEARCH: dict[str, Calls] = {
    CLOUD: {("GET", "/search/jql"): search, ("POST", "/search/jql"): search},
    DATA_CENTER: {("GET", "/search"): offset_search},
}
_NEEDS: dict[Callable[[Call], Answer], str] = {
    create_issue: "CREATE_ISSUES",
    edit_issue: "EDIT_ISSUES",
    transition: "TRANSITION_ISSUES",
    comment: "ADD_COMMENTS",
    edit_comment: "ADD_COMMENTS",
    delete_comment: "ADD_COMMENTS",
    link: "LINK_ISSUES",
}


def calls_of(board: Board) -> Calls:
    """What this kind of Jira answers, in the order in which addresses are tried."""
    return _EVERYWHERE | _SEARCH[board.house.dialect]


def as_to_a_stranger(do: Callable[[Call], Answer]) -> Json:
    """What somebody gets who is not signed in: a search that finds nothing. Raises Refused for everything else."""
    if do is search:
        return {"issues": [], "isLast": True}
    if do is offset_search:
        return {"startAt": 0, "maxResults": PAGE, "total": 0, "issues": []}
    if do in (myself, issue_types, create_fields, my_permissions):
        raise Refused(401, "Client must be authenticated to access this resource.")
    if do is create_issue:
        raise Refused(400, project="You do not have permission to create issues in this project.")
    raise Refused(404, HIDDEN)


def refuse_without_permission(board: Board, do: Callable[[Call], Answer]) -> None:
    if do in (myself, server_info, my_permissions, field_list):
        return  # these are of no project
    if "BROWSE_PROJECTS" not in board.house.permissions:
        if do in (search, offset_search, issue_types, create_fields):
            raise Refused(400, f"The value '{next(iter(board.projects))}' does not exist for the field 'project'.")
        raise Refused(404, HIDDEN)  # to whom a project is hidden, nothing of it is there
    if _NEEDS.get(do, "BROWSE_PROJECTS") not in board.house.permissions:
        raise Refused(403, "You do not have the permission to do this.")
