"""Mistakes in a file, each with its place, its line and words; and the nearest known word to a mistyped one."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.typed_words import nearest

MOST = 500
_LONGEST_SHOWN = 60
_LONGEST_LIST = 16


@dataclass(frozen=True)
class Problem:
    """One mistake: `place` is where in the file's own words, `words` say what is wrong and what would be right."""

    place: str
    words: str
    line: int | None = None
    file: str = ""

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part)
        parts = (" ".join(part.split()) for part in (where, self.place, self.words))
        return "  ".join(part for part in parts if part)


class BrokenFile(Exception):
    """A file that is not taken in, with all that is wrong with it, in the order of its lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__(render_problems(self.problems))


def render_problems(problems: Iterable[Problem]) -> str:
    """One line per mistake: `file:line  place  words`."""
    return "\n".join(str(problem) for problem in problems)


def once_per_place(*groups: Iterable[Problem]) -> tuple[Problem, ...]:
    """All problems, without those of a later group at a place that an earlier group has spoken of already.

    Groups may be lazy: of a file with more than `MOST` mistakes no more is asked, and the last problem says so.
    """
    kept: dict[Problem, None] = {}
    for group in groups:
        spoken = {(problem.place, problem.line) for problem in kept}
        for problem in group:
            if len(kept) == MOST:
                return (*kept, Problem("", f"there are more than {MOST} mistakes; mend these first", None, problem.file))
            if (problem.place, problem.line) not in spoken:
                kept[problem] = None
    return tuple(kept)


def suggestion(word: str, known: Iterable[str]) -> str:
    """The next step after an unknown word: the nearest known one, or else the known ones."""
    words = sorted(known)
    near = nearest(word, words)
    if near is not None:
        return f"did you mean {near}?"
    if not words:
        return "the file has none yet"
    return f"known are {', '.join(words[:_LONGEST_LIST])}{' …' if len(words) > _LONGEST_LIST else ''}"


def shown(value: object) -> str:
    """A value as a reader of the file would recognise it, cut where it is long."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "keys with values"
        case list():
            return "a list"
        case str():
            return f'the text "{_cut(value)}"'
    return _cut(str(value))


def _cut(text: str) -> str:
    one_line = " ".join(text[: _LONGEST_SHOWN * 2].split())
    return one_line if len(one_line) <= _LONGEST_SHOWN else f"{one_line[: _LONGEST_SHOWN - 1]}…"
