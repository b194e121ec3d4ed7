"""Which vendor, and which of our material, somebody means by words: ids, names, titles and parts of them, in any order.

It is never guessed: what may mean several is given back as several, and so is what is only near to something known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.folding import folded
from bot.domain.typed_words import nearest

Named = Sequence[tuple[str, str]]  # id and name
MOST_WORDS, MOST_MEANT, MOST_CORRECTED = 12, 200, 4
_AROUND = ".,;:()"
_FILLING = frozenset(
    ("a", "access", "an", "and", "can", "for", "from", "get", "give", "have", "i", "in", "is", "may", "of", "on")
)
_FILLING |= {"our", "please", "see", "show", "the", "to", "we", "with"}


@dataclass(frozen=True)
class Meant:
    """A vendor, and one asset if words named one."""

    vendor: str
    asset: str | None = None


@dataclass(frozen=True)
class Reading:
    """All that the words may mean; `is_sure` if it is one thing. `unknown` are words that nothing known says."""

    meant: tuple[Meant, ...] = ()
    is_sure: bool = False
    unknown: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()  # material that is called so, where no word names a vendor


def read_meant(typed: Sequence[str], vendors: Named, assets: Named) -> Reading:
    """Whole names before whole words before parts of words; where nothing says all of them, the nearest that do."""
    words = [folded(word) for word in typed][:MOST_WORDS]
    if (found := _read(words, vendors, assets)).meant or not words:
        return replace(found, is_sure=found.is_sure and len(typed) <= MOST_WORDS)
    unknown = [word for word in _wanted(words, vendors, assets) if not _says_any(word, (*vendors, *assets))]
    near = [_near(word, unknown, vendors, assets) for word in words]
    corrected = _read([word for word in near if word], vendors, assets) if unknown else found
    meant = corrected.meant or tuple(_partly(words, vendors))
    as_typed = dict(zip(words, typed, strict=False))
    return Reading(meant, unknown=tuple(as_typed[word] for word in unknown), assets=corrected.assets)


def _read(words: Sequence[str], vendors: Named, assets: Named) -> Reading:
    wanted = _wanted(words, vendors, assets)
    if not wanted:
        return Reading()
    ours, theirs = _matches(words, wanted, assets), _matches(words, wanted, vendors)
    everything = (1 << len(wanted)) - 1
    for how in (_WHOLE_NAME, _WHOLE_WORD, _PART):
        pairs = _pairs(everything, [one for one in theirs if one.by(how)], [one for one in ours if one.by(how)], how)
        if meant := tuple(islice(pairs, MOST_MEANT)):
            return Reading(meant, is_sure=len(meant) == 1)
    return Reading(assets=tuple(one.id for one in ours if one.part == everything)[:MOST_MEANT])


_WHOLE_NAME, _WHOLE_WORD, _PART = range(3)


@dataclass(frozen=True)
class _Match:
    """Which of the wanted words a record says, as bits: within its words, as whole words, as its whole id or name."""

    id: str
    part: int
    whole: int
    name: int

    def by(self, how: int) -> int:
        return (self.name, self.whole, self.part)[how]


def _pairs(everything: int, vendors: list[_Match], assets: list[_Match], how: int) -> Iterator[Meant]:
    """A vendor alone that says all; else with material that says whatever it leaves."""
    for vendor in vendors:
        if vendor.by(how) == everything:
            yield Meant(vendor.id)
            continue
        for asset in assets:
            if vendor.by(how) | asset.by(how) == everything:
                yield Meant(vendor.id, asset.id)


def _matches(words: Sequence[str], wanted: Sequence[str], known: Named) -> list[_Match]:
    return [
        match for one, name in sorted(known, key=lambda it: (folded(it[1]), it[0])) if (match := _match(words, wanted, one, name))
    ]


def _match(words: Sequence[str], wanted: Sequence[str], one: str, name: str) -> _Match | None:
    said = f"{folded(name)} {folded(one)}"
    part = _bits(word in said for word in wanted)
    if not part:
        return None
    names = [_tokens(name), _tokens(one)]
    exact = [tokens for tokens in names if tokens and tokens <= set(words)]
    return _Match(
        one,
        part,
        whole=_bits(any(word in tokens for tokens in names) for word in wanted),
        name=_bits(any(word in tokens for tokens in exact) for word in wanted),
    )


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)


def _tokens(name: str) -> set[str]:
    return {token for word in folded(name).split() if (token := word.strip(_AROUND))}


def _wanted(words: Sequence[str], vendors: Named, assets: Named) -> list[str]:
    """Without the words between names, unless there are no others or one of them is an id; each once."""
    ids = {folded(one) for one, _ in (*vendors, *assets)}
    telling = [word for word in words if word not in _FILLING or word in ids]
    return list(dict.fromkeys(telling or words))


def _says_any(word: str, known: Named) -> bool:
    return any(word in folded(name) or word in folded(one) for one, name in known)


def _near(word: str, unknown: list[str], vendors: Named, assets: Named) -> str | None:
    """The word itself if it is known, else the nearest that is; None if none comes near."""
    if word not in unknown:
        return word
    if word not in unknown[:MOST_CORRECTED]:
        return None
    known = {token for one, name in (*vendors, *assets) for token in _tokens(name) | _tokens(one)}
    return nearest(word, sorted(known, key=lambda token: (token[:1] != word[:1], abs(len(token) - len(word)), token)))


def _partly(words: Sequence[str], vendors: Named) -> Iterator[Meant]:
    """The vendors that say most of the words, if any says one."""
    wanted = [word for word in words if word not in _FILLING]
    found = _matches(words, wanted, vendors)
    most = max((match.part.bit_count() for match in found), default=0)
    yield from (Meant(match.id) for match in found if match.part.bit_count() == most)
