"""The bot within reach of Slack as its settings say, its health and its metrics beside it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from starlette.applications import Starlette

from bot.bootstrap import Bot, jira_routes
from bot.domain.errors import Refusal
from bot.settings import BrokenSettings, Settings
from bot.slack.socket_mode import connected
from bot.web.app import make_web
from bot.web.server import WebServer

log = structlog.get_logger(__name__)


@contextmanager
def within_reach(bot: Bot, *, ending: Callable[[], bool]) -> Iterator[str]:
    """Yields where, in words. On leaving, who has clicked is answered and nobody is heard any more; health says so meanwhile."""
    settings = bot.settings
    _refuse_a_wrong_token(bot)
    socket: list[Callable[[], str]] = []
    signs = {
        "worker": bot.worker.trouble,
        "sweeps": bot.timers.trouble,
        "socket": lambda: _of_socket(socket),
        "clock": lambda: bot.timers.doubt,
        "process": lambda: "is stopping" if ending() else "",
    }
    http = settings.slack_delivery == "http"
    if http:
        del signs["socket"]
    neighbours = {"jira": lambda: bot.jira_sign_in.trouble}
    slack = bot.app if http else None
    web = make_web(slack, bot.context.store, signs=signs, neighbours=neighbours, meters=bot.meters, more=jira_routes(bot))
    server = _server(web, settings)
    with ExitStack() as opened:
        server.start()
        opened.callback(server.stop)
        address = f"{settings.http_host}:{server.port}"
        if http:
            yield f"listening on {address}/slack/events; health and metrics beside it"
            return
        handler = opened.enter_context(connected(bot.app, settings.slack_app_token.get_secret_value()))
        socket.append(handler.client.trouble)
        yield f"{handler.client.trouble() or 'connected to Slack'}; health and metrics on {address}"


def _refuse_a_wrong_token(bot: Bot) -> None:
    """Socket Mode opens with the app-level token alone; with a wrong bot token every click would fail.

    That Slack cannot be reached just now is no reason: the socket says so itself, and over HTTP it may come back.
    """
    try:
        bot.app.client.auth_test()
    except SlackApiError as error:
        name = error.response.get("error")
        words = f"Slack refuses the bot token: {name}. Set RINGFENCE_SLACK_BOT_TOKEN; `ringfence doctor slack` looks again."
        raise Refusal("slack_refuses", words) from None
    except (SlackClientError, OSError) as error:
        log.warning("slack cannot be reached", error=type(error).__name__)


def _server(web: Starlette, settings: Settings) -> WebServer:
    try:
        return WebServer(web, settings.http_host, settings.http_port)
    except OSError as problem:
        words = f"{settings.http_host}:{settings.http_port} cannot be listened on ({problem.strerror})"
        raise BrokenSettings(f"{words}; set RINGFENCE_HTTP_PORT to a port of this process alone, or to 0 for any.") from None


def _of_socket(socket: list[Callable[[], str]]) -> str:
    return socket[0]() if socket else "Slack is not reached yet"
