"""Where the proof of the record fails, and that each failure is named by its subject and number."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.chain import Head, entry_hash, root_hash
from bot.domain.events import Event, Happened
from bot.domain.proof import Break, Proven, Root, find_breaks

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def chain(subject: str, count: int) -> list[Proven]:
    """So many entries about one subject, each vouching for the one before."""
    entries, before = [], ""
    for number in range(1, count + 1):
        event = Event(Happened.ITEM_APPROVED, "request", subject, "dan", details={"item": f"A{number}"})
        at = AT + timedelta(minutes=number)
        before = entry_hash(before, number, at, event)
        entries.append(Proven(Head(subject, number, before), at, event))
    return entries


def head(entries: list[Proven]) -> Head:
    return entries[-1].head


def root(before: str, day: date, *heads: Head) -> Root:
    return Root(day, root_hash(before, day, heads), heads)


ONE, TWO = chain("REQ-1", 3), chain("REQ-2", 1)
HEADS = [head(ONE), head(TWO)]
FIRST = root("", MONDAY, ONE[0].head)
SECOND = root(FIRST.root, TUESDAY, *HEADS)


def breaks(
    entries: list[Proven] = ONE + TWO, heads: list[Head] = HEADS, roots: tuple[Root, ...] = (FIRST, SECOND), **outside: str
) -> list[Break]:
    posted = {date.fromisoformat(day.removeprefix("on_").replace("_", "-")): text for day, text in outside.items()}
    return list(find_breaks(entries, heads, roots, posted))


def places(found: list[Break]) -> list[tuple[str, int]]:
    return [(one.subject, one.number) for one in found]


def test_what_nobody_touched_holds_with_its_roots_and_the_posted_one() -> None:
    assert breaks() == []
    assert breaks(on_2026_11_24=SECOND.root) == []


def test_an_altered_entry_is_named_with_what_and_when() -> None:
    altered = replace(ONE[1], event=replace(ONE[1].event, actor="mo"))
    (found,) = breaks([ONE[0], altered, ONE[2], *TWO])

    assert (found.subject, found.number) == ("REQ-1", 2)
    assert "entry 2 (item.approved, 2026-11-24 09:02 UTC) was altered" in found.words


def test_one_removed_entry_and_several_are_named_in_words() -> None:
    (one,) = breaks([ONE[0], ONE[2], *TWO])
    assert (one.number, one.words) == (2, "entry 2 is missing")

    (several, rooted) = breaks([ONE[2], *TWO])
    assert several.words == "entries 1 to 2 are missing"
    assert rooted.words == f"entry 1 stood in the root of {MONDAY} and is gone"


def test_entries_cut_off_at_the_end_are_known_from_the_head() -> None:
    found = breaks(ONE[:1] + TWO, roots=())

    assert [one.words for one in found] == ["entries 2 to 3 were cut off"]


def test_a_subject_of_which_only_the_head_is_left_is_named() -> None:
    assert places(breaks(ONE, roots=())) == [("REQ-2", 1)]


def test_a_head_that_was_removed_or_points_elsewhere_is_named() -> None:
    assert places(breaks(heads=[head(ONE)])) == [("REQ-2", 0)]
    assert places(breaks(heads=[head(ONE), Head("REQ-2", 1, "0" * 64)])) == [("REQ-2", 1)]
    assert places(breaks(heads=[ONE[1].head, head(TWO)])) == [("REQ-1", 3)]


def test_entry_and_head_cut_off_together_are_known_from_the_root() -> None:
    assert places(breaks(ONE[:2] + TWO, [ONE[1].head, head(TWO)])) == [("REQ-1", 3)]


def test_a_subject_written_anew_is_not_the_one_that_stood_in_the_root() -> None:
    anew = [replace(TWO[0], head=replace(TWO[0].head, hash=entry_hash("", 1, AT, TWO[0].event)), at=AT)]
    (found,) = breaks(ONE + anew, [head(ONE), head(anew)])

    assert "is not the one that stood in the root of 2026-11-24" in found.words


def test_a_root_that_does_not_follow_is_named_by_its_day() -> None:
    (found,) = breaks(roots=(FIRST, replace(SECOND, root="0" * 64)))

    assert found.words == "the root of 2026-11-24 does not follow from its heads and the root before it"


def test_a_root_that_was_posted_differently_or_is_not_here_is_named() -> None:
    (different,) = breaks(on_2026_11_24="0" * 64)
    assert different.words.endswith(f"here it is {SECOND.root}")

    (missing,) = breaks(on_2020_01_01=SECOND.root)
    assert missing.words.endswith("here it has none")
