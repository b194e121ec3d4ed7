"""The tracker on Jira: find or create, read, comment once, move by status name, and hear what changed.

Building it never talks to Jira. The idempotency key is a label of the issue, so a ticket whose reply was lost is found again; the
ids of tickets that were created here are remembered, because Jira's search lags behind a create. Labels and comments can be
written by anybody, so each is taken for ours only if the bot's own account wrote it.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from ssl import SSLContext
from typing import Any

import structlog
from jira import JIRA, JIRAError

from bot.application.ports import OUR_LABEL, GiveUp, Ticket, TicketChange, TicketDraft, TicketSnapshot, TryLater
from bot.domain.ticket_mapping import TicketMapping, is_one_of
from bot.jira.connection import Account, Connection, get, in_path, send
from bot.jira.dialect import DIALECTS, Dialect, quoted
from bot.jira.filling import issue_fields
from bot.jira.ours import FIELDS, Wanted, account_of, why_foreign
from bot.jira.reading import CHANGE_FIELDS, change_of, fields_to_read, news_of
from bot.jira.screens import Unfillable, Way, body_of, shaped, ways_of
from bot.jira.ticket_text import label_of
from bot.jira.trust import Trust

log = structlog.get_logger(__name__)
COMMENT_PAGE = 100
COMMENTS_AT_MOST = 5000
ASKED_AT_ONCE = 100
BAD_QUERY, GONE = 400, 404


class JiraTracker:
    """A `Tracker` on one Jira project. Each thread has its own connection; `close()` closes them all."""

    def __init__(
        self,
        url: str,
        *,
        user: str,
        token: str,
        project: str,
        mapping: TicketMapping | None = None,
        dialect: str = "cloud",
        public_url: str | None = None,
        timeout: tuple[float, float] = (3, 10),
        tls: SSLContext | None = None,
    ) -> None:
        """`url` is where the bot calls, `public_url` what a person opens if that differs; seconds to connect and to answer."""
        account = Account(user, token)
        self.connection = Connection(
            url, account, project=project, dialect=DIALECTS[dialect], timeout=timeout, trust=Trust(tls) if tls else None
        )
        self.mapping = mapping or TicketMapping()
        self._public_url = (public_url or url).rstrip("/")
        self._ids: dict[str, int] = {}
        self._account = ""
        self._types: tuple[str, ...] = ()

    def find(self, key: str, *, since: datetime | None = None) -> Ticket | None:
        with self._asking() as client:
            for issue in self._alike(client, key):
                wanted = Wanted(key, self._project, self._own_account(client), since)
                why = why_foreign(issue, wanted, mapping=self.mapping, dialect=self._dialect)
                if not why:
                    return self.read(str(issue["key"]))
                log.warning("an issue carries the label of a ticket of ours and is none", issue=issue["key"], label=key, why=why)
            self.connection.refuse_strangers()
        return None

    def _alike(self, client: JIRA, key: str) -> Iterator[Any]:
        """Issues that may be it: the one that was created here, then what search knows by its label, the oldest first."""
        label = label_of(key)
        known = self._ids.get(label)
        if known and (issue := self._unless_gone(client, str(known), ",".join(FIELDS))):
            yield issue
        jql = f"project = {quoted(self._project)} AND labels = {quoted(label)} ORDER BY created ASC"
        yield from self._dialect.find_all(client, jql, FIELDS)

    def _own_account(self, client: JIRA) -> str:
        """Who the bot is in this Jira; asked once."""
        if not self._account:
            self._account = account_of(get(client, "myself"))
        return self._account

    def create(self, draft: TicketDraft) -> Ticket:
        fields = issue_fields(draft, project=self._project, mapping=self.mapping, dialect=self._dialect) | self._always()
        with self._asking(writes=True) as client:
            issue = client.create_issue(fields, prefetch=False)
            self._ids[label_of(draft.key)] = int(issue.id)
        return self._read_created(str(issue.key))

    def _always(self) -> dict[str, Any]:
        """The fields that always say the same; in which shapes, the create screen says, which is asked if there are any."""
        if not self.mapping.always:
            return {}
        try:
            screen = self.connection.create_screen(self.mapping.audit_type)
            return shaped(screen, self.mapping.always, section="always", dialect=self._dialect)
        except Unfillable as lacking:
            raise GiveUp(f"A new ticket cannot be filled in: {lacking}.") from None

    def read(self, ticket_key: str) -> Ticket:
        with self._asking() as client:
            issue = client.issue(in_path(ticket_key), fields="status").raw
            key, status = str(issue["key"]), str(issue["fields"]["status"]["name"])
        return Ticket(key=key, url=f"{self._public_url}/browse/{key}", status=status)

    def _read_created(self, ticket_key: str) -> Ticket:
        """A ticket that stands, but cannot be read yet, is a lost reply as any other."""
        try:
            return self.read(ticket_key)
        except (TryLater, GiveUp) as failure:
            raise TryLater(f"{ticket_key} was created, but not read: {failure.reason}", uncertain=True) from None

    def comment(self, ticket_key: str, *, marker: str, text: str) -> None:
        body = self._dialect.comment(text, marker=marker)
        with self._asking() as client:
            if any(self._is_said(comment, body, marker) for comment in self._own(client, ticket_key)):
                return
        with self._asking(writes=True) as client:
            client.add_comment(in_path(ticket_key), body)

    def own_comments(self, ticket_key: str) -> tuple[str, ...]:
        with self._asking() as client:
            return tuple(self._dialect.words(comment["body"]) for comment in self._own(client, ticket_key))

    def _own(self, client: JIRA, ticket_key: str) -> Iterator[Any]:
        """Whoever may comment can write what looks like ours, and an administrator can change what we wrote."""
        me = self._own_account(client)
        for comment in _comments(client, in_path(ticket_key)):
            people = {account_of(comment.get(role) or comment.get("author")) for role in ("author", "updateAuthor")}
            if people == {me}:
                yield comment

    def _is_said(self, comment: Any, body: Any, marker: str) -> bool:
        said, wanted = (" ".join(self._dialect.words(one).split()) for one in (comment["body"], body))
        return self._dialect.carries_marker(comment["body"], marker) and said == wanted

    def transition(self, ticket_key: str, *, status: str) -> Ticket:
        ticket = self.read(ticket_key)
        if is_one_of(ticket.status, [status]):
            return ticket
        body = self._move(ticket, status, self._ways(ticket_key))
        with self._asking(writes=True) as client:
            send(client, "POST", f"issue/{in_path(ticket_key)}/transitions", body)
        return self.read(ticket_key)

    def _move(self, ticket: Ticket, status: str, ways: list[Way]) -> dict[str, Any]:
        """By the first way there whose fields can be filled; raises GiveUp in words where there is none."""
        problem = _no_way(ticket, status, sorted({way.status for way in ways}))
        for way in (one for one in ways if is_one_of(one.status, [status])):
            try:
                return body_of(way, self.mapping.moves, self._dialect)
            except Unfillable as lacking:
                problem = f"{ticket.key} stands at {ticket.status!r} and cannot be moved to {status!r}: {lacking}."
        raise GiveUp(problem)

    def ways(self, ticket_key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(way.status for way in self._ways(ticket_key)))

    def set_due(self, ticket_key: str, due_on: date) -> None:
        with self._asking(writes=True) as client:
            send(client, "PUT", f"issue/{in_path(ticket_key)}", {"fields": {"duedate": due_on.isoformat()}})

    def look(self, ticket_key: str) -> TicketSnapshot | None:
        path = in_path(ticket_key)
        with self._asking() as client:
            issue = self._unless_gone(client, path, fields_to_read(self.mapping.grade_field))
            if issue is None:
                return None
            said = list(_comments(client, path, self._dialect.of_comments))
            comments = [one for one in said if not self._is_own(client, one)]
            grade = self.mapping.grade_field
            news = news_of(issue, comments, dialect=self._dialect, grade_field=grade, site=self._public_url)
            elsewhere = issue["fields"]["project"]["key"] != self._project
            return replace(news, has_all_remarks=len(said) < COMMENTS_AT_MOST, is_elsewhere=elsewhere)

    def _unless_gone(self, client: JIRA, path: str, fields: str) -> Any:
        """None if it is gone; to a stranger everything is, and to whom the project is hidden all of it, so that is looked at."""
        try:
            return get(client, f"issue/{path}", fields=fields)
        except JIRAError as failure:
            if failure.status_code != GONE or self.connection.is_stranger():
                raise
        get(client, f"project/{in_path(self._project)}")
        return None

    def standing(self, ticket_keys: Sequence[str]) -> list[TicketChange]:
        begins = range(0, len(ticket_keys), ASKED_AT_ONCE)
        return [found for begin in begins for found in self._standing(ticket_keys[begin : begin + ASKED_AT_ONCE])]

    def _standing(self, ticket_keys: Sequence[str]) -> list[TicketChange]:
        """Jira refuses a query that names one that is not there: then each has to be looked at by itself."""
        jql = f"key in ({', '.join(map(quoted, ticket_keys))}) ORDER BY updated ASC"
        with self._asking() as client:
            try:
                found = [change_of(issue) for issue in self._dialect.find_all(client, jql, CHANGE_FIELDS)]
            except JIRAError as refusal:
                if refusal.status_code != BAD_QUERY:
                    raise
                return []
        return [one for one in found if one.key in ticket_keys]

    def _is_own(self, client: JIRA, comment: Any) -> bool:
        return account_of(comment.get("author")) == self._own_account(client)

    def changed(self, within: timedelta) -> list[TicketChange]:
        """Asked as so many minutes ago: a time of day would be read in the time zone of the account."""
        minutes = math.ceil(within / timedelta(minutes=1))
        jql = f"project = {quoted(self._project)} AND updated >= -{minutes}m AND ({self._can_be_ours()}) ORDER BY updated ASC"
        try:
            with self._asking() as client:
                found = [change_of(issue) for issue in self._dialect.find_all(client, jql, CHANGE_FIELDS)]
                if not found:
                    self.connection.refuse_strangers()
        except GiveUp:
            self._types = ()  # a type may have got another name
            raise
        return sorted(found, key=lambda change: change.updated_at)

    def _can_be_ours(self) -> str:
        """Our label, or a type of findings that the project has: Jira refuses a query with one that it does not know."""
        labelled = f"labels = {quoted(OUR_LABEL)}"
        self._types = self._types or tuple(self.connection.types())
        kinds = ", ".join(quoted(name) for name in self._types if self.mapping.is_finding(name))
        return f"{labelled} OR issuetype in ({kinds})" if kinds else labelled

    def close(self) -> None:
        """Closes the connections of all threads; the tracker opens new ones if it is asked again."""
        self.connection.close()

    def _ways(self, ticket_key: str) -> list[Way]:
        with self._asking() as client:
            return ways_of(get(client, f"issue/{in_path(ticket_key)}/transitions", expand="transitions.fields"))

    @property
    def _project(self) -> str:
        return self.connection.project

    @property
    def _dialect(self) -> Dialect:
        return self.connection.dialect

    def _asking(self, *, writes: bool = False) -> AbstractContextManager[JIRA]:
        return self.connection.asking(writes=writes)


def _comments(client: JIRA, path: str, also: str = "") -> Iterator[Any]:
    """All comments, the newest first."""
    for start in range(0, COMMENTS_AT_MOST, COMMENT_PAGE):
        page = client.comments(path, expand=also or None, start_at=start, max_results=COMMENT_PAGE, order_by="-created")
        yield from (comment.raw for comment in page)
        if len(page) < COMMENT_PAGE:
            return


def _no_way(ticket: Ticket, status: str, names: list[str]) -> str:
    ways = f"only to {', '.join(names)}" if names else "to no other status"
    return (
        f"{ticket.key} stands at {ticket.status!r} and cannot be moved to {status!r}, {ways}: "
        "mend the workflow in Jira or the names of its statuses here."
    )
