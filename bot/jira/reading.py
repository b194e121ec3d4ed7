"""An issue as Jira gives it, in the words of the port; pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.application.ports import Comment, TicketChange, TicketSnapshot
from bot.jira.dialect import Dialect

Json = Mapping[str, Any]
CHANGE_FIELDS = ("updated", "issuetype", "parent", "issuelinks")
_FIELDS = ("project", "summary", "status", "duedate", "created", "labels", *CHANGE_FIELDS)


def fields_to_read(grade_field: str) -> str:
    return ",".join(dict.fromkeys([*_FIELDS, grade_field]))


def change_of(issue: Json) -> TicketChange:
    fields = issue["fields"]
    return TicketChange(str(issue["key"]), str(fields["issuetype"]["name"]), instant(fields["updated"]), _belongs_to(fields))


def news_of(issue: Json, comments: Iterable[Json], *, dialect: Dialect, grade_field: str, site: str) -> TicketSnapshot:
    """`comments` are those of other people; what the bot itself said is left out before."""
    fields = issue["fields"]
    return TicketSnapshot(
        key=str(issue["key"]),
        url=f"{site}/browse/{issue['key']}",
        kind=str(fields["issuetype"]["name"]),
        status=str(fields["status"]["name"]),
        summary=str(fields.get("summary") or ""),
        due_on=date.fromisoformat(fields["duedate"]) if fields.get("duedate") else None,
        created_at=instant(fields["created"]),
        updated_at=instant(fields["updated"]),
        labels=tuple(fields.get("labels") or ()),
        belongs_to=_belongs_to(fields),
        grade=_name(fields.get(grade_field)),
        remarks=_remarks(comments, dialect),
        is_done=(fields["status"].get("statusCategory") or {}).get("key") == "done",
    )


def _belongs_to(fields: Json) -> tuple[str, ...]:
    """The issue that it is a part of, then those that it is linked with, whichever way the link points."""
    parent = [fields["parent"]["key"]] if fields.get("parent") else []
    links = [
        link[end]["key"] for link in fields.get("issuelinks") or () for end in ("inwardIssue", "outwardIssue") if link.get(end)
    ]
    return tuple(dict.fromkeys([*parent, *links]))


def _name(value: Any) -> str | None:
    """What a field says: a choice has a name or a value, a text is itself."""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("value") or "") or None
    return str(value) if value else None


def _remarks(comments: Iterable[Json], dialect: Dialect) -> tuple[Comment, ...]:
    """What people said, the oldest first; of an internal note that it was said. What only some may read stays in Jira."""
    open_ones = (comment for comment in comments if not comment.get("visibility"))
    said = [(one, "" if is_internal(one) else dialect.words(one.get("body")).strip()) for one in open_ones]
    return tuple(
        Comment(str(comment["id"]), _author(comment), instant(comment["created"]), text)
        for comment, text in sorted(said, key=lambda pair: str(pair[0]["created"]))
    )


def is_internal(comment: Json) -> bool:
    """A note of a service desk that its customers do not see: the Cloud says so itself, a Data Center in a property."""
    properties = {str(one.get("key")): one.get("value") for one in comment.get("properties") or () if isinstance(one, Mapping)}
    marked = properties.get("sd.public.comment")
    return comment.get("jsdPublic") is False or (isinstance(marked, Mapping) and bool(marked.get("internal")))


def _author(comment: Json) -> str:
    return str((comment.get("author") or {}).get("displayName") or "somebody")


def instant(text: str) -> datetime:
    """Jira's writing of an instant: milliseconds, and an offset without a colon."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
