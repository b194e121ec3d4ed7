"""One line and one next step, as they are said to a person; a day in them is written as the place writes days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.domain.dates import day_words

Line = tuple[str | date, ...]
MOST_NAMED = 3


@dataclass(frozen=True)
class Words:
    """`quote` is what a person typed, shown as theirs."""

    line: Line
    next_step: Line
    quote: str = ""


def as_text(line: Line) -> str:
    """Without any marks, as a phone shows it."""
    return "".join(part if isinstance(part, str) else day_words(part) for part in line)


def access_words(vendor: str, assets: Collection[str], people: int) -> str:
    """`Access of Volt GmbH to A1 and A2 for 2 people`."""
    return f"Access of {vendor} to {named(sorted(assets))} for {'1 person' if people == 1 else f'{people} people'}"


def named(names: Collection[str], *, last: str = "and") -> str:
    """`A1`, `A1 and A2`, `A1, A2, A3 and 4 more`; `last` stands before the last of a few."""
    first = list(names)[:MOST_NAMED]
    if more := len(names) - len(first):
        return f"{', '.join(first)} and {more} more"
    return f" {last} ".join(part for part in (", ".join(first[:-1]), *first[-1:]) if part)
