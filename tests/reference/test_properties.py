"""What holds of the real checks in any register: less proof, more days or more secrecy never helps, and order never matters.

Papers and certificates are compared as a family (`FAMILIES` of `changes`), because another paper may be judged after a change,
and because a missing one leaves the rest of its family `na`: one gap, one result.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.reference.changes import after, answers, base, chance, improvements
from tests.reference.facts_that_protect import facts_that_protect, forgotten

SEEDS = range(12)


def without_evaluations(file: Any) -> None:
    for request in file["requests"]:
        request.pop("purpose_kind", None)


@pytest.mark.parametrize("seed", SEEDS)
def test_removing_a_fact_that_protects_never_improves_an_answer(seed):
    """Which facts these are: `facts_that_protect`. Evaluations are tested as project work, as they need no contract."""
    file, today = base(seed)
    without_evaluations(file)
    before = answers(file, today)
    for place in chance(seed).sample(facts_that_protect(file), 20):
        assert not list(improvements(before, answers(after(file, forgotten(place)), today))), place


@pytest.mark.parametrize("seed", SEEDS)
def test_a_later_last_day_never_improves_an_answer(seed):
    file, today = base(seed)
    without_evaluations(file)
    before = answers(file, today)
    for days in (1, 2, 17, 45, 300):
        longer = answers(after(file, lambda changed, days=days: move(changed, "end", days)), today)
        assert not list(improvements(before, longer)), days


@pytest.mark.parametrize("seed", SEEDS)
def test_an_earlier_first_day_never_improves_an_answer_but_for_what_is_looked_at_on_the_first_day(seed):
    """By rule what lapses inside the window is a warning, and what lapsed before it a failure.

    So training (PPL-03), the assessment (DDA-01), the screening's age (EXP-04) and a paper that renews by itself may look better
    from an earlier day.
    """
    file, today = base(seed)
    without_evaluations(file)
    for paper in file["agreements"] or []:
        paper.pop("auto_renew", None)
    before = answers(file, today)
    for days in (-1, -2, -7):
        longer = answers(after(file, lambda changed, days=days: move(changed, "start", days)), today)
        assert not list(improvements(before, longer, without=("PPL-03", "DDA-01", "EXP-04"))), days


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stricter_class_never_improves_an_answer(seed):
    file, today = base(seed)
    before = answers(file, today)
    for asset in file["assets"]:
        if asset.get("class") in (0, 1, 2, 3):
            stricter = answers(after(file, lambda changed, id=asset["id"]: classify_higher(changed, id)), today)
            assert not list(improvements(before, stricter)), asset["id"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_people_assets_papers_and_rows_never_matters(seed):
    file, today = base(seed)
    before = answers(file, today)
    for again in range(4):
        assert answers(after(file, lambda changed, again=again: shuffle(changed, (seed, again))), today) == before


def move(file: Any, field: str, days: int) -> None:
    for request in file["requests"]:
        request[field] = (date.fromisoformat(request[field]) + timedelta(days=days)).isoformat()


def classify_higher(file: Any, asset_id: str) -> None:
    for asset in file["assets"]:
        asset["class"] = asset["class"] + 1 if asset["id"] == asset_id else asset.get("class")


def shuffle(value: Any, seed: object) -> None:
    """Every list of the file, at every depth."""
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            shuffle(part, seed)
    if isinstance(value, list):
        chance(seed).shuffle(value)
