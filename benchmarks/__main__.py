"""`make bench`: measure everything once, and print one table."""

import asyncio
import gc
import os
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import mkdtemp

from rich.console import Console
from sqlalchemy import text

from benchmarks.cards import measure_cards
from benchmarks.clicks import measure_clicks
from benchmarks.figures import Line, Spread, milliseconds, print_lines
from benchmarks.lifecycle import measure_lifecycles
from benchmarks.live_answer import measure_live_answers
from benchmarks.rooms import context_on
from benchmarks.sweep import measure_sweeps

PARTS = ("clicks", "lifecycle", "live", "cards", "sweep")
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def main(wanted: list[str]) -> None:
    """`python -m benchmarks [clicks] [lifecycle] [live] [cards] [sweep]`; without a word, all of them."""
    folder, console = Path(mkdtemp(prefix="ringfence-bench-")), Console(stderr=True)
    lines: list[Line] = []
    notes = [_machine(), _durability(folder)]
    try:
        for part in wanted or PARTS:
            began = time.monotonic()
            more, said = _measure(part, folder)
            lines, notes = lines + more, notes + said
            console.print(f"{part}: {time.monotonic() - began:.0f} s", highlight=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print_lines(lines, [*notes, f"Load average after the run: {_load()}."])


def _measure(part: str, folder: Path) -> tuple[list[Line], list[str]]:
    gc.collect()
    if part == "lifecycle":
        return measure_lifecycles(folder)
    if part == "sweep":
        return asyncio.run(measure_sweeps(folder))
    measures: dict[str, Callable[[Path], Awaitable[list[Line]]]] = {
        "clicks": measure_clicks,
        "live": measure_live_answers,
        "cards": measure_cards,
    }

    async def run() -> list[Line]:
        return await measures[part](folder)

    return asyncio.run(run()), []


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}. Load average before the run: {_load()}."


def _load() -> str:
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def _durability(folder: Path) -> str:
    """What the store sets on SQLite, asked back, and what one durable write costs on this disk."""
    with context_on(f"sqlite:///{folder / 'asked.db'}") as context, context.store.engine.connect() as connection:
        journal = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        level = SYNCHRONOUS[int(connection.execute(text("PRAGMA synchronous")).scalar_one())]
    synced = _syncs(folder / "synced")
    cost = f"{milliseconds(synced.median)} ms (p99 {milliseconds(synced.p99)})"
    return f"SQLite runs with journal_mode={journal}, synchronous={level}. One 4 kB write with fsync on this disk: {cost}."


def _syncs(path: Path) -> Spread:
    found = []
    with path.open("wb", buffering=0) as file:
        for _ in range(100):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            found.append(time.perf_counter() - began)
    return Spread(found)


if __name__ == "__main__":
    main(sys.argv[1:])
