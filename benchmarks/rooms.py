"""Databases made ready by the use cases, and the bot in a process of its own on one of them."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.tiny_slack import TinySlack, tiny_slack
from benchmarks.world import World
from bot.application.context import Calendar, Context
from bot.application.delivery.catalogue import KINDS
from bot.application.register.load import load_register
from bot.application.requests.decide import Answer
from bot.application.requests.submit import Submitted, submit_request
from bot.domain.register import Member
from bot.domain.vocabulary import DecisionOutcome
from bot.files.workflows import read_policy
from bot.store import message_copies, outbox
from bot.store.engine import open_engine
from bot.store.message_copies import Copy
from bot.store.schema import upgrade
from bot.store.unit import Store, Unit
from tests.builders import TestClock, member
from tests.refusing import decide_request

WORKFLOWS = Path(__file__).parent.parent / "workflows"


@dataclass(frozen=True)
class Waiting:
    """A request that waits for the owner of its asset, with one posted copy (channel, ts) per destination."""

    id: str
    owner: Member
    copies: tuple[tuple[str, str], ...]


@contextmanager
def context_on(url: str) -> Iterator[Context]:
    """A context on this database at the current schema; its clock stands still."""
    policy = read_policy(WORKFLOWS)
    store = Store(open_engine(url))
    upgrade(store.engine)
    try:
        yield Context(store, TestClock(), policy.workflows, Calendar(ZoneInfo(policy.time_zone), policy.holidays), kinds=KINDS)
    finally:
        store.close()


def fill(url: str, world: World, *, requests: int = 0) -> list[Waiting]:
    """The world's register, and so many requests that wait for an owner; all that was promised counts as delivered."""
    with context_on(url) as context:
        register = world.register()
        load_register(context, register, actor="bench")
        manager = next(one for one in register.members if one.id == "mo1")
        owners = {asset.id: asset.data_owner or "" for asset in register.assets}
        waiting = [_ask(context, world, manager, number) for number in range(requests)]
        with context.store.writing() as unit:
            copies = {request: _post_all(unit, request) for request, _ in waiting}
            for message in outbox.undelivered(unit):
                outbox.delivered(unit, message, context.now())
        return [Waiting(request, member(owners[asset]), copies[request]) for request, asset in waiting]


def _ask(context: Context, world: World, manager: Member, number: int) -> tuple[str, str]:
    wish = world.draft(number)
    asked = submit_request(context, wish, submit_key=f"K{number}")
    if not isinstance(asked, Submitted):
        raise RuntimeError(f"the world is not in order: {asked}")
    decide_request(context, manager, Answer(asked.request_id, DecisionOutcome.APPROVE, 1, 0))
    return asked.request_id, wish.items[0].asset


def _post_all(unit: Unit, request: str) -> tuple[tuple[str, str], ...]:
    """A copy for each place that was promised one, as if the worker had posted it."""
    posted = []
    for number, (destination, kind) in enumerate(outbox.places(unit, request)):
        copy = Copy(f"D{destination}", f"{request[-4:]}.{number:06d}", request, destination, kind)
        message_copies.remember(unit, copy)
        posted.append((copy.channel, copy.ts))
    return tuple(posted)


@asynccontextmanager
async def bot_on(url: str, *, kind: str = "ringfence") -> AsyncIterator[TinySlack]:
    """The bot (or bare Bolt) in a process of its own, connected to the Slack that is yielded."""
    async with tiny_slack() as slack:
        settings = {
            "RINGFENCE_DATABASE_URL": url,
            "RINGFENCE_SLACK_API_URL": slack.api_url,
            "RINGFENCE_SLACK_BOT_TOKEN": "xoxb-bench",
            "RINGFENCE_SLACK_APP_TOKEN": "xapp-bench",
            "RINGFENCE_SLACK_SIGNING_SECRET": "bench",
            "RINGFENCE_JIRA_URL": "http://127.0.0.1:9",
            "RINGFENCE_WORKFLOWS_DIR": str(WORKFLOWS),
        }
        command = (sys.executable, "-m", "benchmarks.bots", kind)
        inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("RINGFENCE_")}
        child = await asyncio.create_subprocess_exec(*command, env=inherited | settings, stdin=asyncio.subprocess.PIPE)
        try:
            await _connected(slack, child)
            yield slack
        finally:
            if child.stdin:
                child.stdin.close()
            await child.wait()


async def _connected(slack: TinySlack, child: asyncio.subprocess.Process) -> None:
    connected, ended = asyncio.ensure_future(slack.connected()), asyncio.ensure_future(child.wait())
    await asyncio.wait({connected, ended}, return_when=asyncio.FIRST_COMPLETED)
    if child.returncode is not None:
        raise RuntimeError("the bot ended before it was connected")
    await connected
    ended.cancel()
