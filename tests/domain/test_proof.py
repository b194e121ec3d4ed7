"""Where the proof of the record fails, and that each failure is named by its subject and number."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.chain import NOTHING_YET, Head, Tail, entry_hash, link, root_hash
from bot.domain.events import Event, Happened
from bot.domain.proof import WHOLE, Kept, find_breaks
from bot.domain.raw_entries import Illegible, Proven
from bot.domain.root_proof import Break, Root
from tests.roots import root

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def written(*subjects: str) -> list[Proven]:
    """One entry after the other about these subjects, each vouching for the one before of its subject, and of all."""
    entries: list[Proven] = []
    heads: dict[str, Head] = {}
    tail = NOTHING_YET
    for turn, subject in enumerate(subjects, start=1):
        before = heads.get(subject, Head(subject, 0, ""))
        event = Event(Happened.ITEM_APPROVED, "request", subject, "dan", details={"item": f"A{turn}"})
        at, number = AT + timedelta(minutes=turn), before.number + 1
        heads[subject] = Head(subject, number, entry_hash(before.hash, number, at, event))
        tail = link(tail, heads[subject].hash)
        entries.append(Proven(heads[subject], at, event, tail.place, tail.chain))
    return entries


def without_places(entries: list[Proven]) -> list[Proven]:
    """As releases wrote them that knew no order of all."""
    return [replace(entry, place=None, chain=None) for entry in entries]


def tail_of(entries: list[Proven]) -> Tail:
    return Tail(len(entries), entries[-1].chain or "")


ALL = written("REQ-1", "REQ-1", "REQ-2", "REQ-1")
TWO = ALL[2]
LAST = {one.head.subject: one.head for one in ALL}
END = tail_of(ALL)
FIRST = root(1, AT + timedelta(minutes=1), tail_of(ALL[:1]), ALL[0].head)
SECOND = root(2, AT + timedelta(minutes=4), tail_of(ALL), *LAST.values(), before=FIRST)


def breaks(
    entries: list[Proven] | list[Proven | Illegible] = ALL,
    heads: list[Head] | None = None,
    roots: tuple[Root, ...] = (FIRST, SECOND),
    tail: Tail | None = END,
) -> list[Break]:
    return list(find_breaks(entries, Kept(tuple(LAST.values() if heads is None else heads), roots, tail)))


def places(found: list[Break]) -> list[tuple[str, int]]:
    return [(one.subject, one.number) for one in found]


def test_what_nobody_touched_holds_with_its_roots() -> None:
    assert breaks() == []


def test_entries_of_releases_that_knew_no_order_hold_as_they_are() -> None:
    assert breaks([*without_places(ALL[:2]), *ALL[2:]]) == []


def test_roots_of_releases_that_knew_no_order_vouch_for_heads_alone() -> None:
    day = (AT + timedelta(minutes=1)).date()
    daily = Root(day, root_hash("", day, [ALL[0].head]), (ALL[0].head,), 1)
    assert breaks(roots=(daily,)) == []


def test_an_altered_entry_is_named_with_what_and_when() -> None:
    altered = replace(ALL[1], event=replace(ALL[1].event, actor="mo"))
    (found,) = breaks([ALL[0], altered, *ALL[2:]])

    assert (found.subject, found.number) == ("REQ-1", 2)
    assert "entry 2 (item.approved, 2026-11-24 09:02 UTC) was altered" in found.words


def test_an_entry_that_cannot_be_read_is_named_and_the_others_are_looked_at() -> None:
    broken = Illegible(ALL[1].head, "entry 2 cannot be read: its date is 'soon'", ALL[1].place, ALL[1].chain)
    (found,) = breaks([ALL[0], broken, *ALL[2:]])

    assert (found.subject, found.number, found.words) == ("REQ-1", 2, broken.words)


def test_one_removed_entry_and_several_are_named_in_words() -> None:
    whole, one = breaks([ALL[0], *ALL[2:]], roots=())[::-1]
    assert (one.number, one.words) == (2, "of the whole record, entry 2 is missing")
    assert (whole.number, whole.words) == (2, "entry 2 is missing")

    found = breaks(ALL[2:])
    assert "entries 1 to 2 are missing" in [one.words for one in found]
    assert f"entry 1 stood in the root of {FIRST.name} and is gone" in [one.words for one in found]


def test_entries_cut_off_at_the_end_are_known_from_the_head_and_from_the_note_of_how_many_there_are() -> None:
    found = breaks(ALL[:1] + ALL[2:3], roots=())

    assert [one.words for one in found if one.subject == "REQ-1"] == ["entries 2 to 3 were cut off"]
    assert places(breaks(ALL[:3], [ALL[1].head, TWO.head], roots=())) == [(WHOLE, 4)]


def test_a_subject_of_which_only_the_head_is_left_is_named() -> None:
    assert ("REQ-2", 1) in places(breaks([*ALL[:2], ALL[3]], roots=()))


def test_a_subject_removed_with_its_head_leaves_a_gap_in_the_order_of_all() -> None:
    (found,) = breaks([*ALL[:2], ALL[3]], [LAST["REQ-1"]], roots=())

    assert (found.subject, found.words) == (WHOLE, "of the whole record, entry 3 is missing")


def test_a_head_that_was_removed_or_points_elsewhere_is_named() -> None:
    assert places(breaks(heads=[LAST["REQ-1"]])) == [("REQ-2", 0)]
    assert places(breaks(heads=[LAST["REQ-1"], Head("REQ-2", 1, "0" * 64)])) == [("REQ-2", 1)]
    assert places(breaks(heads=[ALL[1].head, LAST["REQ-2"]])) == [("REQ-1", 3)]


def test_the_note_of_how_many_there_are_is_named_where_it_was_removed_or_altered() -> None:
    assert "was removed" in breaks(tail=None)[0].words
    assert places(breaks(tail=Tail(4, "0" * 64))) == [(WHOLE, 4)]
    assert places(breaks(tail=Tail(3, "0" * 64))) == [(WHOLE, 4)]


def test_entry_head_and_note_cut_off_together_are_known_from_the_root() -> None:
    found = breaks(ALL[:3], [ALL[1].head, TWO.head], tail=tail_of(ALL[:3]))

    assert ("REQ-1", 3) in places(found)
    assert (WHOLE, 4) in places(found)


def test_a_subject_written_anew_is_not_the_one_that_stood_in_the_root() -> None:
    anew = replace(TWO, head=replace(TWO.head, hash=entry_hash("", 1, AT, TWO.event)), at=AT)
    found = breaks([*ALL[:2], anew, ALL[3]], [LAST["REQ-1"], anew.head])

    assert f"entry 1 is not the one that stood in the root of {SECOND.name}" in [one.words for one in found]


def test_entries_exchanged_in_the_order_of_all_are_named() -> None:
    found = breaks([ALL[0], ALL[2], ALL[1], ALL[3]], roots=())

    assert (WHOLE, 2) in places(found)
    assert "entry 2 of REQ-1 stands at place 2, where another one was" in [one.words for one in found]


def test_an_order_written_anew_is_not_the_one_that_a_root_saw() -> None:
    anew = written("REQ-2", "REQ-1", "REQ-1", "REQ-1")
    found = breaks(anew, [anew[-1].head, anew[0].head], tail=tail_of(anew))

    assert f"the order of all entries is not the one that the root of {FIRST.name} saw" in [one.words for one in found]


def test_an_entry_that_stands_twice_or_lost_its_place_is_named() -> None:
    assert ("REQ-1", 2) in places(breaks([ALL[0], ALL[0], *ALL[1:]], roots=()))
    lost = replace(ALL[3], place=None, chain=None)
    assert places(breaks([*ALL[:3], lost])) == [("REQ-1", 3)]


def test_an_entry_of_the_right_place_and_another_chain_is_named() -> None:
    assert places(breaks([*ALL[:3], replace(ALL[3], chain="0" * 64)], roots=())) == [("REQ-1", 3), (WHOLE, 4)]
