"""A proxy of the tests' own, as a company has one: CONNECT for sockets and TLS, whole addresses for plain HTTP."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 20.0


@dataclass
class CompanyProxy:
    """`asked` are the first lines of all that came in; with `refuses` it lets no CONNECT through, with `mute` it says nothing."""

    port: int
    refuses: str = ""
    mute: bool = False
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def connects(self) -> list[str]:
        return [line for line in self.asked if line.startswith("CONNECT ")]

    def serve(self, here: socket.socket) -> None:
        with here:
            head, rest = _head(here)
            line = head.partition("\r\n")[0]
            self.asked.append(line)
            self.heads.append(head)
            if self.mute:
                here.settimeout(PATIENCE)
                here.recv(1)
            elif line.startswith("CONNECT "):
                self._connect(here, line.split()[1])
            elif line:
                self._forward(here, head, rest)

    def _connect(self, here: socket.socket, place: str) -> None:
        if self.refuses:
            here.sendall(f"HTTP/1.1 {self.refuses}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        host, _, port = place.rpartition(":")
        with socket.create_connection((host, int(port)), PATIENCE) as there:
            here.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            _relay(here, there)

    def _forward(self, here: socket.socket, head: str, rest: bytes) -> None:
        method, address, version = head.partition("\r\n")[0].split()
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        with socket.create_connection((parts.hostname or "", parts.port or 80), PATIENCE) as there:
            there.sendall(f"{method} {path} {version}\r\n{head.partition(chr(13) + chr(10))[2]}".encode() + rest)
            _relay(here, there)


def _head(here: socket.socket) -> tuple[str, bytes]:
    said = b""
    while b"\r\n\r\n" not in said and (more := here.recv(4096)):
        said += more
    head, _, rest = said.partition(b"\r\n\r\n")
    return head.decode() + "\r\n\r\n", rest


def _relay(one: socket.socket, other: socket.socket) -> None:
    back = threading.Thread(target=_pump, args=(other, one), daemon=True)
    back.start()
    _pump(one, other)
    back.join(PATIENCE)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            target.sendall(said)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def company_proxy(**given: object) -> Iterator[CompanyProxy]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        proxy = CompanyProxy(door.getsockname()[1], **given)  # type: ignore[arg-type]

        def answer() -> None:
            with suppress(OSError):
                while True:
                    here, _ = door.accept()
                    threading.Thread(target=proxy.serve, args=(here,), daemon=True).start()

        threading.Thread(target=answer, daemon=True).start()
        yield proxy
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
