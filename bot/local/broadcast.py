"""What changed, told to every open page: a queue per page, and an end mark so that the server can stop."""

import asyncio
from typing import Any

News = dict[str, Any]


class Broadcast:
    """Hands each piece of news to whoever listens now. `tell` and `close` may be called from any thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queues: set[asyncio.Queue[News | None]] = set()
        self.closing = False

    def open(self) -> asyncio.Queue[News | None]:
        """A queue of news from now on; None in it is the end mark."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[News | None] = asyncio.Queue()
        self._queues.add(queue)
        if self.closing:
            queue.put_nowait(None)
        return queue

    def leave(self, queue: asyncio.Queue[News | None]) -> None:
        self._queues.discard(queue)

    def tell(self, news: News) -> None:
        self._put(news)

    def close(self) -> None:
        """Ends every stream, present and future."""
        self.closing = True
        self._put(None)

    def _put(self, news: News | None) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put_in_loop, news)

    def _put_in_loop(self, news: News | None) -> None:
        for queue in self._queues:
            queue.put_nowait(news)
