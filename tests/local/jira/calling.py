"""Plain HTTP to the local Jira, signed in or not, as a client of Jira Cloud calls it."""

import base64
import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.local.jira.serving import TOKEN, USER, Served


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any
    headers: dict[str, str]


def call(jira: Served, method: str, path: str, body: Any = None, *, token: str = TOKEN, **query: Any) -> Reply:
    """One REST call; `path` begins behind /rest/api/3."""
    question = f"?{urlencode(query, doseq=True)}" if query else ""
    key = base64.b64encode(f"{USER}:{token}".encode()).decode()
    headers = {"Authorization": f"Basic {key}", "Content-Type": "application/json"}
    sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    return send(jira, method, f"/rest/api/3{path}{question}", sent, headers)


def send(jira: Served, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
    address = urlsplit(jira.url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        connection.request(method, address.path + path, body, headers)
        reply = connection.getresponse()
        said = reply.read()
    finally:
        connection.close()
    is_json = reply.headers.get_content_type() == "application/json"
    return Reply(reply.status, json.loads(said) if is_json and said else said.decode(), dict(reply.headers))


def document(text: str) -> dict[str, Any]:
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]}


def create(jira: Served, summary: str = "[IP audit] V08", **fields: Any) -> str:
    """The key of a new issue."""
    given = {"project": {"key": "IPA"}, "issuetype": {"name": "Task"}, "summary": summary} | fields
    reply = call(jira, "POST", "/issue", {"fields": given})
    assert reply.status == 201, reply
    return str(reply.body["key"])
