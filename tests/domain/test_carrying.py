"""Access is carried by entries that gave it, by an approval that stands, and by what was asked; else it is said why not."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.carrying import NOT_CARRIED, Asked, why_not_carried
from bot.domain.events import Happened
from bot.domain.grants import Grant
from bot.domain.raw_entries import Illegible
from bot.domain.vocabulary import DecisionOutcome, GrantState, Mode
from tests.domain.telling import DRAFT, GRANT, REQUEST, ROUTE, Telling, at_rest, decision

GIVEN = Grant(
    id=GRANT,
    request=REQUEST,
    vendor="V1",
    person="E1",
    asset="A1",
    mode=Mode.VIEW,
    channel="CH",
    start_on=date(2026, 12, 1),
    end_on=date(2027, 1, 15),
    state=GrantState.SCHEDULED,
    next_on=date(2026, 12, 1),
    entity="V1-A",
)
ASKED = Asked(REQUEST, json.loads(DRAFT), json.loads(ROUTE))


def decided() -> Telling:
    return (
        at_rest()
        .decided()
        .opened(stage=1)
        .decided(decision("sol", stage=1, seat="security_officer", seats=("security_officer",)))
    )


def carried() -> Telling:
    return decided().approved().given()


def why(telling: Telling, asked: Asked | None = ASKED, grant: Grant = GIVEN) -> str:
    found: Mapping[str, str] = why_not_carried(telling.entries, asked, [grant])
    words = found.get(grant.id, "")
    return words.removeprefix(f"{NOT_CARRIED}: ").split(". An administrator")[0]


def test_access_that_was_asked_approved_and_given_is_carried() -> None:
    assert why(carried()) == ""


def test_access_that_a_register_brought_is_carried_by_the_entry_that_took_it_in() -> None:
    telling = Telling().given(happened=Happened.ACCESS_TAKEN_IN)
    assert why(telling, None) == ""
    assert "load the register once more" in why(Telling(), None)


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        ({"id": "GRT-9"}, "no entry gives GRT-9"),
        ({"end_on": date(2030, 1, 1)}, "is not what its entry gave"),
        ({"state": GrantState.SUSPENDED}, "its entries leave GRT-1 scheduled, and not suspended"),
    ],
)
def test_access_that_is_not_what_was_given_is_not_carried(grant: dict[str, Any], said: str) -> None:
    assert said in why(carried(), grant=replace(GIVEN, **grant))


def test_entries_of_older_releases_carry_person_and_asset() -> None:
    telling = decided().approved().given(hashed=False)
    assert why(telling, grant=replace(GIVEN, end_on=date(2027, 1, 14))) == ""
    assert "is not what its entry gave" in why(telling, grant=replace(GIVEN, person="E9"))
    old = Telling().asked(hashed=False).opened().decided().opened(1).decided(decision("sol", stage=1)).approved().given()
    assert why(old, replace(ASKED, draft=ASKED.draft | {"need_text": "Because."})) == ""


def test_a_request_that_its_entries_leave_open_carries_nothing() -> None:
    assert why(decided().given()) == "its entries leave REQ-1 pending_approval, and not approved"
    assert why(Telling().given()) == "its entries leave REQ-1 unknown, and not approved"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"draft": ASKED.draft | {"need_text": "Because."}}, "asks for something else"),
        ({"draft": ASKED.draft | {"people": ["E2"]}}, "nobody asked that E1 may view A1"),
        ({"draft": ASKED.draft | {"items": []}}, "nobody asked that E1 may view A1"),
        ({"route": {"stages": [], "min_distinct_people": 2}}, "asks fewer people"),
        ({"route": ASKED.route | {"min_distinct_people": 1}}, "asks fewer people"),
    ],
)
def test_a_request_that_is_not_what_was_asked_carries_nothing(asked: dict[str, Any], said: str) -> None:
    assert said in why(carried(), replace(ASKED, **asked))


def test_a_route_that_has_grown_has_to_be_filled_too() -> None:
    grown = ASKED.route | {"stages": [*ASKED.route["stages"], {"seats": ["executive_sponsor"], "quantifier": 1}]}
    assert why(carried(), replace(ASKED, route=grown)) == "not every stage of REQ-1 has an entry of an approval"


def test_an_item_that_was_rejected_and_one_person_for_two_carry_nothing() -> None:
    no = decision("ivy", outcome=DecisionOutcome.REJECT)
    assert why(decided().decided(no).approved().given()) == "A1 was rejected"
    alone = at_rest().decided().opened(1).decided(decision("dan", stage=1)).approved().given()
    assert why(alone) == "fewer than 2 people approved REQ-1 by its entries"


def test_public_material_needs_no_people() -> None:
    open_to_all = Asked(REQUEST, ASKED.draft, {"stages": [], "min_distinct_people": 0})
    telling = Telling().asked(hashed=False, moved="approved").given()
    assert why(telling, open_to_all) == ""


def test_public_material_beside_other_needs_no_people_either() -> None:
    telling = Telling().asked(open=["A1"]).opened().given()
    assert why(telling) == ""
    assert "pending_approval, and not approved" in why(Telling().asked(open=["A2"]).opened().given())


def test_public_material_that_has_to_be_decided_on_now_needs_people() -> None:
    widened = {"class": [0, 3], "open": [], "asked_again": ["A1"], "route": ASKED.route, "round": 1, "stage": 0}
    telling = Telling().asked(open=["A1"]).opened().given()
    telling.add(Happened.ROUTE_WIDENED, moved="pending_approval>pending_approval", **widened)
    assert "not approved" in why(telling)


def test_entries_that_were_altered_carry_nothing() -> None:
    telling = carried()
    first = telling.entries[0]
    telling.entries[0] = replace(first, event=replace(first.event, actor="eve"))
    assert "was altered" in why(telling)
    illegible = Illegible(first.head, "entry 1 cannot be read: its date is 'soon'")
    assert "cannot be read" in why_not_carried([illegible, *carried().entries[1:]], ASKED, [GIVEN])[GRANT]
    assert "lacks what such an entry tells" in why(carried().add(Happened.ITEM_APPROVED, item="A1"))


def test_access_that_came_back_from_its_end_carries_nothing() -> None:
    moved: dict[str, Any] = {"entity": "grant", "about": GRANT, "request": REQUEST}
    telling = carried().add(Happened.ACCESS_ENDED, moved="scheduled>revoked", **moved)
    telling.add(Happened.ACCESS_RESUMED, moved="revoked>scheduled", **moved)
    assert "its entries leave GRT-1 scheduled" in why(telling)
