"""A bot that is killed loses nothing and does nothing twice: five kills at each of two seams, counted on Slack and Jira."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.register import Human
from bot.local.scripted_user import NotAcknowledged
from bot.store import requests
from tests.journeys.company import DECIDERS, PATIENCE, BotProcess, Company, running_company
from tests.leases import all_run_out
from tests.local.workspace import until

ROUNDS = {"sqlite": 5, "postgresql": 5}
pytestmark = pytest.mark.timeout(300)  # many processes start one after another
LATER = timedelta(minutes=2)  # longer than a lease and than Jira's search lags behind


@dataclass
class Shift:
    """Bots that follow one another: while one works, the next stands by."""

    company: Company
    working: BotProcess
    standing_by: BotProcess
    deaths: int = 0

    @classmethod
    def begin(cls, company: Company) -> "Shift":
        shift = cls(company, BotProcess(company), BotProcess(company))
        shift.working.go()
        return shift

    def replace(self) -> None:
        """The one at work has been killed; two minutes later the next one takes over."""
        self.working.until_dead()
        self.deaths += 1
        self.company.clock.advance(LATER)
        all_run_out(self.company.context.store)
        self.working, self.standing_by = self.standing_by, BotProcess(self.company)
        self.working.go()

    def end(self) -> None:
        for one in (self.working, self.standing_by):
            one.end()


@pytest.fixture
def company(tmp_path: Path, database_url: str) -> Iterator[Company]:
    with running_company(tmp_path, database_url, acknowledge_within=10.0) as running:
        yield running


@pytest.fixture
def shift(company: Company) -> Iterator[Shift]:
    begun = Shift.begin(company)
    yield begun
    begun.end()


@pytest.fixture
def rounds(company: Company) -> int:
    """How often the bot is killed."""
    return ROUNDS[company.context.store.engine.dialect.name]


@dataclass
class Count:
    """What stands at the end on Slack and Jira, against what was promised."""

    company: Company
    requests: list[str] = field(default_factory=list)

    def one_more(self) -> str:
        """The request that has just come into being."""
        with self.company.context.store.reading() as unit:
            (newest,) = requests.of_requester(unit, Human("u-jonas", "U_JONAS"), 1)
        assert newest.id not in self.requests, self.company.story()
        self.requests.append(newest.id)
        return newest.id

    def figures(self) -> dict[str, int]:
        lost, repeated = Counter[str](), Counter[str]()
        for request in self.requests:
            promised, standing = self.company.promised(request), self.company.standing(request)
            lost += promised - standing
            repeated += standing - promised
        tickets = [self.company.tickets(request) for request in self.requests]
        cards = [self.company.standing(request)["C_IP_REQUESTS"] for request in self.requests]
        return {
            "requests": len(self.requests),
            "messages": sum(sum(self.company.standing(request).values()) for request in self.requests),
            "messages lost": lost.total(),
            "messages repeated": repeated.total(),
            "requests with one card": cards.count(1),
            "tickets": len(self.company.jira.board.issues),
            "requests with one ticket": [len(keys) for keys in tickets].count(1),
            "cards that name their ticket": sum(
                keys[0] in self.company.card(r) for r, keys in zip(self.requests, tickets, strict=True) if keys
            ),
            "waiting or given up": len(self.company.waiting()),
        }


def expected(rounds: int) -> dict[str, int]:
    nothing = dict.fromkeys(("messages lost", "messages repeated", "waiting or given up"), 0)
    each = ("requests", "requests with one card", "tickets", "requests with one ticket", "cards that name their ticket", "kills")
    return nothing | dict.fromkeys(each, rounds)


def do_and_die(shift: Shift, deed: Callable[[], None]) -> bool:
    """Somebody does something, and the bot dies of it; whether Slack heard an acknowledgement, from this bot or the next."""
    heard: list[bool] = []

    def doing() -> None:
        try:
            deed()
            heard.append(True)
        except NotAcknowledged:
            heard.append(False)

    person = threading.Thread(target=doing)
    person.start()
    shift.replace()
    person.join(PATIENCE)
    return heard == [True]


def show(figures: dict[str, int], record_property: Callable[[str, object], None]) -> None:
    for name, value in figures.items():
        record_property(name, value)
    print(figures)  # noqa: T201 - figures to read


def test_a_bot_killed_between_commit_and_delivery_loses_nothing(
    company: Company, shift: Shift, rounds: int, record_property: Callable[[str, object], None]
) -> None:
    """It dies in the very click: in turns when the form is sent, and at the last approval."""
    count, answered = Count(company), 0
    for number in range(rounds):
        send, dies_at_the_form = company.ask(), number % 2 == 0
        if dies_at_the_form:
            shift.working.die_after_the_next_commit()
            answered += do_and_die(shift, send)
        else:
            send()
        request = count.one_more()
        for who in DECIDERS[:-1]:
            company.approve(who, request)()
        last = company.approve(DECIDERS[-1], request)
        company.until_all_is_delivered()
        if dies_at_the_form:
            last()
        else:
            shift.working.die_after_the_next_commit()
            answered += do_and_die(shift, last)
        company.until_all_is_delivered()

    figures = count.figures() | {"kills": shift.deaths, "acknowledged by the next bot": answered}
    show(figures, record_property)
    assert figures == figures | expected(rounds)


def test_a_bot_killed_before_it_hears_that_jira_created_the_ticket_makes_no_second_one(
    company: Company, shift: Shift, rounds: int, record_property: Callable[[str, object], None]
) -> None:
    count = Count(company)
    for _ in range(rounds):
        company.ask()()
        request = count.one_more()
        for who in DECIDERS[:-1]:
            company.approve(who, request)()
        company.held.hold_next_create()
        company.approve(DECIDERS[-1], request)()
        assert company.held.created.wait(PATIENCE)
        until(lambda: [m.promise.kind for m in company.waiting()] == ["audit_ticket"], PATIENCE)
        assert "icket follows" in company.card(request)
        shift.working.kill()
        shift.replace()
        company.until_all_is_delivered()

    figures = count.figures() | {"kills": shift.deaths}
    show(figures, record_property)
    assert figures == figures | expected(rounds)
