"""A backup is of one moment, whole, and proven; what fails its proof is no backup and leaves no file."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from bot.domain.events import Event, Happened
from bot.store import record
from bot.store.backup import BrokenCopy, back_up
from bot.store.engine import WRITING, open_engine
from bot.store.schema import configuration
from bot.store.unit import Store
from tests.builders import NOW


@pytest.fixture
def kept(sqlite_url: str) -> Iterator[Store]:
    opened = Store(open_engine(sqlite_url))
    yield opened
    opened.close()


def note(store: Store, actor: str) -> None:
    with store.writing() as unit:
        record.append(unit, [Event(Happened.REGISTER_LOADED, "register", "register", actor)], NOW)


def actors_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as copy:
        return [row[0] for row in copy.execute("SELECT actor FROM event ORDER BY seq")]


@contextmanager
def somebody_who_writes_all_the_time(store: Store) -> Iterator[None]:
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            note(store, "busy")

    person = threading.Thread(target=write)
    person.start()
    try:
        yield
    finally:
        ended.set()
        person.join()


def test_the_copy_holds_all_that_was_kept_though_others_go_on_writing(kept: Store, tmp_path: Path) -> None:
    for number in range(20):
        note(kept, f"before {number}")
    with somebody_who_writes_all_the_time(kept):
        assert back_up(kept.engine, tmp_path / "copy.db")

    found = actors_in(tmp_path / "copy.db")
    assert found[:20] == [f"before {number}" for number in range(20)]
    assert set(found[20:]) <= {"busy"}


def test_the_copy_is_one_file_and_nothing_else_is_left_beside_it(kept: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(kept.engine, folder / "copy.db")
    assert [path.name for path in folder.iterdir()] == ["copy.db"]


def test_a_record_that_was_changed_by_hand_is_no_backup_and_the_place_is_named(kept: Store, tmp_path: Path) -> None:
    note(kept, "somebody")
    with kept.writing() as unit:
        unit.connection.execute(text("DROP TRIGGER event_update"))
        unit.connection.execute(text("UPDATE event SET actor = 'somebody else'"))

    with pytest.raises(BrokenCopy, match=r"register: entry 1 .* was altered"):
        back_up(kept.engine, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert list(tmp_path.glob(".copy*")) == []


def test_a_copy_never_takes_the_place_of_a_file_that_somebody_made_meanwhile(kept: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("somebody's", encoding="utf-8")

    with pytest.raises(FileExistsError):
        back_up(kept.engine, tmp_path / "copy.db")

    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy.db"]
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "somebody's"


def test_a_database_of_an_older_release_is_copied_as_it_is_and_not_proven(tmp_path: Path) -> None:
    """A backup is taken before an upgrade, so that it must not upgrade anything itself."""
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        command.upgrade(configuration(connection), "0001")

    assert not back_up(engine, tmp_path / "copy.db")
    engine.dispose()

    assert revision_of(tmp_path / "copy.db") == revision_of(tmp_path / "old.db") == "0001"


def revision_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_file_that_is_no_database_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("This is not a database, however long one looks at it." * 50, encoding="utf-8")
    engine: Engine = open_engine(f"sqlite:///{tmp_path / 'no.db'}")
    with pytest.raises(sqlite3.DatabaseError):
        back_up(engine, tmp_path / "copy.db")
    engine.dispose()
    assert not (tmp_path / "copy.db").exists()
