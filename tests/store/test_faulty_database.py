"""A database that is full, read-only, locked or gone: nothing is half kept, and it is said in words what is the matter."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.domain.errors import BUSY, UNWRITABLE, Refusal
from bot.store import counters
from bot.store.engine import open_engine
from bot.store.faults import Unsure
from bot.store.unit import Store
from tests.store.cutting import Cutter, cutting

LONG = "x" * 2_000_000


def refusal_of(store: Store, name: str = "n") -> Refusal:
    with pytest.raises(Refusal) as refusal, store.writing() as unit:
        counters.write(unit, name, 1)
    return refusal.value


def kept(store: Store, name: str = "n") -> int:
    with store.reading() as unit:
        return counters.read(unit, name)


@pytest.fixture
def opened(database_url: str) -> Iterator[Callable[..., Store]]:
    """A store of which each connection is first told something; it holds nothing of what another does."""
    stores: list[Store] = []

    def open_store(*said: str) -> Store:
        engine = open_engine(database_url)

        def tell(raw: Any, _: Any) -> None:
            for words in said:
                raw.execute(words)
            raw.commit()

        event.listen(engine, "connect", tell)
        stores.append(Store(engine))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestSqlite:
    def test_a_full_disk_keeps_nothing_and_is_said(self, opened: Callable[..., Store]) -> None:
        store = opened("PRAGMA max_page_count=1")
        refusal = refusal_of(store, LONG)
        assert refusal.code == UNWRITABLE
        assert refusal.words.startswith("The database is full, so I changed nothing. Tell an administrator")
        assert kept(store, LONG) == 0

    def test_a_read_only_database_is_said_and_can_be_read(self, opened: Callable[..., Store]) -> None:
        store = opened("PRAGMA query_only=ON")
        assert refusal_of(store).words.startswith("The database is read-only")
        with pytest.raises(Refusal):
            store.prove()
        assert kept(store) == 0

    def test_one_that_somebody_else_keeps_is_busy(self, opened: Callable[..., Store]) -> None:
        other, store = opened(), opened()
        with other.writing():
            assert refusal_of(store).code == BUSY
            with pytest.raises(Refusal, match="busy"):
                store.prove()
        store.prove()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.postgres
class TestPostgresql:
    def test_a_read_only_database_is_said_and_can_be_read(self, opened: Callable[..., Store]) -> None:
        store = opened("SET default_transaction_read_only = on")
        assert refusal_of(store).words.startswith("The database is read-only")
        assert kept(store) == 0

    def test_a_connection_that_is_ended_in_the_middle_keeps_nothing(self, opened: Callable[..., Store]) -> None:
        store = opened()

        def interrupted() -> None:
            with store.writing() as unit:
                counters.write(unit, "n", 1)
                end_connection(opened(), unit.connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
                counters.write(unit, "n", 2)

        with pytest.raises(Refusal, match="so I changed nothing"):
            interrupted()
        assert kept(store) == 0

    def test_two_who_wait_for_each_other_are_busy(self, opened: Callable[..., Store]) -> None:
        with pytest.raises(Refusal) as refusal, opened().writing() as unit:
            unit.connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$"))
        assert refusal.value.code == BUSY

    @pytest.mark.parametrize("heard", [True, False])
    def test_a_connection_that_is_cut_at_the_last_word_leaves_it_open_whether_it_was_kept(
        self, database_url: str, opened: Callable[..., Store], heard: bool
    ) -> None:
        with cutting(database_url) as way:
            store = Store(open_engine(way.url))
            store.prove()
            way.heard, way.cuts = heard, 1
            with pytest.raises(Unsure), store.writing() as unit:
                counters.write(unit, "n", 1)
            assert kept(opened()) == int(heard)
            assert way_is_whole_again(way, store)
            store.close()


def test_a_server_that_is_gone_is_said() -> None:
    store = Store(open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    assert refusal_of(store).words.startswith("The database does not answer")
    store.close()


def end_connection(other: Store, pid: int) -> None:
    with other.reading() as unit:
        unit.connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


def way_is_whole_again(way: Cutter, store: Store) -> bool:
    store.prove()
    return way.cut == 1
