"""The tracker on Jira: find or create, read, comment once, move by status name.

Building it never talks to Jira. The idempotency key is a label of the issue, so a ticket whose reply was lost is found again; the
ids of tickets that were created here are remembered, because Jira's search lags behind a create.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote
from weakref import WeakSet

from jira import JIRA

from bot.application.ports import GiveUp, Ticket, TicketDraft, TryLater
from bot.jira.dialect import COMMENT_PAGE, COMMENTS_AT_MOST, Cloud, quoted
from bot.jira.failures import FAILURES, in_words
from bot.jira.ticket_text import label_of, summary_of


class JiraTracker:
    """A `Tracker` on a Jira Cloud project. Each thread has its own connection; `close()` closes them all."""

    def __init__(
        self,
        url: str,
        *,
        user: str,
        token: str,
        project: str,
        issue_type: str = "Task",
        public_url: str | None = None,
        timeout: tuple[float, float] = (3, 10),
    ) -> None:
        """`url` is where the bot calls, `public_url` what a person opens if that differs; seconds to connect and to answer."""
        self._url = url.rstrip("/")
        self._public_url = (public_url or url).rstrip("/")
        self._user, self._token, self._timeout = user, token, timeout
        self._project = project
        self._issue_type = issue_type
        self._dialect = Cloud()
        self._mine = threading.local()
        self._clients: WeakSet[JIRA] = WeakSet()
        self._ids: dict[str, int] = {}

    def find(self, key: str) -> Ticket | None:
        label = label_of(key)
        jql = f"project = {quoted(self._project)} AND labels = {quoted(label)} ORDER BY created ASC"
        with self._asking() as client:
            ident = self._dialect.first_id(client, jql, known=self._ids.get(label))
        return self.read(ident) if ident else None

    def create(self, draft: TicketDraft) -> Ticket:
        label = label_of(draft.key)
        fields: dict[str, Any] = {
            "project": {"key": self._project},
            "issuetype": {"name": self._issue_type},
            "summary": summary_of(draft.summary),
            "description": self._dialect.description(draft.description),
            "labels": list(dict.fromkeys([label, *map(label_of, draft.labels)])),
        }
        if draft.due_on is not None:
            fields["duedate"] = draft.due_on.isoformat()
        with self._asking(writes=True) as client:
            issue = client.create_issue(fields, prefetch=False)
            self._ids[label] = int(issue.id)
        return self._read_created(str(issue.key))

    def read(self, ticket_key: str) -> Ticket:
        with self._asking() as client:
            issue = client.issue(_in_path(ticket_key), fields="status").raw
            key, status = str(issue["key"]), str(issue["fields"]["status"]["name"])
        return Ticket(key=key, url=f"{self._public_url}/browse/{key}", status=status)

    def _read_created(self, ticket_key: str) -> Ticket:
        """A ticket that stands, but cannot be read yet, is a lost reply as any other."""
        try:
            return self.read(ticket_key)
        except (TryLater, GiveUp) as failure:
            raise TryLater(f"{ticket_key} was created, but not read: {failure.reason}", uncertain=True) from None

    def comment(self, ticket_key: str, *, marker: str, text: str) -> None:
        with self._asking() as client:
            if any(self._dialect.carries_marker(body, marker) for body in _comments(client, _in_path(ticket_key))):
                return
        with self._asking(writes=True) as client:
            client.add_comment(_in_path(ticket_key), self._dialect.comment(text, marker=marker))

    def transition(self, ticket_key: str, *, status: str) -> Ticket:
        ticket = self.read(ticket_key)
        if _same(ticket.status, status):
            return ticket
        with self._asking() as client:
            ways = {way["to"]["name"]: way["id"] for way in client.transitions(_in_path(ticket_key))}
        way = next((ident for name, ident in ways.items() if _same(name, status)), None)
        if way is None:
            raise GiveUp(_no_way(ticket, status, sorted(ways)))
        with self._asking(writes=True) as client:
            self._dialect.move(client, _in_path(ticket_key), way)
        return self.read(ticket_key)

    def close(self) -> None:
        """Closes the connections of all threads; the tracker opens new ones if it is asked again."""
        self._mine = threading.local()
        for client in list(self._clients):
            client.close()  # type: ignore[no-untyped-call]  # the package leaves it untyped
            self._clients.discard(client)

    @contextmanager
    def _asking(self, *, writes: bool = False) -> Iterator[JIRA]:
        """This thread's client; what it raises comes out as TryLater or GiveUp."""
        try:
            yield self._client()
        except FAILURES as failure:
            raise in_words(failure, writes=writes, project=self._project) from None

    def _client(self) -> JIRA:
        client: JIRA | None = getattr(self._mine, "client", None)
        if client is None:
            client = self._dialect.client(self._url, user=self._user, token=self._token, timeout=self._timeout)
            self._mine.client = client
            self._clients.add(client)
        return client


def _comments(client: JIRA, ticket_key: str) -> Iterator[Any]:
    """The bodies of all comments, the newest first."""
    for start in range(0, COMMENTS_AT_MOST, COMMENT_PAGE):
        page = client.comments(ticket_key, start_at=start, max_results=COMMENT_PAGE, order_by="-created")
        yield from (comment.raw["body"] for comment in page)
        if len(page) < COMMENT_PAGE:
            return


def _in_path(ticket_key: str) -> str:
    """A ticket key as one part of an address, whatever it holds."""
    return quote(ticket_key, safe="")


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _no_way(ticket: Ticket, status: str, names: list[str]) -> str:
    ways = f"only to {', '.join(names)}" if names else "to no other status"
    return (
        f"{ticket.key} stands at {ticket.status!r} and cannot be moved to {status!r}, {ways}: "
        "mend the workflow in Jira or the names of its statuses here."
    )
