"""NDA-03: the NDA names the companies that do the work and the one that owns the asset."""

from typing import Any

import pytest

from bot.domain.checks.results import CheckResult
from bot.domain.register import LegalEntity
from bot.domain.vocabulary import Outcome, PurposeKind
from tests.builders import asset, draft, nda, own_entity, person, register, register_at, result, vendor
from tests.domain.outcomes import RANKS, F

TWO_COMPANIES = (LegalEntity("V1-A", "Volt Sp. z o.o.", "PL"), LegalEntity("V1-B", "Volt Labs", "IN"))


def parties(known: Any, wish: Any = None) -> CheckResult:
    return result("NDA-03", known, wish)


def test_an_nda_between_those_who_work_and_the_owner_is_fine() -> None:
    assert parties(register()).outcome is Outcome.PASS


@pytest.mark.parametrize("rank", RANKS)
def test_a_performing_company_that_did_not_sign_fails_the_harder_the_higher(rank: int) -> None:
    known = register_at(rank, vendors=(vendor(entities=TWO_COMPANIES, clearance=4),))

    assert parties(known, draft(entity="V1-B")).effect is F[rank]


def test_the_words_name_who_signed_and_who_works() -> None:
    found = parties(register(vendors=(vendor(entities=TWO_COMPANIES),)), draft(entity="V1-B"))

    assert found.message == "NDA-1 was signed by Volt Sp. z o.o.; the work is done by Volt Labs."
    joinder = "Ask Mo to let Volt Labs sign it too (a joinder)"
    assert found.remedy == f"{joinder}, or to extend it to all companies of Volt GmbH (an affiliate clause)."


def test_a_company_whose_name_ends_in_a_full_stop_ends_the_sentence_once() -> None:
    known = register(vendors=(vendor(entities=TWO_COMPANIES),), agreements=(nda(their_entities=("V1-B",)),))

    assert parties(known).message == "NDA-1 was signed by Volt Labs; the work is done by Volt Sp. z o.o."


def test_an_affiliate_clause_binds_the_sister_of_a_signatory() -> None:
    known = register(vendors=(vendor(entities=TWO_COMPANIES),), agreements=(nda(covers_affiliates=True),))

    assert parties(known, draft(entity="V1-B")).outcome is Outcome.PASS


def test_an_affiliate_clause_of_somebody_else_binds_nobody_here() -> None:
    paper = nda(covers_affiliates=True, their_entities=("V2-A",))

    assert parties(register(agreements=(paper,))).outcome is Outcome.BLOCK


def test_an_affiliate_clause_does_not_bind_a_company_that_is_not_the_vendors() -> None:
    known = register(agreements=(nda(covers_affiliates=True),))

    assert parties(known, draft(entity="V2-A")).outcome is Outcome.BLOCK


def test_an_affiliate_clause_never_extends_our_own_side() -> None:
    known = register(
        agreements=(nda(covers_affiliates=True),),
        own_entities=(own_entity(), own_entity(id="IP", name="Own IP B.V.")),
        assets=(asset(owner_entity="IP"),),
    )

    found = parties(known)

    assert found.outcome is Outcome.BLOCK
    assert found.message == "Own IP B.V. owns A1 but is not a party to NDA-1."


def test_an_owning_company_that_we_do_not_have_is_named_by_its_id() -> None:
    assert parties(register(assets=(asset(owner_entity="GONE"),))).message.startswith("GONE owns A1")


def test_the_employer_of_each_listed_person_must_be_bound_too() -> None:
    known = register(
        vendors=(vendor(entities=TWO_COMPANIES),),
        people=(person(), person(id="E2", employer_entity="V1-B")),
    )

    assert parties(known, draft(people=("E1",))).outcome is Outcome.PASS
    assert parties(known, draft(people=("E1", "E2"))).outcome is Outcome.BLOCK


@pytest.mark.parametrize("employer", [None, "SUB-1"])
def test_a_person_who_is_not_employed_by_the_vendor_is_passed_over(employer: str | None) -> None:
    assert parties(register(people=(person(employer_entity=employer),))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "known",
    [
        register(assets=(asset(owner_entity=None),)),
        register(agreements=(nda(our_entities=None),)),
        register(agreements=(nda(their_entities=None),)),
        register(agreements=(nda(their_entities=()),)),
        register(vendors=(vendor(entities=TWO_COMPANIES),), agreements=(nda(covers_affiliates=None, their_entities=("V1-B",)),)),
        register(agreements=(nda(nda=None, their_entities=("V2-A",)),)),
    ],
    ids=["owner", "our side", "their side", "nobody signed", "affiliates", "terms"],
)
def test_a_missing_fact_is_unknown_and_at_most_a_waiver(known: Any) -> None:
    found = parties(known)

    assert (found.outcome, found.effect) == (Outcome.UNKNOWN, Outcome.WAIVER)
    assert found.message.startswith("We don't know yet")


def test_an_affiliate_clause_that_nobody_needs_need_not_be_known() -> None:
    assert parties(register(agreements=(nda(nda=None),))).outcome is Outcome.PASS


def test_the_purpose_is_no_question_of_the_parties() -> None:
    assert parties(register(agreements=(nda(purpose_kind=PurposeKind.EVALUATION, projects=()),))).outcome is Outcome.PASS
