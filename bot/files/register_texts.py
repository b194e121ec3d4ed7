"""What every text of a register must be, so that the rest can carry and show it: ids that fit, nothing hidden or blank."""

import unicodedata
from collections.abc import Iterator

from bot.domain.folding import folded
from bot.domain.identifiers import ID_WORDS, LONGEST_FOREIGN_ID, LONGEST_ID, is_foreign_id, is_id, like_an_id
from bot.files.document import Document, Value, Where
from bot.files.problems import Problem, shown
from bot.files.register_references import IDS

FOREIGN = "grants.*.request"  # may be older than the file, and stands on buttons all the same
_JOINERS = "\u200c\u200d"  # Persian, Hindi and others need them inside a word
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0\u17b4\u17b5")  # letters and signs that show nothing
_ONE_LINE = ("name", "title", "id", "no")


def find_bad_ids(document: Document) -> Iterator[Problem]:
    for pattern in IDS.values():
        for path, name in document.find(pattern):
            if isinstance(name, str) and name and not is_id(name):
                yield document.problem(path, _id_words(name))
    for path, name in document.find(FOREIGN):
        if isinstance(name, str) and name and not is_foreign_id(name):
            yield document.problem(path, f"must be one line of {LONGEST_FOREIGN_ID} characters at most: it stands on buttons")


def find_unreadable_texts(document: Document) -> Iterator[Problem]:
    """Texts that show nothing, or hold characters that nobody sees and that turn or split what stands beside them."""
    for path, text in _texts(document.data, ()):
        if words := _hidden(text, path) or _blank(text):
            yield document.problem(path, words)


def _id_words(name: str) -> str:
    if len(name) > LONGEST_ID:
        return f"an id of {len(name):,} characters does not fit a button; write {LONGEST_ID} at most"
    near = like_an_id(folded(name).upper() if name.isupper() else folded(name))
    step = f"; {near} would do" if near and near != name and is_id(near) else ""
    return f"{shown(name)} cannot be an id: write {ID_WORDS}{step}"


def _hidden(text: str, path: Where) -> str | None:
    found = None if text.isascii() else next((char for char in text if _is_hidden(char)), None)
    if found is not None:
        return f"holds the hidden character U+{ord(found):04X}; type the text again without it"
    if path and path[-1] in _ONE_LINE and any(char in text for char in "\n\r\t\u2028\u2029\x85"):
        return "goes over more than one line; write it in one"
    return None


def _is_hidden(char: str) -> bool:
    """Controls of writing direction, characters without width, private ones; what a script needs inside a word stays."""
    if char in _JOINERS:
        return False
    return char in _UNSEEN or unicodedata.category(char) in ("Cf", "Co")


def _blank(text: str) -> str | None:
    if not text or any(not char.isspace() and char not in _JOINERS for char in text):
        return None
    return "shows nothing but blanks; write its text, or leave it out"


def _texts(value: Value, path: Where) -> Iterator[tuple[Where, str]]:
    """Every text, keys of mappings included, with where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _texts(element, (*path, index))
    elif isinstance(value, dict):
        for key, element in value.items():
            yield (*path, key), key
            yield from _texts(element, (*path, key))
