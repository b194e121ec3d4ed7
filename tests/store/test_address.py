"""Where a database is: what is wrong with its address is said in words, and a server elsewhere is met with TLS or not at all."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import make_url

from bot.store.address import address_problem, is_elsewhere
from bot.store.diagnostics import examine_database

ADDRESS = "postgresql+psycopg://bot:pw@db.example/ringfence"
SSL_REQUEST = 8  # bytes, with which the driver asks for TLS


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:///x.db",
        ADDRESS,
        f"{ADDRESS}?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=3&application_name=ringfence",
        "postgresql+psycopg:///ringfence?host=/var/run/postgresql",
        "postgresql+psycopg://bot@/ringfence?host=a.example:5432&host=b.example:5432&target_session_attrs=read-write",
    ],
)
def test_an_address_that_can_be_used_is_fine(url: str) -> None:
    assert address_problem(url) == ""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"{ADDRESS}?sslmod=require", "has the option sslmod, which PostgreSQL does not know; did you mean sslmode?"),
        (f"{ADDRESS}?pool_size=3", "has the option pool_size, which PostgreSQL does not know"),
        (f"{ADDRESS}?prepare_threshold=0", "has the option prepare_threshold"),
        (f"{ADDRESS}?sslmode=yes", "has an unknown sslmode; it is one of disable, allow"),
        (f"{ADDRESS}?connect_timeout=soon", "has a connect_timeout that is no whole number"),
        ("sqlite:///x.db?mode=ro", "has the option mode, and SQLite takes none here"),
        ("postgresql+psycopg://bot:se@cret@db.example/ringfence", "cannot be read; in a password write @ as %40"),
        ("postgresql+psycopg://db.example/x?user=a@b", "cannot be read"),
        ("postgresql+psycopg://db.example:port/x", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said_in_words_without_the_password(url: str, words: str) -> None:
    assert address_problem(url).startswith(words)
    assert "cret" not in address_problem(url)


@pytest.mark.parametrize(
    ("rest", "elsewhere"),
    [
        ("db.example/x", True),
        ("10.0.0.5:6432/x", True),
        ("127.0.0.1/x", False),
        ("127.1.2.3:5433/x", False),
        ("localhost/x", False),
        ("[::1]/x", False),
        ("/x", False),
        ("/x?host=/var/run/postgresql", False),
        ("/x?host=db.example", True),
        ("/x?host=localhost:5432&host=db.example:5432", True),
        ("localhost/x?hostaddr=10.0.0.5", True),
    ],
)
def test_a_socket_and_this_machine_are_here_and_all_else_is_elsewhere(rest: str, elsewhere: bool) -> None:
    assert is_elsewhere(make_url(f"postgresql+psycopg://{rest}")) is elsewhere


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Somebody who takes connections at a port of this machine."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ending = threading.Event()

        def take() -> None:
            while not ending.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                taken.append(connection)
                answer(connection)

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        ending.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
    for one in taken:
        one.close()


def without_tls(connection: socket.socket) -> None:
    if connection.recv(SSL_REQUEST):
        connection.sendall(b"N")


def test_a_server_elsewhere_that_offers_no_tls_gets_no_password_and_what_to_do_is_said() -> None:
    with server(without_tls) as port:
        (line,) = examine_database(f"postgresql+psycopg://bot:pw@db.example:{port}/x?hostaddr=127.0.0.1")
    assert "SSL was required" in line.what
    assert "add ?sslmode=disable" in line.what


def test_with_a_word_for_it_the_server_is_spoken_to_without() -> None:
    heard: list[bytes] = []

    def listen(connection: socket.socket) -> None:
        heard.append(connection.recv(1000))
        connection.close()

    with server(listen) as port:
        examine_database(f"postgresql+psycopg://bot:pw@db.example:{port}/x?hostaddr=127.0.0.1&sslmode=disable")
    assert any(b"bot" in one for one in heard)


def test_a_server_that_never_answers_is_given_up_on_in_words() -> None:
    begun = time.monotonic()
    with server(lambda _connection: None) as port:
        (line,) = examine_database(f"postgresql+psycopg://bot:pw@127.0.0.1:{port}/x")
    assert time.monotonic() - begun < 30
    assert "timeout expired: the server does not answer" in line.what
