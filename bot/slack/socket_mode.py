"""Socket Mode: the bot connects to Slack, no port is open; enough threads that no click waits for another."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner

CONCURRENCY = 32  # clicks at once; with the default of 10 the eleventh misses Slack's three seconds
PING_SECONDS = 1  # how soon a lost connection is noticed


@contextmanager
def connected(app: App, app_token: str) -> Iterator[SocketModeHandler]:
    """Connected while the block runs; on leaving, the client stops before anything it talks to."""
    handler = SocketModeHandler(app, app_token, concurrency=CONCURRENCY, ping_interval=PING_SECONDS)
    handler.client.proxy = None
    _give_up_a_broken_socket_at_once(handler.client)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield handler
    finally:
        handler.client.closed = True
        handler.client.message_queue.put(None)
        handler.close()  # type: ignore[no-untyped-call]


def _give_up_a_broken_socket_at_once(client: SocketModeClient) -> None:
    """A socket that ended without a close frame is replaced at the first ping that fails.

    The client on its own tries four pings more, spinning on the dead socket; clicks of these six seconds would get no answer.
    """
    look = client._monitor_current_session

    def look_and_let_go() -> None:
        session = client.current_session
        look()  # type: ignore[no-untyped-call]
        if session is not None and session.consecutive_check_state_error_count:
            session.disconnect()
            look()  # type: ignore[no-untyped-call]

    client.current_app_monitor = IntervalRunner(look_and_let_go, PING_SECONDS)
