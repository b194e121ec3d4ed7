"""What a person typed or pasted, read as what they meant: pasted formatting, links that Slack makes, dashes, a full stop.

An id or a word of ours is found in whatever dress it comes; what is not found so is answered with the nearest word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from html import unescape
from itertools import islice

from bot.domain.dates import MONTHS
from bot.domain.folding import folded, plain_mark

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_DRESS = " *_~()[]{}.,;:!?\u2026\u2022|"
_BRACKETS = str.maketrans("<>", "  ")  # what is repeated to somebody mentions nobody
_LONGEST, _MOST_COMPARED, _NEAR = 60, 2_000, 0.6
_REQUEST = re.compile(r"(?:req(?:uest)?[\W_]*)?#?(?:(2[0-9]{3})[\W_]+)?([0-9]{1,9})", re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?,? ([0-9]{4})")


def words_typed(text: str) -> list[str]:
    """The words without what was pasted around them; a mention and a lone dash are no words."""
    bare = unescape(_MARKDOWN_LINK.sub(r"\1", _LINK.sub(_label, text))).translate(_BRACKETS)
    words = (_undressed(word) for word in unicodedata.normalize("NFKC", "".join(map(plain_mark, bare))).split())
    return [word for word in words if word.strip("-/")]


def as_typed(text: str) -> str:
    """The same as one text, for a command line, where a blank may stand inside one argument."""
    return " ".join(words_typed(text))


def _label(match: re.Match[str]) -> str:
    """What Slack shows of a link that it made; of a date or a channel its name, of a mention nothing."""
    target, label = match[1], match[2]
    if target.startswith("@"):
        return " "
    return label or target.removeprefix("mailto:").lstrip("#!")


def _undressed(word: str) -> str:
    """Without formatting and full stops around it; of the address of a page only its end."""
    word = word.strip(_DRESS)
    return word.partition("?")[0].rstrip("/").rpartition("/")[2].strip(_DRESS) if "://" in word else word


def request_ids(text: str, year: int) -> tuple[str, ...]:
    """The requests that may be meant, the likeliest first: `REQ-2026-12` is one, `12` is this year's or the last one's."""
    found = _REQUEST.fullmatch(text.strip())
    if found is None:
        return ()
    years = (int(found[1]),) if found[1] else (year, year - 1)
    return tuple(f"REQ-{one}-{int(found[2]):04d}" for one in years)


def day_typed(text: str) -> date | None:
    """`2026-11-23`, `23 Nov 2026` or `23.11.2026`, with whatever dash or blank; None if it is no day."""
    said = " ".join(words_typed(text)).lower()
    if found := _ISO.fullmatch(said.replace(" ", "")):
        return _day(found[1], found[2], found[3])
    if found := _DOTTED.fullmatch(said.replace(" ", "")):
        return _day(found[3], found[2], found[1])
    found = _IN_WORDS.fullmatch(said)
    month = next((number for number, name in enumerate(MONTHS, 1) if found and found[2].startswith(name.lower())), 0)
    return _day(found[3], str(month), found[1]) if found else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def known_as(typed: str, known: Iterable[str]) -> str | None:
    """The known id that was meant, in whatever case and dress; as it is written if it is known so."""
    ids = list(known)
    if typed in ids:
        return typed
    wanted = folded(as_typed(typed))
    found = [one for one in ids if folded(one) == wanted]
    return found[0] if len(found) == 1 else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, or None if none comes near; case, accents and dashes do not count."""
    by_form = {folded(candidate): candidate for candidate in islice(known, _MOST_COMPARED)}
    found = get_close_matches(folded(word[:_LONGEST]), by_form, n=1, cutoff=_NEAR)
    return by_form[found[0]] if found else None


def without_command(words: Sequence[str], command: str) -> list[str]:
    """Whoever pastes the whole line means what follows the command."""
    return list(words[1:]) if words and folded(words[0]).lstrip("/") == command.lstrip("/") else list(words)
