"""One bot on an SQLite database, as many as there are on PostgreSQL; the lock ends with its process, however that ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.domain.errors import Refusal
from bot.store.process_lock import is_in_use, only_one_process

HOLD = """
import sys
from bot.store.process_lock import only_one_process
with only_one_process(sys.argv[1]):
    print("in", flush=True)
    input()
"""


def test_a_second_bot_on_the_same_file_is_refused_with_both_ways_out(sqlite_url: str) -> None:
    with only_one_process(sqlite_url), pytest.raises(Refusal) as refused, only_one_process(sqlite_url):
        pass
    assert "SQLite serves one. Stop that one first" in refused.value.words
    assert "RINGFENCE_DATABASE_URL to a PostgreSQL" in refused.value.words


def test_once_the_first_has_ended_the_next_one_works(sqlite_url: str) -> None:
    with only_one_process(sqlite_url):
        assert is_in_use(sqlite_url)
    assert not is_in_use(sqlite_url)
    with only_one_process(sqlite_url):
        pass


def test_two_databases_are_no_trouble_to_each_other(tmp_path: Path) -> None:
    one, two = (f"sqlite:///{tmp_path / name}" for name in ("one.db", "two.db"))
    with only_one_process(one), only_one_process(two):
        assert is_in_use(one)
        assert is_in_use(two)


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert not is_in_use(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_killed_process_is_gone_at_once(sqlite_url: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", HOLD, sqlite_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout
        assert child.stdout.readline() == "in\n"
        assert is_in_use(sqlite_url)
        child.send_signal(signal.SIGKILL)
        child.wait(20)
        with only_one_process(sqlite_url):
            pass


def test_postgresql_takes_everybody() -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    with only_one_process(url), only_one_process(url):
        assert not is_in_use(url)
