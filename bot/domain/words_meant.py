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


@dataclass(frozen=True)
class _Record:
    """One vendor or asset as it is compared; worked out once for all that is asked of it."""

    id: str
    folded_id: str
    name: str

    @property
    def said(self) -> str:
        return f"{self.name} {self.folded_id}"

    @property
    def names(self) -> tuple[set[str], set[str]]:
        """The words of its name, and of its id."""
        return _tokens(self.name), _tokens(self.folded_id)


def read_meant(typed: Sequence[str], vendors: Named, assets: Named) -> Reading:
    """Whole names before whole words before parts of words; where nothing says all of them, the nearest that do."""
    words = [folded(word) for word in typed][:MOST_WORDS]
    theirs, ours = _records(vendors), _records(assets)
    if (found := _read(words, theirs, ours)).meant or not words:
        return replace(found, is_sure=found.is_sure and len(typed) <= MOST_WORDS)
    unknown = [word for word in _wanted(words, (*theirs, *ours)) if not any(word in one.said for one in (*theirs, *ours))]
    corrected = _read(_corrected(words, unknown, (*theirs, *ours)), theirs, ours) if unknown else found
    meant = corrected.meant or tuple(_partly(words, theirs))
    as_typed = dict(zip(words, typed, strict=False))
    return Reading(meant, unknown=tuple(as_typed[word] for word in unknown), assets=corrected.assets)


def _records(known: Named) -> list[_Record]:
    """In the order of their names."""
    return sorted((_Record(one, folded(one), folded(name)) for one, name in known), key=lambda it: (it.name, it.id))


def _read(words: Sequence[str], vendors: Sequence[_Record], assets: Sequence[_Record]) -> Reading:
    wanted = _wanted(words, (*vendors, *assets))
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
    """A vendor alone that says all; else with material that says whatever it leaves. What says the same is tried as one."""
    alike: dict[int, list[_Match]] = {}
    for asset in assets:
        alike.setdefault(asset.by(how), []).append(asset)
    for vendor in vendors:
        said = vendor.by(how)
        if said == everything:
            yield Meant(vendor.id)
        else:
            fitting = (group for bits, group in alike.items() if said | bits == everything)
            yield from (Meant(vendor.id, asset.id) for group in fitting for asset in group)


def _matches(words: Sequence[str], wanted: Sequence[str], known: Iterable[_Record]) -> list[_Match]:
    """Those that say any of the words, in the order of their names."""
    return [match for one in known if (match := _match(words, wanted, one))]


def _match(words: Sequence[str], wanted: Sequence[str], one: _Record) -> _Match | None:
    said = one.said
    part = _bits(word in said for word in wanted)
    if not part:
        return None
    names = one.names
    exact = [tokens for tokens in names if tokens and tokens <= set(words)]
    return _Match(
        one.id,
        part,
        whole=_bits(any(word in tokens for tokens in names) for word in wanted),
        name=_bits(any(word in tokens for tokens in exact) for word in wanted),
    )


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)


def _tokens(name: str) -> set[str]:
    return {token for word in name.split() if (token := word.strip(_AROUND))}


def _wanted(words: Sequence[str], known: Iterable[_Record]) -> list[str]:
    """Without the words between names, unless there are no others or one of them is an id; each once."""
    ids = {one.folded_id for one in known}
    telling = [word for word in words if word not in _FILLING or word in ids]
    return list(dict.fromkeys(telling or words))


def _corrected(words: Sequence[str], unknown: Sequence[str], known: Iterable[_Record]) -> list[str]:
    """Each unknown word as the nearest that is known; left out where none comes near, or where there are many."""
    tokens = {token for one in known for name in one.names for token in name}
    near = {word: _near(word, tokens) for word in unknown[:MOST_CORRECTED]}
    meant = (near.get(word) if word in unknown else word for word in words)
    return [word for word in meant if word]


def _near(word: str, tokens: Iterable[str]) -> str | None:
    """Those are compared first that begin alike and are as long."""
    return nearest(word, sorted(tokens, key=lambda token: (token[:1] != word[:1], abs(len(token) - len(word)), token)))


def _partly(words: Sequence[str], vendors: Iterable[_Record]) -> Iterator[Meant]:
    """The vendors that say most of the words, if any says one."""
    wanted = [word for word in words if word not in _FILLING]
    found = _matches(words, wanted, vendors)
    most = max((match.part.bit_count() for match in found), default=0)
    yield from (Meant(match.id) for match in found if match.part.bit_count() == most)
