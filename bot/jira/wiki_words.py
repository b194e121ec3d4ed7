"""What a person reads in the wiki text of Jira Data Center, without the signs that format it; pure.

What is said literally (code, addresses, escaped signs) is set aside first, so that nothing in it is taken for a sign.
"""

import html
import re
from collections.abc import Callable, Iterator

LONGEST = 300  # letters between two signs: a text of signs alone must not take quadratic time
_HELD = re.compile("\ue000(\\d+)\ue001")
_LITERAL = re.compile(
    r"\{(?P<block>code|noformat)(?::[^}\n]*)?\}(?P<code>.*?)\{(?P=block)\}"
    r"|\{\{(?P<mono>[^\n]{1,300}?)\}\}"
    r"|(?P<break>\\\\)"
    r"|\\(?P<sign>[^\w\s]|_|h(?=[1-6]\.)|b(?=q\.))"
    r"|(?P<entity>&(?:#\d+|\w+);)",
    re.DOTALL,
)
_LINK = re.compile(r"\[(?P<inside>[^\[\]\n]+)\]")
_ADDRESS = re.compile(r"(?:https?|ftp|mailto):[^\s|\]\ue000]+")
_FILE = re.compile(r"!(?P<name>[^!\s|][^!\n|]*?\.\w+)(?:\|[^!\n]*)?!")
_TITLE = re.compile(r"title=([^|}]*)")
_BOX = re.compile(r"\{(panel|info|note|tip|warning|expand)(?::([^}\n]*))?\}")
_UNSEEN = re.compile(r"\{(?:color|anchor|section|column)(?::[^}\n]*)?\}")
_QUOTE = re.compile(r"\{quote\}(.*?)\{quote\}", re.DOTALL)
_HEADING = re.compile(r"^\s*h[1-6]\.\s*")
_BLOCK_QUOTE = re.compile(r"^\s*bq\.\s*")
_ITEM = re.compile(r"^\s*([*#]+|-+)\s+(?=\S)")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_EMPHASIS = tuple(
    re.compile(rf"(?<![\w{{\\]){sign}(?=\S)(.{{1,{LONGEST}}}?)(?<=\S){sign}(?![\w}}])")
    for sign in (r"\?\?", r"\*", "_", r"\+", r"\^", "~", "(?<!-)-(?!-)")
)


class _Aside:
    """Pieces that are said as they are, set aside until the rest is read."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def hold(self, piece: str) -> str:
        self._pieces.append(piece)
        return f"\ue000{len(self._pieces) - 1}\ue001"

    def back(self, text: str) -> str:
        """Again as long as one holds another."""
        while _HELD.search(text):
            text = _HELD.sub(lambda found: self._pieces[int(found[1])], text)
        return text


def plain(body: object) -> str:
    """The words, a line for each line, item and row."""
    text = re.sub("[\ue000\ue001]", "", str(body or "")).replace("\r\n", "\n")
    aside = _Aside()
    text = _LITERAL.sub(lambda found: _literal(found, aside), text)
    text = _QUOTE.sub(_quoted, _LINK.sub(lambda found: _link(found["inside"], aside), text))
    text = _ADDRESS.sub(lambda found: aside.hold(found[0]), text)
    text = _FILE.sub(lambda found: aside.hold(f"[file: {found['name']}]"), text)
    text = _UNSEEN.sub("", _BOX.sub(_boxed, text))
    return aside.back("\n".join(_lines(text.split("\n")))).strip()


def _literal(found: re.Match[str], aside: _Aside) -> str:
    if found["break"]:
        return "\n"
    if found["entity"]:
        return aside.hold(html.unescape(found["entity"]))
    if found["code"] is not None:
        return aside.hold("\n" + found["code"].strip("\n") + "\n")
    return aside.hold(found["mono"] or found["sign"])


def _link(inside: str, aside: _Aside) -> str:
    """`[words|address]`, `[address]`, `[~somebody]`, `[^file]`; anything else in brackets stays."""
    words, _, rest = inside.partition("|")
    address = rest.partition("|")[0]
    if inside.startswith("~"):
        return aside.hold(f"@{words[1:].removeprefix('accountid:')}")
    if inside.startswith("^"):
        return aside.hold(f"[file: {words[1:]}]")
    if not rest:
        return aside.hold(words) if _ADDRESS.fullmatch(words) else f"{aside.hold('[')}{words}{aside.hold(']')}"
    hidden = "" if words.strip().rstrip("/") == address.strip().rstrip("/") else aside.hold(f" ({address})")
    return (words if hidden else aside.hold(words)) + hidden


def _quoted(found: re.Match[str]) -> str:
    return "\n" + "\n".join(f"bq. {line}" for line in found[1].strip("\n").split("\n")) + "\n"


def _boxed(found: re.Match[str]) -> str:
    title = _TITLE.search(found[2] or "")
    return f"{title[1]}\n" if title else ""


def _lines(lines: list[str]) -> Iterator[str]:
    """Each line without what formats it; numbers count on as long as one item follows the other."""
    counts: list[int] = []
    blank = False
    for raw in lines:
        item = _ITEM.match(raw)
        counts = _counted(counts, item[1]) if item else []
        line = _line(raw, item, counts)
        if line.strip() or not blank:
            yield line.rstrip()
        blank = not line.strip()


def _counted(counts: list[int], signs: str) -> list[int]:
    depth = len(signs)
    return [*(counts + [0] * depth)[: depth - 1], (counts[depth - 1] if len(counts) >= depth else 0) + 1]


def _line(raw: str, item: re.Match[str] | None, counts: list[int]) -> str:
    if raw.strip() == "----":
        return "---"
    if item:
        sign = f"{counts[-1]}." if item[1].endswith("#") else "•"
        return f"{'  ' * (len(item[1]) - 1)}{sign} {_unformatted(raw[item.end() :])}"
    if _ROW.match(raw):
        cells = re.split(r"\|+", raw.strip().strip("|"))
        return " | ".join(_unformatted(cell.strip()) for cell in cells)
    if _BLOCK_QUOTE.match(raw):
        return f"> {_unformatted(_BLOCK_QUOTE.sub('', raw))}"
    return _unformatted(_HEADING.sub("", raw))


def _unformatted(text: str) -> str:
    inner: Callable[[re.Match[str]], str] = lambda found: found[1]  # noqa: E731  # named once for every sign
    for sign in (*_EMPHASIS, *_EMPHASIS):  # twice: one may stand within the other
        text = sign.sub(inner, text)
    return text
