"""What Jira delivers: only what it signed, each delivery once, and no more than where to look."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.errors import Refusal
from bot.store.engine import open_engine
from bot.store.unit import Store
from bot.web.app import make_web
from bot.web.jira_events import LARGEST_BODY, is_signed, jira_events, tickets_of
from bot.web.server import WebServer

SECRET = "webhook-secret"
MOVED = {"webhookEvent": "jira:issue_updated", "issue": {"key": "IPA-1", "id": "10000"}}


@dataclass
class Ear:
    """Keeps what it is told, and knows a delivery again."""

    heard: list[tuple[str, str]] = field(default_factory=list)
    busy: bool = False

    def __call__(self, delivery: str, ticket: str) -> bool:
        if self.busy:
            raise Refusal("busy", "The database is busy, so I changed nothing. Try again in a minute.")
        if (delivery, ticket) in self.heard:
            return False
        self.heard.append((delivery, ticket))
        return True


@dataclass(frozen=True)
class Site:
    port: int
    ear: Ear

    def post(self, told: Any, *, secret: str = SECRET, ident: str | None = "77", **headers: str) -> tuple[int, str]:
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        given = {"X-Hub-Signature": signature(body, secret), "Content-Type": "application/json"} | headers
        if ident is not None:
            given["X-Atlassian-Webhook-Identifier"] = ident
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", "/jira/events", body, given)
            reply = connection.getresponse()
            return reply.status, reply.read().decode()
        finally:
            connection.close()


def signature(body: bytes, secret: str = SECRET) -> str:
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    store, ear = Store(open_engine(f"sqlite:///{tmp_path / 'x.db'}")), Ear()
    web = WebServer(make_web(None, store, more=[jira_events(ear, secret=SECRET, project="IPA")]), "127.0.0.1", 0)
    web.start()
    yield Site(web.port, ear)
    web.stop()
    store.close()


def test_a_signed_delivery_is_kept_with_its_id(site: Site) -> None:
    assert site.post(MOVED)[0] == 200
    assert site.ear.heard == [("77:IPA-1", "IPA-1")]


def test_a_repeated_delivery_is_acknowledged_and_ignored(site: Site) -> None:
    assert [site.post(MOVED)[0] for _ in range(3)] == [200, 200, 200]
    assert len(site.ear.heard) == 1


def test_one_without_an_id_is_known_by_its_very_bytes(site: Site) -> None:
    for told in (MOVED, MOVED, MOVED | {"timestamp": 2}):
        assert site.post(told, ident=None)[0] == 200
    assert len(site.ear.heard) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature": ""},
        {"X-Hub-Signature": "sha256="},
        {"X-Hub-Signature": "sha1=" + "0" * 40},
        {"X-Hub-Signature": "sha256=" + "0" * 64},
        {"X-Hub-Signature": signature(b"another body")},
        {"X-Hub-Signature": "sha256=\xe9"},
    ],
)
def test_what_jira_did_not_sign_is_refused_and_logged(site: Site, headers: dict[str, str]) -> None:
    with capture_logs() as logs:
        status, words = site.post(MOVED, **headers)
    assert (status, "RINGFENCE_JIRA_WEBHOOK_SECRET" in words) == (401, True)
    assert site.ear.heard == []
    assert any("not signed by our Jira" in one["event"] for one in logs)


def test_another_secret_signs_nothing(site: Site) -> None:
    assert site.post(MOVED, secret="another")[0] == 401
    assert site.ear.heard == []


def test_without_a_secret_nothing_is_ever_signed() -> None:
    assert not is_signed(b"x", signature(b"x", ""), "")


BROKEN = {
    "nothing": b"",
    "half an object": b"{",
    "an array": b"[]",
    "a text": b'"IPA-1"',
    "no text": b"\xff",
    "a form": b"payload=",
    "deep": b'{"issue":' * 50_000,
    "a number of 5,000 digits": b'{"issue": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_is_no_object_is_not_even_looked_at_unless_it_is_signed(site: Site, body: bytes) -> None:
    with capture_logs() as logs:
        assert site.post(body, secret="another")[0] == 401
        assert site.post(body, **{"X-Hub-Signature": "", "Content-Type": "text/plain"})[0] == 401
    assert [line["event"] for line in logs] == ["delivery refused: not signed by our Jira"] * 2
    assert site.post(body)[0] == 400
    assert site.ear.heard == []


def test_what_is_larger_than_jira_sends_is_refused(site: Site) -> None:
    with capture_logs() as logs:
        assert site.post(b" " * (LARGEST_BODY + 1))[0] == 413
        assert site.post(b" " * (LARGEST_BODY + 1), **{"X-Hub-Signature": "sha1=" + "0" * 40})[0] == 401
    said = ["delivery refused: larger than any that Jira sends", "delivery refused: not signed by our Jira"]
    assert [line["event"] for line in logs] == said


def test_a_database_that_is_busy_asks_jira_to_come_again(site: Site) -> None:
    site.ear.busy = True
    status, words = site.post(MOVED)
    assert (status, "Try again" in words) == (503, True)
    site.ear.busy = False
    assert site.post(MOVED)[0] == 200
    assert len(site.ear.heard) == 1


@pytest.mark.parametrize(
    ("told", "tickets"),
    [
        (MOVED, ["IPA-1"]),
        ({"webhookEvent": "comment_created", "comment": {}, "issue": {"key": "IPA-22"}}, ["IPA-22"]),
        ({"webhookEvent": "comment_deleted", "comment": {"self": "https://j/rest/api/2/issue/10148/comment/7"}}, ["10148"]),
        ({"webhookEvent": "comment_deleted", "comment": {"self": "https://j/issue/../comment/7"}}, []),
        ({"issueLink": {"sourceIssueId": 10000, "destinationIssueId": 10007}}, ["10000", "10007"]),
        ({"issue": {"key": "OPS-1"}}, []),
        ({"issue": {"key": "IPAX-1"}}, []),
        ({"issue": {"key": "IPA-1/../x"}}, []),
        ({"issue": "IPA-1"}, []),
        ({"issueLink": {"sourceIssueId": "x"}}, []),
        ({"webhookEvent": "user_created"}, []),
    ],
)
def test_only_tickets_of_our_project_are_looked_at(told: dict[str, Any], tickets: list[str]) -> None:
    assert list(tickets_of(told, "IPA")) == tickets


def test_a_link_tells_of_both_its_ends(site: Site) -> None:
    site.post({"issueLink": {"sourceIssueId": 10000, "destinationIssueId": 10007}})
    assert [ticket for _, ticket in site.ear.heard] == ["10000", "10007"]
