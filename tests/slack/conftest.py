"""The little world of the builders with a Slack of its own, which delivers to the real app by signed HTTP.

No worker runs beside it: a test delivers what was promised when it wants to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient
from sqlalchemy import func, select
from sqlmodel import SQLModel
from starlette.types import Receive, Scope, Send

from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.register.load import load_register
from bot.demonstration import BOT_TOKEN, SIGNING_SECRET, local_slack
from bot.domain.register import Register
from bot.local.clock import DemoClock
from bot.local.scripted_user import ScriptedUser
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.slack.app import make_app
from bot.slack.directory import SlackDirectory
from bot.slack.listeners.members import Office
from bot.slack.messenger import SlackMessenger
from bot.slack.question_pace import QuestionPace
from bot.slack.readers import Readers
from bot.store.engine import open_engine
from bot.store.outbox import SLACK
from bot.store.unit import Store
from bot.web.app import make_web
from bot.web.server import WebServer
from tests.builders import NOW, register, workflows
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE

PATIENCE = 30.0  # seconds; the machine may be busy


@dataclass(frozen=True)
class Room:
    """The workspace, the context behind the app, and its people."""

    url: str
    slack: LocalSlack
    clock: DemoClock
    context: Context
    office: Office
    client: WebClient

    def as_user(self, who: str) -> ScriptedUser:
        """ScriptedUser of `ana`, `mo`, `guest` …"""
        return ScriptedUser(self.url, f"U_{who.upper()}")

    def deliver(self) -> None:
        """Every message that is promised to Slack is delivered."""
        messenger = SlackMessenger(self.client, readers=Readers(self.client, self.context.others_may_read))
        outside = Outside(messenger, FakeTracker())
        while deliver_next(self.context, outside, SLACK, AT_ONCE):
            pass

    def rows(self) -> dict[str, int]:
        """How many rows every table has."""
        counted = {}
        with self.context.store.engine.connect() as connection:
            for name, table in SQLModel.metadata.tables.items():
                counted[name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
        return counted


class Door:
    """The bot's web part; the app behind it is put in once the workspace that it talks to has an address."""

    def __init__(self) -> None:
        self.behind: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.behind(scope, receive, send)


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    with room_on(sqlite_url) as opened:
        yield opened


@contextmanager
def room_on(url: str, pace: QuestionPace | None = None) -> Iterator[Room]:
    clock, door = DemoClock(NOW), Door()
    store = Store(open_engine(url))
    calendar = Calendar(ZoneInfo("Europe/Berlin"))
    context = Context(store, clock, workflows(), calendar, others_may_read=("ip-requests",), kinds=KINDS)
    load_register(context, register(), actor="test")
    web = WebServer(door, "127.0.0.1", 0)  # type: ignore[arg-type]
    address = f"http://127.0.0.1:{web.port}/slack/events"
    given = {"deliver_to": address, "acknowledge_within": PATIENCE, "outsiders_read": True}
    slack = local_slack(_named_as_in_slack(), ["ip-requests"], clock, **given)
    with LocalServer(slack, clock=clock) as server:
        client = WebClient(token=BOT_TOKEN, base_url=f"{server.url}/api/", timeout=int(PATIENCE), retry_handlers=[])
        office = Office(context, SlackDirectory(client, clock.now), pace=pace or QuestionPace())
        door.behind = make_web(make_app(office, client, signing_secret=SIGNING_SECRET), store)
        web.start()
        yield Room(server.url, slack, clock, context, office, client)
        web.stop()
    store.close()


def _named_as_in_slack() -> Register:
    """The demo's workspace derives Slack ids from member ids: `u-ana` is U_ANA, to whom the builders bind `ana`."""
    known = register()
    return replace(known, members=tuple(replace(one, id=f"u-{one.id}") for one in known.members))
