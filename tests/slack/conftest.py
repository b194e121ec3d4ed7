"""The little world of the builders with a Slack of its own, and the real app connected to it; no worker runs beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.application.deliver_outbox import Outside, Patience, deliver_next
from bot.application.desk import Calendar, Desk
from bot.application.load_register import load_register
from bot.demonstration import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, local_slack
from bot.domain.register import Register
from bot.local.clock import DemoClock
from bot.local.hands import Hands
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.slack.app import make_app
from bot.slack.directory import SlackDirectory
from bot.slack.listeners.office import Office
from bot.slack.messenger import SlackMessenger
from bot.slack.socket_mode import connected
from bot.store.engine import open_engine
from bot.store.outbox import SLACK
from bot.store.unit import Store
from tests.builders import NOW, register, workflows
from tests.fakes.tracker import FakeTracker
from tests.local.workspace import until


@dataclass(frozen=True)
class Room:
    """The workspace, the desk behind the app, and hands for its people."""

    url: str
    slack: LocalSlack
    clock: DemoClock
    desk: Desk
    office: Office
    client: WebClient

    def hands(self, who: str) -> Hands:
        """Hands of `ana`, `mo`, `guest` …"""
        return Hands(self.url, f"U_{who.upper()}")

    def deliver(self) -> None:
        """Every message that is promised to Slack is delivered."""
        outside = Outside(SlackMessenger(self.client), FakeTracker())
        while deliver_next(self.desk, outside, SLACK, Patience()):
            pass

    def rows(self) -> dict[str, int]:
        """How many rows every table has, the record of refusals apart."""
        counted = {}
        with self.desk.store.engine.connect() as connection:
            for name, table in SQLModel.metadata.tables.items():
                counted[name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
        return counted


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    clock = DemoClock(NOW)
    store = Store(open_engine(sqlite_url))
    desk = Desk(store, clock, workflows(), Calendar(ZoneInfo("Europe/Berlin")))
    load_register(desk, register(), actor="test")
    slack = local_slack(_named_as_in_slack(), ["ip-requests"], clock)
    with LocalServer(slack, clock=clock) as server:
        client = WebClient(token=BOT_TOKEN, base_url=f"{server.url}/api/", timeout=5, retry_handlers=[])
        office = Office(desk, SlackDirectory(client, clock.now))
        with connected(make_app(office, client, signing_secret=SIGNING_SECRET), APP_TOKEN):
            until(lambda: slack.connected)
            yield Room(server.url, slack, clock, desk, office, client)
    store.close()


def _named_as_in_slack() -> Register:
    """The demo's workspace derives Slack ids from member ids: `u-ana` is U_ANA, to whom the builders bind `ana`."""
    known = register()
    return replace(known, members=tuple(replace(one, id=f"u-{one.id}") for one in known.members))
