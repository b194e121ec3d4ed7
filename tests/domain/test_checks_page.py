"""`docs/checks.md` says of each check what the catalogue, its table and the product say now."""

import re
from pathlib import Path

from bot.domain.checks.catalogue import CATALOGUE
from tests.domain.golden.page import page
from tests.domain.golden.tables import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_the_page_of_the_checks_is_as_it_would_be_drawn_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make checks-page`"


def test_each_check_has_its_part_with_rule_reason_source_example_and_what_to_do() -> None:
    parts = re.split(r"(?m)^## ", PAGE.read_text(encoding="utf-8"))[1:]

    told = [check for check in CATALOGUE if (FOLDER / f"{check.id}.md").exists()]
    assert len(parts) == len(told)
    for check, part in zip(told, parts, strict=True):
        assert f"{check.id}: {check.title}" in part
        assert [name for name in ("Rule", "Why", "Source", "Asked", "Example") if f"**{name}" not in part] == []
        said, remedy = re.findall(r"(?m)^> (.+)$", part)
        assert said.rstrip("\\").endswith(".")
        assert remedy.endswith(".")
