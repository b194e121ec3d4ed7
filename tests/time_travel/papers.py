"""How long a paper runs and whether it covers a day, the slow way: one day at a time, from what is recorded."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.reference.days import months_later
from tests.time_travel.facts import DAY, Access, Paper, World


def ends_of_terms(paper: Paper) -> Iterator[date]:
    assert paper.ends is not None
    number = 0
    while True:
        yield months_later(paper.ends, number * paper.renew_months)
        number += 1


def term_to_stop(paper: Paper, today: date) -> date:
    """The end of the term that our notice of today would still stop; of a paper that does not renew, its end."""
    assert paper.ends is not None
    if not paper.renews:
        return paper.ends
    return next(end for end in ends_of_terms(paper) if end - timedelta(days=paper.notice_days) >= today)


def is_signed(paper: Paper, day: date) -> bool:
    return paper.signed is not None and paper.signed <= day


def successors(world: World, paper: Paper, day: date) -> list[Paper]:
    return [one for one in world.papers_with(paper.vendor) if one.replaces == paper.id and is_signed(one, day)]


def last_day(world: World, paper: Paper, day: date) -> date | None:
    """The last covered day as known on `day`; None while nothing ends it.

    A paper that renews by itself goes on until a notice, or until a successor takes over: then it ends with the term of that day.
    """
    stops = [paper.terminated] if paper.terminated else []
    if paper.renews:
        eves = [one.begins - DAY for one in successors(world, paper, day) if one.begins <= day]
        if paper.noticed is not None:
            eves.append(paper.noticed)
        if eves:
            stops.append(next(end for end in ends_of_terms(paper) if end >= min(eves)))
    elif paper.ends is not None:
        stops.append(paper.ends)
    return min(stops, default=None)


def covers(world: World, paper: Paper, day: date, known_on: date) -> bool:
    end = last_day(world, paper, known_on)
    return is_signed(paper, known_on) and paper.begins <= day and (end is None or day <= end)


def papers_of(world: World, access: Access, day: date, known_on: date) -> list[Paper]:
    """Those that may cover this access on a day: whose parties fit; where none of them has begun, all."""
    owner = world.things[access.thing].ours
    living = []
    for paper in world.papers_with(access.vendor):
        end = last_day(world, paper, known_on)
        if is_signed(paper, known_on) and (end is None or end >= access.starts):
            living.append(paper)
    fitting = [paper for paper in living if owner in paper.ours]
    return fitting if any(paper.begins <= day for paper in fitting) else living


def is_covered(world: World, access: Access, day: date, known_on: date) -> bool:
    return any(covers(world, paper, day, known_on) for paper in papers_of(world, access, day, known_on))


def days(first: date, last: date) -> Iterator[date]:
    """Both included."""
    while first <= last:
        yield first
        first += DAY
