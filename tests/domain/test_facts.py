"""What the checks look at, and what a draft may name."""

from typing import Any

import pytest

from bot.domain.dates import Window
from bot.domain.facts import concerning, people_not_found
from bot.domain.register import Certification, Finding, KnownGrant, LegalEntity, Project, Return, Waiver
from bot.domain.vocabulary import Grade, GrantState, Mode, Role
from tests.builders import END, START, assessment, asset, draft, facts, nda, person, register, vendor


def test_the_window_is_what_is_left_of_the_request() -> None:
    assert facts().window == Window(START, END)
    assert facts(today=END).window == Window(END, END)


def test_the_countries_of_the_work_are_each_named_once() -> None:
    known = register(people=(person(), person(id="E2", work_country="IN"), person(id="E3", work_country=None)))

    assert set(facts(known, draft(work_countries=("IN", "VN"))).countries) == {"PL", "IN", "VN"}
    assert None in facts(known, draft(people=("E3",))).countries


def test_the_route_is_judged_by_its_highest_class() -> None:
    known = register(assets=(asset(asset_class=1), asset(id="A2", asset_class=3)))

    assert facts(known, draft(asset_ids=("A1", "A2"))).highest_class == 3


def test_an_asset_without_a_class_is_handled_as_the_strictest() -> None:
    assert facts(register(assets=(asset(asset_class=None),))).highest_class == 4


def test_the_roles_of_a_route_are_facts_too() -> None:
    assert facts().with_route((Role.DATA_OWNER,)).roles_needed == (Role.DATA_OWNER,)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"people": ("E1", "E9")}, "person E9"),
        ({"asset_ids": ("A9",)}, "asset A9"),
        ({"vendor": "V9"}, "vendor V9"),
        ({"channel": "X"}, "transfer channel X"),
        ({"entity": "V2-A"}, "company V2-A of Volt GmbH"),
        ({"people": ("E1", "F1")}, "person F1 of Volt GmbH"),
    ],
)
def test_what_a_draft_names_must_be_in_the_register_and_belong_together(changed: dict[str, Any], missing: str) -> None:
    other = vendor(id="V2", name="Watt AS", entities=(LegalEntity("V2-A", "Watt AS", "NO"),))
    known = register(vendors=(vendor(), other), people=(person(), person(id="F1", vendor="V2", employer_entity="V2-A")))

    assert missing in people_not_found(draft(**changed), known)


def test_nothing_of_another_vendor_is_looked_at() -> None:
    mine, other = "V1", "V2"
    day, nothing = START, ()
    known = register(
        vendors=(vendor(), vendor(id=other)),
        agreements=(nda(), nda(id="NDA-2", vendor=other)),
        certifications=tuple(Certification(one, "ISO27001", nothing, day) for one in (mine, other)),
        assessments=(assessment(), assessment(vendor=other)),
        findings=tuple(Finding(one, one, Grade.MINOR, "Late list", day, "open") for one in (mine, other)),
        returns=tuple(Return(one, one, nothing, day, day) for one in (mine, other)),
        grants=tuple(KnownGrant(one, "R", one, "E1", "A1", Mode.VIEW, day, day, GrantState.ACTIVE) for one in (mine, other)),
        waivers=tuple(Waiver(one, "NDA-04", one, "A1", "", nothing, day, "approved") for one in (mine, other)),
    )

    part = concerning(known, draft())

    assert [one.id for one in part.vendors] == [mine]
    of_vendors = ("agreements", "certifications", "assessments", "findings", "returns", "grants", "waivers")
    assert {section: [one.vendor for one in getattr(part, section)] for section in of_vendors} == {
        section: [mine] for section in of_vendors
    }


def test_only_the_people_assets_and_project_of_the_draft_are_looked_at() -> None:
    known = register(
        people=(person(), person(id="E2")), assets=(asset(), asset(id="A2")), projects=(Project("P1", ""), Project("P2", ""))
    )

    part = concerning(known, draft())

    assert ([p.id for p in part.people], [a.id for a in part.assets], [p.id for p in part.projects]) == (["E1"], ["A1"], ["P1"])


def test_a_complete_draft_misses_nothing() -> None:
    assert people_not_found(draft(), register()) == ()
