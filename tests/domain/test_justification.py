"""A reason is a few words that say something: which task, why these people, why this material (PRC-01)."""

import pytest

from bot.domain.justification import is_complete, not_said_words, says_why
from tests.builders import draft, facts, register_at

NAMES = ("Pump controller", "Volt GmbH", "Ewa Engineer")


@pytest.mark.parametrize(
    "text",
    [
        "The test fails without it.",
        "The perception review fails without it.",
        "Tune the loop on the new bench.",
        "Ewa schrieb den alten Regler und passt ihn an die neue Bank an.",
        "没有它就无法校准新的试验台",
        "без него не собрать новый стенд",
    ],
)
def test_a_reason_says_something(text: str) -> None:
    assert is_complete(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "asap",
        "Please, urgent!",
        "We need access to it for the project.",
        "Pump controller for Ewa Engineer of Volt GmbH",
        "need need need need",
        "1234 5678 9012",
        "see ticket 4711",
        "x y",
        "n/a",
    ],
)
def test_to_repeat_what_is_asked_for_is_no_reason(text: str) -> None:
    assert not is_complete(text, NAMES)


@pytest.mark.parametrize("rank", [0, 1, 2, 3, 4])
def test_only_public_material_needs_none(rank: int) -> None:
    assert says_why(facts(register_at(rank), draft(need_text="asap"))) is (rank == 0)
    assert says_why(facts(register_at(rank)))


def test_the_words_name_the_gate() -> None:
    assert not_said_words().startswith("PRC-01: it does not say which task fails without it")
