"""What a person reads in a document of Jira Cloud (ADF): every kind of node as plain lines; pure.

Nothing vanishes: a mention, a date, a card, an attachment is said in words, and a node that nobody here knows by what it holds.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.dates import day_words

Node = dict[str, Any]

DEEPEST = 40  # levels; nobody writes so many, and a document of thousands must not break whoever reads it
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PANELS = {"info": "Info", "note": "Note", "tip": "Tip", "warning": "Warning", "error": "Error", "success": "Success"}
_INLINE = {
    "text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard", "mediaInline", "placeholder", "inlineExtension",
}  # fmt: skip


def plain(node: Any) -> str:
    """The words of a document or of a part of it, a line for each paragraph, item and row."""
    return "\n".join(_lines(node, 0))


def _lines(node: Any, depth: int) -> list[str]:
    if not isinstance(node, dict):
        return []
    if depth > DEEPEST:
        return ["[…]"]
    kind = str(node.get("type"))
    if kind in _INLINE:
        return _inline(node).split("\n")
    say = _BLOCKS.get(kind, _unknown)
    return say(node, depth + 1)


def _children(node: Node) -> list[Node]:
    content = node.get("content")
    return [child for child in content if isinstance(child, dict)] if isinstance(content, list) else []


def _attr(node: Node, *names: str) -> str:
    """The first of these attributes that says something."""
    attrs = node.get("attrs")
    given = (attrs.get(name) for name in names) if isinstance(attrs, dict) else ()
    return next((str(value) for value in given if value not in (None, "")), "")


def _body(node: Node, depth: int) -> list[str]:
    """What it holds, one after the other; inline nodes that follow each other are one text."""
    found: list[str] = []
    text: list[str] = []
    for child in _children(node):
        if child.get("type") in _INLINE:
            text.append(_inline(child))
            continue
        found += _flushed(text) + _lines(child, depth)
        text = []
    return found + _flushed(text)


def _flushed(text: list[str]) -> list[str]:
    return "".join(text).split("\n") if text else []


def _paragraph(node: Node, depth: int) -> list[str]:
    return _body(node, depth) or [""]


def _bullets(node: Node, depth: int) -> list[str]:
    return [line for child in _children(node) for line in _hung("• ", _lines(child, depth))]


def _numbered(node: Node, depth: int) -> list[str]:
    first = _attr(node, "order")
    begin = int(first) if first.isdecimal() else 1
    items = enumerate(_children(node), begin)
    return [line for number, child in items for line in _hung(f"{number}. ", _lines(child, depth))]


def _tasks(node: Node, depth: int) -> list[str]:
    """Lists of tasks nest in each other directly."""
    found: list[str] = []
    for child in _children(node):
        nested = child.get("type") == "taskList"
        box = "  " if nested else ("[x] " if _attr(child, "state") == "DONE" else "[ ] ")
        found += _hung(box, _lines(child, depth))
    return found


def _decisions(node: Node, depth: int) -> list[str]:
    return [line for child in _children(node) for line in _hung("Decision: ", _lines(child, depth))]


def _quote(node: Node, depth: int) -> list[str]:
    return [f"> {line}" for line in _body(node, depth)]


def _panel(node: Node, depth: int) -> list[str]:
    name = _PANELS.get(_attr(node, "panelType"), "")
    return _titled(f"{name}: " if name else "", _body(node, depth))


def _expand(node: Node, depth: int) -> list[str]:
    title = _attr(node, "title")
    return [*([title] if title else []), *_body(node, depth)]


def _row(node: Node, depth: int) -> list[str]:
    cells = (" / ".join(line for line in _body(cell, depth) if line) for cell in _children(node))
    return [" | ".join(cells)]


def _media(node: Node, _depth: int) -> list[str]:
    return [_inline(node | {"type": "mediaInline"})]


def _card(node: Node, _depth: int) -> list[str]:
    return [_inline(node | {"type": "inlineCard"})]


def _unknown(node: Node, depth: int) -> list[str]:
    """What it holds, else what its attributes say of it, else what it is called."""
    body = _body(node, depth)
    return body or [_attr(node, "text", "title", "alt", "url", "name") or f"[{node.get('type') or 'something'}]"]


def _extension(node: Node, depth: int) -> list[str]:
    return _body(node, depth) or [_attr(node, "text") or f"[{_attr(node, 'extensionKey') or 'extension'}]"]


def _hung(sign: str, lines: list[str]) -> list[str]:
    """The first line behind the sign, the others below it."""
    first, *others = lines or [""]
    return [f"{sign}{first}".rstrip(), *(f"  {line}" for line in others)]


def _titled(title: str, lines: list[str]) -> list[str]:
    first, *others = lines or [""]
    return [f"{title}{first}".rstrip(), *others]


_BLOCKS: dict[str, Callable[[Node, int], list[str]]] = {
    "doc": _body,
    "paragraph": _paragraph,
    "heading": _paragraph,
    "codeBlock": _paragraph,
    "caption": _paragraph,
    "bulletList": _bullets,
    "orderedList": _numbered,
    "taskList": _tasks,
    "decisionList": _decisions,
    "blockquote": _quote,
    "panel": _panel,
    "expand": _expand,
    "nestedExpand": _expand,
    "rule": lambda _node, _depth: ["---"],
    "tableRow": _row,
    "media": _media,
    "blockCard": _card,
    "embedCard": _card,
    "extension": _extension,
    "bodiedExtension": _extension,
}


def _inline(node: Node) -> str:
    match node.get("type"):
        case "text":
            return _text(node)
        case "hardBreak":
            return "\n"
        case "mention":
            name = _attr(node, "text", "id") or "somebody"
            return name if name.startswith("@") else f"@{name}"
        case "date":
            return _date(_attr(node, "timestamp"))
        case "inlineCard":
            return _address(node) or "[card]"
        case "mediaInline":
            return f"[file: {_attr(node, 'alt', '__fileName', 'url', 'id') or 'no name'}]"
        case kind:
            return _attr(node, "text", "shortName") or f"[{_attr(node, 'extensionKey') or kind}]"


def _text(node: Node) -> str:
    """With the address of a link that the words do not show."""
    words = str(node.get("text") or "")
    hidden = [href for href in _links(node) if href.rstrip("/") != words.strip().rstrip("/")]
    return words + "".join(f" ({href})" for href in hidden)


def _links(node: Node) -> Iterator[str]:
    marks = node.get("marks")
    links: Iterable[Any] = marks if isinstance(marks, list) else ()
    for mark in links:
        if isinstance(mark, dict) and mark.get("type") == "link" and (href := _attr(mark, "href")):
            yield href


def _address(node: Node) -> str:
    """Of a card: its address, which may stand in its data alone, else its name."""
    attrs = node.get("attrs")
    data = attrs.get("data") if isinstance(attrs, dict) else None
    return _attr(node, "url") or (_attr({"attrs": data}, "url", "@id", "name") if isinstance(data, dict) else "")


def _date(timestamp: str) -> str:
    """Milliseconds since 1970; a date is one of the world's, not of a zone."""
    try:
        return day_words((EPOCH + timedelta(milliseconds=int(timestamp))).date())
    except (ValueError, OverflowError):
        return f"[date {timestamp}]".replace(" ]", "]")
