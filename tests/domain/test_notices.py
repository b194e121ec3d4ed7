"""Who has acknowledged the secrecy notice of a class: this class, this text, and not before it was said (PPL-06)."""

from pathlib import Path

import pytest

from bot.domain.dates import ONE_DAY
from bot.domain.notices import SHIPPED, SecrecyNotice, awaited, awaited_words, notice_for, waits_for_notice
from bot.files.workflows import read_policy
from tests.builders import TODAY, acknowledged

OWN = SecrecyNotice(3, "2027-1", "Keep it to yourself, whoever asks.")


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_the_text_of_this_class_has_to_be_known(rank: int) -> None:
    assert awaited(rank, (), [acknowledged(rank)], TODAY) is None
    others = [acknowledged(other) for other in (1, 2, 3, 4) if other != rank]
    assert awaited(rank, (), others, TODAY) == notice_for(rank, ())


def test_public_material_has_no_notice() -> None:
    assert awaited(0, (), [], TODAY) is None


def test_it_counts_from_its_day_on() -> None:
    assert awaited(3, (), [acknowledged(3, on=TODAY - ONE_DAY)], TODAY) is None
    assert awaited(3, (), [acknowledged(3, on=TODAY)], TODAY) is None
    assert awaited(3, (), [acknowledged(3, on=TODAY + ONE_DAY)], TODAY) is not None


def test_another_text_is_acknowledged_anew() -> None:
    assert awaited(3, (OWN,), [acknowledged(3)], TODAY) == OWN
    assert awaited(3, (OWN,), [acknowledged(3, text="2027-1")], TODAY) is None
    assert notice_for(4, (OWN,)) == SHIPPED[3]


def test_the_words_name_the_gate_the_person_the_class_and_the_text() -> None:
    words = awaited_words("Ewa Engineer", OWN)
    assert words.startswith("PPL-06: Ewa Engineer has not acknowledged the secrecy notice for Secret (C3), text 2027-1;")
    assert waits_for_notice(words)
    assert not waits_for_notice("Ewa left.")


def test_the_shipped_file_says_what_the_program_falls_back_to() -> None:
    shipped = read_policy(Path(__file__).parents[2] / "workflows")
    assert shipped.notices == SHIPPED
