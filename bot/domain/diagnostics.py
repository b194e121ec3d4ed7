"""What an examination of the surroundings says: a line per thing, well or not, and what to do.

Outside worlds do not know each other; each answers in these lines, and `ringfence doctor` puts them together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Looked(NamedTuple):
    """One thing that was looked at. Where it is well and there is still something to do, that is advice, not a fault."""

    what: str
    ok: bool
    to_do: str = ""


@dataclass(frozen=True)
class Section:
    """What was looked at of one part; it is well if every line of it is."""

    name: str
    lines: tuple[Looked, ...]

    @property
    def ok(self) -> bool:
        return all(line.ok for line in self.lines)


def well(what: str, advice: str = "") -> Looked:
    return Looked(what, True, advice)


def unwell(what: str, to_do: str) -> Looked:
    return Looked(what, False, to_do)


def all_well(sections: Sequence[Section]) -> bool:
    return all(section.ok for section in sections)
