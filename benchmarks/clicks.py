"""How long until a durable *Approve* is acknowledged, when 1, 8 and 32 people press at once, beside bare Bolt.

Rounds of both take turns, so that whatever else the machine does meets both; a round begins when the last one's cards are drawn.
"""

import asyncio
from pathlib import Path

from benchmarks.figures import Line, Spread
from benchmarks.payloads import approve, shown_message
from benchmarks.rooms import Waiting, bot_on, fill
from benchmarks.tiny_slack import Json, TinySlack
from benchmarks.world import World

ROUNDS = {1: 120, 8: 20, 32: 8}
PAUSE = 0.05
WARM_UP = 16
PART = "From a click to its acknowledgement (floor: bare Bolt)"


async def measure_clicks(folder: Path) -> list[Line]:
    url = f"sqlite:///{folder / 'clicks.db'}"
    needed = WARM_UP + sum(people * rounds for people, rounds in ROUNDS.items())
    waiting = fill(url, World(), requests=needed)
    message = shown_message(url, waiting[0])
    async with bot_on(url) as bot, bot_on(url, kind="bare") as bare:
        for slack in (bot, bare):
            await _round(slack, waiting[:WARM_UP], message)
        del waiting[:WARM_UP]
        return [await _at_once(bot, bare, people, waiting, message) for people in ROUNDS]


async def _at_once(bot: TinySlack, bare: TinySlack, people: int, waiting: list[Waiting], message: Json) -> Line:
    found: list[float] = []
    floor: list[float] = []
    for _ in range(ROUNDS[people]):
        now, waiting[:people] = waiting[:people], []
        floor += await _round(bare, now, message)
        found += await _round(bot, now, message)
    ours, theirs = Spread(found), Spread(floor)
    ratio = ours.p99 / theirs.p99
    what = "1 person" if people == 1 else f"{people} people at once"
    return Line(PART, what, ours, theirs, ratio, "p99 within 2x", ratio <= 2)


async def _round(slack: TinySlack, requests: list[Waiting], message: Json) -> list[float]:
    """Each of the requests' owners presses at the same moment."""
    await slack.quiet(PAUSE)
    payloads = [approve(request, message) for request in requests]
    return list(await asyncio.gather(*(slack.click(payload) for payload in payloads)))
