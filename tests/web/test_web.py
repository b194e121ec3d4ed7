"""Health, and deliveries that only Slack can make: signed, fresh and of a size that Slack sends."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.store.engine import open_engine
from bot.store.unit import Store
from bot.web.health import Health, Proof
from bot.web.server import WebServer
from bot.web.slack_events import LARGEST_BODY, THREADS
from tests.web.conftest import Site, command, serving, signed

PATIENCE = 30.0
UNSIGNED_WORDS = "The signature is not Slack's, or older than five minutes."

Headers = Callable[[], dict[str, str]]
FORGED: dict[str, Headers] = {
    "none": dict,
    "another secret": lambda: signed(command("mine"), secret="another secret"),
    "another body": lambda: signed(command("yours")),
    "replayed": lambda: signed(command("mine"), age=6 * 60),
    "from the future": lambda: signed(command("mine"), age=-6 * 60),
    "made up": lambda: signed(command("mine")) | {"X-Slack-Signature": "v0=" + "0" * 64},
    "empty": lambda: signed(command("mine")) | {"X-Slack-Signature": ""},
    "foreign letters": lambda: signed(command("mine")) | {"X-Slack-Signature": "v0=\xe9"},
    "no number": lambda: signed(command("mine")) | {"X-Slack-Request-Timestamp": "now"},
    "a signature of another version": lambda: signed(command("mine")) | {"X-Slack-Signature": "v1=" + "0" * 64},
    "no time": lambda: {"X-Slack-Signature": signed(command("mine"))["X-Slack-Signature"]},
}


BROKEN = {
    "half an object": (b'{"type":', "application/json"),
    "an array": (b"[1, 2]", "application/json"),
    "a number": (b"5", "application/json"),
    "null": (b"null", "application/json"),
    "deep": (b'{"a":' * 50_000, "application/json"),
    "a number of 5,000 digits": (b'{"type": ' + b"9" * 5000 + b"}", "application/json"),
    "an empty payload": (b"payload=", "application/x-www-form-urlencoded"),
    "a payload that is no object": (b"payload=%5B1%5D", "application/x-www-form-urlencoded"),
    "text that says it is JSON": (b"payload=%7B%7D", "application/json"),
    "JSON that says it is a file": (b'{"type": "block_actions", "user": 7}', "multipart/form-data; boundary=x"),
    "a team that is a number": (b'{"type": "block_actions", "team": 5, "user": 7}', "application/json"),
}


class TestHealth:
    def test_a_bot_whose_database_answers_is_well(self, site: Site) -> None:
        found = site.get("/health")
        assert (found.status, found.body) == (200, '{"status":"ok","database":"ok"}')

    def test_a_bot_whose_database_does_not_answer_is_not_and_says_so(self, tmp_path: Path) -> None:
        gone = Store(open_engine(f"sqlite:///{tmp_path}/no-such-folder/ringfence.db"))
        with serving(gone) as site, capture_logs() as logs:
            found = site.get("/health")
        gone.close()
        assert found.status == 503
        assert json.loads(found.body)["database"].startswith("The database cannot be opened, so I changed nothing.")
        assert "no-such-folder" not in found.body
        assert [line["event"] for line in logs] == ["the database keeps nothing"]

    def test_a_neighbour_that_we_wait_for_is_told_and_makes_nobody_start_us_anew(self, kept: Store) -> None:
        words = "Jira does not accept the bot's sign-in"
        with serving(kept, signs={"worker": lambda: ""}, neighbours={"jira": lambda: words}) as site:
            found = site.get("/health")
        assert found.status == 200
        assert json.loads(found.body) == {"status": "waiting", "database": "ok", "worker": "ok", "jira": words}

    def test_one_that_can_only_be_read_is_unwell_though_it_answers(self, sqlite_url: str) -> None:
        read_only = Store(open_engine(sqlite_url))
        event.listen(read_only.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only=ON").close())
        with serving(read_only) as site:
            found = site.get("/health")
        read_only.close()
        assert found.status == 503
        assert json.loads(found.body)["database"].startswith("The database is read-only, so I changed nothing.")

    def test_one_that_somebody_else_keeps_is_unwell(self, sqlite_url: str) -> None:
        kept, ours = Store(open_engine(sqlite_url)), Store(open_engine(sqlite_url))
        with serving(ours) as site, kept.writing():
            found = site.get("/health")
        kept.close()
        ours.close()
        assert (found.status, "busy" in json.loads(found.body)["database"]) == (503, True)

    def test_however_many_look_it_is_asked_once_a_second(self) -> None:
        asked: list[int] = []
        proof = Proof()
        assert [proof.of(lambda: str(asked.append(1))) for _ in range(50)] == ["None"] * 50
        assert len(asked) == 1

    def test_a_part_that_is_not_well_says_in_words_what_is_the_matter(self, kept: Store) -> None:
        signs = {"worker": lambda: "outbox-jira-0 ended; start the bot anew", "socket": lambda: ""}
        with serving(kept, signs=signs) as site:
            found = site.get("/health")
        assert found.status == 503
        assert json.loads(found.body) == {
            "status": "unwell",
            "database": "ok",
            "worker": "outbox-jira-0 ended; start the bot anew",
            "socket": "ok",
        }

    def test_a_part_that_does_not_answer_is_not_waited_for(self, kept: Store) -> None:
        released = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            health = Health(kept, {"worker": lambda: str(released.wait(PATIENCE))})
            said = asyncio.run(health.asked(pool, within=0.2))
            released.set()
        assert said["worker"] == "does not answer within 0.2 s"

    def test_without_http_delivery_only_health_is_answered(self, kept: Store) -> None:
        with serving(kept, with_slack=False) as site:
            assert site.get("/health").status == 200
            assert site.post(command("mine"), signed(command("mine"))).status == 404
            assert site.heard.texts == []


def test_an_answer_on_a_kept_connection_does_not_wait_for_the_receipt_of_its_head(site: Site) -> None:
    """Head and body go out one after the other; together with a delayed receipt each answer would take 40 ms (RFC 896)."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
    took = []
    for _ in range(20):
        began = time.perf_counter()
        connection.request("GET", "/health")
        connection.getresponse().read()
        took.append(time.perf_counter() - began)
    connection.close()
    assert median(took) < 0.035


