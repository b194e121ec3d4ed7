"""`ringfence vendor` on the register of the demo: by words or ids, recorded, and refused with what may be meant."""

import json
from pathlib import Path

import pytest

from bot.demonstration import DEMO_REGISTER
from tests.command_line import Ran, ringfence


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=folder).code == 0
    return folder


def asked(folder: Path, *words: str) -> Ran:
    return ringfence("vendor", *words, folder=folder)


def test_a_vendor_is_told_by_class_in_sentences_with_names_and_the_question_is_recorded(company: Path) -> None:
    ran = asked(company, "V08")
    assert ran.code == 0
    assert ran.out.startswith("For Serra Azul Firmware Ltda you could ask for material up to Confidential (C2) today;")
    assert "Serra Azul Firmware Ltda is cleared up to Confidential (C2); such material is Secret (C3). ACC-01" in ran.out
    assert "Rui Teixeira" in ran.out
    told = ringfence("record", "show", "V08", folder=company).out
    assert "Command line asked what Serra Azul Firmware Ltda (V08) could be given." in told


def test_one_asset_is_told_for_programs(company: Path) -> None:
    ran = asked(company, "serra", "azul", "--asset", "radar", "--json")
    (one,) = json.loads(ran.out)["classes"]
    assert (json.loads(ran.out)["asset"], one["class"], one["overall"]) == ("AST-008", 3, "block")
    assert {"ACC-01", "LOC-01", "NDA-03"} <= {line["id"] for line in one["against"] if line["told"] == "Stops"}


def test_what_is_not_clear_is_refused_with_what_may_be_meant(company: Path) -> None:
    for words, said in (
        (("sera", "azul"), "Nothing is called sera; did you mean Serra Azul Firmware Ltda (V08)? Give the id."),
        (("V1",), "V1 may mean several; did you mean Bosphoria Test Track A.S. (V12), Carpat Simulare SRL (V11)"),
        (("xyzzy",), "The register knows no vendor called xyzzy; give its id or a part of its name."),
        (("V08", "--asset", "serra"), "The register knows no material called serra"),
    ):
        ran = asked(company, *words)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
