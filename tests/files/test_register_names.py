"""Whatever the register holds can be said in a file."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

from bot.domain.register import Register
from bot.files.register_names import FILE
from bot.files.register_shape import Key, Keys

# gathered beside a request; heard from the tracker (twice); a key of the outer survival
NO_KEY = {
    "Register.beside",
    "Finding.source",
    "Finding.opened_on",
    "Survival.or_later",
}  # gathered; heard from the tracker; a key of the outer one


def flat(keys: Keys) -> Iterator[Key]:
    """The keys that are stored, those without a place of their own replaced by what is inside."""
    for key in keys:
        if key.stored == "":
            yield from flat(key.inner)
        elif key.stored is not None:
            yield key


def unsaid(kind: Any, keys: Keys) -> Iterator[str]:
    """The fields that no key fills, here and in the records inside."""
    filled: dict[str, list[Key]] = defaultdict(list)
    for key in flat(keys):
        name, _, rest = str(key.stored).partition(".")
        filled[name] += [replace(key, stored=rest)] if rest else key.inner
    hints = get_type_hints(kind)
    for one in fields(kind):
        if one.name not in filled:
            yield f"{kind.__name__}.{one.name}"
        for inner in _records(hints[one.name]) if filled[one.name] else ():
            yield from unsaid(inner, tuple(filled[one.name]))


def _records(hint: Any) -> Iterator[Any]:
    if is_dataclass(hint):
        yield hint
    for inner in get_args(hint):
        yield from _records(inner)


def test_each_field_of_the_register_has_a_key_in_the_file() -> None:
    sections = tuple(replace(key, stored=str(key.stored).removeprefix("register.")) for key in flat(FILE))
    assert set(unsaid(Register, sections)) == NO_KEY, "each other field needs a row in bot/files/register_names.py"
