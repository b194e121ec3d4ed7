"""The gates stand in one table, as the checks do, and say how hard each is for every class."""

import pytest

from bot.domain.checks.catalogue import BY_ID
from bot.domain.gates import GATES, MON_05, NDA_06, PPL_06, PRC_01, PRC_03, Gate
from bot.domain.vocabulary import Outcome

NA, W, V, B = Outcome.NA, Outcome.WARN, Outcome.WAIVER, Outcome.BLOCK


@pytest.mark.parametrize(
    ("gate", "outcomes"),
    [
        (NDA_06, [NA, W, V, V, B]),
        (PPL_06, [NA, W, W, V, V]),
        (MON_05, [NA, W, W, W, W]),
        (PRC_01, [NA, W, W, V, V]),
        (PRC_03, [NA, B, B, B, B]),
    ],
)
def test_a_failure_means_for_each_class_what_the_profile_says(gate: Gate, outcomes: list[Outcome]) -> None:
    assert [gate.outcome(rank) for rank in range(5)] == outcomes
    assert [gate.stops(rank) for rank in range(5)] == [one in (V, B) for one in outcomes]


def test_a_gate_is_no_check_and_says_what_it_asks_why_where_that_stands_and_when() -> None:
    assert not {gate.id for gate in GATES} & set(BY_ID)
    assert len({gate.id for gate in GATES}) == len(GATES)
    assert all(gate.title and gate.why.endswith(".") and gate.clauses and gate.moment for gate in GATES)
    assert all(len(letters) == 5 for gate in GATES for letters in (gate.by_class, *(one for _, one in gate.cases)))
