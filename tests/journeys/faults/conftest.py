"""The scene and the whole bot in it, on SQLite or on both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.bootstrap import Bot
from tests.journeys.faults.scene import Scene, bot_at_work, company


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[Any]]:
    """What the bot logs, kept and not drawn: drawn with all local values, one traceback takes longer than Slack waits."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def scene(tmp_path: Path, sqlite_url: str) -> Iterator[Scene]:
    with company(tmp_path, sqlite_url) as running:
        yield running


@pytest.fixture
def bot(scene: Scene) -> Iterator[Bot]:
    with bot_at_work(scene) as working:
        yield working
