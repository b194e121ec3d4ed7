"""What differs between kinds of Jira: how one signs in, how it is searched, and how its texts are written.

Jira Cloud speaks REST v3 with documents for texts; Data Center speaks REST v2 with wiki text.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol
from urllib.parse import urlsplit

from jira import JIRA

from bot.jira import document_words, ticket_text, wiki_text, wiki_words

PAGE = 100
MOST_FOUND = 10_000
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Dialect(Protocol):
    """One kind of Jira."""

    name: str
    of_comments: str  # what has to be asked for besides, to know whether a comment is an internal note

    def client(self, url: str, *, user: str, token: str, timeout: tuple[float, float]) -> JIRA:
        """A client that says nothing to the network until it is asked, and never sends a request twice on its own."""
        ...

    def description(self, parts: Iterable[tuple[str, str]], *, key: str) -> Any: ...

    def carries_key(self, body: Any, key: str) -> bool: ...

    def comment(self, text: str, *, marker: str) -> Any: ...

    def text(self, text: str) -> Any:
        """A text in a field of several lines."""
        ...

    def person(self, name: str) -> dict[str, str]:
        """Somebody in a field that takes a person."""
        ...

    def carries_marker(self, body: Any, marker: str) -> bool: ...

    def words(self, body: Any) -> str:
        """What a person reads in this text."""
        ...

    def find_all(self, client: JIRA, jql: str, fields: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Every issue that the query finds, with these fields, page by page."""
        ...

    def listed(self, page: Any, name: str) -> list[dict[str, Any]]:
        """What a page of `createmeta` lists; Cloud names the list, Data Center calls every list `values`."""
        ...


class Cloud:
    """Jira Cloud: basic sign-in with account and token, document bodies, search by token that lags behind."""

    name = "cloud"
    of_comments = ""

    def client(self, url: str, *, user: str, token: str, timeout: tuple[float, float]) -> JIRA:
        client = _client(url, "3", timeout, basic_auth=(user, token))
        client.deploymentType = "Cloud"  # otherwise its methods for the Cloud answer None without a word
        return client

    def description(self, parts: Iterable[tuple[str, str]], *, key: str) -> Any:
        return ticket_text.description_of(parts, key=key)

    def carries_key(self, body: Any, key: str) -> bool:
        return ticket_text.carries_key(body, key)

    def comment(self, text: str, *, marker: str) -> Any:
        return ticket_text.comment_of(text, marker=marker)

    def text(self, text: str) -> Any:
        return ticket_text.description_of([("", text)])

    def person(self, name: str) -> dict[str, str]:
        return {"accountId": name}

    def carries_marker(self, body: Any, marker: str) -> bool:
        return ticket_text.carries_marker(body, marker)

    def words(self, body: Any) -> str:
        return document_words.plain(body)

    def find_all(self, client: JIRA, jql: str, fields: Iterable[str]) -> Iterator[dict[str, Any]]:
        params: dict[str, Any] = {"jql": jql, "maxResults": PAGE, "fields": ",".join(fields)}
        for _ in range(0, MOST_FOUND, PAGE):
            page = client._session.get(client._get_url("search/jql"), params=params).json()
            yield from page["issues"]
            if page.get("isLast", True) or not page.get("nextPageToken"):
                return
            params["nextPageToken"] = page["nextPageToken"]

    def listed(self, page: Any, name: str) -> list[dict[str, Any]]:
        return list(page[name])


class DataCenter:
    """Jira Data Center: sign-in with a personal access token, wiki text, search by offset."""

    name = "datacenter"
    of_comments = "properties"

    def client(self, url: str, *, user: str, token: str, timeout: tuple[float, float]) -> JIRA:  # noqa: ARG002 - the token says who
        client = _client(url, "2", timeout, token_auth=token)
        client.deploymentType = "Server"
        return client

    def description(self, parts: Iterable[tuple[str, str]], *, key: str) -> Any:
        return wiki_text.description_of(parts, key=key)

    def carries_key(self, body: Any, key: str) -> bool:
        return wiki_text.carries_key(body, key)

    def comment(self, text: str, *, marker: str) -> Any:
        return wiki_text.comment_of(text, marker=marker)

    def text(self, text: str) -> Any:
        return wiki_text.text_of(text)

    def person(self, name: str) -> dict[str, str]:
        return {"name": name}

    def carries_marker(self, body: Any, marker: str) -> bool:
        return wiki_text.carries_marker(body, marker)

    def words(self, body: Any) -> str:
        return wiki_words.plain(body)

    def find_all(self, client: JIRA, jql: str, fields: Iterable[str]) -> Iterator[dict[str, Any]]:
        params: dict[str, Any] = {"jql": jql, "maxResults": PAGE, "fields": ",".join(fields)}
        for start in range(0, MOST_FOUND, PAGE):
            params["startAt"] = start
            page = client._session.get(client._get_url("search"), params=params).json()
            yield from page["issues"]
            if start + len(page["issues"]) >= int(page["total"]) or not page["issues"]:
                return

    def listed(self, page: Any, name: str) -> list[dict[str, Any]]:  # noqa: ARG002 - every list has one name
        return list(page["values"])


DIALECTS: dict[str, Dialect] = {"cloud": Cloud(), "datacenter": DataCenter()}


def _client(url: str, version: str, timeout: tuple[float, float], **sign_in: Any) -> JIRA:
    """A Jira on this machine is never looked for behind a proxy."""
    client = JIRA(
        url,
        options={"rest_api_version": version, "check_update": False},
        get_server_info=False,
        max_retries=0,
        timeout=timeout,
        **sign_in,
    )
    client._session.trust_env = urlsplit(url).hostname not in LOOPBACK
    return client


def quoted(value: str) -> str:
    """A string in Jira's query language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