class TestSignedDeliveries:
    def test_what_slack_has_signed_is_heard_and_answered(self, site: Site) -> None:
        answer = site.post(command("mine"), signed(command("mine")))
        assert (answer.status, "Heard mine." in answer.body) == (200, True)
        assert site.heard.texts == ["mine"]

    @pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED)
    def test_anything_else_is_refused_changes_nothing_and_says_what_to_check(self, site: Site, headers: Headers) -> None:
        with capture_logs() as logs:
            answer = site.post(command("mine"), headers())
        assert answer.status == 401
        assert answer.body.startswith(UNSIGNED_WORDS)
        assert "RINGFENCE_SLACK_SIGNING_SECRET" in answer.body
        assert site.heard.texts == []
        assert [line["event"] for line in logs] == ["delivery refused: not signed by Slack, or signed too long ago"]

    def test_a_body_that_is_no_text_is_refused(self, site: Site) -> None:
        body = b"payload=\xff\xfe"
        assert site.post(body, signed(body)).status == 401

    @pytest.mark.parametrize(("body", "kind"), BROKEN.values(), ids=BROKEN)
    def test_what_cannot_be_read_is_not_even_looked_at_unless_it_is_signed(self, site: Site, body: bytes, kind: str) -> None:
        forged = signed(body, secret="another secret")
        with capture_logs() as logs:
            for headers in ({}, forged, forged | {"X-Slack-Request-Timestamp": "9" * 5000}):
                assert site.post(body, {"Content-Type": kind, **headers}).status == 401
        assert [line["event"] for line in logs] == ["delivery refused: not signed by Slack, or signed too long ago"] * 3
        assert site.post(body, {"Content-Type": kind, **signed(body)}).status == 400
        assert site.heard.texts == []

    def test_a_check_of_the_certificate_has_to_be_signed_too(self, site: Site) -> None:
        assert site.post(b"ssl_check=1&token=x", {}).status == 401

    def test_a_get_is_no_delivery(self, site: Site) -> None:
        assert site.get("/slack/events").status == 405


class TestTheSizeOfADelivery:
    def test_the_largest_that_slack_sends_is_taken(self, site: Site) -> None:
        body = command("x" * 400_000)
        assert site.post(body, signed(body)).status == 200

    def test_a_larger_one_is_refused_though_it_is_signed(self, site: Site) -> None:
        body = command("x" * LARGEST_BODY)
        with capture_logs() as logs:
            answer = site.post(body, signed(body))
        assert (answer.status, answer.body) == (413, "The request is larger than any that Slack sends.")
        assert [line["event"] for line in logs] == ["delivery refused: larger than any that Slack sends"]
        assert site.heard.texts == []

    @pytest.mark.parametrize("headers", [FORGED["none"], FORGED["empty"], FORGED["no number"], FORGED["no time"]])
    def test_a_larger_one_without_a_signature_is_unsigned_first_of_all(self, site: Site, headers: Headers) -> None:
        with capture_logs() as logs:
            answer = site.post(command("x" * LARGEST_BODY), headers())
        assert (answer.status, answer.body.startswith(UNSIGNED_WORDS)) == (401, True)
        assert [line["event"] for line in logs] == ["delivery refused: not signed by Slack, or signed too long ago"]

    @pytest.mark.parametrize(("headers", "status"), [({}, 401), (signed(b""), 413)], ids=["unsigned", "signed"])
    def test_one_that_does_not_say_how_long_it_is_ends_at_the_limit_too(
        self, site: Site, headers: dict[str, str], status: int
    ) -> None:
        """Sent in pieces and without an end: the answer comes before the sender is done."""
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
            lines = ["POST /slack/events HTTP/1.1", "Host: x", "Transfer-Encoding: chunked"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            connection.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode())
            piece = b"%x\r\n" % 100_000 + b"x" * 100_000 + b"\r\n"
            for _ in range(LARGEST_BODY // 100_000 + 1):
                connection.sendall(piece)
            assert connection.recv(64).startswith(b"HTTP/1.1 %d" % status)


def test_people_are_answered_side_by_side_and_health_is_not_kept_waiting(kept: Store) -> None:
    """No answer goes out before as many as half the pool are being worked on, and health has been asked meanwhile."""
    crowd_size = THREADS // 2
    together, released = threading.Barrier(crowd_size + 1), threading.Event()

    def first() -> None:
        together.wait(PATIENCE)
        released.wait(PATIENCE)

    with serving(kept, first=first) as site, ThreadPoolExecutor(crowd_size) as crowd:
        bodies = [command(f"{number}") for number in range(crowd_size)]
        answers = [crowd.submit(site.post, body, signed(body)) for body in bodies]
        together.wait(PATIENCE)
        assert site.get("/health").status == 200
        assert site.heard.texts == []
        released.set()
        assert [answer.result().status for answer in answers] == [200] * crowd_size
    assert {name.rsplit("_", 1)[0] for name in site.heard.threads} == {"slack-http"}


def test_an_address_that_is_taken_is_an_error_at_the_start(site: Site) -> None:
    with pytest.raises(OSError, match=r"in use"):
        WebServer(None, "127.0.0.1", site.port)  # type: ignore[arg-type]
