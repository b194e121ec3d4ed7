"""MON-01: no finding of an audit is open with the vendor, or it weighs as its grade says."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.register import Finding
from bot.domain.vocabulary import Grade, Outcome
from tests.builders import TODAY, register, register_at, result
from tests.domain.outcomes import RANKS, H, V, W, at_most_a_waiver

ONE_DAY = timedelta(days=1)


def finding(grade: Grade | None = Grade.MAJOR, **more: Any) -> Finding:
    usual = {"id": "FND-1", "vendor": "V1", "title": "Visitors are not logged", "due": TODAY + ONE_DAY, "status": "open"}
    return Finding(**(usual | {"grade": grade} | more))


def found(*findings: Finding, rank: int = 3) -> Any:
    return result("MON-01", register_at(rank, findings=findings))


def test_a_vendor_without_findings_is_fine() -> None:
    assert found().outcome is Outcome.PASS
    assert result("MON-01", register()).outcome is Outcome.PASS


@pytest.mark.parametrize("rank", RANKS)
class TestEachGrade:
    def test_a_critical_one_stops_everything(self, rank: int) -> None:
        assert found(finding(Grade.CRITICAL), rank=rank).effect is H[rank]

    def test_a_major_one_needs_a_waiver_though_its_day_has_not_come(self, rank: int) -> None:
        assert found(finding(Grade.MAJOR), rank=rank).effect is V[rank]

    def test_a_minor_one_is_a_heads_up(self, rank: int) -> None:
        assert found(finding(Grade.MINOR), rank=rank).effect is W[rank]

    def test_a_minor_one_past_its_day_needs_a_waiver(self, rank: int) -> None:
        assert found(finding(Grade.MINOR, due=TODAY - ONE_DAY), rank=rank).effect is V[rank]

    def test_an_observation_is_told_and_passes_however_old(self, rank: int) -> None:
        for grade in (Grade.OBSERVATION, Grade.IMPROVEMENT):
            answer = found(finding(grade, due=TODAY - ONE_DAY), rank=rank)
            assert (answer.outcome, "FND-1" in answer.message) == (Outcome.PASS, True)

    def test_an_unknown_grade_could_be_the_gravest(self, rank: int) -> None:
        answer = found(finding(None), rank=rank)
        assert (answer.outcome, answer.effect) == (Outcome.UNKNOWN, at_most_a_waiver(H)[rank])

    def test_a_minor_one_without_a_day_could_be_late(self, rank: int) -> None:
        answer = found(finding(Grade.MINOR, due=None), rank=rank)
        assert (answer.outcome, answer.effect) == (Outcome.UNKNOWN, at_most_a_waiver(V)[rank])

    def test_the_worst_one_counts(self, rank: int) -> None:
        every = [finding(grade, id=f"FND-{number}") for number, grade in enumerate(Grade)]
        assert found(*every, rank=rank).effect is H[rank]
        assert found(*reversed(every), rank=rank).message.startswith("FND-0, a critical finding,")


def test_its_day_counts_in_full() -> None:
    assert found(finding(Grade.MINOR, due=TODAY)).effect is Outcome.WARN


def test_what_is_closed_is_closed() -> None:
    assert found(finding(Grade.CRITICAL, status="closed")).outcome is Outcome.PASS


def test_another_vendors_finding_is_no_matter() -> None:
    assert found(finding(vendor="V2")).outcome is Outcome.PASS


def test_a_certain_failure_is_told_before_an_unknown_one_that_counts_as_much() -> None:
    answer = found(finding(Grade.MINOR, due=None, id="FND-0"), finding())
    assert answer.message.startswith("FND-1, a major finding")


def test_an_unknown_one_weighs_more_than_a_lesser_failure() -> None:
    answer = found(finding(Grade.MINOR), finding(None, id="FND-2"))
    assert (answer.outcome, "FND-2" in answer.message) == (Outcome.UNKNOWN, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (finding(), "FND-1, a major finding, is open, due 25 Nov 2026."),
        (finding(opened_on=TODAY), "FND-1, a major finding, has been open since 24 Nov 2026, due 25 Nov 2026."),
        (finding(due=None, opened_on=TODAY), "FND-1, a major finding, has been open since 24 Nov 2026."),
        (finding(Grade.OBSERVATION, due=None), "FND-1, an observation finding, is open."),
        (finding(None), "We don't know yet how grave the finding FND-1 is."),
        (finding(Grade.MINOR, due=None), "We don't know yet by when FND-1 is due."),
    ],
)
def test_the_words_name_the_finding_and_never_its_title(given: Finding, words: str) -> None:
    answer = found(given)
    assert answer.message == words
    assert "Visitors" not in f"{answer.message} {answer.remedy}"


def test_the_remedy_names_whom_to_ask_and_what_is_only_seen_is_not_to_come_first() -> None:
    assert found(finding()).remedy == "Ask Mo to get FND-1 closed first."
    assert found(finding(Grade.MINOR)).remedy == "Approvers see this; ask Mo to get FND-1 closed by then."
