"""Whether two names may be those of one company: without legal form, case, accents and punctuation, equal or almost."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations

from bot.domain.folding import folded

LIKE = 0.9  # of the letters of both names, in the same order
SHORTEST = 5  # shorter names must be equal
MOST_ALIKE = 60  # a word that more companies share says nothing of one

_WORDS = re.compile(r"\w+")
_LETTERS = re.compile(r"\b\w(?: \w\b)+")  # `z o o`, `s a`
_FORMS = frozenset(
    (
        *("gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "eg", "ev", "se", "co", "und", "and", "et", "cie", "holding", "gruppe"),
        *("sa", "sas", "sarl", "srl", "spa", "snc", "sl", "slu", "lda", "bv", "nv", "cv", "as", "asa", "ab", "oy", "oyj", "aps"),
        *("ltd", "limited", "llc", "llp", "lp", "plc", "inc", "incorporated", "corp", "corporation", "company", "group", "pvt"),
        *("pte", "private", "pty", "kk", "gk", "pt", "sp", "z", "oo", "zoo", "spzoo", "sro", "doo", "kft", "zrt", "nyrt", "ood"),
        *("eood", "sti", "sirketi", "anonim", "tov", "pat"),
        *(folded(form) for form in ("ООО", "ОАО", "ЗАО", "АО", "ПАО", "ТОВ")),  # noqa: RUF001
    )
)
_GLUED = ("株式会社", "有限会社", "有限公司", "股份有限公司", "주식회사")
_PHRASES = ("gesellschaft mit beschrankter haftung", "societe anonyme", "spolka z ograniczona odpowiedzialnoscia")


def company_key(name: str) -> str:
    """The name as companies are compared by: `Volt Sp. z o.o.` and `VOLT GmbH & Co. KG` are both `volt`."""
    text = folded(name).replace(".", "")
    for phrase in (*_PHRASES, *(folded(one) for one in _GLUED)):
        text = text.replace(phrase, " ")
    text = _LETTERS.sub(lambda found: found[0].replace(" ", ""), " ".join(_WORDS.findall(text)))
    words = text.split()
    own = list(words)
    while own and own[-1] in _FORMS:
        own.pop()
    while own and own[0] in _FORMS:
        own.pop(0)
    return " ".join(own or words)


def are_alike(one: str, other: str) -> bool:
    """Whether two such keys may mean one company; the order of words does not count."""
    if one == other:
        return True
    if min(len(one), len(other)) < SHORTEST:
        return False
    return _likeness(one, other) >= LIKE or _likeness(_sorted(one), _sorted(other)) >= LIKE


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _sorted(key: str) -> str:
    return " ".join(sorted(key.split()))


def find_alike(names: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Each two owners of keys that may mean one company; only keys that share a word or a beginning are compared."""
    shelves: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for owner, keys in names.items():
        for key in keys:
            for shelf in {*key.split(), f"{key[:3]}…"}:
                shelves[shelf].append((owner, key))
    found: set[tuple[str, str]] = set()
    for standing in shelves.values():
        for (one, key), (other, its) in combinations(standing[:MOST_ALIKE], 2):
            if one != other and (one, other) not in found and are_alike(key, its):
                found.add((one, other))
                yield one, other
