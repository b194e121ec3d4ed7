"""From a click to the last changed copy of its request, with ten copies of each: at a steady pace, and one after another."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Line, Spread
from benchmarks.payloads import approve, shown_message
from benchmarks.rooms import Waiting, bot_on, fill
from benchmarks.tiny_slack import Call, Json, TinySlack
from benchmarks.world import World

CLICKS = 100
PACES = (5, 20)  # clicks a second
WARM_UP = 10
WANTED = 1.0
PART = "From a click to the last changed copy of its request"


@dataclass
class Redraws:
    """Which copies of which clicked request still stand as they were, and when the last one changed."""

    left: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)

    def expect(self, request: Waiting) -> None:
        self.left |= dict.fromkeys(request.copies, request.id)
        self.counts[request.id] = len(request.copies)

    def heard(self, call: Call) -> None:
        if call.method == "chat.update" and (copy := (call.args["channel"], call.args["ts"])) in self.left:
            request = self.left.pop(copy)
            self.counts[request] -= 1
            self.last[request] = call.at


async def measure_cards(folder: Path) -> list[Line]:
    url = f"sqlite:///{folder / 'cards.db'}"
    waiting = fill(url, World(holders=3, deputies=True), requests=WARM_UP + (len(PACES) + 1) * CLICKS)
    message = shown_message(url, waiting[0])
    copies = max(len(request.copies) for request in waiting)
    async with bot_on(url) as slack:
        await _clicks(slack, waiting[:WARM_UP], message, pause=0.1)
        del waiting[:WARM_UP]
        lines = [await _at(slack, waiting, message, copies, pace) for pace in PACES]
        return [*lines, await _at(slack, waiting, message, copies, None)]


async def _at(slack: TinySlack, waiting: list[Waiting], message: Json, copies: int, pace: int | None) -> Line:
    """A hundred decisions at so many clicks a second, or each as soon as the one before is acknowledged."""
    now, waiting[:CLICKS] = waiting[:CLICKS], []
    found = await _clicks(slack, now, message, pause=1 / pace if pace else 0.0)
    what = f"{copies} copies, {pace} clicks a second" if pace else f"{copies} copies, one click after another"
    return Line(PART, what, found, wanted="p99 < 1 s", met=found.p99 < WANTED)


async def _clicks(slack: TinySlack, requests: list[Waiting], message: Json, *, pause: float) -> Spread:
    redraws = Redraws()
    slack.heard = redraws.heard
    began: dict[str, float] = {}
    tasks = []
    for request in requests:
        redraws.expect(request)
        began[request.id] = time.perf_counter()
        click = asyncio.ensure_future(slack.click(approve(request, message)))
        tasks.append(click)
        await (asyncio.sleep(pause) if pause else click)
    await asyncio.gather(*tasks)
    while redraws.left:
        await asyncio.sleep(0.01)
    return Spread([redraws.last[request.id] - began[request.id] for request in requests])
