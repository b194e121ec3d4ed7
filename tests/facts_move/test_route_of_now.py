"""Whatever moves, access never opens with a seat unfilled of the route that the facts of that moment choose.

Nor with fewer different humans than that route wants, and never by the yes of whoever asked, under whichever id. The record of
all that happened carries every state, played through again.
"""

from collections import Counter
from dataclasses import replace

import pytest

from bot.application.context import Context
from bot.application.record.verify import verify_record
from tests.builders import TestClock
from tests.facts_move.history import begin
from tests.facts_move.world import company_rules

HISTORIES, CHUNK = 10_000, 500
USUAL = 12


def live(context: Context, clock: TestClock, seeds: range) -> Counter[str]:
    company = replace(context, workflows=company_rules())
    seen: Counter[str] = Counter()
    for seed in seeds:
        history = begin(company, clock, seed)
        history.live()
        seen += history.seen
    assert verify_record(company).breaks == ()
    return seen


def test_access_opens_only_on_the_route_of_that_moment(context: Context, clock: TestClock) -> None:
    seen = live(context, clock, range(USUAL))

    assert seen["opened"]
    assert seen["clicked"]


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("first", range(USUAL, HISTORIES, CHUNK))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_ten_thousand_histories(context: Context, clock: TestClock, first: int) -> None:
    assert live(context, clock, range(first, first + CHUNK))["opened"]


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("first", range(HISTORIES, HISTORIES + 2 * CHUNK, CHUNK))
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_in_a_thousand_on_the_other_database(context: Context, clock: TestClock, first: int) -> None:
    assert live(context, clock, range(first, first + CHUNK))["opened"]
