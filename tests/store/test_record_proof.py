"""The record proves itself: whatever is altered, removed or cut off behind its back is found and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, text, update

from bot.application.context import Context
from bot.application.record.root import root_record
from bot.application.record.verify import verify_record
from bot.domain.chain import Head, entry_hash
from bot.domain.events import Event, Happened
from bot.domain.proof import WHOLE, find_breaks
from bot.domain.raw_entries import Proven
from bot.domain.root_proof import Posted
from bot.store import proof, record
from bot.store.tables import EVENTS, RECORD_HEADS, RECORD_ROOTS
from bot.store.unit import Unit
from tests.builders import TestClock

TRIGGERS = {
    "sqlite": ["DROP TRIGGER event_update", "DROP TRIGGER event_delete", "DROP TRIGGER event_replace"],
    "postgresql": ["DROP TRIGGER event_append_only ON event", "DROP TRIGGER event_not_emptied ON event"],
}


def happened(request: str, item: str = "A1") -> Event:
    return Event(Happened.DETAILS_READ, "request", request, "dan", details={"item": item, "words": "Zażółć"})


@pytest.fixture
def kept(context: Context) -> Context:
    """Three entries about one request and one about another."""
    for events in ([happened("REQ-1")], [happened("REQ-1", "A2"), happened("REQ-2")], [happened("REQ-1", "A3")]):
        with context.store.writing() as unit:
            record.append(unit, events, context.now())
    return context


def tampered(context: Context, how: Callable[[Unit], object]) -> list[tuple[str, int]]:
    """What the proof finds after somebody with the keys to the database has done this."""
    with context.store.writing() as unit:
        for statement in TRIGGERS[unit.connection.dialect.name]:
            unit.connection.execute(text(statement))
        how(unit)
    return [(one.subject, one.number) for one in verify_record(context).breaks]


def of(subject: str, number: int) -> object:
    return (EVENTS.c.subject == subject) & (EVENTS.c.number == number)


def next_day(clock: TestClock) -> None:
    clock.at += timedelta(days=1)


def test_an_untouched_record_holds(kept: Context) -> None:
    assert verify_record(kept).breaks == ()


def test_each_subject_counts_its_own_entries_from_one(kept: Context) -> None:
    with kept.store.snapshot() as unit:
        counted = [(one.head.subject, one.head.number) for one in proof.proven_entries(unit)]

    assert [one for one in counted if one[0].startswith("REQ")] == [("REQ-1", 1), ("REQ-1", 2), ("REQ-2", 1), ("REQ-1", 3)]


def test_an_altered_entry_is_named(kept: Context) -> None:
    change = update(EVENTS).where(of("REQ-1", 2)).values(actor="mo")

    assert tampered(kept, lambda unit: unit.connection.execute(change)) == [("REQ-1", 2)]


def entries(unit: Unit, subject: str) -> list[Proven]:
    return [one for one in proof.proven_entries(unit, subject) if isinstance(one, Proven)]


def test_an_entry_altered_together_with_its_hash_breaks_the_next_one(kept: Context) -> None:
    def forge(unit: Unit) -> None:
        first, second, _ = entries(unit, "REQ-1")
        forged = entry_hash(first.head.hash, 2, second.at, Event(**(second.event.__dict__ | {"actor": "mo"})))
        unit.connection.execute(update(EVENTS).where(of("REQ-1", 2)).values(actor="mo", hash=forged))

    assert tampered(kept, forge) == [("REQ-1", 2), ("REQ-1", 3)]


def test_a_removed_entry_is_named(kept: Context) -> None:
    found = tampered(kept, lambda unit: unit.connection.execute(delete(EVENTS).where(of("REQ-1", 2))))

    assert found == [(WHOLE, 3), ("REQ-1", 2)]


def test_entries_cut_off_at_the_end_are_named(kept: Context) -> None:
    found = tampered(kept, lambda unit: unit.connection.execute(delete(EVENTS).where(of("REQ-1", 3))))

    assert found == [("REQ-1", 3), (WHOLE, 5)]


def test_entries_cut_off_together_with_their_head_are_found_by_the_root_of_the_day(kept: Context, clock: TestClock) -> None:
    next_day(clock)
    root_record(kept)

    def cut(unit: Unit) -> None:
        unit.connection.execute(delete(EVENTS).where(of("REQ-1", 3)))
        last = entries(unit, "REQ-1")[-1].head
        head = update(RECORD_HEADS).where(RECORD_HEADS.c.subject == "REQ-1")
        unit.connection.execute(head.values(number=last.number, hash=last.hash))

    found = tampered(kept, cut)

    assert ("REQ-1", 3) in found
    assert (WHOLE, 5) in found


def test_a_removed_subject_is_found_by_the_root_of_the_day(kept: Context, clock: TestClock) -> None:
    next_day(clock)
    root_record(kept)

    def remove(unit: Unit) -> None:
        unit.connection.execute(delete(EVENTS).where(EVENTS.c.subject == "REQ-2"))
        unit.connection.execute(delete(RECORD_HEADS).where(RECORD_HEADS.c.subject == "REQ-2"))

    found = tampered(kept, remove)

    assert ("REQ-2", 1) in found
    assert (WHOLE, 4) in found


def test_a_head_removed_alone_is_named(kept: Context) -> None:
    remove = delete(RECORD_HEADS).where(RECORD_HEADS.c.subject == "REQ-2")

    assert tampered(kept, lambda unit: unit.connection.execute(remove)) == [("REQ-2", 0)]


def test_a_root_that_was_altered_does_not_follow_from_its_heads(kept: Context, clock: TestClock) -> None:
    next_day(clock)
    root_record(kept)

    found = tampered(kept, lambda unit: unit.connection.execute(update(RECORD_ROOTS).values(root="0" * 64)))

    assert found == [("roots", 0)]


def test_a_record_written_anew_from_end_to_end_is_found_by_a_root_that_was_posted(kept: Context, clock: TestClock) -> None:
    next_day(clock)
    posted = root_record(kept)
    assert posted
    assert verify_record(kept, [Posted(posted.name, posted.root)]).breaks == ()

    (found,) = verify_record(kept, [Posted(posted.name, "0" * 64)]).breaks
    assert "was posted as 000" in found.words
    (found,) = verify_record(kept, [Posted("2020-01-01", posted.root)]).breaks
    assert "here it has none" in found.words


def test_an_hour_with_entries_has_one_root_as_soon_as_it_is_over_and_one_without_has_none(
    kept: Context, clock: TestClock
) -> None:
    clock.move(minutes=59)
    assert root_record(kept) is None
    clock.move(minutes=1)
    first = root_record(kept)
    assert first is not None
    assert first.name == "2026-11-24T10:00:00Z"

    for _ in range(3):
        clock.move(hours=1)
        assert root_record(kept) is None  # that a root was taken is news of the record, but no reason for another one
    with kept.store.reading() as unit:
        told = [entry for entry in record.entries_of(unit, ["record"]) if entry.event.happened is Happened.RECORD_ROOTED]
    assert len(told) == 1


def test_when_the_bot_stops_a_root_is_taken_at_once(kept: Context) -> None:
    assert root_record(kept) is None
    assert root_record(kept, at_once=True) is not None
    assert root_record(kept, at_once=True) is None


def test_roots_follow_each_other_and_the_record_still_holds(kept: Context, clock: TestClock) -> None:
    for number in range(3):
        next_day(clock)
        assert root_record(kept)
        with kept.store.writing() as unit:
            record.append(unit, [happened(f"REQ-{number}")], kept.now())
    next_day(clock)
    assert root_record(kept)

    assert verify_record(kept).breaks == ()


def test_an_entry_put_in_from_outside_is_found(kept: Context) -> None:
    row = {
        "subject": "REQ-2",
        "number": 2,
        "hash": Head("", 0, "ab" * 32).hash,
        "at": kept.now(),
        "happened": "item.approved",
        "entity": "request",
        "entity_id": "REQ-2",
        "actor": "mo",
        "details": {},
    }

    assert ("REQ-2", 2) in tampered(kept, lambda unit: unit.connection.execute(insert(EVENTS).values(**row)))


def test_whatever_stands_in_a_row_it_is_named_and_no_traceback_ends_the_proof(kept: Context) -> None:
    change = text("UPDATE event SET details = '{\"a\": 0.5}' WHERE seq = 2")
    found = tampered(kept, lambda unit: unit.connection.execute(change))

    assert found == [("REQ-1", 1)]


def test_bytes_that_are_no_text_are_named(kept: Context) -> None:
    if kept.store.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps no such bytes")
    change = text("UPDATE event SET actor = CAST(x'ff' AS TEXT) WHERE seq = 2")
    found = tampered(kept, lambda unit: unit.connection.execute(change))

    assert found == [("REQ-1", 1)]


def test_a_proof_beside_a_bot_that_writes_is_of_one_moment(kept: Context) -> None:
    with kept.store.snapshot() as unit:
        known, _ = proof.kept(unit)
        with kept.store.writing() as other:
            record.append(other, [happened("REQ-1", "A4"), happened("REQ-3")], kept.now())
        assert list(find_breaks(proof.proven_entries(unit), known)) == []
    assert verify_record(kept).breaks == ()
