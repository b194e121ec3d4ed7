"""Two years of random changes, jumps, restarts and clicks: what is sent and suspended is what a slow, obvious model says."""

from pathlib import Path
from shutil import copyfile

import pytest

from tests.time_travel.journey import begin

SEEDS, CHUNK = 200, 20


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_nothing_is_missed_or_twice_or_early_in_two_years(first: int, sqlite_template: Path, tmp_path: Path) -> None:
    for seed in range(first, first + CHUNK):
        path = tmp_path / f"{seed}.db"
        copyfile(sqlite_template, path)
        journey = begin(seed, f"sqlite:///{path}")
        try:
            journey.travel()
        finally:
            journey.product.close()
            path.unlink()
