"""The mistakes that pydantic finds in a file of models, each once, at its place and in words."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.files.document import Document
from bot.files.problems import Problem, suggestion
from bot.files.shape_words import words_for

Model = type[BaseModel]


def told(error: ValidationError, document: Document, model: Model) -> Iterator[Problem]:
    """In the order of the file; of one place only what was found first."""
    seen: set[tuple[str, int | None]] = set()
    for problem in _problems(error.errors(include_url=False), document, model):
        if (problem.place, problem.line) not in seen:
            seen.add((problem.place, problem.line))
            yield problem


def _problems(errors: Iterable[ErrorDetails], document: Document, model: Model) -> Iterator[Problem]:
    for error in errors:
        loc = tuple(part for part in error["loc"] if not _is_union_branch(part))
        yield document.problem(loc, _words(error, loc, model))


def _is_union_branch(part: str | int) -> bool:
    """pydantic names the branch of a union in the place of an error; the reader of the file never wrote it."""
    return isinstance(part, str) and (part in ("int", "str") or part.startswith(("function-", "list[", "constrained")))


def _words(error: ErrorDetails, loc: tuple[str | int, ...], model: Model) -> str:
    if error["type"] == "extra_forbidden":
        return f"this key is not known here; {suggestion(str(loc[-1]), _known_keys(loc[:-1], model))}"
    if error["type"] == "missing":
        return "is missing; add it"
    return words_for(error)


def _known_keys(loc: tuple[str | int, ...], whole: Model) -> list[str]:
    """The keys of the mapping at this place, in the file's own words."""
    model: Any = whole
    for part in loc:
        if isinstance(part, int):
            continue
        model = _inner_model(model, part, whole)
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner_model(model: Model, key: str, whole: Model) -> Model:
    for name, known in model.model_fields.items():
        if key in (name, known.alias):
            annotation: Any = known.annotation
            arguments = getattr(annotation, "__args__", ())
            inner = arguments[0] if arguments else annotation
            return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else whole
    return whole
