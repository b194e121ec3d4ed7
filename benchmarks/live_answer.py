"""From the last field of the form filled to the answer drawn, at 50 and at 5,000 vendors in the register."""

import asyncio
import time
from pathlib import Path

from benchmarks.figures import Line, Spread
from benchmarks.payloads import last_field
from benchmarks.rooms import bot_on, fill
from benchmarks.tiny_slack import Call, TinySlack
from benchmarks.world import World

SIZES = (50, 5_000)
TIMES = 150
WARM_UP = 10
PAUSE = 0.02
WANTED = 0.150
PART = "From the last field filled to the answer drawn"


async def measure_live_answers(folder: Path) -> list[Line]:
    return [await _at(folder, vendors) for vendors in SIZES]


async def _at(folder: Path, vendors: int) -> Line:
    world = World(vendors=vendors)
    url = f"sqlite:///{folder / f'live-{vendors}.db'}"
    fill(url, world)
    async with bot_on(url) as slack:
        found = [await _answer(slack, world, number) for number in range(WARM_UP + TIMES)]
    spread = Spread(found[WARM_UP:])
    return Line(PART, f"{vendors:,} vendors", spread, wanted="p99 < 150 ms", met=spread.p99 < WANTED)


async def _answer(slack: TinySlack, world: World, number: int) -> float:
    """One answer, drawn into the view that asked; the vendors are spread over the whole register."""
    view_id = f"V{number}"
    drawn: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def heard(call: Call) -> None:
        if call.method == "views.update" and call.args["view_id"] == view_id and not drawn.done():
            assert "stands against it so far" in str(call.args["view"]), call.args["view"]
            drawn.set_result(call.at)

    slack.heard = heard
    payload = last_field(world, number * 37, view_id=view_id)
    await asyncio.sleep(PAUSE)
    began = time.perf_counter()
    await slack.click(payload)
    return await asyncio.wait_for(drawn, 10) - began
