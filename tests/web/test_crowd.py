"""Whoever only holds connections open, or sends slowly, keeps nobody out: health and clicks go on being answered."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from structlog.testing import capture_logs

from bot.store.unit import Store
from bot.web.door import MOST, WITHIN, Doorkeeper
from tests.local.workspace import until
from tests.web.conftest import Site, command, serving, signed

CROWD = min(1200, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 3)
HALF = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
WAITS = {
    "nothing": b"",
    "half a head": b"GET /health HTTP/1.1\r\nHost:",
    "a head without its body": HALF + b"\r\n",
    "half a body": HALF + b"\r\nhalf",
}


@contextmanager
def crowd(port: int, count: int, said: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that say only this."""
    with ExitStack() as opened:
        yield [opened.enter_context(_connection(port, said)) for _ in range(count)]


def _connection(port: int, said: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    with suppress(OSError):  # it was closed meanwhile, as it should be
        connection.sendall(said)
    return connection


def is_closed(connection: socket.socket) -> bool:
    connection.settimeout(30)
    try:
        return connection.recv(4096) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("said", WAITS.values(), ids=WAITS)
def test_a_crowd_that_says_nothing_whole_keeps_nobody_waiting(site: Site, said: bytes) -> None:
    with capture_logs() as logs, crowd(site.port, CROWD, said):
        for number in range(5):
            assert site.get("/health").status == 200
            assert site.post(command(str(number)), signed(command(str(number)))).status == 200
    assert site.heard.texts == ["0", "1", "2", "3", "4"]
    assert [line["event"] for line in logs] == ["too many connections to the web part; the idlest are closed"]


def test_of_a_crowd_the_newest_are_kept(site: Site) -> None:
    with crowd(site.port, MOST + 50, b"") as connections:
        assert all(is_closed(one) for one in connections[:50])
        assert site.get("/health").status == 200


@contextmanager
def quick(kept: Store, within: float) -> Iterator[Site]:
    with serving(kept, keeper=Doorkeeper(within=within)) as site:
        yield site


@pytest.mark.parametrize("said", WAITS.values(), ids=WAITS)
def test_who_does_not_come_to_an_end_is_let_go(kept: Store, said: bytes) -> None:
    with quick(kept, 0.3) as site, crowd(site.port, 1, said) as (connection,):
        assert is_closed(connection)


def test_who_sends_drop_by_drop_is_let_go_too(kept: Store) -> None:
    with quick(kept, 0.5) as site, crowd(site.port, 1, b"GET /health HTTP/1.1\r\n") as (connection,):
        began, closed = time.monotonic(), False
        while not closed and time.monotonic() - began < 30:
            try:
                connection.sendall(b"X-Drop: 1\r\n")
                time.sleep(0.05)
            except OSError:
                closed = True
        assert closed


def test_an_answer_that_takes_long_is_waited_for(kept: Store) -> None:
    """Slack waits three seconds for a click that the database holds up; a slow answer is no idle connection."""
    with serving(kept, keeper=Doorkeeper(within=0.2), first=lambda: time.sleep(0.6)) as site:
        assert site.post(command("slow"), signed(command("slow"))).status == 200


def test_a_whole_request_has_ten_seconds() -> None:
    assert WITHIN == 10.0
    assert MOST == 200


@pytest.mark.parametrize("said", WAITS.values(), ids=WAITS)
def test_when_the_server_ends_who_waits_is_no_hindrance(kept: Store, said: bytes) -> None:
    with serving(kept) as site, crowd(site.port, 20, said):
        until(lambda: site.get("/health").status == 200)
        began = time.monotonic()
        site.stop()
        assert time.monotonic() - began < 3.0
