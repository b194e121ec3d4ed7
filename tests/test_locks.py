"""The locks agree with each other, and nothing is fetched for an installation that they do not name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([a-z0-9-]+(?:\[[a-z,]+\])?==\S+)", re.MULTILINE)


def pinned(name: str) -> set[str]:
    found = set(PINNED.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")))
    assert found
    return found


@pytest.mark.parametrize("lock", ["run.txt", "build.txt"])
def test_who_develops_has_the_very_same_packages_as_who_installs(lock: str) -> None:
    assert pinned(lock) - pinned("dev.txt") == set()


def test_what_builds_the_program_is_pinned() -> None:
    assert {name.partition("==")[0] for name in pinned("build.txt")} >= {"hatchling"}


def test_what_builds_the_program_is_never_fetched_besides() -> None:
    lines = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "$(PIP)" in line]
    assert len(lines) == 4
    for line in lines:
        assert "--require-hashes" in line or "--no-build-isolation" in line, line
