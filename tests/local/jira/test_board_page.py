"""The board page, where a person looks, comments and moves; and what is told to others when they do."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.local.jira.calling import Reply, call, create, document, send
from tests.local.jira.serving import Served
from tests.local.workspace import until

SECRET = "a shared secret"


def look(jira: Served, path: str) -> Reply:
    return send(jira, "GET", path, None, {})


def do(jira: Served, path: str, *, origin: str | None = None, **fields: str) -> Reply:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Origin": origin} if origin else {})
    return send(jira, "POST", path, urlencode(fields).encode(), headers)


class TestTheBoard:
    def test_the_front_door_leads_to_the_board(self, jira: Served) -> None:
        reply = look(jira, "/")
        assert (reply.status, reply.headers["location"]) == (303, f"{jira.url}/board")

    def test_it_says_how_many_cards_there_are_and_shows_each_in_its_column(self, jira: Served) -> None:
        assert "No cards yet" in look(jira, "/board").body
        create(jira, "[IP audit] V08", duedate="2026-12-04", labels=["ringfence"])
        page = look(jira, "/board").body
        for said in ("1 card", "IPA-1", "[IP audit] V08", "Due 4 December 2026", "ringfence"):
            assert said in page

    def test_what_stands_in_a_card_is_shown_as_it_is_and_does_nothing(self, jira: Served) -> None:
        create(jira, "<script>alert(1)</script>", description=document("<b>not bold</b>"))
        for path in ("/board", "/browse/IPA-1"):
            reply = look(jira, path)
            assert "<script" not in reply.body
            assert "<b>" not in reply.body
            assert "default-src 'none'" in reply.headers["content-security-policy"]

    def test_a_card_that_does_not_exist_is_not_found(self, jira: Served) -> None:
        assert look(jira, "/browse/IPA-9").status == 404


class TestTheHandsOfAPerson:
    def test_a_person_moves_a_card_and_the_program_sees_it(self, jira: Served) -> None:
        create(jira)
        do(jira, "/browse/IPA-1/move", status="Fieldwork")
        assert call(jira, "GET", "/issue/IPA-1").body["fields"]["status"]["name"] == "Fieldwork"

    def test_a_status_that_does_not_exist_moves_nothing(self, jira: Served) -> None:
        create(jira)
        do(jira, "/browse/IPA-1/move", status="Nowhere")
        assert jira.jira.board.issues[0].status == "To Do"

    def test_a_person_comments_in_paragraphs_and_an_empty_comment_is_none(self, jira: Served) -> None:
        create(jira)
        for text in ("One.\n\nTwo.", "  \n "):
            do(jira, "/browse/IPA-1/comment", text=text)
        (comment,) = call(jira, "GET", "/issue/IPA-1/comment").body["comments"]
        assert [part["content"][0]["text"] for part in comment["body"]["content"]] == ["One.", "Two."]
        assert "Two." in look(jira, "/browse/IPA-1").body

    def test_a_person_changes_a_comment_and_with_no_text_deletes_it(self, jira: Served) -> None:
        create(jira)
        do(jira, "/browse/IPA-1/comment", text="They copied the recipe.")
        ident = jira.jira.board.issues[0].comments[0].ident
        do(jira, f"/browse/IPA-1/comment/{ident}", text="[redacted]")
        page = look(jira, "/browse/IPA-1").body
        assert ("recipe" in page, "[redacted]" in page) == (False, True)
        for _ in range(2):
            do(jira, f"/browse/IPA-1/comment/{ident}", text="")
        assert jira.jira.board.issues[0].comments == []

    def test_a_person_deletes_a_card_if_they_are_sure(self, jira: Served) -> None:
        create(jira)
        do(jira, "/browse/IPA-1/delete")
        assert len(jira.jira.board.issues) == 1
        assert do(jira, "/browse/IPA-1/delete", sure="yes").headers["location"] == f"{jira.url}/board"
        assert look(jira, "/browse/IPA-1").status == 404
        assert call(jira, "GET", "/issue/IPA-1").status == 404

    def test_a_card_that_is_moved_to_another_project_is_found_under_both_keys(self, jira: Served) -> None:
        create(jira)
        jira.jira.board.projects["SEC"] = "Security"
        assert "Move to project" in look(jira, "/browse/IPA-1").body
        assert do(jira, "/browse/IPA-1/project", project="SEC").headers["location"] == f"{jira.url}/browse/SEC-1"
        do(jira, "/browse/SEC-1/project", project="NOWHERE")
        for key in ("IPA-1", "SEC-1"):
            assert call(jira, "GET", f"/issue/{key}").body["key"] == "SEC-1"

    def test_a_form_of_another_page_is_refused(self, jira: Served) -> None:
        create(jira)
        for path, fields in (("move", {"status": "Closed"}), ("comment", {"text": "Hello"})):
            assert do(jira, f"/browse/IPA-1/{path}", origin="http://evil.example", **fields).status == 403
        assert (jira.jira.board.issues[0].status, jira.jira.board.issues[0].comments) == ("To Do", [])


@dataclass
class Listener:
    """Somebody who is told of changes."""

    port: int = 0
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def payloads(self) -> list[Any]:
        return [json.loads(body) for _, body in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    told = Listener()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.heard.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


class TestWhatIsToldToOthers:
    def test_moves_and_comments_are_told_in_order_and_signed(self, jira: Served, listener: Listener) -> None:
        create(jira)
        jira.jira.webhooks.url, jira.jira.webhooks.secret = f"http://127.0.0.1:{listener.port}/jira", SECRET
        do(jira, "/browse/IPA-1/move", status="Notified")
        do(jira, "/browse/IPA-1/comment", text="Here it is.")
        until(lambda: len(listener.heard) == 2)
        moved, commented = listener.payloads()
        assert moved["webhookEvent"] == "jira:issue_updated"
        assert [(i["fromString"], i["toString"]) for i in moved["changelog"]["items"]] == [("To Do", "Notified")]
        assert (commented["webhookEvent"], commented["issue"]["key"]) == ("comment_created", "IPA-1")
        for headers, body in listener.heard:
            digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
            assert headers["X-Hub-Signature"] == f"sha256={digest}"
        assert len({headers["X-Atlassian-Webhook-Identifier"] for headers, _ in listener.heard}) == 2

    def test_what_the_program_does_itself_is_told_too(self, jira: Served, listener: Listener) -> None:
        create(jira)
        jira.jira.webhooks.url = f"http://127.0.0.1:{listener.port}/jira"
        call(jira, "PUT", "/issue/IPA-1", {"fields": {"labels": ["b"]}})
        until(lambda: listener.heard)
        assert listener.payloads()[0]["changelog"]["items"][0]["field"] == "labels"

    def test_a_listener_that_is_away_misses_it_and_nothing_else_happens(self, jira: Served, listener: Listener) -> None:
        create(jira)
        jira.jira.webhooks.url = "http://127.0.0.1:9/nobody"
        do(jira, "/browse/IPA-1/move", status="Notified")
        jira.jira.webhooks.url = f"http://127.0.0.1:{listener.port}/jira"
        do(jira, "/browse/IPA-1/move", status="Fieldwork")
        until(lambda: listener.heard)
        assert [p["changelog"]["items"][0]["toString"] for p in listener.payloads()] == ["Fieldwork"]


def test_what_people_write_with_more_than_words_is_drawn_and_an_internal_note_says_that_it_is_one(jira: Served) -> None:
    create(jira)
    issue = jira.jira.board.issues[0]
    mention = {"type": "mention", "attrs": {"id": "5b1", "text": "@Ewa Nowak"}}
    day = {"type": "date", "attrs": {"timestamp": "1795651200000"}}
    card = {"type": "blockCard", "attrs": {"url": "https://x.example/1"}}
    body = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [mention, day]}, card]}
    jira.jira.board.comment(issue, body, by="Ewa", public=False)
    page = look(jira, "/browse/IPA-1").body
    for words in ("@Ewa Nowak", "2026-11-26", "https://x.example/1", "internal note"):
        assert words in page
