"""What one workflow file says, as far as it can be read: a mistake in one line does not hide those of the others.

A rule whose condition is readable keeps its name and its place; a stage with a mistake keeps its name alone, so that nothing is
said of seats that nobody could read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.domain.workflow_problems import stage_of
from bot.domain.workflows import AddedSeat, AddedStage, Rule, Stage
from bot.files.document import Document, Where
from bot.files.problems import Problem
from bot.files.workflow_shape import AddSeatShape, AddStageShape, RuleShape, StageShape, WhenShape, WorkflowFile

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Said:
    """`file` holds the rest of a file without mistakes; added seats come with their number in the file (from 0).

    Not `whole`: of some rule not even its name and its condition could be read.
    """

    document: Document
    file: WorkflowFile
    problems: tuple[Problem, ...] = ()
    rules: tuple[Rule, ...] = ()
    added_stages: tuple[AddedStage, ...] = ()
    added_seats: tuple[tuple[int, AddedSeat], ...] = ()
    whole: bool = field(default=True)

    def places(self) -> Iterator[tuple[str, Where]]:
        """Each rule, stage and added stage by name, with where its name stands."""
        for path, rule in self.document.records("rules.*"):
            yield str(rule.get("name")), (*path, "name")
        for path, stage in self.document.records("rules.*.stages.*"):
            rules: Any = self.document.data["rules"]
            yield stage_of(str(rules[path[1]].get("name")), str(stage.get("name"))), (*path, "name")
        for path, stage in self.document.records("add_stages.*.stage"):
            yield str(stage.get("name")), (*path, "name")


def said_in(document: Document, file: WorkflowFile, problems: tuple[Problem, ...]) -> Said:
    """The file entry by entry, each as far as it is sound."""
    rules = [_rule(raw) for raw in _entries(document, "rules")]
    stages = [_shape(AddStageShape, raw) for raw in _entries(document, "add_stages")]
    seats = [_shape(AddSeatShape, raw) for raw in _entries(document, "add_seats")]
    return Said(
        document,
        file,
        problems,
        tuple(rule for rule in rules if rule),
        tuple(shape.value() for shape in stages if shape),
        tuple((number, shape.value()) for number, shape in enumerate(seats) if shape),
        whole=None not in rules and isinstance(document.data.get("rules", []), list) and bool(document.data or not problems),
    )


def _entries(document: Document, section: str) -> list[Any]:
    found = document.data.get(section)
    return found if isinstance(found, list) else []


def _rule(raw: Any) -> Rule | None:
    if shape := _shape(RuleShape, raw):
        return shape.value()
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        return None
    when = _shape(WhenShape, raw.get("when"))
    stages = raw.get("stages")
    told = [_stage(one) for one in stages] if isinstance(stages, list) else []
    return Rule(raw["name"], when.value(), tuple(told), post_to="") if when else None


def _stage(raw: Any) -> Stage:
    if shape := _shape(StageShape, raw):
        return shape.value()
    return Stage(str(raw.get("name")) if isinstance(raw, dict) else "", ())


def _shape(model: type[Shape], raw: Any) -> Shape | None:
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None
