"""The catalogue as the company reads it: each check once, with its profile, its reason and where it stands."""

from itertools import pairwise

import pytest

from bot.domain.checks.catalogue import BY_ID, CATALOGUE, Check
from bot.domain.checks.run import run_checks
from bot.domain.vocabulary import Outcome
from tests.builders import draft, facts, person, register

PROFILES = {  # checks.md 2.1 to 2.5, with the exact rules of 2.7
    "VEN-01": "H", "VEN-04": "F", "VEN-05": "V", "DDA-01": "V", "DDA-02": "W", "DDA-03": "V", "DDA-04": "V",
    "NDA-01": "F", "NDA-02": "T", "NDA-03": "F", "NDA-04": "V",
    "NDA-09": "V", "NDA-10": "W", "CTR-01": "V", "CTR-03": "W", "IPR-01": "V", "IPR-02": "V", "IPR-05": "F", "IPR-06": "V",
    "IPR-07": "W4", "PAT-01": "V",
    "PPL-02": "F", "PPL-03": "F", "PPL-05": "H", "ACC-01": "F", "ACC-04": "V", "ACC-05": "W", "ACC-06": "W",
    "TRF-01": "H", "LOC-01": "F",
    "EXP-02": "H", "EXP-04": "H", "PRV-01": "H", "DSN-01": "V", "TMK-01": "H", "EXP-01": "W4",
    "MON-01": "V", "MON-04": "F", "PRC-02": "H",
}  # fmt: skip


def test_every_check_is_there_once() -> None:
    assert len(BY_ID) == len(CATALOGUE)
    assert set(BY_ID) == set(PROFILES)


@pytest.mark.parametrize("check", CATALOGUE, ids=lambda check: check.id)
class TestEach:
    def test_it_weighs_what_the_catalogue_says(self, check: Check) -> None:
        assert check.profile.value == PROFILES[check.id]

    def test_it_says_in_a_sentence_why_and_on_what_it_stands(self, check: Check) -> None:
        assert check.why.endswith(".")
        assert not check.title.endswith(".")
        assert all(check.clauses)
        assert check.clauses

    def test_it_has_exactly_one_judge_and_only_a_check_of_a_paper_answers_without_one(self, check: Check) -> None:
        judges = [check.judge, check.judge_nda, check.judge_contract]

        assert sum(judge is not None for judge in judges) == 1
        assert not (check.without and check.judge)
        assert not (check.per_person and not check.judge)


@pytest.mark.parametrize(
    ("check", "worst"),
    [
        ("NDA-01", (Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK, Outcome.BLOCK)),
        ("NDA-02", (Outcome.PASS, Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK)),
        ("IPR-07", (Outcome.PASS, Outcome.WARN, Outcome.WARN, Outcome.WAIVER)),
        ("NDA-10", (Outcome.WARN, Outcome.WAIVER, Outcome.WAIVER, Outcome.WAIVER)),
        ("DDA-02", (Outcome.BLOCK,) * 4),
        ("PRC-02", (Outcome.BLOCK,) * 4),
    ],
)
def test_the_gravest_failure_says_what_a_check_means_for_a_class(check: str, worst: tuple[Outcome, ...]) -> None:
    assert tuple(BY_ID[check].worst(rank) for rank in (1, 2, 3, 4)) == worst


def test_in_a_sound_world_every_check_is_fine_or_beside_the_point() -> None:
    assert {result.outcome for result in run_checks(facts())} <= {Outcome.PASS, Outcome.NA}


def test_each_check_answers_once_per_item_or_once_per_person() -> None:
    known = register(people=(person(), person(id="E2")))
    found = run_checks(facts(known, draft(people=("E1", "E2"))))

    subjects = [result.subject for result in found]
    assert len(set(subjects)) == len(subjects)
    for check in CATALOGUE:
        people = {result.person for result in found if result.check == check.id}
        assert people == ({"E1", "E2"} if check.per_person else {None})


def test_results_come_in_the_order_of_the_catalogue() -> None:
    order = [check.id for check in CATALOGUE]

    told = [order.index(result.check) for result in run_checks(facts())]
    assert all(one <= other for one, other in pairwise(told))
