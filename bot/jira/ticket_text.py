"""What a ticket says, in Jira's own document format (ADF), cut to what Jira takes; pure.

Jira refuses a summary over 255 characters and a text over 32,767, counted in UTF-16 units as Java does. The structure around the
words is counted here too, because Jira does not say whether it counts it.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from bot.jira.document_words import plain

SUMMARY_LIMIT = 255
LABEL_LIMIT = 255
TEXT_LIMIT = 32_767
NODE_COST = 160
MARKER_ROOM = 600
ELLIPSIS = "…"
KEY_HEADING = "Key"

Node = dict[str, Any]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINK = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])")


def size(text: str) -> int:
    """How long Jira finds this text: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text itself, or its beginning with an ellipsis, never longer than `limit`."""
    if size(text) <= limit:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: max(limit - 1, 0) * 2]
    return units.decode("utf-16-le", "ignore").rstrip() + ELLIPSIS


def summary_of(text: str) -> str:
    """One line of at most 255 characters."""
    return cut(_one_line(text), SUMMARY_LIMIT)


def label_of(text: str) -> str:
    """A label has no spaces and at most 255 characters; colons and quotes are fine."""
    return cut("_".join(text.split()), LABEL_LIMIT)


def description_of(parts: Iterable[tuple[str, str]], *, key: str = "") -> Node:
    """A document of headings, each with the paragraphs of its text; the key stands last, however long the rest is."""
    writer = _Writer(TEXT_LIMIT - (MARKER_ROOM if key else 0))
    for heading, text in parts:
        writer.heading(heading)
        writer.text(text)
    return _document([*writer.nodes, *_key_nodes(key)]) if key else writer.document()


def _key_nodes(key: str) -> list[Node]:
    heading: Node = {"type": "heading", "attrs": {"level": 3}, "content": [_text(KEY_HEADING)]}
    return [heading, _paragraph([_text(key_line(key))])]


def carries_key(document: Any, key: str) -> bool:
    """Whether the key stands in this description on a line of its own, as Jira gives it back."""
    return key_line(key) in (line.strip() for line in plain(document).splitlines())


def key_line(key: str) -> str:
    return cut(_one_line(key), LABEL_LIMIT)


def comment_of(text: str, *, marker: str) -> Node:
    """A document that ends with the marker on a line of its own, by which the comment is known again."""
    writer = _Writer(TEXT_LIMIT - MARKER_ROOM)
    writer.text(text)
    return _document([*writer.nodes, _paragraph([_text(_marker_line(marker))])])


def carries_marker(document: Any, marker: str) -> bool:
    """Whether this comment, as Jira gives it back, ends with the marker."""
    content = document.get("content") if isinstance(document, dict) else None
    if not content:
        return False
    return plain(content[-1]).strip() == _marker_line(marker)


class _Writer:
    """Collects nodes until the room is used up; what comes later is left out, and an ellipsis says so."""

    def __init__(self, room: int) -> None:
        self.nodes: list[Node] = []
        self._room = room - NODE_COST

    def heading(self, text: str) -> None:
        if line := self._fit(_one_line(text)):
            self.nodes.append({"type": "heading", "attrs": {"level": 3}, "content": [_text(line)]})

    def text(self, text: str) -> None:
        for block in re.split(r"\n\s*\n", _CONTROL.sub("", text).strip()):
            inline = [node for number, line in enumerate(block.splitlines()) for node in self._line(line, first=number == 0)]
            if inline:
                self.nodes.append(_paragraph(inline))

    def document(self) -> Node:
        return _document(self.nodes or [_paragraph([_text("-")])])

    def _line(self, line: str, *, first: bool) -> list[Node]:
        fitting = self._fit(line.strip())
        breaks: list[Node] = [] if first or not fitting else [{"type": "hardBreak"}]
        return breaks + [_link(piece) if _LINK.fullmatch(piece) else _text(piece) for piece in _LINK.split(fitting) if piece]

    def _fit(self, text: str) -> str:
        """The text, or what still has room of it; a link costs its address twice."""
        if not text or self._room <= 0:
            return ""
        escapes = size(json.dumps(text, ensure_ascii=False)) - size(text)
        cost = size(text) + escapes + NODE_COST + sum(size(link) + NODE_COST for link in _LINK.findall(text))
        fitting = text if cost <= self._room else cut(_LINK.sub("", text), self._room - escapes)
        self._room -= cost
        return fitting


def _marker_line(marker: str) -> str:
    return f"[{cut(_one_line(marker), LABEL_LIMIT)}]"


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())


def _document(content: list[Node]) -> Node:
    return {"type": "doc", "version": 1, "content": content}


def _paragraph(content: list[Node]) -> Node:
    return {"type": "paragraph", "content": content}


def _text(text: str) -> Node:
    return {"type": "text", "text": text}


def _link(address: str) -> Node:
    return _text(address) | {"marks": [{"type": "link", "attrs": {"href": address}}]}
