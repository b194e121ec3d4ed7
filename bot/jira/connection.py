"""The way to one Jira: a client for each thread, and its failures in the words of the port.

Whom Jira does not know any more it answers as a stranger: that something does not exist, may not be done, or was not found. So
after each such answer it is asked who we are.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from weakref import WeakSet

from jira import JIRA, JIRAError

from bot.application.ports import GiveUp, TryLater
from bot.domain.ticket_mapping import is_one_of
from bot.jira.dialect import Dialect
from bot.jira.failures import FAILURES, in_words, is_strangers, unauthorised
from bot.jira.trust import Trust

MOST_LISTED = 200


@dataclass(frozen=True)
class Account:
    """Who signs in: an account and its token, or, at a Data Center, a personal access token alone."""

    user: str
    token: str


class Connection:
    """Building it never talks to Jira. `project` is named in the words of a failure."""

    def __init__(
        self,
        url: str,
        account: Account,
        *,
        project: str,
        dialect: Dialect,
        timeout: tuple[float, float],
        trust: Trust | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.project, self.dialect = project, dialect
        self._account, self._timeout, self._trust = account, timeout, trust
        self._mine = threading.local()
        self._clients: WeakSet[JIRA] = WeakSet()

    @contextmanager
    def asking(self, *, writes: bool = False) -> Iterator[JIRA]:
        """This thread's client; what it raises comes out as TryLater, Unauthorised or GiveUp."""
        try:
            yield self._client()
        except FAILURES as failure:
            raise self._told(failure, writes=writes) from None

    def is_stranger(self) -> bool:
        """Whether Jira does not know us any more; raises what it raises if that cannot be asked."""
        try:
            get(self._client(), "myself")
        except JIRAError as failure:
            if is_strangers(failure):
                return True
            raise
        return False

    def types(self) -> dict[str, str]:
        """The ids of the project's issue types, by their names."""
        with self.asking() as client:
            page = get(client, f"{self._createmeta}", maxResults=MOST_LISTED)
        return {str(one["name"]): str(one["id"]) for one in self.dialect.listed(page, "issueTypes")}

    def create_screen(self, kind: str) -> dict[str, Any]:
        """What may be filled in when an issue of this type is created, by the ids of the fields; nothing for an unknown type."""
        ident = next((ident for name, ident in self.types().items() if is_one_of(kind, [name])), None)
        return {} if ident is None else self.screen_of(ident)

    def screen_of(self, type_id: str) -> dict[str, Any]:
        with self.asking() as client:
            page = get(client, f"{self._createmeta}/{type_id}", maxResults=MOST_LISTED)
        return {str(one["fieldId"]): one for one in self.dialect.listed(page, "fields")}

    @property
    def _createmeta(self) -> str:
        return f"issue/createmeta/{in_path(self.project)}/issuetypes"

    def refuse_strangers(self) -> None:
        """Raises Unauthorised if Jira does not know us any more: then that it found nothing means nothing."""
        if self.is_stranger():
            raise unauthorised()

    def _told(self, failure: Exception, *, writes: bool) -> TryLater | GiveUp:
        told = in_words(failure, writes=writes, project=self.project)
        if not isinstance(told, GiveUp):
            return told
        try:
            return unauthorised() if self.is_stranger() else told
        except FAILURES as problem:
            return in_words(problem, writes=False, project=self.project)

    def close(self) -> None:
        """Closes the connections of all threads; new ones are opened if it is asked again."""
        self._mine = threading.local()
        for client in list(self._clients):
            client.close()  # type: ignore[no-untyped-call]  # the package leaves it untyped
            self._clients.discard(client)

    def _client(self) -> JIRA:
        client: JIRA | None = getattr(self._mine, "client", None)
        if client is None:
            client = self.dialect.client(self.url, user=self._account.user, token=self._account.token, timeout=self._timeout)
            if self._trust is not None:
                client._session.mount("https://", self._trust)
            self._mine.client = client
            self._clients.add(client)
        return client


def get(client: JIRA, path: str, **params: str | int) -> Any:
    """What Jira answers below its REST address, as plain data."""
    return client._session.get(client._get_url(path), params=params).json()


def send(client: JIRA, method: str, path: str, body: Any) -> None:
    client._session.request(method, client._get_url(path), data=json.dumps(body))


def in_path(ticket_key: str) -> str:
    """A ticket key as one part of an address, whatever it holds."""
    return quote(ticket_key, safe="")
