"""The nightly look at grants: what it costs by what is stored, a day on which ten thousand fall due, and clicks beside that."""

import asyncio
import statistics
import time
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.crowd import crowd, ended, many_with_few_due
from benchmarks.databases import postgres_database
from benchmarks.figures import Line, Spread
from benchmarks.payloads import approve, shown_message
from benchmarks.rooms import Waiting, bot_on, context_on, fill
from benchmarks.tiny_slack import Json, TinySlack
from benchmarks.world import World, owner_of
from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.register.load import load_register
from bot.domain.dates import ONE_DAY
from tests.builders import TestClock

STORED = (1_000, 100_000, 1_000_000)
DUE, TIMES = 100, 5
CROWD, SMALL_CROWD = 10_000, 1_000
CLICKS, A_SECOND, WARM_UP = 250, 5, 10
PART = f"The nightly look at grants, {DUE} due (floor: with {STORED[0]:,} stored)"
CROWDED = f"A click while {CROWD:,} grants fall due (floor: the same bot with nothing due, before and after)"
TOUCHED = """
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables
"""


async def measure_sweeps(folder: Path) -> tuple[list[Line], list[str]]:
    lines, notes = [], []
    with postgres_database() as postgres:
        for name, url in (("SQLite", f"sqlite:///{folder / 'sweep-{}.db'}"), ("PostgreSQL", postgres)):
            found = [_by_stored(url.format(stored), stored) for stored in STORED]
            lines += [_line(name, stored, spread, found[0][0]) for stored, (spread, _) in zip(STORED, found, strict=True)]
            if rows := [touched for _, touched in found if touched]:
                counted = ", ".join(f"{stored:,}: {one:,}" for stored, one in zip(STORED, rows, strict=True))
                notes.append(f"Rows that {name} touched for {DUE} due, by grants stored (median of {TIMES}): {counted}.")
    notes += _crowded_day(folder)
    return [*lines, await _clicks_beside(folder)], notes


def _line(name: str, stored: int, spread: Spread, floor: Spread) -> Line:
    ratio = spread.median / floor.median
    return Line(PART, f"{name}: {stored:,} stored", spread, floor, ratio, "median within 2x", ratio <= 2)


def _by_stored(url: str, stored: int) -> tuple[Spread, int]:
    """The seconds of five looks on five days, after one to warm up, and the rows touched in the median."""
    with context_on(url) as context:
        many_with_few_due(context, stored, due=DUE, days=TIMES + 1)
        found = [_look_tomorrow(context) for _ in range(TIMES + 1)][1:]
    return Spread([seconds for seconds, _ in found]), int(statistics.median(rows for _, rows in found))


def _look_tomorrow(context: Context) -> tuple[float, int]:
    clock = context.clock
    assert isinstance(clock, TestClock)
    clock.move(days=1)
    before = _touched(context)
    began = time.perf_counter()
    moved = sweep_grants(context)
    seconds = time.perf_counter() - began
    assert moved == DUE, f"{moved} moved, {DUE} were due"
    return seconds, _touched(context) - before


def _touched(context: Context) -> int:
    """The rows that PostgreSQL has read and written so far; SQLite does not count them."""
    if context.store.engine.dialect.name != "postgresql":
        return 0
    with context.store.engine.connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        connection.commit()
        return int(connection.execute(text(TOUCHED)).scalar_one())


def _crowded_day(folder: Path) -> list[str]:
    """The longest due first, and memory that does not grow with how many are due."""
    peaks, seconds, in_order = {}, 0.0, False
    for count in (SMALL_CROWD, CROWD):
        with context_on(f"sqlite:///{folder / f'crowd-{count}.db'}") as context:
            _all_fall_due(context, count)
            tracemalloc.start()
            _look_until_done(context)
            peaks[count] = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
    with context_on(f"sqlite:///{folder / 'crowd-timed.db'}") as context:
        _all_fall_due(context, CROWD)
        began = time.perf_counter()
        moved = _look_until_done(context)
        seconds, in_order = time.perf_counter() - began, _moved_in_order(context)
    order = "the longest due first" if in_order else "NOT in order"
    memory = f"{peaks[SMALL_CROWD]:.1f} MB at most with {SMALL_CROWD:,} due, {peaks[CROWD]:.1f} MB with {CROWD:,}"
    return [f"{moved:,} grants that fall due on one day: {seconds:.1f} s on SQLite, {order}; Python's memory: {memory}."]


def _look_until_done(context: Context) -> int:
    """Batch by batch, as the timers do it."""
    return sum(iter(lambda: sweep_grants(context), 0))


def _all_fall_due(context: Context, count: int) -> None:
    """All of one vendor, whose NDA has ended ten days ago; the first ones are due since then, the last ones since today."""
    today = context.today()
    load_register(context, ended(World().register(), {1: today - timedelta(days=10)}), actor="bench")
    since = today - timedelta(days=9)
    crowd(context, "C-", count, vendor=1, next_on=since, covered_until=since - ONE_DAY, spread=10)


def _moved_in_order(context: Context) -> bool:
    """By the record: `C-7` is due since the seventh of ten days."""
    query = text("SELECT entity_id FROM event WHERE happened = 'access.suspended' ORDER BY seq")
    with context.store.reading() as unit:
        days = [int(name.removeprefix("C-")) % 10 for name in unit.connection.execute(query).scalars()]
    return days == sorted(days)


async def _clicks_beside(folder: Path) -> Line:
    """The requests that are clicked on are those of other vendors: their own facts stay as they are."""
    url = f"sqlite:///{folder / 'beside.db'}"
    waiting = [one for one in fill(url, World(), requests=WARM_UP + 10 * CLICKS) if one.owner.id != owner_of(1)]
    message = shown_message(url, waiting[0])
    clicks = iter(waiting)
    with context_on(url) as context:
        async with bot_on(url) as slack:
            for _ in range(WARM_UP):
                await slack.click(approve(next(clicks), message))
            idle = [await _paced(slack, next(clicks), message) for _ in range(CLICKS)]
            await asyncio.to_thread(_all_fall_due, context, CROWD)
            await asyncio.to_thread(_wait_until_begun, context)
            busy = [await _paced(slack, one, message) for one in _while_due(context, clicks)]
            idle += [await _paced(slack, next(clicks), message) for _ in range(CLICKS)]
    ours, floor = Spread(busy), Spread(idle)
    ratio = ours.p99 / floor.p99
    return Line(CROWDED, f"{A_SECOND} clicks a second", ours, floor, ratio, "p99 within 2x", ratio <= 2)


async def _paced(slack: TinySlack, request: Waiting, message: Json) -> float:
    seconds = await slack.click(approve(request, message))
    await asyncio.sleep(max(0.0, 1 / A_SECOND - seconds))
    return seconds


def _due(context: Context) -> int:
    query = text("SELECT count(*) FROM access_grant WHERE next_on <= :today")
    with context.store.reading() as unit:
        return int(unit.connection.execute(query, {"today": context.today().isoformat()}).scalar_one())


def _wait_until_begun(context: Context) -> None:
    """The bot's timers fire once a minute."""
    until = time.monotonic() + 120
    while _due(context) == CROWD:
        if time.monotonic() > until:
            raise TimeoutError("the bot did not begin to look")
        time.sleep(0.05)


def _while_due(context: Context, clicks: Iterator[Waiting]) -> Iterator[Waiting]:
    """A click each time as long as anything is due."""
    for request in clicks:
        if not _due(context):
            return
        yield request
