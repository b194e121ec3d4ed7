"""Seeded mutations of a register file: each takes the parsed file and a source of chance, and changes one thing in place.

Dates are moved to both sides of each limit that a rule knows; papers are copied into second and third ones, loose or as chains.
What the loader refuses is drawn again.
"""

import copy
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.reference import mutate_access, mutate_assets, mutate_papers, mutate_people, mutate_requests, mutate_vendors
from tests.reference.chance import any_dates, earlier_or_later, removable

Mutation = Callable[[Any, Random], None]


def forget_a_fact(file: Any, rng: Random) -> None:
    holder, key = rng.choice(removable(file))
    del holder[key]


def empty_a_fact(file: Any, rng: Random) -> None:
    holder, key = rng.choice(removable(file))
    holder[key] = None


def move_a_date(file: Any, rng: Random) -> None:
    holder, key = rng.choice(any_dates(file))
    holder[key] = earlier_or_later(rng, holder[key])


def drop_a_row(file: Any, rng: Random) -> None:
    section = file[rng.choice(["agreements", "assessments", "returns", "waivers", "certifications", "grants"])]
    if section:
        section.remove(rng.choice(section))


def straighten(file: Any) -> None:
    """What several changes together made nonsense, so that fewer files are refused: ends before starts, waivers too long."""
    for paper in file["agreements"] or []:
        for end in ("expires", "terminated"):
            if paper.get(end) and paper.get("effective") and paper[end] < paper["effective"]:
                paper["effective"] = paper[end]
    for waiver in file["waivers"]:
        asset = next(row for row in file["assets"] if row["id"] == waiver["asset"])
        longest = 29 if asset.get("class") in (4, None) else 89
        earliest = date.fromisoformat(waiver["expires"]) - timedelta(days=longest)
        if waiver.get("start"):
            waiver["start"] = max(waiver["start"], earliest.isoformat())


MUTATIONS: list[Mutation] = [
    *[forget_a_fact] * 4,
    *[empty_a_fact] * 2,
    *[move_a_date] * 3,
    drop_a_row,
    *mutate_requests.ALL,
    *mutate_papers.ALL,
    *mutate_people.ALL,
    *mutate_assets.ALL,
    *mutate_access.ALL,
    *mutate_vendors.ALL,
]


def mutated(original: Any, seed: object) -> tuple[Any, date]:
    """A changed copy of the file, and the day on which to judge it."""
    rng = Random(f"ringfence {seed}")  # noqa: S311  (chance that repeats, not secrecy)
    file = copy.deepcopy(original)
    for mutation in rng.choices(MUTATIONS, k=rng.choice([1, 3, 10, 25, 40])):
        mutation(file, rng)
    straighten(file)
    today = rng.choice(["2026-11-24"] * 4 + ["2026-12-01", "2026-12-02", "2026-12-14", "2027-01-15"])
    return file, date.fromisoformat(today)
