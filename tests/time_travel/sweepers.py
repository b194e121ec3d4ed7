"""Several bots on one database, each a process of its own, that all sweep when they are told what time it is."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import Engine

from bot.domain.errors import Refusal
from bot.store.engine import open_engine
from tests import builders
from tests.time_travel.chance import HOLIDAYS
from tests.time_travel.product import Product, open_context, sweep

PATIENCE = 60.0


class Sweepers:
    """Processes that wait for a word: an address to open, a time at which to sweep, or the end."""

    def __init__(self, pipes: list[Connection]) -> None:
        self._pipes = pipes

    def tell(self, *word: Any) -> None:
        """All at once; back when everyone is done."""
        for pipe in self._pipes:
            pipe.send(word)
        for pipe in self._pipes:
            assert pipe.poll(PATIENCE), f"{word} was not done in time"
            trouble = pipe.recv()
            assert trouble is None, trouble


@contextmanager
def sweepers(count: int) -> Iterator[Sweepers]:
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(count)]
    children = [context.Process(target=_obey, args=(theirs,)) for _, theirs in pipes]
    for child, (_, theirs) in zip(children, pipes, strict=True):
        child.start()
        theirs.close()
    try:
        yield Sweepers([ours for ours, _ in pipes])
    finally:
        for child, (ours, _) in zip(children, pipes, strict=True):
            ours.send(None)
            child.join(PATIENCE)
            child.close()
            ours.close()


def _obey(pipe: Connection) -> None:
    bot = _Bot()
    while (word := pipe.recv()) is not None:
        what, *more = word
        try:
            getattr(bot, what)(*more)
        except Exception as trouble:  # noqa: BLE001 - told to the test, which fails with it
            pipe.send(repr(trouble))
        else:
            pipe.send(None)
    bot.close()


class _Bot:
    """One of them."""

    def __init__(self) -> None:
        self.clock = builders.TestClock()
        self.context: Any = None

    def open(self, url: str, zone: str) -> None:
        self.close()
        self.context = open_context(open_engine(url), self.clock, zone, HOLIDAYS)

    def sweep(self, instant: datetime) -> None:
        """A database that is too busy is asked again, as at the next turn of the timers."""
        self.clock.at = instant
        while True:
            try:
                return sweep(self.context)
            except Refusal as refusal:
                if refusal.code != "busy":
                    raise

    def close(self) -> None:
        if self.context is not None:
            self.context.store.close()
            self.context = None


class SweptBySeveral(Product):
    """The product whose sweeps are made by several processes at the same instant; clicks and changes come from this one."""

    def __init__(self, engine: Engine, zone: str, bots: Sweepers) -> None:
        super().__init__(engine, zone, HOLIDAYS)
        self._bots = bots
        self._address = (engine.url.render_as_string(hide_password=False), zone)
        bots.tell("open", *self._address)

    def restart(self) -> None:
        super().restart()
        self._bots.tell("open", *self._address)

    def sweep(self) -> None:
        self._bots.tell("sweep", self.clock.at)
