"""What differs between kinds of Jira: how it is called, searched, and how its texts are written. Here: Jira Cloud, REST v3."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from jira import JIRA

from bot.jira import ticket_text

COMMENT_PAGE = 100
COMMENTS_AT_MOST = 5000
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Cloud:
    """Jira Cloud: basic sign-in with account and token, document bodies, search by token that lags behind."""

    api_version = "3"

    def client(self, url: str, *, user: str, token: str, timeout: tuple[float, float]) -> JIRA:
        """A client that says nothing to the network until it is asked, and never sends a request twice on its own.

        A Jira on this machine is never looked for behind a proxy.
        """
        client = JIRA(
            url,
            options={"rest_api_version": self.api_version, "check_update": False},
            basic_auth=(user, token),
            get_server_info=False,
            max_retries=0,
            timeout=timeout,
        )
        client.deploymentType = "Cloud"  # otherwise its methods for the Cloud answer None without a word
        client._session.trust_env = urlsplit(url).hostname not in LOOPBACK
        return client

    def description(self, parts: Iterable[tuple[str, str]]) -> Any:
        return ticket_text.description_of(parts)

    def comment(self, text: str, *, marker: str) -> Any:
        return ticket_text.comment_of(text, marker=marker)

    def carries_marker(self, body: Any, marker: str) -> bool:
        return ticket_text.carries_marker(body, marker)

    def first_id(self, client: JIRA, jql: str, *, known: int | None) -> str | None:
        """The id of the first issue that the query finds; `known` is an id that the index must not miss.

        It asks for ids only, because the client fetches every field of the site before it asks for named ones.
        """
        reconcile = [known] if known else []
        found = client.enhanced_search_issues(jql, maxResults=1, fields=[], reconcileIssues=reconcile, json_result=True)
        issues = found["issues"]
        return str(issues[0]["id"]) if issues else None

    def move(self, client: JIRA, ticket_key: str, transition: str) -> None:
        """The client's own method sends the id as a number, where Jira's interface says string."""
        url = client._get_url(f"issue/{ticket_key}/transitions")
        client._session.post(url, data=json.dumps({"transition": {"id": str(transition)}}))


def quoted(value: str) -> str:
    """A string in Jira's query language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
