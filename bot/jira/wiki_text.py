"""What a ticket says, in the wiki text of Jira Data Center, cut to what Jira takes; pure.

Signs that would format are written so that they show as themselves; an address stays an address.
"""

import re
from collections.abc import Iterable
from typing import Any

from bot.jira.ticket_text import LABEL_LIMIT, TEXT_LIMIT, cut

MARKER_ROOM = 600
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINK = re.compile(r"(https?://[^\s<>\"|\]]+[^\s<>\".,;:!?)|\]])")
_SIGNS = re.compile(r"([\\{}\[\]|!*_^~+?])")
_AT_START = re.compile(r"(?m)^(\s*)(#|-+\s|h[1-6]\.|bq\.)")
_ESCAPED = re.compile(r"\\(.)")


def description_of(parts: Iterable[tuple[str, str]]) -> str:
    """Headings, each with the paragraphs of its text."""
    blocks = (f"h3. {_one_line(heading)}\n\n{_shown(text) or '-'}" for heading, text in parts)
    return cut("\n\n".join(blocks) or "-", TEXT_LIMIT)


def comment_of(text: str, *, marker: str) -> str:
    """Ends with the marker on a line of its own, by which the comment is known again."""
    return f"{cut(_shown(text), TEXT_LIMIT - MARKER_ROOM)}\n\n{_marker_line(marker)}".strip()


def carries_marker(body: Any, marker: str) -> bool:
    """Whether this comment, as Jira gives it back, ends with the marker."""
    lines = str(body or "").strip().splitlines()
    return bool(lines) and lines[-1].strip() == _marker_line(marker)


def plain(body: Any) -> str:
    """The words, without the signs that kept others from formatting."""
    return _ESCAPED.sub(r"\1", str(body or "").replace("\r\n", "\n")).strip()


def _shown(text: str) -> str:
    """Pieces that are addresses stand at the odd places."""
    pieces = _LINK.split(_CONTROL.sub("", text).strip())
    escaped = [piece if number % 2 else _SIGNS.sub(r"\\\1", piece) for number, piece in enumerate(pieces)]
    return _AT_START.sub(r"\1\\\2", "".join(escaped))


def _marker_line(marker: str) -> str:
    return _SIGNS.sub(r"\\\1", f"[{cut(' '.join(_CONTROL.sub('', marker).split()), LABEL_LIMIT)}]")


def _one_line(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(_CONTROL.sub("", text).split()))
