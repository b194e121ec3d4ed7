"""Which papers form one instrument, and until when they cover."""

from datetime import date

from bot.domain.dates import Window
from bot.domain.nda_chains import covered_until, instruments
from bot.domain.register import Agreement
from tests.builders import nda


def paper(name: str, begin: date | None, end: date | None, *supersedes: str) -> Agreement:
    return nda(id=name, effective_on=begin, expires_on=end, supersedes=supersedes)


def named(*papers: Agreement) -> list[list[str]]:
    return sorted([paper.id for paper in instrument.papers] for instrument in instruments(papers))


OLD = paper("OLD", date(2025, 1, 1), date(2025, 12, 31))


def test_papers_that_do_not_name_each_other_stand_alone() -> None:
    assert named(OLD, paper("NEW", date(2026, 1, 1), None)) == [["NEW"], ["OLD"]]


def test_a_successor_without_a_gap_forms_one_instrument_with_the_newest_last() -> None:
    assert named(paper("NEW", date(2026, 1, 1), None, "OLD"), OLD) == [["OLD", "NEW"]]


def test_a_successor_after_a_gap_stands_alone() -> None:
    assert named(OLD, paper("NEW", date(2026, 1, 2), None, "OLD")) == [["NEW"], ["OLD"]]


def test_an_endless_predecessor_leaves_no_gap() -> None:
    assert named(paper("OLD", date(2025, 1, 1), None), paper("NEW", date(2030, 1, 1), None, "OLD")) == [["OLD", "NEW"]]


def test_a_successor_without_a_first_day_may_follow_without_a_gap() -> None:
    assert named(OLD, paper("NEW", None, None, "OLD")) == [["OLD", "NEW"]]


def test_a_paper_that_names_one_we_do_not_have_or_itself_stands_alone() -> None:
    assert named(paper("NEW", date(2026, 1, 1), None, "GONE", "NEW")) == [["NEW"]]


def test_two_successors_of_one_paper_are_two_instruments() -> None:
    left, right = paper("L", date(2026, 1, 1), None, "OLD"), paper("R", date(2026, 1, 1), None, "OLD")

    assert named(OLD, left, right) == [["OLD", "L"], ["OLD", "R"]]


def test_one_successor_of_two_papers_is_one_instrument() -> None:
    other = paper("ALSO", date(2025, 3, 1), date(2026, 3, 1))

    assert named(OLD, other, paper("NEW", date(2026, 1, 1), None, "OLD", "ALSO")) == [["OLD", "ALSO", "NEW"]]


def test_a_paper_reached_on_two_ways_is_in_the_instrument_once() -> None:
    middle = paper("MID", date(2026, 1, 1), date(2026, 6, 30), "OLD")
    last = paper("NEW", date(2026, 1, 1), None, "MID", "OLD")

    assert named(OLD, middle, last) == [["OLD", "MID", "NEW"]]


def test_papers_that_replace_each_other_are_still_judged() -> None:
    one = paper("ONE", date(2025, 1, 1), date(2026, 12, 31), "TWO")
    two = paper("TWO", date(2025, 6, 1), date(2027, 12, 31), "ONE")

    assert named(one, two) == [["ONE", "TWO"]]


def test_in_a_circle_the_one_that_begins_last_is_the_newest_whatever_its_name() -> None:
    later = paper("A", date(2025, 6, 1), date(2027, 12, 31), "B")
    earlier, undated = paper("B", date(2025, 1, 1), None, "C"), paper("C", None, None, "A")

    for papers in ((later, earlier, undated), (undated, earlier, later)):
        assert named(*papers) == [["C", "B", "A"]]


def test_two_circles_are_two_instruments() -> None:
    pairs = [paper(name, date(2025, 1, 1), None, other) for name, other in (("A", "B"), ("B", "A"), ("C", "D"), ("D", "C"))]

    assert named(*pairs) == [["A", "B"], ["C", "D"]]


def test_members_without_a_day_in_the_window_are_not_in_force() -> None:
    (instrument,) = instruments([OLD, paper("NEW", date(2026, 1, 1), date(2026, 12, 31), "OLD")])

    def in_force(start: date, end: date) -> list[str]:
        return [member.id for member in instrument.in_force(Window(start, end))]

    assert in_force(date(2025, 12, 31), date(2026, 1, 1)) == ["OLD", "NEW"]
    assert in_force(date(2025, 12, 1), date(2025, 12, 31)) == ["OLD"]
    assert in_force(date(2026, 1, 1), date(2026, 2, 1)) == ["NEW"]


def test_if_nothing_is_in_force_the_newest_is_judged() -> None:
    (instrument,) = instruments([OLD, paper("NEW", date(2026, 1, 1), date(2026, 12, 31), "OLD")])

    assert instrument.in_force(Window(date(2030, 1, 1), date(2030, 2, 1))) == (instrument.head,)


def test_cover_ends_at_the_first_gap() -> None:
    later = paper("LATER", date(2026, 1, 2), date(2026, 12, 31))

    assert covered_until([later, OLD], date(2025, 6, 1)) == date(2025, 12, 31)


def test_cover_goes_on_over_papers_that_touch_or_overlap() -> None:
    touching = paper("T", date(2026, 1, 1), date(2026, 3, 31))
    inside = paper("I", date(2026, 2, 1), date(2026, 2, 28))

    assert covered_until([inside, touching, OLD], date(2025, 6, 1)) == date(2026, 3, 31)


def test_cover_may_begin_on_the_very_day() -> None:
    assert covered_until([OLD], date(2025, 1, 1)) == date(2025, 12, 31)


def test_a_day_before_all_papers_is_not_covered() -> None:
    assert covered_until([OLD], date(2024, 12, 31)) is None


def test_a_day_after_all_papers_is_not_covered() -> None:
    assert covered_until([OLD], date(2026, 1, 1)) is None


def test_endless_cover_has_no_last_day_even_with_a_paper_after_it() -> None:
    endless, after = paper("E", date(2025, 1, 1), None), paper("A", date(2026, 1, 1), date(2026, 2, 1))

    assert covered_until([endless, after], date(2025, 6, 1)) == date.max


def test_a_paper_without_a_first_day_covers_nothing() -> None:
    assert covered_until([paper("U", None, None)], date(2025, 6, 1)) is None
