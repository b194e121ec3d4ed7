"""The record in the database: kept in order, found by what it is about, and never changed."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.events import Event, Happened
from bot.store import record
from bot.store.unit import Store
from tests.builders import NOW

SUBMITTED = Event(Happened.REQUEST_SUBMITTED, "request", "REQ-1", "ana", None, "pending_approval", details={"snapshot": 1})
APPROVED = Event(Happened.ITEM_APPROVED, "request", "REQ-1", "mo", details={"item": "A1", "reason": 'Für "später"; 日本'})
ELSEWHERE = Event(Happened.REQUEST_SUBMITTED, "request", "REQ-2", "ana")


def append(store: Store, *events: Event) -> list[record.Entry]:
    with store.writing() as unit:
        return record.append(unit, events, NOW)


def found(store: Store, *ids: str) -> list[record.Entry]:
    with store.reading() as unit:
        return record.entries_of(unit, ids)


def test_entries_are_read_as_they_were_written_in_their_order(store: Store) -> None:
    written = append(store, SUBMITTED, ELSEWHERE, APPROVED)
    assert [entry.event for entry in found(store, "REQ-1", "REQ-2")] == [SUBMITTED, ELSEWHERE, APPROVED]
    assert found(store, "REQ-1", "REQ-2") == written
    assert [entry.at for entry in written] == [NOW] * 3


def test_entries_are_found_by_what_they_are_about(store: Store) -> None:
    append(store, SUBMITTED, ELSEWHERE, APPROVED)
    assert [entry.event for entry in found(store, "REQ-1")] == [SUBMITTED, APPROVED]
    assert found(store, "REQ-9") == []
    with store.reading() as unit:
        assert [entry.event for entry in record.entries_about(unit, "REQ-2")] == [ELSEWHERE]


def test_nothing_is_written_where_nothing_happened(store: Store) -> None:
    assert append(store) == []


def test_what_happened_in_a_unit_that_failed_did_not_happen(store: Store) -> None:
    def fail() -> None:
        with store.writing() as unit:
            record.append(unit, [SUBMITTED], NOW + timedelta(days=1))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert found(store, "REQ-1") == []
    append(store, SUBMITTED)
    assert len(found(store, "REQ-1")) == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET actor = 'somebody else'", "DELETE FROM event WHERE entity_id = 'REQ-1'"],
    ids=["change", "erase"],
)
def test_the_database_itself_refuses_to_change_or_erase_an_entry(store: Store, statement: str) -> None:
    append(store, SUBMITTED)
    with pytest.raises(DBAPIError, match="the record is append-only"), store.writing() as unit:
        unit.connection.execute(text(statement))
    assert [entry.event for entry in found(store, "REQ-1")] == [SUBMITTED]
