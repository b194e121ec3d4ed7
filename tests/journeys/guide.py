"""`docs/guide.md` as somebody who follows it to the letter: its steps, read from its fenced blocks.

`sh` is typed into a shell, `text` is what is then to be seen (… stands for anything), `ini` goes into `.env`, `slack` is typed
into Slack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide.md"
_HEADING = re.compile(r"(?m)^## (.+)$")
_BLOCK = re.compile(r"(?ms)^```(\w+)\n(.*?)^```$")


@dataclass(frozen=True)
class Block:
    """One fenced block: of which kind, and its lines."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    title: str
    blocks: tuple[Block, ...]


def steps() -> Iterator[Step]:
    """Every section of the guide that asks for something, in order."""
    _, *parts = _HEADING.split(GUIDE.read_text(encoding="utf-8"))
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        blocks = tuple(Block(kind, tuple(body.splitlines())) for kind, body in _BLOCK.findall(text))
        if blocks:
            yield Step(title, blocks)


def is_seen(line: str, said: str) -> bool:
    """Whether this line of the guide stands in what was said; … is anything within a line."""
    pattern = ".*?".join(re.escape(part) for part in line.strip().split("…"))
    return re.search(pattern, said) is not None


def with_settings(env: str, given: dict[str, str]) -> str:
    """The text of an `.env` with these settings in it; a line that is there is filled in."""
    lines = [line for line in env.splitlines() if line.partition("=")[0] not in given]
    return "\n".join([*lines, *(f"{name}={value}" for name, value in given.items())]) + "\n"
