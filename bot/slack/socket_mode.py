"""Socket Mode: the bot connects to Slack, no port is open; enough threads that no click waits for another."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

CONCURRENCY = 32  # clicks at once; with the default of 10 the eleventh misses Slack's three seconds
PING_SECONDS = 1  # how soon a lost connection is noticed


@contextmanager
def connected(app: App, app_token: str) -> Iterator[SocketModeHandler]:
    """Connected while the block runs; on leaving, the client stops before anything it talks to."""
    handler = SocketModeHandler(app, app_token, concurrency=CONCURRENCY, ping_interval=PING_SECONDS)
    handler.client.proxy = None
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        handler.client.closed = True
        handler.client.message_queue.put(None)
        handler.close()  # type: ignore[no-untyped-call]
