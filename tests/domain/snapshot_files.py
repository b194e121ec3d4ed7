"""The stored snapshots in `stored_snapshots`: facts as a database keeps them, and what the rules of then found in them.

A file is written once and never changed: `make snapshots` adds those in which a check, or a version of one, answers something
that no file holds yet. They are requests of the demo, and of registers that are mutated from it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.application.evaluation import evaluate_facts
from bot.domain.checks.results import CheckResult
from bot.domain.checks.versions import OF_NOW
from bot.domain.facts import Facts, concerning
from bot.files.register import RegisterFile, read_register
from bot.files.workflows import read_policy
from bot.store.documents import to_document

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "stored_snapshots"
DEMO = ROOT / "bot" / "local" / "demo-register.yml"
MUTATIONS = range(150)
ENOUGH = 4  # new answers for which a mutated register is worth a file
Answer = tuple[str, int, str, str]


@dataclass(frozen=True)
class Stored:
    """One file; `facts` and `results` are documents."""

    name: str
    facts: dict[str, Any]
    results: list[dict[str, Any]]

    @property
    def answers(self) -> set[Answer]:
        """Check, version, outcome, and the sentence without the names and days in it."""
        versions = dict(self.facts["rules"])
        bare = [(row, re.sub(r"\b[A-Z0-9][^ ]*", "", row["message"])) for row in self.results]
        return {(row["check"], versions[row["check"]], row["outcome"], said) for row, said in bare}


def stored_snapshots() -> list[Stored]:
    return [Stored(path.stem, **json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json"))]


def judged(source: str, register: RegisterFile) -> Iterator[Stored]:
    """The requests of a register file, with their facts as they would be stored."""
    policy = read_policy(ROOT / "workflows")
    for script in register.scripts:
        known = concerning(register.register, script.draft)
        facts = Facts(script.draft, known, register.as_of, policy=policy.checks, rules=OF_NOW)
        evaluation = evaluate_facts(policy.workflows, facts, needs_binding=False)
        results = to_document(evaluation.results, tuple[CheckResult, ...])
        yield Stored(f"{source}-{script.id}", to_document(evaluation.facts), results)


def worth_storing(candidates: Iterable[Stored], known: Iterable[Stored], enough: int) -> Iterator[Stored]:
    """Those that bring as many new answers, each under a name that no file has."""
    answers = {answer for one in known for answer in one.answers}
    for one in candidates:
        if len(one.answers - answers) >= enough:
            answers |= one.answers
            yield replace(one, name=_free(one.name))


def _free(name: str) -> str:
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(one for one in names if not (FOLDER / f"{one}.json").exists())


def write(one: Stored) -> None:
    """A line for the facts and one for each result, so that a change of one is seen."""
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in one.results)
    text = f'{{"facts": {json.dumps(one.facts, ensure_ascii=False)},\n"results": [\n{rows}\n]}}\n'
    (FOLDER / f"{one.name}.json").write_text(text, encoding="utf-8")


def main() -> None:
    from tests.reference.product import accepted_mutation

    FOLDER.mkdir(exist_ok=True)
    for one in worth_storing(judged("demo", read_register(DEMO)), stored_snapshots(), 1):
        write(one)
    mutated = (one for seed in MUTATIONS for one in judged(f"mutated{seed}", accepted_mutation(seed)[1]))
    for one in worth_storing(mutated, stored_snapshots(), ENOUGH):
        write(one)


if __name__ == "__main__":
    main()
