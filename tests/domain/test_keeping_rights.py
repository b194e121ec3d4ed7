"""What a check of a form of IP teaches: each remedy offers the way that keeps the right, in two sentences at most.

The sentences are for engineers who know no law: they say what to do, who can help, and what to show until then.
"""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.register import Agreement, Design, Patent, Register, Survival
from bot.domain.vocabulary import DesignStage, IpForm, Mode, PatentStage
from tests.builders import asset, contract, draft, nda, register, result

LAW = ("novelty", "prior art", "carve-out", "survival", "naked", "inventive step", "formalit", "residual", "disclos", "executed")


def of(*forms: IpForm, papers: tuple[Agreement, ...] = (nda(), contract()), **more: Any) -> Register:
    return register(assets=(asset(forms=forms, **more),), agreements=papers)


def without_open_source_rules() -> Agreement:
    paper = contract()
    return replace(paper, work=replace(paper.work, oss_terms=False)) if paper.work else paper


SHORT = nda(survival=Survival(12, "end"), trade_secret_carve_out=False)
FORMS = [
    ("PAT-01", of(IpForm.PATENT, patent=Patent(PatentStage.DRAFTING)), "start once Dan (data owner) has recorded the filing"),
    ("PAT-01", of(IpForm.PATENT, patent=Patent(PatentStage.DRAFTING)), "a version without the new idea"),
    ("DSN-01", of(IpForm.DESIGN, design=Design(DesignStage.UNPUBLISHED)), "a filing can stay secret at first"),
    ("DSN-01", of(IpForm.DESIGN, design=Design(DesignStage.UNPUBLISHED)), "a version without the new shape"),
    ("TMK-01", of(IpForm.TRADEMARK), "a licence that lets us check the quality"),
    ("TMK-01", of(IpForm.TRADEMARK), "placeholder names and logos"),
    ("NDA-02", of(IpForm.TRADE_SECRET, papers=(SHORT, contract())), "protected for as long as it is secret"),
    ("NDA-02", of(IpForm.TRADE_SECRET, papers=(SHORT, contract())), "a version without the secret part"),
    ("NDA-09", of(IpForm.TRADE_SECRET, papers=(nda(residuals_clause=True), contract())), "a version without the secret part"),
    ("IPR-06", of(IpForm.COPYRIGHT, papers=(nda(), without_open_source_rules())), "which licences are allowed"),
    ("IPR-06", of(IpForm.COPYRIGHT, papers=(nda(), without_open_source_rules())), "viewing only"),
]


@pytest.mark.parametrize(("check", "known", "way"), FORMS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_remedy_offers_the_way_that_keeps_the_right_in_two_sentences_without_law(
    check: str, known: Register, way: str
) -> None:
    found = result(check, known, draft(mode=Mode.WRITE))

    assert way in found.remedy
    assert len(re.split(r"(?<=[.!?]) (?=[A-Z])", found.remedy)) <= 2
    assert [word for word in LAW if word in (found.message + found.remedy).lower()] == []
