"""Two years of random changes, jumps, restarts and clicks: what is sent and suspended is what a slow, obvious model says.

Nothing is missed, nothing comes twice, nothing comes early; access is suspended and comes back on the day that the model says.
"""

from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import text

from bot.application.record.verify import verify_record
from bot.store.engine import open_engine
from bot.store.schema import upgrade
from tests.time_travel.chance import HOLIDAYS
from tests.time_travel.journey import EVERYTHING, Pace, begin
from tests.time_travel.product import Product, hasty_engine
from tests.time_travel.sweepers import SweptBySeveral, sweepers

SEEDS, CHUNK = 200, 25
USUAL = range(10)
SEEDS_OF_SEVERAL = range(1000, 1006)
PROCESSES = 3


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "seeds",
    [USUAL, *(pytest.param(range(first, first + CHUNK), marks=pytest.mark.long) for first in range(0, SEEDS, CHUNK))],
    ids=str,
)
def test_two_years_go_as_the_model_says(seeds: range, sqlite_template: Path, tmp_path: Path) -> None:
    engine = hasty_engine(f"sqlite:///{tmp_path / 'time.db'}")
    seen: set[str] = set()
    for seed in seeds:
        for left_over in tmp_path.iterdir():
            left_over.unlink()
        copyfile(sqlite_template, tmp_path / "time.db")
        journey = begin(seed, lambda zone: Product(engine, zone, HOLIDAYS))
        try:
            journey.travel()
            assert verify_record(journey.product.context).breaks == ()
        finally:
            journey.product.close()
        seen |= journey.seen
    assert seen >= EVERYTHING, f"these seeds never met {sorted(EVERYTHING - seen)}"


@pytest.mark.timeout(600)
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_three_processes_that_sweep_at_once_do_the_same(database_url: str) -> None:
    engine = open_engine(database_url)
    with sweepers(PROCESSES) as bots:
        for seed in SEEDS_OF_SEVERAL:
            with engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
            upgrade(engine)
            begin(seed, lambda zone: SweptBySeveral(engine, zone, bots), Pace(usual_jump=3)).travel()
        bots.tell("close")
    engine.dispose()
