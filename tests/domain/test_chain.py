"""The canonical form has one way of writing anything, and every hash covers what came before."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.domain.chain import Head, canonical, entry_hash, root_hash
from bot.domain.events import Event, Happened

AT = datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=UTC)


def event(**details: object) -> Event:
    return Event(Happened.ITEM_APPROVED, "request", "REQ-1", "dan", "pending", "approved", details=details)


def test_keys_are_sorted_and_nothing_is_padded() -> None:
    assert canonical({"b": [1, True, None], "a": "x"}) == b'{"a":"x","b":[1,true,null]}'


def test_the_two_unicode_forms_of_one_letter_are_one() -> None:
    assert canonical("Bia\u0301lek") == canonical("Bi\u00e1lek")


def test_a_tuple_reads_as_the_list_that_comes_back_from_the_database() -> None:
    assert canonical(("a", "b")) == canonical(["a", "b"])


@pytest.mark.parametrize("value", [1.5, float("nan"), {1: "a"}, {"a"}, AT])
def test_what_could_be_written_in_two_ways_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"no single written form|no text"):
        canonical({"value": value} if not isinstance(value, dict) else value)


def test_one_instant_has_one_hash_whatever_zone_it_is_told_in() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert entry_hash("", 1, AT, event()) == entry_hash("", 1, elsewhere, event())


def test_a_hash_depends_on_the_entry_before_its_number_its_instant_and_every_word() -> None:
    known = entry_hash("", 1, AT, event(item="A1"))
    others = {
        entry_hash("f0", 1, AT, event(item="A1")),
        entry_hash("", 2, AT, event(item="A1")),
        entry_hash("", 1, AT + timedelta(microseconds=1), event(item="A1")),
        entry_hash("", 1, AT, event(item="A2")),
    }

    assert len(known) == 64
    assert known not in others
    assert len(others) == 4


def test_a_root_depends_on_its_day_its_heads_and_the_root_before_but_not_on_their_order() -> None:
    one, two = Head("REQ-1", 3, "aa"), Head("REQ-2", 1, "bb")
    day = date(2026, 11, 24)
    known = root_hash("", day, [one, two])

    assert known == root_hash("", day, [two, one])
    assert known not in {
        root_hash("aa", day, [one, two]),
        root_hash("", date(2026, 11, 25), [one, two]),
        root_hash("", day, [one]),
    }


def test_what_belongs_to_a_request_is_chained_with_it() -> None:
    assert event(request="REQ-9").subject == "REQ-9"
    assert event().subject == "REQ-1"
