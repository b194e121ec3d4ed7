"""How words are compared when somebody looks for something: whatever case, accent, form or quotation mark they were typed in.

One rule for both databases and for everything that is found by words; what is shown is never folded.
"""

import unicodedata
from functools import lru_cache

_SPOKEN_ALIKE = str.maketrans(
    {
        "\u0131": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\u03c2": "\u03c3",
    }
)
_ACCENTS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
_DASHES = frozenset("\u2212\u2043\u02d7")  # minus sign, hyphen bullet, modifier letter minus: no dashes by their category
_QUOTES = frozenset("\"'`\u00b4\u02b9\u02bb\u02bc\u02ca\u02cb\u2032\u2033\u2035\u301d\u301e\u301f\u201a\u201e")


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The text as it is compared: without case, accents, quotation marks and unseen characters, with plain dashes and blanks.

    Accents are those of Latin, Greek and Cyrillic; where a mark is a vowel of its script, as in Hindi or Thai, it stays.
    """
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(spread.translate(_COMPARED).split())


def plain_mark(char: str) -> str:
    """Any dash as a hyphen, any blank as a blank; quotation marks and unseen characters are nothing."""
    kind = unicodedata.category(char)
    if kind == "Pd" or char in _DASHES:
        return "-"
    if kind in ("Pi", "Pf", "Cf") or char in _QUOTES:
        return ""
    return " " if kind in ("Cc", "Zs", "Zl", "Zp") else char


class _Compared(dict[int, str]):
    """What each character is compared as, worked out once."""

    def __missing__(self, point: int) -> str:
        is_accent = any(first <= point <= last for first, last in _ACCENTS)
        self[point] = "" if is_accent else plain_mark(chr(point))
        return self[point]


_COMPARED = _Compared(_SPOKEN_ALIKE)
