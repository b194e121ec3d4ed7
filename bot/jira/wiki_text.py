"""What a ticket says, in the wiki text of Jira Data Center, cut to what Jira takes; pure.

Signs that would format are written so that they show as themselves; an address stays an address.
"""

import re
from collections.abc import Iterable
from typing import Any

from bot.jira.ticket_text import KEY_HEADING, LABEL_LIMIT, TEXT_LIMIT, cut, key_line
from bot.jira.wiki_words import plain

MARKER_ROOM = 600
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINK = re.compile(r"(https?://[^\s<>\"|\]]+[^\s<>\".,;:!?)|\]])")
_SIGNS = re.compile(r"([{}\[\]|!*_^~+?])")
_AT_START = re.compile(r"(?m)^(\s*)(#|-+\s|h[1-6]\.|bq\.)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
BACKSLASH = "&#92;"


def description_of(parts: Iterable[tuple[str, str]], *, key: str = "") -> str:
    """Headings, each with the paragraphs of its text; the key stands last, however long the rest is."""
    blocks = (f"h3. {_one_line(heading)}\n\n{_shown(text) or '-'}" for heading, text in parts)
    last = f"\n\nh3. {KEY_HEADING}\n\n{_shown(key_line(key))}" if key else ""
    return (cut("\n\n".join(blocks) or "-", TEXT_LIMIT - (MARKER_ROOM if key else 0)) + last).strip()


def carries_key(body: Any, key: str) -> bool:
    """Whether the key stands in this description on a line of its own, as Jira gives it back."""
    return key_line(key) in (line.strip() for line in plain(body).splitlines())


def text_of(text: str) -> str:
    return cut(_shown(text), TEXT_LIMIT)


def comment_of(text: str, *, marker: str) -> str:
    """Ends with the marker on a line of its own, by which the comment is known again."""
    return f"{cut(_shown(text), TEXT_LIMIT - MARKER_ROOM)}\n\n{_marker_line(marker)}".strip()


def carries_marker(body: Any, marker: str) -> bool:
    """Whether this comment, as Jira gives it back, ends with the marker."""
    lines = str(body or "").strip().splitlines()
    return bool(lines) and lines[-1].strip() == _marker_line(marker)


def _escaped(text: str) -> str:
    """A backslash has no escape of its own (two of them break the line), and what looks like an entity would become one."""
    return _SIGNS.sub(r"\\\1", _ENTITY.sub("&amp;", text).replace("\\", BACKSLASH))


def _shown(text: str) -> str:
    """Pieces that are addresses stand at the odd places."""
    pieces = _LINK.split(_CONTROL.sub("", text).strip())
    escaped = [piece if number % 2 else _escaped(piece) for number, piece in enumerate(pieces)]
    return _AT_START.sub(r"\1\\\2", "".join(escaped))


def _marker_line(marker: str) -> str:
    return _escaped(f"[{cut(' '.join(_CONTROL.sub('', marker).split()), LABEL_LIMIT)}]")


def _one_line(text: str) -> str:
    return _escaped(" ".join(_CONTROL.sub("", text).split()))
