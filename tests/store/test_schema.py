"""The schema: brought to this release once, by whoever comes first, and equal to the tables of the code."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from bot.store.engine import open_engine
from bot.store.schema import configuration, differences, upgrade
from bot.store.unit import Store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    admin = open_engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE empty"))
    yield server.replace("/postgres?", "/empty?")
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE empty WITH (FORCE)"))
    admin.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_migrations_and_tables_say_the_same(store: Store) -> None:
    assert differences(store.engine) == []


def test_a_table_that_the_migrations_forgot_would_be_noticed(store: Store) -> None:
    with store.writing() as unit:
        unit.connection.execute(text("DROP TABLE message_copy"))
    assert "message_copy" in str(differences(store.engine))


def test_a_database_that_is_up_to_date_is_left_as_it_is(store: Store) -> None:
    with store.writing() as unit:
        unit.connection.execute(text("INSERT INTO counter (name, value) VALUES ('request-2026', 7)"))
    upgrade(store.engine)
    with store.reading() as unit:
        assert unit.connection.execute(text("SELECT value FROM counter")).scalar_one() == 7


def test_bots_that_start_at_once_on_an_empty_database_upgrade_it_once(nothing: str) -> None:
    engines = [open_engine(nothing) for _ in range(3)]
    troubles: list[str] = []
    start = threading.Barrier(len(engines))

    def work(engine: Engine) -> None:
        start.wait()
        try:
            upgrade(engine)
        except Exception as trouble:  # noqa: BLE001 - it belongs into the test's own thread
            troubles.append(str(trouble))

    bots = [threading.Thread(target=work, args=(engine,)) for engine in engines]
    for bot in bots:
        bot.start()
    for bot in bots:
        bot.join()
    found = tables(engines[0])
    for engine in engines:
        engine.dispose()
    assert troubles == []
    assert {"request", "outbox", "event"} <= found


OLD_GRANT = """
INSERT INTO access_grant
(id, request, vendor, person, asset, mode, channel, start_on, end_on, state, next_on, held) VALUES
('GRT-1', 'REQ-1', 'V1', 'E1', 'A1', 'view', 'CH', '2026-12-01', '2027-01-15', :state, '2027-01-16', '')
"""
OLD_REQUEST = """
INSERT INTO request
(id, submit_key, requester, vendor, state, rank, round, stage, snapshot, submitted_at, stage_since, draft, route) VALUES
('REQ-1', 'K', 'ana', 'V1', 'fulfilled', 3, 1, 0, 1, '2026-11-24', '2026-11-24', :draft, '{}')
"""


@pytest.mark.parametrize(("state", "next_on"), [("active", "1970-01-01"), ("expired", "2027-01-16")])
def test_access_of_an_earlier_release_learns_who_works_and_is_looked_at_once(nothing: str, state: str, next_on: str) -> None:
    engine = open_engine(nothing)
    with engine.connect() as connection, connection.begin():
        command.upgrade(configuration(connection), "0002")
        connection.execute(text(OLD_REQUEST), {"draft": '{"entity": "V1-A"}'})
        connection.execute(text(OLD_GRANT), {"state": state})
    upgrade(engine)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT entity, reasons, covered_until, next_on FROM access_grant")).one()
    assert (row.entity, row.covered_until, str(row.next_on)) == ("V1-A", None, next_on)
    assert row.reasons in ("[]", [])
    assert differences(engine) == []
    engine.dispose()
