"""A way to a PostgreSQL that breaks at its last word: the server does as it is told, and nobody hears that it did."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import make_url

COMMIT = b"COMMIT"


@dataclass
class Cutter:
    """Cuts the connection at the next COMMITs that pass, so many as `cuts`; heard by the server, or lost on the way there."""

    url: str
    cuts: int = 0
    heard: bool = True
    cut: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self, said: bytes, *, wrote: bool) -> bool:
        """Whether this is where it cuts: only who wrote something has a last word."""
        with self.lock:
            if COMMIT not in said or not wrote or self.cuts == 0:
                return False
            self.cuts, self.cut = self.cuts - 1, self.cut + 1
            return True


@contextmanager
def cutting(url: str) -> Iterator[Cutter]:
    """`url` is a server of this machine that is reached through a socket in a folder."""
    address = make_url(url)
    folder = address.query["host"]
    behind = f"{folder}/.s.PGSQL.{address.query.get('port', 5432)}"
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        cutter = Cutter(address.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False))
        threading.Thread(target=_let_in, args=(door, behind, cutter), daemon=True).start()
        yield cutter


def _let_in(door: socket.socket, behind: str, cutter: Cutter) -> None:
    with suppress(OSError):
        while True:
            client, _ = door.accept()
            server = socket.socket(socket.AF_UNIX)
            server.connect(behind)
            ends = _Ends(client, server)
            threading.Thread(target=_pass_on, args=(ends, cutter), daemon=True).start()
            threading.Thread(target=_pass_back, args=(ends,), daemon=True).start()


@dataclass(frozen=True)
class _Ends:
    """One connection: once it is cut, the server's next answer goes nowhere, and `answered` says that there was one."""

    client: socket.socket
    server: socket.socket
    cut: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)


def _pass_on(ends: _Ends, cutter: Cutter) -> None:
    wrote = False
    with suppress(OSError):
        while said := ends.client.recv(65536):
            wrote = wrote or b"INSERT" in said
            if cutter.takes(said, wrote=wrote):
                ends.cut.set()
                _lose(ends, said, cutter)
                break
            wrote = wrote and COMMIT not in said
            ends.server.sendall(said)
    _close(ends.server)


def _lose(ends: _Ends, said: bytes, cutter: Cutter) -> None:
    """The client hears that it is cut once the server has done what it was told, so that whoever looks then finds it done."""
    if cutter.heard:
        ends.server.sendall(said)
        ends.answered.wait(timeout=30)
    _close(ends.client)


def _pass_back(ends: _Ends) -> None:
    with suppress(OSError):
        while said := ends.server.recv(65536):
            if ends.cut.is_set():
                ends.answered.set()
                return
            ends.client.sendall(said)
    _close(ends.client)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
