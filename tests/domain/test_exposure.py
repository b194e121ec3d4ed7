"""What hangs on a paper: its end is told to those whom it cuts off, and one without anything open is left in peace."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.exposure import Access, Dependents, OpenDependents, Wanted, dependents_of
from bot.domain.register import Agreement
from bot.domain.vocabulary import AgreementKind, GrantState
from tests.builders import TODAY, nda

ACCESS = Access("G-1", "REQ-1", "V1", "E1", "Ewa", "A1", 3, "P1", GrantState.ACTIVE, date(2027, 1, 31), "OWN", ("V1-A",))
WANTED = Wanted("REQ-2", "V1", "P2", ("OWN",), ("V1-A",))
KNOWN = OpenDependents((ACCESS,), (WANTED,), (("RTN-1", "V1"),))
ALL = Dependents((ACCESS,), (WANTED,), ("RTN-1",))
LONG_AGO = date(2026, 1, 31)
ONE_DAY = timedelta(days=1)


def dependents(paper: Agreement, *others: Agreement, known: OpenDependents = KNOWN) -> Dependents:
    return dependents_of(paper, (paper, *others), known, TODAY)


def test_whatever_is_open_with_the_parties_of_a_paper_hangs_on_it() -> None:
    assert dependents(nda()) == ALL
    assert dependents(nda()).is_something


def test_what_another_vendor_has_does_not() -> None:
    assert not dependents(nda(vendor="V2")).is_something


@pytest.mark.parametrize(
    "only", [OpenDependents(access=(ACCESS,)), OpenDependents(wanted=(WANTED,)), OpenDependents(returns=(("RTN-1", "V1"),))]
)
def test_access_a_request_or_a_return_is_something(only: OpenDependents) -> None:
    assert dependents(nda(), known=only).is_something


@pytest.mark.parametrize("parties", [{"our_entities": ("OTHER",)}, {"their_entities": ("V1-B",)}])
def test_a_paper_of_other_parties_carries_nothing_that_fits_another(parties: dict[str, Any]) -> None:
    fitting = nda(id="NDA-2")
    assert dependents(nda(**parties), fitting) == Dependents(returns=("RTN-1",))
    assert dependents(fitting, nda(**parties)) == ALL


def test_what_fits_no_paper_hangs_on_every_one_of_them() -> None:
    papers = nda(their_entities=("V1-B",)), nda(id="NDA-2", their_entities=("V1-C",))
    assert dependents(*papers).access == dependents(*reversed(papers)).access == (ACCESS,)


def test_an_affiliate_clause_fits_every_company_of_the_vendor() -> None:
    affiliates = nda(their_entities=("V1-B",), covers_affiliates=True)
    assert dependents(affiliates, nda(id="NDA-2", their_entities=("V1-C",))).access == (ACCESS,)


@pytest.mark.parametrize("unknown", [{"our_entities": None}, {"their_entities": None}, {"nda": None}])
def test_parties_that_nobody_recorded_are_taken_to_fit(unknown: dict[str, Any]) -> None:
    assert dependents(nda(**unknown), nda(id="NDA-2", our_entities=("OTHER",))).access == (ACCESS,)


def test_an_asset_whose_owner_nobody_recorded_fits_every_paper() -> None:
    ownerless = replace(ACCESS, owner_entity=None)
    assert dependents(nda(our_entities=("OTHER",)), nda(id="NDA-2"), known=OpenDependents((ownerless,))).access == (ownerless,)


def test_once_a_paper_has_ended_what_another_covers_hangs_on_that_one_alone() -> None:
    ended = nda(expires_on=LONG_AGO)
    assert not dependents(ended, nda(id="NDA-2")).is_something
    assert dependents(ended, nda(id="NDA-2", their_entities=("V1-B",))).access == (ACCESS,)


def test_of_papers_that_have_all_ended_the_one_that_covered_for_longest_carries_it() -> None:
    first, last = nda(expires_on=LONG_AGO), nda(id="NDA-2", expires_on=LONG_AGO + ONE_DAY)
    assert not dependents(first, last).is_something
    assert dependents(last, first) == ALL


def test_papers_that_ended_on_the_same_day_both_carry_it() -> None:
    one, other = nda(expires_on=LONG_AGO), nda(id="NDA-2", expires_on=LONG_AGO)
    assert dependents(one, other) == dependents(other, one) == ALL


@pytest.mark.parametrize("begins", [None, TODAY + ONE_DAY])
def test_a_paper_that_has_not_begun_takes_nothing_over_from_one_that_has_ended(begins: date | None) -> None:
    assert dependents(nda(expires_on=LONG_AGO), nda(id="NDA-2", effective_on=begins)) == ALL


@pytest.mark.parametrize("other", [{"executed_on": None}, {"kind": AgreementKind.MSA}, {"vendor": "V2"}])
def test_a_draft_another_kind_of_paper_and_another_vendors_take_nothing_over(other: dict[str, Any]) -> None:
    assert dependents(nda(expires_on=LONG_AGO), nda(**({"id": "NDA-2"} | other))) == ALL


class TestWhatIsSaidOfIt:
    def test_the_highest_class_and_each_person_once(self) -> None:
        found = Dependents((ACCESS, replace(ACCESS, id="G-2", rank=2)))
        assert (found.highest_class, found.people) == (3, frozenset({"E1"}))
        assert Dependents().highest_class is None

    def test_the_next_projects_are_those_of_requests_and_of_planned_access(self) -> None:
        planned = replace(ACCESS, state=GrantState.SCHEDULED, project="P3")
        assert Dependents((ACCESS, planned), (WANTED, WANTED)).next_projects == ("P2", "P3")
