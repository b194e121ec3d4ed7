"""What stands in the local Jira: projects, issues, comments and links. Safe to use from several threads."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol

Json = dict[str, Any]

STATUSES = (
    "To Do",
    "Notified",
    "Evidence requested",
    "Fieldwork",
    "Draft report",
    "Findings agreed",
    "Corrective action",
    "Verified",
    "Closed",
)
ISSUE_TYPES = {"10001": "Task", "10002": "Bug", "10003": "Audit"}


class Clock(Protocol):
    """Where the time comes from; an aware instant."""

    def now(self) -> datetime: ...


class RealClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Comment:
    """What somebody said about an issue, as a document."""

    ident: str
    author: str
    body: Json
    at: datetime


@dataclass
class Issue:
    """One issue; `fields` holds what can be edited: summary, description, duedate, labels."""

    ident: str
    key: str
    project: str
    issue_type: str
    reporter: str
    status: str
    created_at: datetime
    updated_at: datetime
    fields: Json
    comments: list[Comment] = field(default_factory=list)
    links: list[Json] = field(default_factory=list)
    remote_links: list[Json] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """What just happened to an issue: a comment, or a field that went from one value to another."""

    issue: Issue
    author: str
    name: str
    before: str = ""
    after: str = ""
    comment: Comment | None = None


class Board:
    """The issues of all projects, in the order of their creation."""

    def __init__(
        self, projects: Mapping[str, str], *, statuses: Sequence[str], clock: Clock, search_lag: timedelta, strict: bool
    ) -> None:
        self.projects = dict(projects)
        self.statuses = tuple(statuses)
        self.issues: list[Issue] = []
        self.listeners: list[Callable[[Change], None]] = []
        self.lock = threading.RLock()
        self.clock, self.search_lag, self._strict = clock, search_lag, strict
        self._ids = count(10000)

    def next_id(self) -> str:
        return str(next(self._ids))

    def create(self, project: str, *, issue_type: str, fields: Json, by: str) -> Issue:
        with self.lock:
            number = sum(issue.project == project for issue in self.issues) + 1
            now = self.clock.now()
            first = self.statuses[0]
            issue = Issue(self.next_id(), f"{project}-{number}", project, issue_type, by, first, now, now, fields)
            self.issues.append(issue)
        return issue

    def get(self, key_or_id: str) -> Issue | None:
        with self.lock:
            return next((issue for issue in self.issues if key_or_id in (issue.key, issue.ident)), None)

    def indexed(self, also: Sequence[str] = ()) -> list[Issue]:
        """The issues that search knows of: those old enough, and those of the ids that it is told to look at."""
        with self.lock:
            horizon = self.clock.now() - self.search_lag
            return [issue for issue in self.issues if issue.created_at <= horizon or issue.ident in also]

    def reachable(self, issue: Issue) -> list[str]:
        """The statuses that the issue may move to from where it stands."""
        here = self.statuses.index(issue.status)
        others = self.statuses[max(here - 1, 0) : here + 2] if self._strict else self.statuses
        return [status for status in others if status != issue.status]

    def move(self, issue: Issue, status: str, *, by: str) -> None:
        self._change(issue, Change(issue, by, "status", issue.status, status), lambda: setattr(issue, "status", status))

    def edit(self, issue: Issue, fields: Json, *, by: str) -> None:
        names = ", ".join(fields)
        self._change(issue, Change(issue, by, names), lambda: issue.fields.update(fields))

    def comment(self, issue: Issue, body: Json, *, by: str) -> Comment:
        comment = Comment(self.next_id(), by, body, self.clock.now())
        self._change(issue, Change(issue, by, "comment", comment=comment), lambda: issue.comments.append(comment))
        return comment

    def _change(self, issue: Issue, change: Change, deed: Callable[[], object]) -> None:
        with self.lock:
            deed()
            issue.updated_at = self.clock.now()
            for listener in self.listeners:
                listener(change)
