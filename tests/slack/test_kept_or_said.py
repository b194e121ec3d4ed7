"""Acknowledged means kept, or words that say no: whatever the database does at the click."""

import pytest
from sqlalchemy import Engine, event, text

from bot.slack import ids
from bot.store.tables import DECISIONS, REQUESTS
from tests.application.steps import FIRST, kept
from tests.slack.conftest import Room, room_on
from tests.slack.steps import ask, filled_form
from tests.store.cutting import cutting

ON_POSTGRESQL = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)]


def on_postgresql(test: object) -> object:
    for mark in ON_POSTGRESQL:
        test = mark(test)  # type: ignore[operator]
    return test


def rows(room: Room, table: object) -> int:
    return room.rows()[table.name]  # type: ignore[attr-defined]


def make_read_only(engine: Engine) -> None:
    """Every connection from now on."""
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only=ON").close())
    engine.dispose()


@on_postgresql
@pytest.mark.parametrize("heard", [True, False])
def test_an_approval_whose_connection_is_cut_at_the_last_word_is_kept_once(database_url: str, heard: bool) -> None:
    with cutting(database_url) as way, room_on(way.url) as room:
        ask(room)
        way.heard, way.cuts = heard, 1
        room.as_user("mo").click(ids.APPROVE)
        assert way.cut == 1
        assert rows(room, DECISIONS) == 1
        assert kept(room.context).stage == 1
        said = [one["text"] for one in room.as_user("mo").whispers()]
        assert said == [] or "Mo decided it" in said[0]


@on_postgresql
@pytest.mark.parametrize("heard", [True, False])
def test_a_form_whose_connection_is_cut_at_the_last_word_is_one_request(database_url: str, heard: bool) -> None:
    with cutting(database_url) as way, room_on(way.url) as room:
        ana = filled_form(room)
        way.heard, way.cuts = heard, 1
        ana.submit()
        assert way.cut == 1
        assert ana.view()["callback_id"] == ids.REQUEST_DONE
        assert FIRST in str(ana.view())
        assert rows(room, REQUESTS) == 1


@on_postgresql
def test_one_that_is_cut_again_and_again_is_told_that_nobody_knows(database_url: str) -> None:
    with cutting(database_url) as way, room_on(way.url) as room:
        ask(room)
        way.heard, way.cuts = False, 2
        room.as_user("mo").click(ids.APPROVE)
        assert way.cut == 2
        assert "Look how it stands before you try again" in room.as_user("mo").whispers()[-1]["text"]
        assert rows(room, DECISIONS) == 0


def test_a_click_on_a_read_only_database_is_answered_in_words(room: Room) -> None:
    ask(room)
    make_read_only(room.context.store.engine)
    room.as_user("mo").click(ids.APPROVE)
    assert room.as_user("mo").whispers()[-1]["text"].startswith("The database is read-only, so I changed nothing.")
    assert rows(room, DECISIONS) == 0


def test_a_form_on_a_read_only_database_stays_open_with_words(room: Room) -> None:
    ana = filled_form(room)
    make_read_only(room.context.store.engine)
    ana.submit()
    assert ana.view()["errors"]["vendor"].startswith("The database is read-only, so I changed nothing.")
    assert rows(room, REQUESTS) == 0


@on_postgresql
def test_a_click_while_the_server_ends_all_connections_is_kept_or_told(database_url: str) -> None:
    with room_on(database_url) as room:
        for _ in range(3):
            ask_anew(room)
        for message in room.as_user("mo").messages():
            end_all_connections(room)
            room.as_user("mo").click(ids.APPROVE, message_ts=message["ts"])
        told = len(room.as_user("mo").whispers())
        assert rows(room, DECISIONS) + told >= 3


def ask_anew(room: Room) -> None:
    filled_form(room).submit()
    room.deliver()


def end_all_connections(room: Room) -> None:
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with room.context.store.reading() as unit:
        unit.connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
