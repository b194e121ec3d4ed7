"""The main journey with three bots on one PostgreSQL, and one of them killed in the middle: nobody notices.

Each click goes to one of the three. At three different moments whichever of them commits next dies of it, right after the
commit and before anybody is told.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.domain.events import Happened
from bot.domain.register import Human
from bot.local.scripted_user import NotAcknowledged
from bot.store import record, requests
from tests.journeys.company import DECIDERS, PATIENCE, BotProcess, Company, running_company
from tests.local.workspace import until

BOTS = 3
pytestmark = [pytest.mark.timeout(180), pytest.mark.postgres]


@pytest.fixture
def company(tmp_path: Path, database_url: str) -> Iterator[Company]:
    with running_company(tmp_path, database_url) as running:
        yield running


@pytest.fixture
def bots(company: Company) -> Iterator[list[BotProcess]]:
    begun = [BotProcess(company) for _ in range(BOTS)]
    try:
        for bot in begun:
            bot.go()
        until(lambda: len(company.slack.sockets.connections) == BOTS)
        yield begun
    finally:
        for bot in begun:
            bot.end()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("dies_at", ["the form", "the second approval", "the last approval"])
def test_one_of_three_is_killed_and_nothing_is_lost_or_done_twice(company: Company, bots: list[BotProcess], dies_at: str) -> None:
    deeds = {"the form": "form", "the second approval": DECIDERS[1], "the last approval": DECIDERS[3]}

    def doing(name: str, deed: Callable[[], None]) -> None:
        if deeds[dies_at] == name:
            company.until_all_is_delivered()
            bots[0].die_after_the_next_commit()
        try:
            deed()
        except NotAcknowledged:
            pytest.fail(f"Slack heard nothing of {name}: {company.story()}")

    doing("form", company.ask())
    request = the_request(company)
    for who in DECIDERS:
        doing(who, company.approve(who, request))
    company.until_all_is_delivered()

    until(lambda: any(bot.is_dead for bot in bots), PATIENCE)
    assert [bot.is_dead for bot in bots].count(True) == 1
    assert company.standing(request) == company.promised(request)
    (ticket,) = company.tickets(request)
    assert ticket in company.card(request)
    assert approvers(company, request) == ["u-lena", "u-tobias", "u-ines", "u-sofia"]


def the_request(company: Company) -> str:
    with company.context.store.reading() as unit:
        (found,) = requests.of_requester(unit, Human("u-jonas", "U_JONAS"), 5)
    return found.id


def approvers(company: Company, request: str) -> list[str]:
    with company.context.store.reading() as unit:
        entries = record.entries_about(unit, request)
    return [entry.event.actor for entry in entries if entry.event.happened is Happened.ITEM_APPROVED]
