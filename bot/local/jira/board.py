"""What stands in the local Jira: projects, issues, comments and links. Safe to use from several threads."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.application.ports import Clock

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
ISSUE_TYPES = {"10001": "Task", "10002": "Bug", "10003": "Audit", "10004": "Finding", "10005": "Sub-task"}
SUB_TASK = "Sub-task"
PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")
PERMISSIONS = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES", "LINK_ISSUES")
CLOUD, DATA_CENTER = "cloud", "datacenter"


class RealClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Comment:
    """What somebody said about an issue: a document, or wiki text at a Data Center."""

    ident: str
    author: str
    body: Any
    at: datetime
    public: bool = True  # false: an internal note of a service desk
    edited_at: datetime | None = None
    edited_by: str = ""


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
    links: list[tuple[str, Any, str, "Issue"]] = field(default_factory=list)
    remote_links: list[Json] = field(default_factory=list)
    former_keys: list[str] = field(default_factory=list)  # of other projects, before it was moved


@dataclass(frozen=True)
class IssueChange:
    """What just happened to an issue: it was made, a comment, a link, or a field that went from one value to another."""

    issue: Issue
    author: str
    name: str
    before: str = ""
    after: str = ""
    comment: Comment | None = None
    other: Issue | None = None
    event: str = ""  # where the kind of change does not follow from the rest


@dataclass(frozen=True)
class House:
    """How one Jira is set up: what it speaks, its statuses, its own fields (id → name), and what the account may do."""

    dialect: str = CLOUD
    statuses: tuple[str, ...] = STATUSES
    issue_types: tuple[str, ...] = tuple(ISSUE_TYPES.values())
    custom_fields: Mapping[str, str] = field(default_factory=dict)
    permissions: tuple[str, ...] = PERMISSIONS
    required: tuple[str, ...] = ()
    asked_on: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)  # status → the fields of the screen that leads there
    strict: bool = False
    gateway: str = ""  # the id of the site: REST is served below /ex/jira/<id> alone, as to a scoped token


class Board:
    """The issues of all projects, in the order of their creation."""

    def __init__(self, projects: Mapping[str, str], house: House, *, clock: Clock, search_lag: timedelta) -> None:
        self.projects = dict(projects)
        self.house = house
        self.statuses = house.statuses
        self.issue_types = {ident: name for ident, name in ISSUE_TYPES.items() if name in house.issue_types}
        self.issues: list[Issue] = []
        self.listeners: list[Callable[[IssueChange], None]] = []
        self.lock = threading.RLock()
        self.clock, self.search_lag = clock, search_lag
        self._numbers: dict[str, int] = {}  # the last one of each project; none is given twice
        self._ids = count(10000)

    @property
    def known(self) -> dict[str, tuple[str, ...]]:
        """The values of fields that a query may name."""
        keys = tuple(key for issue in self.issues for key in (issue.key, *issue.former_keys))
        return {"project": tuple(self.projects), "issuetype": tuple(self.issue_types.values()), "key": keys}

    def next_id(self) -> str:
        return str(next(self._ids))

    def go_on_from(self, number: int) -> None:
        """The ids from here on, and the keys after those that are there; those before are taken."""
        self._ids = count(number)
        for issue in self.issues:
            for key in (issue.key, *issue.former_keys):
                project, _, taken = key.rpartition("-")
                self._numbers[project] = max(self._numbers.get(project, 0), int(taken))

    def create(self, project: str, *, issue_type: str, fields: Json, by: str) -> Issue:
        with self.lock:
            now = self.clock.now()
            first = self.statuses[0]
            issue = Issue(self.next_id(), self._next_key(project), project, issue_type, by, first, now, now, fields)
            self._change(issue, IssueChange(issue, by, "created"), lambda: self.issues.append(issue))
        return issue

    def link(self, inward: Issue, outward: Issue, kind: Any, *, by: str) -> None:
        """Each carries the other, and both have changed."""
        ident = self.next_id()

        def tie() -> None:
            inward.links.append((ident, kind, "outwardIssue", outward))
            outward.links.append((ident, kind, "inwardIssue", inward))
            outward.updated_at = self.clock.now()

        self._change(inward, IssueChange(inward, by, "link", other=outward), tie)

    def text(self, words: str) -> Any:
        """Words that a person typed at the board, as this Jira keeps them."""
        paragraphs = [line.strip() for line in words.splitlines() if line.strip()]
        if self.house.dialect == DATA_CENTER:
            return "\n\n".join(paragraphs)
        content = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in paragraphs]
        return {"type": "doc", "version": 1, "content": content}

    def get(self, key_or_id: str) -> Issue | None:
        """By a key that it has, or had before it was moved, or by its id."""
        with self.lock:
            return next((issue for issue in self.issues if key_or_id in (issue.ident, issue.key, *issue.former_keys)), None)

    def indexed(self, also: Sequence[str] = ()) -> list[Issue]:
        """The issues that search knows of: those old enough, and those of the ids that it is told to look at."""
        with self.lock:
            horizon = self.clock.now() - self.search_lag
            return [issue for issue in self.issues if issue.created_at <= horizon or issue.ident in also]

    def reachable(self, issue: Issue) -> list[str]:
        """The statuses that the issue may move to from where it stands."""
        here = self.statuses.index(issue.status)
        others = self.statuses[max(here - 1, 0) : here + 2] if self.house.strict else self.statuses
        return [status for status in others if status != issue.status]

    def _next_key(self, project: str) -> str:
        self._numbers[project] = self._numbers.get(project, 0) + 1
        return f"{project}-{self._numbers[project]}"

    def move_to_project(self, issue: Issue, project: str, *, by: str) -> None:
        """It gets a key there, the one that it had there before if it did, and answers to all that it ever had."""
        with self.lock:
            back = next((key for key in issue.former_keys if key.startswith(f"{project}-")), None)
            old, new = issue.key, back or self._next_key(project)

            def go() -> None:
                issue.key, issue.project = new, project
                issue.former_keys = [key for key in {*issue.former_keys, old} if key != new]

            self._change(issue, IssueChange(issue, by, "Key", old, new), go)

    def delete(self, issue: Issue, *, by: str) -> None:
        """With all that was said about it; nothing answers to any of its keys any more."""

        def go() -> None:
            self.issues.remove(issue)
            for other in self.issues:
                other.links = [link for link in other.links if link[3] is not issue]

        self._change(issue, IssueChange(issue, by, "deleted", event="jira:issue_deleted"), go)

    def move(self, issue: Issue, status: str, *, by: str, fields: Json | None = None) -> None:
        def go() -> None:
            issue.status = status
            issue.fields.update(fields or {})

        self._change(issue, IssueChange(issue, by, "status", issue.status, status), go)

    def edit(self, issue: Issue, fields: Json, *, by: str) -> None:
        names = ", ".join(fields)
        self._change(issue, IssueChange(issue, by, names), lambda: issue.fields.update(fields))

    def comment(self, issue: Issue, body: Any, *, by: str, public: bool = True) -> Comment:
        comment = Comment(self.next_id(), by, body, self.clock.now(), public)
        self._change(issue, IssueChange(issue, by, "comment", comment=comment), lambda: issue.comments.append(comment))
        return comment

    def edit_comment(self, issue: Issue, comment: Comment, body: Any, *, by: str) -> Comment:
        edited = replace(comment, body=body, edited_at=self.clock.now(), edited_by=by)

        def put() -> None:
            issue.comments[issue.comments.index(comment)] = edited

        self._change(issue, IssueChange(issue, by, "comment", comment=edited, event="comment_updated"), put)
        return edited

    def delete_comment(self, issue: Issue, comment: Comment, *, by: str) -> None:
        change = IssueChange(issue, by, "comment", comment=comment, event="comment_deleted")
        self._change(issue, change, lambda: issue.comments.remove(comment))

    def _change(self, issue: Issue, change: IssueChange, deed: Callable[[], object]) -> None:
        with self.lock:
            deed()
            issue.updated_at = self.clock.now()
            for listener in self.listeners:
                listener(change)
