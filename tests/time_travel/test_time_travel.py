"""Two years of random changes, jumps, restarts and clicks: what is sent and suspended is what a slow, obvious model says."""

from pathlib import Path
from shutil import copyfile

import pytest

from tests.time_travel.journey import begin
from tests.time_travel.product import hasty_engine

SEEDS, CHUNK = 200, 20


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_nothing_is_missed_or_twice_or_early_in_two_years(first: int, sqlite_template: Path, tmp_path: Path) -> None:
    engine = hasty_engine(f"sqlite:///{tmp_path / 'time.db'}")
    for seed in range(first, first + CHUNK):
        for left_over in tmp_path.iterdir():
            left_over.unlink()
        copyfile(sqlite_template, tmp_path / "time.db")
        journey = begin(seed, engine)
        try:
            journey.travel()
        finally:
            journey.product.close()
