"""One answer for everybody who asks the same while it is being found: a crowd of watchers costs no more than one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Called from one event loop. Nothing is kept: who comes after the answer is answered anew."""

    def __init__(self, find: Callable[[], Awaitable[T]]) -> None:
        self._find = find
        self._running: asyncio.Future[T] | None = None

    async def __call__(self) -> T:
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(self._find())
        return await asyncio.shield(self._running)
