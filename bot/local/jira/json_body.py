"""How the local Jira writes what it holds: issues, comments, people and statuses in the shapes of REST v3."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from bot.local.jira.board import DATA_CENTER, PRIORITIES, SUB_TASK, Board, Comment, Issue, Json


class Shapes:
    """Draws values as JSON for one site, whose address all links begin with."""

    def __init__(self, board: Board, site: str = "") -> None:
        self._board = board
        self._rest = f"{site}{root_of(board)}"

    def issue(self, issue: Issue, wanted: Collection[str] | None = None) -> Json:
        """The issue with the named fields; None means all, an empty selection (or `id`) the id alone."""
        if wanted is not None and set(wanted) <= {"id"}:
            return {"id": issue.ident}
        everything = wanted is None or "*all" in wanted or "*navigable" in wanted
        fields = {name: value for name, value in self._fields(issue).items() if everything or name in (wanted or ())}
        return {"id": issue.ident, "key": issue.key, "self": f"{self._rest}/issue/{issue.ident}", "fields": fields}

    def _fields(self, issue: Issue) -> Json:
        comments = [self.comment(issue, comment) for comment in issue.comments]
        return {
            **issue.fields,
            "priority": self.priority(issue.fields["priority"]["name"]) if issue.fields["priority"] else None,
            "status": self.status(issue.status),
            "issuetype": next(kind for kind in self.issue_types() if kind["name"] == issue.issue_type),
            "project": self.project(issue.project),
            "creator": self.person(issue.reporter),
            "reporter": self.person(issue.reporter),
            "created": stamp(issue.created_at),
            "updated": stamp(issue.updated_at),
            "issuelinks": [self._link(*one) for one in issue.links],
            "comment": {"comments": comments, "maxResults": len(comments), "total": len(comments), "startAt": 0},
        }

    def _link(self, ident: str, kind: Json, name: str, other: Issue) -> Json:
        fields = {"summary": other.fields["summary"], "status": self.status(other.status)}
        address = f"{self._rest}/issue/{other.ident}"
        return {"id": ident, "type": kind, name: {"id": other.ident, "key": other.key, "self": address, "fields": fields}}

    def priority(self, name: str) -> Json:
        ident = str(PRIORITIES.index(name) + 1)
        return {"self": f"{self._rest}/priority/{ident}", "id": ident, "name": name}

    def comment(self, issue: Issue, comment: Comment, *, with_properties: bool = False) -> Json:
        """Whether it is an internal note the Cloud says itself; a Data Center only in a property that is asked for."""
        author: Any = self.person(comment.author)
        at: Any = stamp(comment.at)
        address = f"{self._rest}/issue/{issue.ident}/comment/{comment.ident}"
        about = {"author": author, "updateAuthor": author, "created": at, "updated": at}
        if comment.edited_at:
            about |= {"updateAuthor": self.person(comment.edited_by), "updated": stamp(comment.edited_at)}
        if self._board.house.dialect != DATA_CENTER:
            about["jsdPublic"] = comment.public
        elif with_properties:
            about["properties"] = [] if comment.public else [{"key": "sd.public.comment", "value": {"internal": True}}]
        return {"self": address, "id": comment.ident, "body": comment.body, **about}

    def person(self, name: str) -> Json:
        """A Data Center knows people by name, the Cloud by account id."""
        if self._board.house.dialect == DATA_CENTER:
            known = {"name": name, "key": name, "emailAddress": name, "timeZone": "UTC"}
            return {"self": f"{self._rest}/user?username={name}", "displayName": name, "active": True, **known}
        ident = hashlib.sha256(name.encode()).hexdigest()[:24]
        address = f"{self._rest}/user?accountId={ident}"
        return {"self": address, "accountId": ident, "accountType": "atlassian", "displayName": name, "active": True}

    def project(self, key: str) -> Json:
        ident = str(10000 + list(self._board.projects).index(key))
        address = f"{self._rest}/project/{ident}"
        return {"self": address, "id": ident, "key": key, "name": self._board.projects[key], "projectTypeKey": "software"}

    def issue_types(self) -> list[Json]:
        return [
            {"self": f"{self._rest}/issuetype/{ident}", "id": ident, "name": name, "subtask": name == SUB_TASK}
            for ident, name in self._board.issue_types.items()
        ]

    def status(self, name: str) -> Json:
        ident = str(self._board.statuses.index(name) + 1)
        return {"self": f"{self._rest}/status/{ident}", "id": ident, "name": name, "statusCategory": self._category(name)}

    def _category(self, name: str) -> Json:
        if name == self._board.statuses[0]:
            return {"id": 2, "key": "new", "name": "To Do", "colorName": "blue-gray"}
        if name == self._board.statuses[-1]:
            return {"id": 3, "key": "done", "name": "Done", "colorName": "green"}
        return {"id": 4, "key": "indeterminate", "name": "In Progress", "colorName": "yellow"}

    def transition(self, name: str, *, with_fields: bool = False) -> Json:
        ident = str(self._board.statuses.index(name) * 10 + 11)
        screen = self._board.house.asked_on.get(name, {})
        way = {"id": ident, "name": name, "to": self.status(name), "hasScreen": bool(screen), "isAvailable": True}
        shown = {
            field: {"key": field, "operations": ["set"], "schema": {"type": "string"}} | about
            for field, about in screen.items()
            if not about.get("hidden")
        }
        return way | ({"fields": shown} if with_fields else {})


def stamp(at: datetime) -> str:
    """An instant as Jira writes it: milliseconds, and an offset without a colon."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}" + at.strftime("%z")


def root_of(board: Board) -> str:
    """Where the REST calls begin: version 2 at a Data Center, 3 in the Cloud."""
    return f"/rest/api/{'2' if board.house.dialect == DATA_CENTER else '3'}"
