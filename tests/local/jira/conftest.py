"""The local Jira served on loopback; every exchange of every test is held against Atlassian's specification."""

from collections.abc import Iterator

import pytest

from bot.local.jira import LocalJira
from tests.local.jira.serving import HandClock, Served, serve
from tests.local.jira.specification import problems


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
def jira(hand_clock: HandClock) -> Iterator[Served]:
    with serve(LocalJira({"IPA": "IP audits", "OPS": "Operations"}, clock=hand_clock)) as served:
        yield served
        assert problems(served.exchanges) == []
