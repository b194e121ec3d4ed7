"""Whatever somebody left in a row of the record, it is read or named, and nothing ends in a traceback."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.proof import Kept
from bot.domain.raw_entries import Illegible, Proven, RawEntry, read_entry
from bot.domain.raw_roots import read_kept

SOUND = RawEntry(
    seq="7",
    subject="REQ-1",
    number="2",
    hash="ab",
    at="2026-11-24 09:00:00.000000",
    happened="item.approved",
    entity="request",
    entity_id="REQ-1",
    actor="dan",
    before=None,
    after=None,
    details='{"item": "A1"}',
    place="5",
    chain="cd",
)


def test_a_sound_row_is_read_as_it_was_written() -> None:
    entry = read_entry(SOUND)

    assert isinstance(entry, Proven)
    assert (entry.head.subject, entry.head.number, entry.place) == ("REQ-1", 2, 5)
    assert entry.at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert entry.event.details == {"item": "A1"}


def test_an_instant_with_a_zone_is_the_same_instant() -> None:
    entry = read_entry(replace(SOUND, at="2026-11-24 10:00:00+01", place=None, chain=None))

    assert isinstance(entry, Proven)
    assert entry.at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("details", '{"share": 0.5}', "0.5"),
        ("details", '{"share": NaN}', "nan"),
        ("details", "no JSON", "no JSON"),
        ("details", "[" * 100_000, "no JSON"),
        ("details", "[1]", "no mapping"),
        ("details", None, "its details is empty"),
        ("at", "2026-13-45", "2026-13-45"),
        ("at", "infinity", "infinity"),
        ("at", "0001-01-01 00:00:00+14", "which is none"),
        ("happened", "item.blessed", "item.blessed"),
        ("happened", None, "its happened is empty"),
        ("number", "2.5", "2.5"),
        ("number", "many", "many"),
        ("place", "-", "its place"),
        ("actor", None, "its actor is empty"),
        ("subject", None, "its subject is empty"),
        ("hash", None, "its hash is empty"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_row_and_says_why(column: str, value: str | None, said: str) -> None:
    entry = read_entry(replace(SOUND, **{column: value}))

    assert isinstance(entry, Illegible)
    assert said in entry.words
    assert "row 7" in entry.words


ROOT = {
    "number": "1",
    "day": "2026-11-24",
    "at": "2026-11-24 09:00:00+00",
    "root": "ab",
    "heads": '[["REQ-1", 2, "cd"]]',
    "place": "2",
    "chain": "ef",
    "key": None,
    "signature": None,
}
HEAD = {"subject": "REQ-1", "number": "2", "hash": "cd", "rooted": "1"}
TAIL = {"name": "record", "place": "2", "chain": "ef"}


def test_heads_roots_and_the_end_of_the_record_are_read() -> None:
    kept, broken = read_kept([HEAD], [ROOT, ROOT | {"at": None, "place": None, "chain": None}], [TAIL])

    assert broken == []
    assert [head.subject for head in kept.heads] == ["REQ-1"]
    assert [root.name for root in kept.roots] == ["2026-11-24T09:00:00Z", "2026-11-24"]
    assert kept.tail is not None


def test_a_head_that_nothing_was_written_under_yet_vouches_for_nothing() -> None:
    assert read_kept([HEAD | {"number": "0"}], [], []) == (Kept((), (), None), [])


@pytest.mark.parametrize(
    ("heads", "roots", "tails", "subject"),
    [
        ([HEAD | {"number": "x"}], [], [], "REQ-1"),
        ([HEAD | {"subject": None}], [], [], "?"),
        ([], [ROOT | {"heads": "[1.5]"}], [], "roots"),
        ([], [ROOT | {"heads": "no JSON"}], [], "roots"),
        ([], [ROOT | {"at": "soon"}], [], "roots"),
        ([], [ROOT | {"at": "2026-11-24 09:00:00", "chain": None}], [], "roots"),
        ([], [ROOT | {"root": None}], [], "roots"),
        ([], [], [TAIL | {"place": "x"}], "record"),
    ],
)
def test_what_vouches_and_cannot_be_read_is_named(
    heads: list[dict[str, str | None]], roots: list[dict[str, str | None]], tails: list[dict[str, str | None]], subject: str
) -> None:
    kept, (broken,) = read_kept(heads, roots, tails)

    assert broken.subject == subject
    assert kept == Kept((), (), None)
