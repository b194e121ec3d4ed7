"""The secrecy notice of each class is data of the company: its text and version, checked as all workflow files are."""

from pathlib import Path

import pytest

from bot.domain.notices import SecrecyNotice
from bot.files.problems import BrokenFile
from bot.files.workflows import read_policy
from tests.files.test_digest_channels import ZONE, policy

TEXT = "Keep what you see to yourself, whoever asks."


def notice(rank: object = 3, version: object = "v2", text: str = TEXT) -> str:
    return f"  - {{class: {rank}, version: {version}, text: '{text}'}}\n"


def problems(folder: Path, *notices: str) -> str:
    with pytest.raises(BrokenFile) as broken:
        policy(folder, ZONE + "notices:\n" + "".join(notices))
    return str(broken.value)


def test_a_company_writes_its_own(tmp_path: Path) -> None:
    assert policy(tmp_path, ZONE + "notices:\n" + notice()).notices == (SecrecyNotice(3, "v2", TEXT),)


def test_another_text_is_another_version_of_the_policy(tmp_path: Path) -> None:
    before = policy(tmp_path, ZONE + "notices:\n" + notice()).workflows.version
    assert policy(tmp_path, ZONE + "notices:\n" + notice(version="v3")).workflows.version != before


@pytest.mark.parametrize(
    ("wrong", "place", "words"),
    [
        (notice(rank=5), "class", "4"),
        (notice(rank=0), "class", "1"),
        (notice(version="'a b'"), "version", ""),
        (notice(text="Hush."), "text", ""),
        (notice().replace("version", "versoin"), "versoin", "did you mean version?"),
    ],
)
def test_each_mistake_is_told_with_its_place(tmp_path: Path, wrong: str, place: str, words: str) -> None:
    told = problems(tmp_path, wrong)
    assert place in told
    assert words in told


def test_a_class_has_one(tmp_path: Path) -> None:
    assert "class 3 has two secrecy notices; keep one of them" in problems(tmp_path, notice(), notice(version="v3"))


def test_the_shipped_file_has_one_for_each_class() -> None:
    shipped = read_policy(Path(__file__).parents[2] / "workflows")
    assert [one.rank for one in shipped.notices] == [1, 2, 3, 4]
