"""The same click three times is one decision, however it comes to be three."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.requests.decide import Answer
from bot.application.requests.submit import Submitted, submit_request
from bot.domain.errors import Refusal
from bot.domain.events import Happened
from bot.domain.requests import Request
from bot.domain.vocabulary import DecisionOutcome, Role
from bot.store import record, requests
from tests.builders import draft, member, rule, stage, workflows
from tests.journeys.company import PATIENCE, Company, bot_at_work, running_company
from tests.journeys.racing import race_in_processes, race_in_threads
from tests.refusing import decide_request

ONE_STAGE = workflows(rule(stage("owner", Role.DATA_OWNER, Role.IP_COUNSEL)))


def asked(context: Context) -> str:
    outcome = submit_request(context, draft(), submit_key="view-1")
    assert isinstance(outcome, Submitted)
    return outcome.request_id


def approve(context: Context, who: str, request: str, stage: int = 0) -> Request | Refusal:
    return decide_request(context, member(who), Answer(request, DecisionOutcome.APPROVE, 1, stage))


def kept(context: Context, request: str) -> tuple[int, Counter[Happened]]:
    """How many decisions the request has, and how often the record says what."""
    with context.store.reading() as unit:
        found = requests.load(unit, request)
        entries = record.entries_about(unit, request)
    assert found is not None
    return len(found.decisions), Counter(entry.event.happened for entry in entries)


class TestTheUseCase:
    """Three clicks that arrive one after another, or all at once."""

    @pytest.fixture
    def context(self, context: Context) -> Context:
        return Context(context.store, context.clock, ONE_STAGE, Calendar(context.calendar.zone), kinds=KINDS)

    def test_the_second_and_third_click_read_that_it_is_one_decision(self, context: Context) -> None:
        request = asked(context)
        first, second, third = (approve(context, "dan", request) for _ in range(3))

        assert isinstance(first, Request)
        for again in (second, third):
            assert isinstance(again, Refusal)
            assert again.code == "double"
            assert "It is one decision, however often you click." in again.words
        decisions, events = kept(context, request)
        assert (decisions, events[Happened.ITEM_APPROVED], events[Happened.CLICK_REFUSED]) == (1, 1, 2)

    def test_after_the_last_approval_more_clicks_read_who_decided(self, context: Context) -> None:
        request = asked(context)
        approve(context, "dan", request)
        first, second, third = (approve(context, "ivy", request) for _ in range(3))

        assert isinstance(first, Request)
        for again in (second, third):
            assert isinstance(again, Refusal)
            assert f"{request} is already approved: Ivy decided last" in again.words
        decisions, events = kept(context, request)
        assert (decisions, events[Happened.REQUEST_APPROVED], events[Happened.ACCESS_SCHEDULED]) == (2, 1, 1)

    def test_three_clicks_at_the_same_instant_are_one_decision(self, context: Context) -> None:
        request = asked(context)
        url = context.store.engine.url.render_as_string(hide_password=False)
        race = race_in_threads if url.startswith("sqlite") else race_in_processes
        heard = race(url, ("dan", "dan", "dan"), [request], ONE_STAGE)

        assert sorted(one.code for (one,) in heard) == ["", "double", "double"]
        decisions, events = kept(context, request)
        assert (decisions, events[Happened.ITEM_APPROVED], events[Happened.CLICK_REFUSED]) == (1, 1, 2)


class TestThroughSlack:
    """Through real Bolt: Slack sends again what was not acknowledged in time, and a person clicks once more."""

    @pytest.fixture
    def company(self, sqlite_url: str, tmp_path: Path) -> Iterator[Company]:
        with running_company(tmp_path, sqlite_url, acknowledge_within=0.8) as running, bot_at_work(running):
            yield running

    def test_a_click_that_slack_sends_twice_and_a_person_once_more_is_one_decision(self, company: Company) -> None:
        request = company.submit()
        click = company.approve("U_LENA", request)
        user, ask = company.as_user("U_LENA"), company.as_user("U_LENA").messages()[-1]
        company.slack.faults.add("latency", method="users.info", seconds=1.2)
        company.slack.faults.add("sent_twice", method="block_actions")
        before = len(company.slack.sent)
        click()
        user.wait_for(lambda: len(user.whispers()) == 1, PATIENCE)
        user.click_raw("request.approve_click", f"v1:{request}:1:0", ask["ts"], ask["channel"])
        user.wait_for(lambda: len(user.whispers()) == 2, PATIENCE)

        clicks = [sent.kind for sent in company.slack.sent[before:] if sent.kind != "event_callback"]
        assert clicks == ["block_actions"] * 3
        decisions, events = kept(company.context, request)
        assert (decisions, events[Happened.ITEM_APPROVED], events[Happened.CLICK_REFUSED]) == (1, 1, 2)
        for whisper in user.whispers():
            assert re.search(r"is done: Lena Brandt decided it .* Nothing changed\.", whisper["text"])
