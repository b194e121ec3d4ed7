"""The schema: brought to this release once, by whoever comes first, and equal to the tables of the code."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from bot.domain.chain import Head, entry_hash, root_hash
from bot.domain.events import Event, Happened
from bot.domain.proof import find_breaks
from bot.domain.root_proof import Posted
from bot.store import proof
from bot.store.engine import open_engine
from bot.store.schema import configuration, upgrade, what_is_missing
from bot.store.unit import Store
from tests.store.differing import differences


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


def test_a_database_without_our_tables_is_told_from_one_with_them(nothing: str) -> None:
    assert "Ringfence" in what_is_missing(nothing) or "there is no database" in what_is_missing(nothing)
    engine = open_engine(nothing)
    upgrade(engine)
    engine.dispose()
    assert what_is_missing(nothing) == ""


def test_a_server_that_does_not_answer_is_left_to_who_opens_it() -> None:
    assert what_is_missing("postgresql+psycopg://nobody@127.0.0.1:1/none") == ""


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


@pytest.mark.parametrize(("state", "next_on"), [("active", "1970-01-01"), ("expiring", "1970-01-01"), ("expired", "2027-01-16")])
def test_access_of_an_earlier_release_learns_who_works_and_is_looked_at_once(nothing: str, state: str, next_on: str) -> None:
    engine = open_engine(nothing)
    with engine.connect() as connection, connection.begin():
        command.upgrade(configuration(connection), "0002")
        connection.execute(text(OLD_REQUEST), {"draft": '{"entity": "V1-A"}'})
        connection.execute(text(OLD_GRANT), {"state": state})
    upgrade(engine)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT entity, reasons, covered_until, next_on, state FROM access_grant")).one()
    assert (row.entity, row.covered_until, str(row.next_on)) == ("V1-A", None, next_on)
    assert row.reasons in ("[]", [])
    assert row.state == ("expired" if state == "expired" else "active")
    assert differences(engine) == []
    engine.dispose()


OLD_ENTRY = """
INSERT INTO event (seq, subject, number, hash, at, happened, entity, entity_id, actor, details) VALUES
(:seq, 'REQ-1', :seq, :hash, '2026-11-24 09:00:00+00:00', 'item.approved', 'request', 'REQ-1', 'dan', '{}')
"""


def test_a_record_of_an_earlier_release_is_counted_and_still_proves_itself(nothing: str) -> None:
    engine = open_engine(nothing)
    event, at, day = (
        Event(Happened.ITEM_APPROVED, "request", "REQ-1", "dan"),
        datetime(2026, 11, 24, 9, tzinfo=UTC),
        date(2026, 11, 24),
    )
    first = entry_hash("", 1, at, event)
    second = entry_hash(first, 2, at, event)
    root = root_hash("", day, [Head("REQ-1", 2, second)])
    with engine.connect() as connection, connection.begin():
        command.upgrade(configuration(connection), "0006")
        for seq, entry in enumerate((first, second), start=1):
            at_once = OLD_ENTRY if connection.dialect.name != "sqlite" else OLD_ENTRY.replace("+00:00", ".000000")
            connection.execute(text(at_once), {"seq": seq, "hash": entry})
        connection.execute(text("INSERT INTO record_head VALUES ('REQ-1', 2, :hash, true)"), {"hash": second})
        heads = f'[["REQ-1", 2, "{second}"]]'
        connection.execute(text("INSERT INTO record_root VALUES ('2026-11-24', :root, :heads)"), {"root": root, "heads": heads})
    upgrade(engine)
    with Store(engine).snapshot() as unit:
        kept, illegible = proof.kept(unit)
        assert [*illegible, *find_breaks(proof.proven_entries(unit), kept, [Posted("2026-11-24", root)])] == []
        assert kept.tail is not None
        assert kept.tail.place == 2
    assert differences(engine) == []
    engine.dispose()
