"""What the product answers to a register file given as a parsed document, in the reference's rows."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bot.application.requests.preview import preview_request
from bot.domain.workflows import Workflows
from bot.files.document import Document
from bot.files.problems import BrokenFile
from bot.files.register import RegisterFile, ScriptedRequest, register_of
from bot.files.workflows import read_policy
from bot.files.yaml_text import read_yaml
from tests.reference.days import day
from tests.reference.mutations import mutated
from tests.reference.slow_checks import Answer

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "bot" / "local" / "demo-register.yml"


@cache
def demo() -> Any:
    """The demo register, parsed; never change it in place."""
    return read_yaml(DEMO).data


@cache
def shipped_workflows() -> Workflows:
    return read_policy(ROOT / "workflows").workflows


def loaded(file: Any) -> RegisterFile | None:
    """The register that the product reads from it, or nothing if it refuses the file."""
    try:
        return register_of(Document(file, {}))
    except BrokenFile:
        return None


def accepted_mutation(seed: int) -> tuple[Any, RegisterFile, date]:
    """The first draw of this seed that the loader accepts."""
    for draw in range(1000):
        file, today = mutated(demo(), f"{seed}.{draw}")
        if (register := loaded(file)) is not None:
            return file, register, today
    raise AssertionError(f"seed {seed}: the loader refuses a thousand mutations in a row")


def previewed(register: RegisterFile, script: ScriptedRequest, today: date) -> tuple[list[Answer], str]:
    """All rows of the preview, sorted, and its overall outcome."""
    preview = preview_request(shipped_workflows(), register.register, script.draft, today)
    rows = [Answer(one.check, one.item, one.person or "", one.outcome.value, one.effect.value) for one in preview.results]
    return sorted(rows), preview.overall.value


def is_over(request: Any, today: date) -> bool:
    """The rules say nothing of a request whose last day has passed."""
    return day(request["end"]) < today
