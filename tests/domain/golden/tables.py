"""The golden tables as they are written: a Markdown file per check, its rule in words, and rows of what follows from what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "checks"
HEAD = ["What is so", "Given", "C1", "C2", "C3", "C4"]
RANKS = (1, 2, 3, 4)


class BadTable(AssertionError):
    """A table that is not written as the README of its folder says."""


@dataclass(frozen=True)
class Row:
    """One case: what is so, in words and as changes of the clean case, and the answer at C1 to C4."""

    file: str
    line: int
    words: str
    given: str
    answers: tuple[str, ...]
    is_example: bool = False
    heading: str = ""

    @property
    def place(self) -> str:
        return f"{self.file}, line {self.line} ({self.words})"


@dataclass(frozen=True)
class Table:
    """A check: its id and title, its rule in words, what of the clean case matters to it, and its rows."""

    check: str
    title: str
    rule: str
    setting: str
    rows: tuple[Row, ...]

    @property
    def example(self) -> Row:
        """The row that is shown to people who want to understand the check."""
        return next(row for row in self.rows if row.is_example)


def tables() -> list[Table]:
    return [read_table(path) for path in sorted(FOLDER.glob("*-*.md"))]


def read_table(path: Path) -> Table:
    heading, *rest = path.read_text(encoding="utf-8").splitlines()
    named = re.fullmatch(r"# ([A-Z]{3}-\d\d): (.+)", heading)
    if named is None:
        raise BadTable(f"{path.name} begins with {heading!r}; write `# {path.stem}: ` and the title of the check")
    words = "\n".join(rest).partition("\n|")[0].partition("\n#")[0].strip()
    rule, _, setting = words.partition("\n\n")
    return Table(named[1], named[2], rule, setting, tuple(_rows(path)))


def _rows(path: Path) -> Iterator[Row]:
    heading = ""
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        heading = text.removeprefix("## ") if text.startswith("## ") else heading
        if not text.startswith("|"):
            continue
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        if len(cells) != len(HEAD):
            raise BadTable(f"{path.name}, line {number}, has {len(cells)} cells; a row has {len(HEAD)}: {', '.join(HEAD)}")
        if cells != HEAD and set("".join(cells)) != {"-"}:
            words, given, *answers = cells
            yield Row(path.name, number, words.strip("*"), given, tuple(answers), words.startswith("**"), heading)
