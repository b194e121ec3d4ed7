"""Fixtures: the local workspace without and with an app in it."""

from collections.abc import Iterator

import pytest

from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from tests.local import app as trial
from tests.local.workspace import Workspace, connected, make_slack


@pytest.fixture
def empty() -> Iterator[Workspace]:
    """The workspace without any app."""
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        yield Workspace(slack, clock, server)


@pytest.fixture
def workspace(empty: Workspace) -> Iterator[Workspace]:
    """The workspace with the app on a socket."""
    empty.app = trial.make_app(empty.url)
    with connected(empty.app, empty.slack) as empty.handler:
        yield empty


@pytest.fixture
def hasty() -> Iterator[Workspace]:
    """The workspace with the app, and little patience: half a second instead of three."""
    clock = DemoClock()
    slack = make_slack(clock, acknowledge_within=0.5)
    with LocalServer(slack, clock=clock) as server:
        app = trial.make_app(server.url)
        with connected(app, slack):
            yield Workspace(slack, clock, server, app)
