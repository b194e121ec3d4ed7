"""What a check still depends on is declared, and the declaration is held against what the checks do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.checks.depends import DEPENDS, On, open_questions
from bot.domain.checks.run import run_checks
from bot.domain.drafts import Item
from bot.domain.facts import Facts
from bot.domain.register import Agreement, Design, ExportRecord, Limits, Patent, ThirdParty
from bot.domain.vocabulary import DesignStage, IpForm, Mode, PatentStage, PersonStatus
from tests.builders import asset, contract, draft, facts, nda, person, register

Papers = tuple[Agreement, ...]
FORMS = tuple(IpForm)
ASSETS = (
    asset(owner_entity="ELSE"),
    asset(data_owner="ana"),
    asset(project="P9"),
    asset(personal_data="ordinary"),
    asset(third_party=ThirdParty("Fjord AS", ())),
    asset(limits=Limits(("US",), ("TISAX-SC", "ISO27001"), ("IP-BASIC",), max_days=3)),
    asset(export=ExportRecord(licence_required=("PL",))),
    asset(forms=FORMS, physical_prototype=True),
    asset(forms=FORMS, patent=Patent(PatentStage.IDEA), design=Design(DesignStage.UNPUBLISHED), parts_of="BIG"),
)
PEOPLE = (
    person(work_country="CN"),
    person(work_country=None),
    person(employer_entity=None),
    person(employer_entity="ELSE"),
    person(status=PersonStatus.LEFT),
    person(undertaking_signed_on=None),
    person(training=None),
)
LIMITED = asset(
    limits=Limits(("DE", "PL"), (), ("IP-BASIC",)), export=ExportRecord("EAR", "EAR99", "dan", date(2026, 1, 1), ("CN",))
)
SOUND = (nda(), contract())
LAX = (
    nda(survival=None, trade_secret_carve_out=False, residuals_clause=True, reverse_engineering_ban=False),
    contract(work=None),
)


def found(about: Facts) -> dict[str, set[str]]:
    """The outcomes and words of each check."""
    told: dict[str, set[str]] = {}
    for result in run_checks(about):
        told.setdefault(result.check, set()).add(f"{result.outcome} {result.message}")
    return told


def with_assets(papers: Papers) -> Iterator[Facts]:
    for one in (asset(), *ASSETS):
        yield facts(register(assets=(one,), agreements=papers), replace(draft(people=()), project=one.project))


def with_people(papers: Papers) -> Iterator[Facts]:
    for people in ((), (person(),), *((one,) for one in PEOPLE)):
        wish = draft(people=tuple(one.id for one in people))
        yield facts(register(assets=(LIMITED,), people=people, agreements=papers), wish)


def with_uses(papers: Papers) -> Iterator[Facts]:
    for mode in Mode:
        yield facts(register(agreements=papers), replace(draft(people=()), items=(Item("A1", mode),)))


@pytest.mark.parametrize("papers", [SOUND, LAX], ids=["sound papers", "lax papers"])
@pytest.mark.parametrize(("on", "cases"), [(On.ASSET, with_assets), (On.PEOPLE, with_people), (On.USE, with_uses)])
def test_whatever_moves_a_check_is_declared_with_it(on: On, cases: Callable[[Papers], Iterator[Facts]], papers: Papers) -> None:
    usual, *others = map(found, cases(papers))
    moved = {check for other in others for check, told in other.items() if told != usual.get(check)}
    assert moved
    assert moved - set(DEPENDS[on]) == set()


def test_each_check_about_a_person_depends_on_the_people() -> None:
    assert {check.id for check in CATALOGUE if check.per_person} - set(DEPENDS[On.PEOPLE]) == set()


def test_what_has_spoken_already_is_no_open_question() -> None:
    questions = open_questions(On.USE, ["IPR-01"])
    assert "IPR-01" not in questions
    assert questions["IPR-02"] == "who owns what they write"
