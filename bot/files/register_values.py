"""What a single value of a register may be, beyond its type: days within reason, countries that exist, numbers within bounds.

A `Fit` looks at one value as it stands in the file and yields what is wrong, with the path inside the value; a value of another
type is left to the types. `reads` functions turn the file's short forms into the stored ones.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import TypeAlias

from bot.domain.identifiers import is_sha256
from bot.domain.register import ANY_PROJECT
from bot.domain.vocabulary import Mode
from bot.files.countries import COUNTRIES, MISTAKEN
from bot.files.document import Value, Where
from bot.files.problems import shown, suggestion

Fit: TypeAlias = Callable[[Value], Iterator[tuple[Where, str]]]
Record: TypeAlias = dict[str, Value]

_DAY = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}")
_YEARS = range(1900, 2200)
_NO_TIME: Value = {"months": None, "anchor": None}
_RECIPIENTS = {"approved_subcontractors": "plus_approved_subcontractors"}


def day(value: Value) -> Iterator[tuple[Where, str]]:
    """A day written in full; years far away are placeholders, and would break sums with dates."""
    if not isinstance(value, str):
        return
    found = _DAY.fullmatch(value)
    if found is None:
        yield (), f'must be a day written like 2026-11-24, not the text "{value[:60]}"'
    elif int(found[1]) not in _YEARS:
        yield (), f"the year {found[1]} is out of reach; days lie between {_YEARS[0]} and {_YEARS[-1]}"


def word(value: Value) -> Iterator[tuple[Where, str]]:
    """Text that is not stored, so that no type judges it."""
    if not isinstance(value, str):
        yield (), f"must be a word such as EUR, not {shown(value)}"


def file_hash(value: Value) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str) and not is_sha256(value):
        yield (), "is no SHA-256 of a file: 64 digits 0-9 and letters a-f, as `sha256sum FILE` writes it"


def country(value: Value) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str) and value not in COUNTRIES:
        near = MISTAKEN.get(value.upper()) or (value.upper() if value.upper() in COUNTRIES else None)
        step = f"did you mean {near}?" if near else "write its two letters, such as DE"
        yield (), f"{value[:60] or '(empty)'} is no country code of ISO 3166; {step}"


def country_or_any(value: Value) -> Iterator[tuple[Where, str]]:
    if value != "*":
        yield from country(value)


def between(lowest: int, highest: int) -> Fit:
    def fit(value: Value) -> Iterator[tuple[Where, str]]:
        if isinstance(value, int) and not isinstance(value, bool) and not lowest <= value <= highest:
            yield (), f"must be a whole number from {lowest} to {highest}, not {value}"

    return fit


def one_of(words: Collection[str]) -> Fit:
    def fit(value: Value) -> Iterator[tuple[Where, str]]:
        if isinstance(value, str) and value not in words:
            yield (), f'"{value[:60]}" is not known here; {suggestion(value, words)}'

    return fit


def each(fit: Fit) -> Fit:
    """The same for each element of a list, or each value of a mapping."""

    def fit_each(value: Value) -> Iterator[tuple[Where, str]]:
        members: list[tuple[str | int, Value]] = []
        if isinstance(value, list):
            members.extend(enumerate(value))
        elif isinstance(value, dict):
            members.extend(value.items())
        for key, member in members:
            for path, words in fit(member):
                yield (key, *path), words

    return fit_each


def personal_data(value: Value, _: Record) -> Value:
    if isinstance(value, bool):
        return "ordinary" if value else "none"
    return value


def projects(value: Value, _: Record) -> Value:
    return [value] if value == ANY_PROJECT else value


def recipients(value: Value, _: Record) -> Value:
    return _RECIPIENTS.get(value, value) if isinstance(value, str) else value


def one_or_two(value: Value) -> Iterator[tuple[Where, str]]:
    """A time of protection, or two of which the later counts."""
    if not isinstance(value, list):
        return
    if len(value) != 2 or not all(isinstance(part, dict) for part in value):
        yield (), "must be keys with values, written {months: …}, or a list of two such, of which the later counts"


def later_of_two(value: Value, _: Record) -> Value:
    """A list of two times is the first one, or the other if it is later; a broken list is told already."""
    if not isinstance(value, list):
        return value
    first, second = (value[0], value[1]) if len(value) > 1 else (_NO_TIME, _NO_TIME)
    if not isinstance(first, dict) or not isinstance(second, dict):
        return _NO_TIME
    return {**first, "or_later": second}


def consents(value: Value, _: Record) -> Value:
    """A bare vendor id is a consent without an end."""
    if not isinstance(value, list):
        return value
    return [{"vendor": element} if isinstance(element, str) else element for element in value]


def items(value: Value, record: Record) -> Value:
    """One item per asset, all in the line's mode; a wrong mode is told once, at its own key, so here any mode will do."""
    if not isinstance(value, list):
        return value
    mode = record.get("mode")
    known = mode if isinstance(mode, str) and mode in tuple(Mode) else Mode.VIEW.value
    return [{"asset": asset, "mode": known} for asset in value]
