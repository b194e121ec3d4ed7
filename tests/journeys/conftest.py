"""What the browser journeys share: a running Chromium, the demo on a day that never changes, its people and the pictures."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.demonstration import Demo, running_demo
from bot.local.clock import DemoClock
from bot.settings import read_settings
from tests.journeys.browser import Album, People, chromium

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def demo(browser: Browser, tmp_path: Path) -> Iterator[Demo]:  # noqa: ARG001 - without a browser no demo is started
    """The demo on a Tuesday, whatever day it is: the pictures should not change by themselves."""
    settings = read_settings(_env_file=None, data_dir=tmp_path, database_url="", workflows_dir=None)
    with running_demo(settings, clock=DemoClock(MORNING)) as running:
        yield running


@pytest.fixture(params=["socket", "http"])
def delivery(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot: through a socket, and as signed requests."""
    return str(request.param)


@pytest.fixture
def office(database_url: str, delivery: str, tmp_path: Path) -> Iterator[Demo]:
    """The demo without a browser, by each way of delivery and on each database."""
    given = {"data_dir": tmp_path, "database_url": "", "workflows_dir": None, "slack_delivery": delivery}
    settings = read_settings(_env_file=None, **given)
    with running_demo(settings, clock=DemoClock(MORNING), database_url=database_url) as running:
        assert running.bot.context.store.engine.dialect.name == database_url.partition(":")[0].partition("+")[0]
        assert running.slack.connected == (delivery == "socket")
        yield running


@pytest.fixture
def people(browser: Browser, demo: Demo) -> Iterator[People]:
    everybody = People(browser, demo.url)
    yield everybody
    everybody.close()


@pytest.fixture
def album() -> Album:
    """`SCREENSHOTS=docs/screenshots` takes the pictures of the documentation anew."""
    return Album(os.environ.get("SCREENSHOTS", ""))
