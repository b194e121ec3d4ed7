"""`docs/checks.md` says of each check what the catalogue, its table and the product say now."""

import re
from pathlib import Path

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.vocabulary import Role
from tests.domain.golden.page import page
from tests.domain.golden.tables import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


LEGAL = (
    "affiliate",
    "carve-out",
    "due diligence",
    "entity",
    "ethical wall",
    "formalit",
    "goes stale",
    "joinder",
    "residuals",
    "tail ",
)
UNCLEAR = ("..", "_", "survival", "must amend", "was sent", "was opened")  # jargon, and deeds that nobody did


def told() -> list[tuple[str, str]]:
    """What is said and what to do, wherever the page tells it."""
    text = PAGE.read_text(encoding="utf-8")
    examples = re.findall(r"(?m)^> \*\*.+?\*\* (.+)\\\n> (.+)$", text)
    others = re.findall(r"(?m)^\| .+ \| (.+\.) \| (.+\.) \|$", text)
    return examples + others


def test_what_is_said_and_what_to_do_are_sentences_that_an_engineer_understands() -> None:
    assert len(told()) > 2 * len(list(FOLDER.glob("*-*.md")))
    for said, remedy in told():
        assert [word for word in UNCLEAR if word in said + remedy] == [], (said, remedy)
        assert remedy.endswith(".")


def test_whoever_is_to_act_is_named_and_not_only_their_role() -> None:
    for _, remedy in told():
        assert [role for role in Role if role.words in remedy and f"({role.words})" not in remedy] == [], remedy


def test_a_legal_word_stands_in_brackets_behind_what_it_means() -> None:
    for said, remedy in told():
        plain = re.sub(r"\(.*?\)", "", f"{said} {remedy}").lower()
        assert [word for word in LEGAL if word in plain] == [], plain


def test_the_page_of_the_checks_is_as_it_would_be_drawn_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make checks-page`"


def test_each_check_has_its_part_with_rule_reason_source_example_and_what_to_do() -> None:
    parts = re.split(r"(?m)^## ", PAGE.read_text(encoding="utf-8"))[1:]

    tabled = [check for check in CATALOGUE if (FOLDER / f"{check.id}.md").exists()]
    assert len(parts) == len(tabled)
    for check, part in zip(tabled, parts, strict=True):
        assert f"{check.id}: {check.title}" in part
        assert [name for name in ("Rule", "Why", "Source", "Asked", "Example") if f"**{name}" not in part] == []
        said, remedy = re.findall(r"(?m)^> (.+)$", part)
        assert said.rstrip("\\").endswith(".")
        assert remedy.endswith(".")
