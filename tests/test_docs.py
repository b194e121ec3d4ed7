"""What the documents say of the code is so: the journeys name functions that exist, and tables name what there is."""

import ast
import re
from pathlib import Path

import pytest

from bot.domain.checks.catalogue import CATALOGUE
from bot.domain.gates import GATES
from bot.slack import ids
from tests.test_house import commands

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STEPS = re.findall(r"(?m)^\* `([\w/.]+)` `(\w+)`", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"))


def rows(heading: str) -> list[str]:
    """The rows of the table that begins with this heading."""
    table = README[README.index(heading) :].split("\n\n")[0]
    return table.splitlines()[2:]


def test_the_journeys_are_told() -> None:
    assert len(STEPS) > 30


@pytest.mark.parametrize(("path", "name"), STEPS)
def test_each_step_of_a_journey_is_a_function_of_its_file(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_is_named_is_there(page: str) -> None:
    named = re.findall(r"`((?:bot|tests|docs|workflows)/[\w/.-]+)`", (ROOT / page).read_text(encoding="utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_table_of_checks_names_each_check_once() -> None:
    named = re.findall(r"[A-Z]{3}-\d\d", "\n".join(rows("| Family |")))
    assert sorted(named) == sorted(check.id for check in CATALOGUE)


def test_the_table_of_gates_names_each_gate_once_with_its_moment() -> None:
    told = [[cell.strip() for cell in row.split("|")[1:3]] for row in rows("| Gate |")]
    assert sorted(told) == sorted([gate.id, gate.moment] for gate in GATES)


def test_the_table_of_slack_commands_names_each_command() -> None:
    commands = {value for name, value in vars(ids).items() if name == "COMMAND" or name.endswith("_COMMAND")}
    assert {command for row in rows("| In Slack |") for command in re.findall(r"`(/[a-z-]+)", row)[:1]} == commands


def test_the_table_of_commands_names_each_command_once_and_no_other() -> None:
    """`ringfence checks list`, `show ID` in one row are two commands of one group."""
    told = []
    for row in rows("| Command |"):
        first, *others = (re.findall(r"(?<!\S)[a-z]+", use) for use in re.findall(r"`([^`]+)`", row.split("|")[1]))
        told += [" ".join(first[1:]), *(" ".join([first[1], *other]) for other in others)]
    assert sorted(told) == sorted(commands())
