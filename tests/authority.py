"""A company's own certificate authority, made anew for each run with `openssl`, and a door with TLS before a plain server."""

import asyncio
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Authority:
    """`ca_file` is what the company's machines trust; `certificate` and `key` are of a server on this machine."""

    ca_file: Path
    certificate: Path
    key: Path

    @classmethod
    def made_in(cls, folder: Path) -> "Authority":
        """Skips the test where there is no `openssl`."""
        openssl = shutil.which("openssl")
        if openssl is None:
            pytest.skip("openssl is not there, so no certificates can be made")
        made = cls(folder / "ca.pem", folder / "server.pem", folder / "server.key")
        own = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        subprocess.run(
            [*own, "-keyout", folder / "ca.key", "-out", made.ca_file, "-subj", "/CN=Aldermoor CA", *_USAGE],
            check=True,
            capture_output=True,
        )
        signed = [*own, "-CA", made.ca_file, "-CAkey", folder / "ca.key", "-keyout", made.key, "-out", made.certificate]
        names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"]
        subprocess.run([*signed, "-subj", "/CN=localhost", *names], check=True, capture_output=True)
        return made

    @contextmanager
    def door(self, url: str) -> Iterator[str]:
        """An address with TLS, behind which that server stands."""
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate, self.key)
        host, _, port = url.rpartition("//")[2].partition(":")
        loop = asyncio.new_event_loop()
        serving = loop.run_until_complete(
            asyncio.start_server(lambda *here: _relay(here, host, int(port)), "127.0.0.1", 0, ssl=tls)
        )
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        yield f"https://localhost:{serving.sockets[0].getsockname()[1]}"
        asyncio.run_coroutine_threadsafe(_end(serving), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


_USAGE = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _relay(here: Ends, host: str, port: int) -> None:
    try:
        there = await asyncio.open_connection(host, port)
        try:
            await asyncio.gather(_pump(here[0], there[1]), _pump(there[0], here[1]))
        finally:
            there[1].transport.abort()
    finally:
        here[1].transport.abort()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while said := await source.read(65536):
            target.write(said)
            await target.drain()
    target.close()


async def _end(serving: asyncio.Server) -> None:
    """Nobody is let in any more, and who is in is let go."""
    serving.close()
    here = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not here]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)  # what was let go is told so by the loop at its next turn
