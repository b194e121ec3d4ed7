"""What doctor says of the database: it looks, and makes and changes nothing."""

from pathlib import Path

from alembic import command
from sqlalchemy import text

from bot.store.diagnostics import examine_database
from bot.store.engine import WRITING, open_engine
from bot.store.process_lock import only_one_process
from bot.store.schema import configuration
from bot.store.unit import Store


def test_one_that_answers_at_this_release_is_well(database_url: str) -> None:
    lines = examine_database(database_url)
    assert [line.ok for line in lines] == [True, True, True]
    assert "its schema is that of this release" in lines[1].what
    kind = "SQLite serves one" if database_url.startswith("sqlite") else "PostgreSQL serves as many"
    assert lines[2].what.startswith(kind)


def test_a_file_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    (line,) = examine_database(f"sqlite:///{tmp_path / 'data' / 'none.db'}")
    assert not line.ok
    assert "ringfence register load" in line.to_do
    assert list(tmp_path.iterdir()) == []


def test_an_empty_one_asks_for_a_register(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    found = [line for line in examine_database(f"sqlite:///{tmp_path / 'empty.db'}") if not line.ok]
    assert ["no tables" in line.what for line in found] == [True]


def test_one_of_an_older_release_is_said_to_be_one_and_stays_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = open_engine(url)
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        command.upgrade(configuration(connection), "0001")
    engine.dispose()

    for _ in range(2):
        (line,) = [line for line in examine_database(url) if not line.ok]
        assert line.what.startswith("its schema is at 0001, this release's at ")
        assert "backup" in line.to_do


def test_one_of_a_later_release_is_not_touched_by_this_one(store: Store, database_url: str) -> None:
    with store.writing() as unit:
        unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (line,) = [line for line in examine_database(database_url) if not line.ok]
    assert (line.what.split(" is of ")[0], line.to_do) == ("its schema (9999)", "Run the later release.")


def test_one_that_does_not_answer_is_named_without_its_password() -> None:
    (line,) = examine_database("postgresql+psycopg://bot:not-for-your-eyes@127.0.0.1:1/none")
    assert not line.ok
    assert "127.0.0.1" in line.what
    assert "not-for-your-eyes" not in line.what + line.to_do


def test_it_says_whether_a_bot_runs_on_the_file(sqlite_url: str) -> None:
    assert "no bot runs on it now" in examine_database(sqlite_url)[2].what
    with only_one_process(sqlite_url):
        assert "a bot runs on it" in examine_database(sqlite_url)[2].what
