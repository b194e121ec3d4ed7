"""A pooler before the PostgreSQL of the tests: the program is named, so that it is the one that the company would run."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

CONFIG = """
[databases]
* = host={server} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 8
max_client_conn = 1000
server_idle_timeout = 2
logfile = {folder}/pgbouncer.log
"""


@contextmanager
def pooled(program: str, address: str, folder: Path) -> Iterator[str]:
    """The same server, behind `program` in transaction mode; its log stays in `folder` until the server goes."""
    port = _free_port()
    file = folder / "pgbouncer.ini"
    behind = make_url(address)
    given = CONFIG.format(server=behind.query["host"], user=behind.username, port=port, folder=folder)
    file.write_text(given)
    for one in (folder, file):
        one.chmod(0o777)  # it does not run as root, and the tests may
    running = subprocess.Popen([program, "-u", "nobody", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_listens(port, running)
        there = make_url(address).set(host="127.0.0.1", port=port, query={})
        yield there.render_as_string(hide_password=False) + "?"
    finally:
        running.terminate()
        running.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _until_it_listens(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert running.poll() is None, "the pooler ended at once; is it installed, and may it run as nobody?"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the pooler does not listen")
