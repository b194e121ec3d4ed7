"""What a renewed NDA should say better: what the checks of a request would fail on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.checks.policy import AS_SHIPPED
from bot.domain.exposure import Access, Dependents, Wanted
from bot.domain.register import Survival
from bot.domain.renewal_terms import clauses_to_improve
from bot.domain.vocabulary import GrantState, PurposeKind
from tests.builders import nda

ACCESS = Access("G-1", "REQ-1", "V1", "E1", "Ewa", "A1", 3, "P1", GrantState.ACTIVE, date(2027, 1, 31), "OWN", ("V1-A",))
DEPENDENTS = Dependents((ACCESS,))
SOUND = {"covers_affiliates": True}


def names(dependents: Dependents = DEPENDENTS, **terms: Any) -> list[str]:
    return [clause.name for clause in clauses_to_improve(nda(**(SOUND | terms)), dependents, AS_SHIPPED)]


def words(name: str, dependents: Dependents = DEPENDENTS, **terms: Any) -> str:
    (found,) = [
        clause.words for clause in clauses_to_improve(nda(**(SOUND | terms)), dependents, AS_SHIPPED) if clause.name == name
    ]
    return found


def test_a_sound_paper_needs_nothing() -> None:
    assert names() == []
    assert names(Dependents()) == []


def test_a_paper_of_another_kind_is_not_judged() -> None:
    assert names(nda=None) == []


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        ({"survival": None}, "tail"),
        ({"survival": Survival(12, "end")}, "tail"),
        ({"survival": Survival(60, "effective")}, "tail"),
        ({"survival": Survival(60, "end"), "trade_secret_carve_out": False}, "carve-out"),
        ({"survival": None, "trade_secret_carve_out": None}, "carve-out"),
        ({"covers_affiliates": False}, "affiliates"),
        ({"covers_affiliates": None, "their_entities": None}, "affiliates"),
        ({"our_entities": ("OTHER",)}, "parties"),
        ({"purpose_kind": PurposeKind.EVALUATION}, "purpose"),
        ({"purpose_kind": None}, "purpose"),
        ({"projects": ()}, "projects"),
        ({"projects": None}, "projects"),
        ({"residuals_clause": True}, "residuals"),
        ({"residuals_clause": None}, "residuals"),
        ({"reverse_engineering_ban": False}, "reverse engineering"),
    ],
)
def test_what_falls_short_or_is_silent_is_named(terms: dict[str, Any], name: str) -> None:
    assert name in names(**terms)


@pytest.mark.parametrize(
    "fine",
    [
        {"survival": Survival(36, "end")},
        {"survival": Survival(None, "end"), "trade_secret_carve_out": False},
        {"projects": ("*",)},
        {"our_entities": None},
        {"their_entities": ("V1-B",)},
    ],
)
def test_what_is_good_enough_is_left_alone(fine: dict[str, Any]) -> None:
    assert names(**fine) == []


def test_the_tail_grows_with_the_class_of_what_is_shown() -> None:
    assert "60 months" in words("tail", Dependents((replace(ACCESS, rank=4),)), survival=Survival(36, "end"))


def test_the_companies_that_do_the_work_are_named() -> None:
    wanted = Wanted("REQ-2", "V1", "P2", ("OWN",), ("V1-B",))
    assert "V1-B" in words("affiliates", Dependents((ACCESS,), (wanted,)), covers_affiliates=False)
    assert "P2 among" in words("projects", Dependents((ACCESS,), (wanted,)))


def test_an_owner_that_nobody_recorded_is_no_party_to_be_named() -> None:
    assert names(Dependents((replace(ACCESS, owner_entity=None),)), our_entities=("OTHER",)) == []
