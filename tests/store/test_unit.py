"""A unit of work: all of it is kept or nothing, and nobody changes what another is deciding on."""

import threading
import time

import pytest
from sqlalchemy import select, text

from bot.domain.errors import Refusal
from bot.store import requests
from bot.store.engine import LOCK_WAIT, PATIENT, open_engine
from bot.store.tables import COUNTERS
from bot.store.unit import Store


def count_up(store: Store) -> int:
    with store.writing() as unit:
        return requests.next_number(unit, "request-2026")


def count_and_fail(store: Store) -> None:
    with store.writing() as unit:
        requests.next_number(unit, "request-2026")
        raise LookupError


def value(store: Store) -> int:
    with store.reading() as unit:
        return unit.connection.execute(text("SELECT coalesce(max(value), 0) FROM counter")).scalar_one()


def test_what_is_written_is_kept_after_the_unit_and_unseen_before(store: Store) -> None:
    with store.writing() as unit:
        requests.next_number(unit, "request-2026")
        assert value(store) == 0
    assert value(store) == 1


def test_nothing_is_kept_of_a_unit_that_fails(store: Store) -> None:
    count_up(store)
    with pytest.raises(LookupError):
        count_and_fail(store)
    assert value(store) == 1


def test_a_unit_that_failed_leaves_the_next_one_free_to_write(store: Store) -> None:
    for _ in range(3):
        with pytest.raises(LookupError):
            count_and_fail(store)
    assert count_up(store) == 1


def test_numbers_are_given_once_and_without_gaps_however_many_ask_at_once(store: Store) -> None:
    given: list[int] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        given.extend(count_up(store) for _ in range(10))

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(given) == list(range(1, 81))


def test_two_bots_on_one_database_give_no_number_twice(store: Store, database_url: str) -> None:
    other = Store(open_engine(database_url))
    assert [count_up(one) for one in (store, other, store, other)] == [1, 2, 3, 4]
    other.close()


def test_who_does_the_same_named_thing_waits_until_the_other_is_done(store: Store, database_url: str) -> None:
    other, order = Store(open_engine(database_url)), []
    entered = threading.Event()

    def second() -> None:
        entered.set()
        with other.writing() as unit:
            unit.one_at_a_time("submit:V1")
            order.append("second")

    waiting = threading.Thread(target=second)
    with store.writing() as unit:
        unit.one_at_a_time("submit:V1")
        waiting.start()
        entered.wait()
        waiting.join(0.2)
        order.append("first")
    waiting.join()
    other.close()
    assert order == ["first", "second"]


def test_a_reader_is_not_held_up_by_a_writer(store: Store) -> None:
    count_up(store)
    with store.writing() as unit:
        requests.next_number(unit, "request-2026")
        assert value(store) == 1


def test_a_database_that_keeps_what_it_is_given_says_nothing(store: Store) -> None:
    store.prove()
    store.prove()
    assert value(store) == 2


def test_one_that_cannot_be_opened_is_refused_in_words(tmp_path: object) -> None:
    nowhere = Store(open_engine(f"sqlite:///{tmp_path}/no/such/folder/ringfence.db"))
    with pytest.raises(Refusal, match="The database cannot be opened, so I changed nothing"):
        nowhere.prove()
    nowhere.close()


def test_a_committed_change_on_sqlite_is_durable_and_references_are_kept(sqlite_url: str) -> None:
    store = Store(open_engine(sqlite_url))
    with store.reading() as unit:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        answers = [unit.connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked]
    store.close()
    assert answers == ["wal", 2, 1]


def test_whoever_waits_comes_before_the_next_unit_of_a_long_row(sqlite_url: str) -> None:
    """Otherwise the lock often goes to who had it last, and a click waits for several units."""
    store = Store(open_engine(sqlite_url))
    for _ in range(30):
        counted: list[int] = []
        click = threading.Thread(target=lambda counted=counted: counted.append(count_up(store)))
        with store.writing():
            click.start()
            time.sleep(0.005)
        store.give_way()
        next_of_the_row = count_up(store)
        click.join()
        assert counted[0] < next_of_the_row
    store.close()


def test_giving_way_when_nobody_waits_takes_no_time(store: Store) -> None:
    began = time.monotonic()
    for _ in range(100):
        store.give_way()
    assert time.monotonic() - began < 0.2


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("wait", [LOCK_WAIT, PATIENT])
def test_a_patient_unit_waits_as_long_for_a_row_as_it_was_given(store: Store, wait: float) -> None:
    with store.writing(wait) as unit:
        unit.connection.execute(unit.locking(select(COUNTERS)))
        given = {one: unit.connection.execute(text(f"SHOW {one}")).scalar_one() for one in ("lock_timeout", "statement_timeout")}

    assert set(given.values()) == {f"{wait * 1000:.0f}ms" if wait % 1 else f"{wait:.0f}s"}
