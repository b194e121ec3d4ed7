"""`ringfence acknowledge` as whoever keeps the paper calls it."""

from pathlib import Path

import pytest

from bot.demonstration import DEMO_REGISTER
from tests.command_line import ringfence

SAID = ("acknowledge", "P03", "--class", "3", "--on", "2026-11-02", "--how", "signed")


def test_what_exists_on_paper_is_recorded_once_the_register_knows_both(tmp_path: Path) -> None:
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0
    managers = [line for line in DEMO_REGISTER.read_text(encoding="utf-8").splitlines() if "vendor_manager" in line]
    manager = managers[0].split("id: ")[1].split(",")[0]

    ran = ringfence(*SAID, "--by", manager, folder=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "P03 acknowledged the secrecy notice for Secret (C3), text v1" in ran.out
    assert "knows the secrecy notice of class 3, text v1" in ringfence("record", "show", "P03", folder=tmp_path).out


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((*SAID, "--by", "u-nobody"), "u-nobody is no active vendor manager"),
        (("acknowledge", "P99", *SAID[2:], "--by", "u-nobody"), "knows no person P99"),
        ((*SAID[:5], "soon", *SAID[6:], "--by", "u-nobody"), "write a day like 2026-11-24"),
    ],
)
def test_a_mistake_is_told_in_words(tmp_path: Path, said: tuple[str, ...], words: str) -> None:
    assert ringfence("register", "load", str(DEMO_REGISTER), folder=tmp_path).code == 0
    ran = ringfence(*said, folder=tmp_path)
    assert ran.code == 2
    assert words in ran.err
