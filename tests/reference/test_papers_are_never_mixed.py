"""Two or three papers, each wrong in its own way, are never a pass together, in whatever order they are filed."""

import copy
from itertools import permutations
from typing import Any

import pytest

from tests.reference.product import demo, loaded, previewed
from tests.reference.verdicts import ORDER

WRONG_NDAS = {
    "ends a day early": {"expires": "2027-01-14"},
    "starts a day late": {"effective": "2026-12-02"},
    "was signed by another of our companies": {"ours": ["ALD-US"]},
    "was signed by a company that does not work": {"theirs": ["V01-B"], "affiliates": False},
    "is for evaluating only": {"purpose": "evaluation"},
    "is for another project": {"projects": ["PRJ-DELTA"]},
    "protects for months only": {"ts_carve_out": False},
    "lets them reuse what they remember": {"residuals": True},
    "lets them take apart what they hold": {"re_ban": False},
}
WRONG_CONTRACTS = {
    "ends a day early": {"expires": "2027-01-14"},
    "starts a day late": {"effective": "2026-12-02"},
    "was signed by a company that does not work": {"theirs": ["V01-B"]},
    "only promises": {"assignment": {"wording": "promise", "law": "US", "formalities": []}},
    "misses a formality": {"assignment": {"wording": "present", "law": "GB", "formalities": []}},
    "assigns on payment": {"assignment": {"wording": "present", "law": "US", "formalities": [], "condition": "on_payment"}},
    "lets us audit nothing": {"audit_right": False},
    "has no rules for open source": {"oss_terms": False},
    "has no rules for AI tools": {"ai_terms": False},
}
WRONG_DPAS = {
    "ends a day early": {"expires": "2027-01-14"},
    "misses an item": {"art28_items": list("abcdefg")},
    "was signed by another of our companies": {"ours": ["ALD-US"]},
    "was signed by a company that does not work": {"theirs": ["V01-B"]},
}
RIGHT_DPA = {"id": "DPA-V01", "kind": "dpa", "vendor": "V01", "ours": ["ALD-AG"], "theirs": ["V01-A"], "executed": "2024-01-10"}
RIGHT_DPA |= {"effective": "2024-01-15", "expires": "2028-01-14", "art28_items": list("abcdefgh")}
FAMILIES = {
    "NDA-V01": (("NDA-01", "NDA-02", "NDA-03", "NDA-04", "NDA-09", "NDA-10"), WRONG_NDAS),
    "MSA-V01": (("CTR-01", "CTR-03", "IPR-01", "IPR-02", "IPR-06", "IPR-07"), WRONG_CONTRACTS),
    "DPA-V01": (("PRV-01",), WRONG_DPAS),
}
SETS = [(right, wrongs) for right, (_, defects) in FAMILIES.items() for n in (2, 3) for wrongs in permutations(defects, n)]


def clean_request() -> Any:
    """R01 of the demo register alone, writing, with personal data and a second company of the vendor: everything passes."""
    file = copy.deepcopy(demo())
    file["requests"] = [
        request | {"mode": "write", "channel": "CH-GIT"} for request in file["requests"] if request["id"] == "R01"
    ]
    for section in ("people", "agreements", "assessments", "certifications"):
        file[section] = [row for row in file[section] if row["vendor"] == "V01"]
    for section in ("findings", "returns", "grants", "waivers"):
        del file[section]
    file["assets"] = [asset | {"personal_data": True} for asset in file["assets"] if asset["id"] == "AST-001"]
    file["vendors"] = [vendor for vendor in file["vendors"] if vendor["id"] == "V01"]
    file["vendors"][0]["entities"].append({"id": "V01-B", "name": "Brannwald Design GmbH", "country": "DE"})
    file["agreements"].append(RIGHT_DPA)
    return file


def with_papers(right: str, papers: list[Any]) -> Any:
    """The clean request with these papers in place of the right one."""
    file = clean_request()
    own = next(paper for paper in file["agreements"] if paper["id"] == right)
    filed = [own | paper | {"id": f"PAPER-{number}"} for number, paper in enumerate(papers)]
    file["agreements"] = [paper for paper in file["agreements"] if paper["id"] != right] + filed
    return file


def worst_of_family(file: Any, right: str) -> str:
    register = loaded(file)
    rows, _ = previewed(register, register.scripts[0], register.as_of)
    return max((row.effect for row in rows if row.check in FAMILIES[right][0]), key=ORDER.index)


@pytest.mark.parametrize("right", FAMILIES)
def test_the_right_paper_alone_passes_and_so_it_does_among_wrong_ones(right):
    wrong = list(FAMILIES[right][1].values())
    assert worst_of_family(with_papers(right, [{}]), right) == "pass"
    assert worst_of_family(with_papers(right, [*wrong, {}]), right) == "pass"
    assert worst_of_family(with_papers(right, [{}, *wrong]), right) == "pass"


@pytest.mark.parametrize("right", FAMILIES)
def test_wrong_papers_together_are_as_good_as_the_best_of_them_alone(right):
    defects = FAMILIES[right][1]
    alone = {wrong: worst_of_family(with_papers(right, [defect]), right) for wrong, defect in defects.items()}
    assert "pass" not in alone.values()
    for wrongs in (wrongs for of, wrongs in SETS if of == right):
        effect = worst_of_family(with_papers(right, [defects[wrong] for wrong in wrongs]), right)
        assert effect == min((alone[wrong] for wrong in wrongs), key=ORDER.index), wrongs
