"""Who and what stands under which id: renamed, exchanged, handed round, so that all that points at it points elsewhere."""

from random import Random
from typing import Any

from tests.reference.chance import fresh_id, walk

SECTIONS = ("channels", "projects", "assets", "vendors", "people", "agreements")


def owners(file: Any) -> list[list[Any]]:
    """The sections whose records have an id that others may name."""
    company = file["organisation"]
    return [section for section in (company["entities"], company["users"], *(file[name] for name in SECTIONS)) if section]


def say_instead(file: Any, others: dict[str, str]) -> None:
    """Each of these words in the place of another, wherever it stands."""
    for holder, key in list(walk(file)):
        if isinstance(holder[key], str):
            holder[key] = others.get(holder[key], holder[key])


def rename_one(file: Any, rng: Random) -> None:
    record = rng.choice(rng.choice(owners(file)))
    say_instead(file, {record["id"]: fresh_id(rng, "NEW")})


def exchange_two(file: Any, rng: Random) -> None:
    """Two records under each other's id; what named the one names it still."""
    section = rng.choice(owners(file))
    one, other = rng.choice(section)["id"], rng.choice(section)["id"]
    say_instead(file, {one: other, other: one})


def give_away(file: Any, rng: Random) -> None:
    """All that named one record names another, and it is gone."""
    section = rng.choice(owners(file))
    gone, heir = rng.choice(section), rng.choice(section)
    if gone is not heir:
        section.remove(gone)
        say_instead(file, {gone["id"]: heir["id"]})


def hand_slack_ids_round(file: Any, rng: Random) -> None:
    """Everybody has one of a few ids, or none."""
    users = file["organisation"]["users"]
    pool = [f"U0000{number}" for number in range(len(users))] + [None] * 4
    for user, slack_id in zip(users, rng.sample(pool, len(users)), strict=True):
        user["slack_id"] = slack_id


def forget_access(file: Any, _rng: Random) -> None:
    file["grants"] = []


ALL = [*[rename_one] * 3, *[exchange_two] * 3, *[give_away] * 4, hand_slack_ids_round, forget_access]
