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
            threading.Thread(target=_pass_on, args=(client, server, cutter), daemon=True).start()
            threading.Thread(target=_pass_back, args=(server, client), daemon=True).start()


def _pass_on(client: socket.socket, server: socket.socket, cutter: Cutter) -> None:
    wrote = False
    with suppress(OSError):
        while said := client.recv(65536):
            wrote = wrote or b"INSERT" in said
            if cutter.takes(said, wrote=wrote):
                _cut(client, server, said, cutter)
                return
            wrote = wrote and COMMIT not in said
            server.sendall(said)
    _close(server)


def _cut(client: socket.socket, server: socket.socket, said: bytes, cutter: Cutter) -> None:
    _close(client)
    if cutter.heard:
        server.sendall(said)
        with suppress(OSError):
            server.recv(65536)
    _close(server)


def _pass_back(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while said := server.recv(65536):
            client.sendall(said)
    _close(client)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
