"""Findings: a repeated one is graver, the grade sets the limit, and no day lies beyond it."""

from datetime import date, timedelta

import pytest

from bot.domain.findings import KeptFinding, due_on, forbid_a_pass, graded, gravest_first, is_strict, last_day_to_mend
from bot.domain.register import Finding
from bot.domain.vocabulary import Grade
from tests.builders import TODAY


@pytest.mark.parametrize(
    ("grade", "raised"),
    [
        (Grade.CRITICAL, Grade.CRITICAL),
        (Grade.MAJOR, Grade.CRITICAL),
        (Grade.MINOR, Grade.MAJOR),
        (Grade.OBSERVATION, Grade.MINOR),
        (Grade.IMPROVEMENT, Grade.OBSERVATION),
        (None, None),
    ],
)
def test_a_repeated_finding_goes_up_one_grade(grade: Grade | None, raised: Grade | None) -> None:
    assert graded(grade, repeat=True) is raised
    assert graded(grade, repeat=False) is grade


@pytest.mark.parametrize(
    ("grade", "usual", "strict"),
    [
        (Grade.CRITICAL, 7, 7),
        (Grade.MAJOR, 60, 30),
        (Grade.MINOR, 90, 90),
        (Grade.OBSERVATION, 180, 180),
        (Grade.IMPROVEMENT, None, None),
        (None, None, None),
    ],
)
def test_each_grade_has_its_limit(grade: Grade | None, usual: int | None, strict: int | None) -> None:
    for is_short, days in ((False, usual), (True, strict)):
        expected = None if days is None else TODAY + timedelta(days=days)
        assert last_day_to_mend(grade, TODAY, strict=is_short) == expected


@pytest.mark.parametrize(("tier", "rank", "strict"), [(1, 1, True), (2, 4, True), (2, 3, False), (None, 0, False)])
def test_tier_1_and_the_strictest_material_shorten_it(tier: int | None, rank: int, strict: bool) -> None:
    assert is_strict(tier, rank) is strict


def test_the_earlier_of_the_agreed_day_and_the_limit_counts() -> None:
    early, late = date(2027, 1, 1), date(2027, 2, 1)
    assert due_on(early, late) == due_on(late, early) == due_on(early, None) == due_on(None, early) == early
    assert due_on(None, None) is None


def kept(ident: str, grade: Grade | None, *, status: str = "open", due: date | None = TODAY) -> KeptFinding:
    return KeptFinding(Finding(ident, "V1", grade, "x", due, status), "audit:1", ident, "https://x", "To Do")  # type: ignore[arg-type]


def test_the_gravest_open_ones_come_first_and_an_unknown_grade_before_all() -> None:
    some = [
        kept("closed", Grade.CRITICAL, status="closed"),
        kept("small", Grade.MINOR),
        kept("no day", Grade.MAJOR, due=None),
        kept("grave", Grade.MAJOR),
        kept("unknown", None),
    ]
    assert [one.finding.id for one in gravest_first(some)] == ["unknown", "grave", "no day", "small", "closed"]


def test_what_forbids_a_plain_pass_is_open_and_grave_or_unknown() -> None:
    some = [kept("a", Grade.MAJOR), kept("b", Grade.MINOR), kept("c", None), kept("d", Grade.CRITICAL, status="closed")]
    assert [one.id for one in forbid_a_pass(one.finding for one in some)] == ["a", "c"]
