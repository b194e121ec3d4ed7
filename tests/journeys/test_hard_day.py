"""Ten hard minutes: three bots on one PostgreSQL whose clocks differ, each killed or stopped at any moment, while people go on.

`HARD_DAY=60` makes it a minute. Nothing may be lost, one ticket a key, and a message is doubled only where a bot was interrupted:
its reply was lost, or it slept longer than its lease.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.events import Happened
from bot.domain.register import Human
from bot.local.scripted_user import NotAcknowledged
from bot.store import record, requests
from tests.journeys.company import DECIDERS, BotProcess, Company, running_company
from tests.journeys.test_kill import Count
from tests.local.workspace import until

SECONDS = float(os.environ.get("HARD_DAY", "600"))
APART = (timedelta(), timedelta(minutes=5), timedelta(minutes=-5))
IN_THE_END = 240.0  # the longest lease, and the search of the tracker that lags
MEMBERS = ("u-lena", "u-tobias", "u-ines", "u-sofia")
pytestmark = [pytest.mark.long, pytest.mark.postgres, pytest.mark.timeout(SECONDS + 900)]


@dataclass
class Chaos:
    """Kills and stops bots at random, and puts a new one where one died."""

    company: Company
    chance: random.Random
    bots: list[BotProcess] = field(default_factory=list)
    kills: int = 0
    stops: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        for apart in APART:
            self.bots.append(BotProcess(self.company))
            self.bots[-1].go(apart)

    def run(self) -> None:
        """One accident after another; several bots may be stopped at a time, and one works at least now and then."""
        while not self.over.wait(self.chance.uniform(2, 8)):
            number = self.chance.randrange(len(self.bots))
            if self.chance.random() < 0.5:
                self._replace(number)
            else:
                self._stop(number)

    def _replace(self, number: int) -> None:
        self.kills += 1
        self.bots[number].kill()
        self.bots[number].end()
        self.bots[number] = BotProcess(self.company)
        self.bots[number].go(APART[number])

    def _stop(self, number: int) -> None:
        """A third of the stops outlast each lease."""
        self.stops += 1
        bot, seconds = self.bots[number], self.chance.choice([1, 3, 10, 20, 60, 90])
        bot.pause()
        threading.Timer(seconds, bot.resume).start()

    def end(self) -> None:
        self.over.set()
        for bot in self.bots:
            bot.resume()


@pytest.fixture
def company(tmp_path: Path, database_url: str) -> Iterator[Company]:
    with running_company(tmp_path, database_url) as running:
        yield running


@pytest.fixture
def chaos(company: Company) -> Iterator[Chaos]:
    begun = Chaos(company, random.Random(20261129))  # noqa: S311 - accidents, not secrets
    begun.begin()
    until(lambda: len(company.slack.sockets.connections) == len(APART))
    yield begun
    begun.end()
    for bot in begun.bots:
        bot.end()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nothing_is_lost_and_nothing_is_done_twice_but_for_lost_replies(
    company: Company, chaos: Chaos, record_property: Callable[[str, object], None]
) -> None:
    trouble = threading.Thread(target=chaos.run)
    trouble.start()
    count, again, ends = Count(company), 0, time.monotonic() + SECONDS
    while time.monotonic() < ends:
        again += one_request(company, count)
    chaos.end()
    trouble.join()
    until(lambda: not company.waiting(), IN_THE_END)

    figures = count.figures() | {"kills": chaos.kills, "stops": chaos.stops, "clicked again": again}
    for name, value in figures.items():
        record_property(name, value)
    print(figures)  # noqa: T201 - figures to read
    assert figures["messages lost"] == figures["waiting or given up"] == 0
    assert figures["messages repeated"] <= chaos.kills + chaos.stops
    for one in ("requests with one ticket", "tickets", "cards that name their ticket"):
        assert figures[one] == len(count.requests)
    assert all(sorted(approvers(company, request)) == sorted(MEMBERS) for request in count.requests)


def one_request(company: Company, count: Count) -> int:
    """From the form to the last approval; how often somebody had to click again."""
    before = newest(company)
    again = insist(lambda: company.ask()(), lambda: newest(company) != before)
    request = count.one_more()
    for who, member in zip(DECIDERS, MEMBERS, strict=True):
        deed = partial(lambda who: company.approve(who, request)(), who)
        again += insist(deed, partial(lambda member: member in approvers(company, request), member))
    return again


def insist(deed: Callable[[], object], is_done: Callable[[], bool]) -> int:
    """Does it as somebody who sees that it did not work does it again; how often it was done again."""
    times = 0
    while not is_done():
        times += 1
        try:
            deed()
        except (NotAcknowledged, AssertionError, TimeoutError, LookupError):
            time.sleep(1)
            continue
        try:
            until(is_done, 5)
        except AssertionError:
            continue
    return max(0, times - 1)


def newest(company: Company) -> str:
    with company.context.store.reading() as unit:
        found = requests.of_requester(unit, Human("u-jonas", "U_JONAS"), 1)
    return found[0].id if found else ""


def approvers(company: Company, request: str) -> list[str]:
    with company.context.store.reading() as unit:
        entries = record.entries_about(unit, request)
    return [entry.event.actor for entry in entries if entry.event.happened is Happened.ITEM_APPROVED]
