"""Whoever moves: an open question stands with its buttons at whoever can answer it, within a minute; or the administrators know.

They are told exactly once each time that nobody can. Taken out of any one kind of question, the mechanism is missed by the
first histories already.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from bot.application.context import Context
from bot.store.engine import open_engine
from bot.store.unit import Store
from tests.builders import TestClock
from tests.people_move.history import begin
from tests.people_move.world import company_rules

USUAL, MANY, CHUNK = 10, 10_000, 500


def live(context: Context, clock: TestClock, seed: int) -> Counter[str]:
    history = begin(replace(context, workflows=company_rules()), clock, seed)
    history.live()
    return history.seen


@pytest.mark.parametrize("seed", range(USUAL))
def test_whoever_can_answer_is_asked(context: Context, clock: TestClock, seed: int) -> None:
    assert live(context, clock, seed)["answerable"]


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("first", range(USUAL, MANY, CHUNK))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_ten_thousand_histories(context: Context, clock: TestClock, sqlite_template: Path, tmp_path: Path, first: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(first, first + CHUNK):
        store = Store(open_engine(f"sqlite:///{copyfile(sqlite_template, tmp_path / f'{seed}.db')}"))
        seen += live(replace(context, store=store), clock, seed)
        store.close()
        (tmp_path / f"{seed}.db").unlink()
    assert seen["nobody"]
