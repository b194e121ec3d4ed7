"""The client behind Socket Mode, which comes back by itself: through the proxy, with patience, and gone as soon as it is told.

What is taken over from the SDK is the talk on an open socket. How it is opened, when it is opened anew and how it ends is
written here: the SDK takes no notice of NO_PROXY, calls a socket connected that never opened, tries each second for ever, and
sleeps as long as Slack asks it to.
"""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from logging import Logger

import structlog
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from bot.application.ports import TryLater
from bot.slack.failures import NotOpened, SlackRefusal, reason_of, talk
from bot.slack.patience import Patience
from bot.slack.wire import Proxy, open_socket

log = structlog.get_logger(__name__)
PING_SECONDS = 1  # how soon a lost connection is noticed
MUTE_AFTER = 10.0  # seconds without a word after which a socket is no socket
ENDS_WITHIN = 1.0  # seconds that a thread in the midst of a try is waited for
_FAILURES = (NotOpened, TryLater, SlackRefusal)


class PatientClient(SocketModeClient):
    """`way` says through which proxy an address is reached."""

    def __init__(
        self,
        app_token: str,
        web_client: WebClient,
        *,
        logger: Logger,
        concurrency: int,
        way: Callable[[str], Proxy | None],
        patience: Patience,
    ) -> None:
        self.greeted = threading.Event()
        self._way, self._patience = way, patience
        self._reason, self._awaits_hello, self._was_away = "it is not tried yet", True, False
        self._opened_at = 0.0
        super().__init__(
            app_token,
            logger,
            web_client,
            ping_interval=PING_SECONDS,
            concurrency=concurrency,
            on_message_listeners=[self._hear],
        )

    def begin(self) -> None:
        """The first try, and all later ones from now on. Raises what kept it from connecting."""
        self._patience.may_try()
        self.current_app_monitor_started = True
        try:
            self._try()
        finally:
            self.current_app_monitor.start()

    def trouble(self) -> str:
        """What is the matter, in words; nothing while it is connected."""
        if self.is_connected():
            return ""
        return f"Slack is not reached: {self._reason}; tried again in {self._patience.wait():.0f} s"

    def issue_new_wss_url(self) -> str:
        """Raises TryLater or SlackRefusal; nobody sleeps here."""
        return str(talk(lambda: self.web_client.apps_connections_open(app_token=self.app_token), writes=False)["url"])

    def connect(self) -> None:
        """Open the socket of `wss_uri`, and let go of the one before it, which the other side may be closing as well."""
        url = str(self.wss_uri)
        session = self._session(url, open_socket(url, proxy=self._way(url), tls=self.web_client.ssl))
        if self.closed:
            session.disconnect()
            return
        before, self.current_session_state.terminated = self.current_session, True
        self._awaits_hello, self._opened_at = True, time.monotonic()
        self.current_session = session
        self.current_session_state = ConnectionState()  # type: ignore[no-untyped-call]
        if before is not None:
            _let_go(before)

    def _session(self, url: str, sock: socket.socket) -> Connection:
        session = Connection(
            url,
            self.logger,
            ping_interval=self.ping_interval,
            receive_buffer_size=self.receive_buffer_size,
            on_message_listener=self._on_message,
            on_error_listener=self._on_error,
            on_close_listener=self._on_close,
        )
        session.sock = sock  # type: ignore[assignment]  # on this machine it may be a plain one
        try:
            session.ping(f"{session.session_id}:{time.time()}")
        except OSError as problem:
            session.disconnect()
            raise NotOpened(f"it was closed at once: {reason_of(problem)}") from None
        return session

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Where it is asked for; a try before its time is left to the monitor, which looks each second."""
        if (force or not self.is_connected()) and self._patience.may_try():
            try:
                self._try(force=force)
            except _FAILURES:
                return

    def _try(self, *, force: bool = False) -> None:
        with self.connect_operation_lock:
            if self.closed or (self.is_connected() and not force):
                return
            try:
                self.wss_uri = self.issue_new_wss_url()
                self.connect()
            except _FAILURES as failure:
                self._fail(failure)
                raise

    def _fail(self, failure: Exception) -> None:
        if isinstance(failure, TryLater) and failure.after is not None:
            self._patience.asked_to_wait(failure.after.total_seconds())
        self._reason, self._was_away = str(failure), True
        self.greeted.clear()
        log.warning("Slack is not reached", reason=self._reason, next_try_in_seconds=round(self._patience.wait(), 1))

    def _hear(self, message: str) -> None:
        """What Slack says first, hello if all is well, proves that it takes this socket as ours; it may hang up instead."""
        if not self._awaits_hello or not message.startswith("{") or json.loads(message).get("type") == "disconnect":
            return
        self._awaits_hello, self._reason = False, "the socket was lost"
        self._patience.succeeded()
        if self._was_away:
            log.info("connected to Slack again")
        self._was_away = False
        self.greeted.set()

    def _monitor_current_session(self) -> None:
        """Each second. A socket that ended without a close frame is let go at the first ping that fails.

        The client on its own tries four pings more, spinning on the dead socket; clicks of these six seconds would get no answer.
        """
        try:
            session = self.current_session
            if session is not None:
                session.check_state()
                if session.consecutive_check_state_error_count or self._is_mute(session):
                    _let_go(session)
            if self.auto_reconnect_enabled and not self.is_connected():
                self.connect_to_new_endpoint()
        except Exception:
            log.exception("the socket could not be looked after; it is tried again")

    def _is_mute(self, session: Connection) -> bool:
        """Neither a hello nor a pong came: something on the way keeps the socket open and lets nothing through."""
        late = time.monotonic() - self._opened_at > MUTE_AFTER
        return late and self._awaits_hello and session.last_ping_pong_time is None

    def close(self) -> None:
        """Nothing is heard any more. A thread that is in the midst of a try is not waited for: it ends by itself."""
        self.closed, self.auto_reconnect_enabled = True, False
        self.current_session_state.terminated = True
        self.message_queue.put(None)
        if self.current_session is not None:
            _wake(self.current_session)
        self.disconnect()
        runners = [self.current_session_runner, self.current_app_monitor, self.message_processor]
        for runner in runners:
            runner.event.set()
        until = time.monotonic() + ENDS_WITHIN
        for runner in runners:
            if runner.is_alive():
                runner.thread.join(max(0.0, until - time.monotonic()))
        self.message_workers.shutdown()


def _let_go(session: Connection) -> None:
    """Close it, unless the thread that reads it is faster: the SDK then finds that its socket is gone already."""
    with suppress(AttributeError):
        session.disconnect()


def _wake(session: Connection) -> None:
    """End the read that another thread is in the midst of; it would else hold everybody up for three seconds."""
    sock = session.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
