"""What passed is told by family with what was looked at, in words; and the papers are told with their days."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.checks.evidence import FAMILIES, evidence_words, passed_checks
from bot.domain.checks.results import CheckResult
from bot.domain.register import Survival
from bot.domain.relied_papers import relied_papers
from bot.domain.vocabulary import Outcome
from tests.builders import TODAY, contract, facts, nda, register, run_checks


def test_every_family_of_the_catalogue_has_a_name_for_people() -> None:
    assert {check.id.partition("-")[0] for check in CATALOGUE} == set(FAMILIES)


def test_each_check_that_passed_says_what_it_looked_at() -> None:
    told = {one.check: one for one in passed_checks(run_checks(facts()), {"E1": "Ewa"})}
    assert told["PPL-02"].family == "People"
    assert told["PPL-02"].evidence == "Ewa: undertaking signed on 1 Jan 2026"
    assert told["NDA-01"].evidence == "NDA-1 covers 1 Jan 2025 to 31 Dec 2028"
    assert told["ACC-01"].evidence == "class 3; clearance 3"
    assert told["MON-01"].evidence == ""
    assert "IPR-01" not in told


def test_what_speaks_anywhere_is_not_called_fine() -> None:
    found = (("NDA-01", Outcome.PASS), ("NDA-01", Outcome.WARN), ("XYZ-01", Outcome.PASS))
    given = [CheckResult(check, outcome, outcome, "A1") for check, outcome in found]
    assert [(one.check, one.family, one.title) for one in passed_checks(given, {})] == [("XYZ-01", "XYZ-01", "XYZ-01")]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("person.training", "{'IP-BASIC': datetime.date(2027, 6, 20)}", "training IP-BASIC until 20 Jun 2027"),
        ("person.training", "{}", ""),
        ("NDA-1.survival", "Survival(months=None)", ""),
        ("NDA-1.covers_affiliates", "False", "NDA-1 covers affiliates no"),
        ("asset.allowed_countries", "*", "allowed countries everywhere"),
        ("countries", "PL", "countries PL"),
        ("days", "", ""),
        ("vendor.owner", "mo", "owner Mo Manager"),
        ("FND-29", "observation, 2027-03-06, ", "FND-29 observation, 6 Mar 2027"),
    ],
)  # fmt: skip
def test_a_value_is_told_in_words_or_not_at_all(name: str, value: str, words: str) -> None:
    assert evidence_words([(name, value)], {"mo": "Mo Manager"}) == words


def relied(**more: object) -> list[str]:
    papers = (contract(), nda(**more), nda(id="NDA-2"))
    found = relied_papers(run_checks(facts(register(agreements=papers[:2]))), papers, TODAY)
    return [f"{one.id}: {one.words}" for one in found]


def test_the_papers_that_a_request_relies_on_are_told_with_their_days_the_nda_first() -> None:
    told = relied()
    assert told[0] == "NDA-1: covers 1 Jan 2025 to 31 Dec 2028; what is shared stays protected for good"
    assert told[1].startswith("MSA-1: covers 1 Jan 2025 to 31 Dec 2028")
    assert len(told) == 2


@pytest.mark.parametrize(
    ("survival", "words"),
    [
        (Survival(120, "end"), "10 years after it ends"),
        (Survival(12, "effective"), "1 year from its first day"),
        (Survival(18, "disclosure"), "18 months from the day it is shown"),
        (Survival(0, None), "0 months"),
        (Survival(6, "end", Survival(1, None)), "6 months after it ends or 1 month, whichever is later"),
        (Survival(60, "end", Survival(None, "end")), "for good"),
    ],
)  # fmt: skip
def test_how_long_it_stays_protected_is_told_as_it_is_written(survival: Survival, words: str) -> None:
    paper = nda()
    assert paper.nda
    (found,) = relied_papers(run_checks(facts()), [replace(paper, nda=replace(paper.nda, survival=survival))], TODAY)
    assert found.words.endswith(f"what is shared stays protected {words}")


def test_a_paper_without_an_end_or_a_first_day_says_so() -> None:
    (found,) = relied_papers(run_checks(facts()), [nda(expires_on=None, effective_on=None, nda=None)], TODAY)
    assert (found.until, found.words) == (None, "covers a day that nobody recorded on, without an end")
    assert relied_papers([], [nda()], date(2026, 1, 1)) == ()
