"""Finding records by the words of their names: every word that was typed stands somewhere in the name or in the id."""

from collections.abc import Iterable

from bot.domain.folding import folded


def says(typed: str, *names: str) -> bool:
    """Whether each word that was typed stands in these names; nothing typed is said by all."""
    said = " ".join(folded(name) for name in names)
    return all(word in said for word in folded(typed).split())


def found_by(typed: str, named: Iterable[tuple[str, str]]) -> list[str]:
    """The ids of those (id and name) that say it: whole ids and names first, then in the order of the names."""
    wanted = folded(typed)
    found = [(wanted not in (folded(one), folded(name)), folded(name), one) for one, name in named if says(typed, name, one)]
    return [one for _, _, one in sorted(found)]
