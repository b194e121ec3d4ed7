"""The socket goes the way that the environment names, is called connected only when it is, and comes back with patience."""

import time
from collections.abc import Callable, Iterator

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.domain.errors import Refusal
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.slack.failures import NotOpened
from bot.slack.patience import Patience
from bot.slack.socket_mode import connected
from bot.slack.wire import Proxy, open_socket
from tests.local import app as trial
from tests.local.workspace import Workspace, make_slack, until
from tests.slack.proxying import CompanyProxy, company_proxy

ENDS_WITHIN = 3.0


@pytest.fixture
def site() -> Iterator[Workspace]:
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        yield Workspace(slack, clock, server)


def app_of(site: Workspace, url: str = "") -> App:
    client = WebClient(token=trial.BOT_TOKEN, base_url=f"{url or site.url}/api/", timeout=2, retry_handlers=[])
    return App(client=client, process_before_response=True, token_verification_enabled=False)


def through(proxy: CompanyProxy) -> Callable[[str], Proxy]:
    return lambda _url: Proxy("127.0.0.1", proxy.port)


class Seconds:
    """A clock that stands, and knows how often the monitor has looked at it, which it does each second."""

    def __init__(self) -> None:
        self.now, self.looks = 1000.0, 0

    def __call__(self) -> float:
        self.looks += 1
        return self.now

    def until_looked_at(self, times: int) -> None:
        wanted = self.looks + times
        until(lambda: self.looks >= wanted)


def opened(slack: LocalSlack) -> int:
    return sum(call.method == "apps.connections.open" for call in slack.calls)


class TestThroughAProxy:
    def test_the_socket_goes_through_it(self, site: Workspace) -> None:
        with company_proxy() as proxy, connected(app_of(site), trial.APP_TOKEN, through(proxy)) as bot:
            assert bot.client.trouble() == ""
            assert site.slack.connected
            assert [line.split()[1] for line in proxy.connects] == [site.url.removeprefix("http://")]

    def test_its_account_is_told_to_it_and_to_nobody_else(self, site: Workspace) -> None:
        account = Proxy("127.0.0.1", 0, "bot:not-for-your-eyes")
        assert "not-for-your-eyes" not in str(account)
        with company_proxy() as proxy, capture_logs() as logs:
            way = Proxy("127.0.0.1", proxy.port, "bot:not-for-your-eyes")
            with connected(app_of(site), trial.APP_TOKEN, lambda _: way):
                assert "Proxy-Authorization: Basic Ym90Om5vdC1mb3IteW91ci1leWVz" in proxy.heads[0]
        assert "not-for-your-eyes" not in str(logs)

    def test_where_it_says_no_nothing_is_called_connected_and_the_reason_is_told(self, site: Workspace) -> None:
        with (
            company_proxy(refuses="403 Forbidden") as proxy,
            capture_logs() as logs,
            connected(app_of(site), trial.APP_TOKEN, through(proxy), Patience(Seconds())) as bot,
        ):
            said = bot.client.trouble()
            assert not bot.client.is_connected()
        assert f"127.0.0.1 through the proxy 127.0.0.1:{proxy.port}: the proxy says no (403 Forbidden)" in said
        ours = [line for line in logs if str(proxy.port) in str(line.get("reason"))]  # an earlier bot may still be giving up
        assert [line["event"] for line in ours] == ["Slack is not reached"]

    def test_once_it_lets_the_socket_through_the_bot_is_connected(self, site: Workspace) -> None:
        with (
            company_proxy(refuses="403 Forbidden") as proxy,
            capture_logs() as logs,
            connected(app_of(site), trial.APP_TOKEN, through(proxy)) as bot,
        ):
            proxy.refuses = ""
            until(bot.client.greeted.is_set)
            assert bot.client.trouble() == ""
        assert logs[-1]["event"] == "connected to Slack again"


class TestComingBack:
    def test_a_socket_that_cannot_be_opened_is_not_asked_for_each_second(self, site: Workspace) -> None:
        seconds = Seconds()
        with (
            company_proxy(refuses="502 Bad Gateway") as proxy,
            connected(app_of(site), trial.APP_TOKEN, through(proxy), Patience(seconds)),
        ):
            seconds.until_looked_at(3)
            assert opened(site.slack) == 1
            seconds.now += 1
            until(lambda: opened(site.slack) == 2)
            seconds.until_looked_at(3)
            assert opened(site.slack) == 2

    @pytest.mark.parametrize("mute", [False, True], ids=["that refuses", "that says nothing"])
    def test_it_ends_at_once_in_the_midst_of_it(self, site: Workspace, mute: bool) -> None:
        with company_proxy(refuses="502 Bad Gateway", mute=mute) as proxy:
            with connected(app_of(site), trial.APP_TOKEN, through(proxy)):
                until(lambda: len(proxy.asked) > 1)
                began = time.monotonic()
            assert time.monotonic() - began < ENDS_WITHIN

    def test_being_asked_to_slow_down_is_waited_out_and_ends_at_once_too(self, site: Workspace) -> None:
        site.slack.faults.add("ratelimited", method="apps.connections.open", times=None, seconds=10_000_000)
        seconds = Seconds()
        with connected(app_of(site), trial.APP_TOKEN, lambda _: None, Patience(seconds)) as bot:
            assert "Slack asks to slow down; tried again in 600 s" in bot.client.trouble()
            seconds.now += 599
            seconds.until_looked_at(3)
            began = time.monotonic()
        assert time.monotonic() - began < ENDS_WITHIN
        assert opened(site.slack) == 1

    def test_a_slack_that_is_out_of_reach_when_the_bot_begins_is_found_later(self, site: Workspace) -> None:
        site.slack.faults.add("error", method="apps.connections.open")
        with connected(app_of(site), trial.APP_TOKEN) as bot:
            assert "Slack answers HTTP 503" in bot.client.trouble()
            until(lambda: bot.client.trouble() == "")

    def test_asked_to_come_back_on_a_fresh_socket_it_does_at_once_and_is_never_away(self, site: Workspace) -> None:
        with connected(app_of(site), trial.APP_TOKEN) as bot, capture_logs() as logs:
            for _ in range(2):
                first = site.slack.sockets.connections[0]
                site.control.ask_to_reconnect()
                until(lambda first=first: site.slack.connected and site.slack.sockets.connections[0] is not first)
                until(lambda: bot.client.trouble() == "")
        assert opened(site.slack) == 3
        assert logs == []

    def test_a_token_that_slack_refuses_is_no_matter_of_patience(self, site: Workspace) -> None:
        with pytest.raises(Refusal, match="invalid_auth"), connected(app_of(site), "xapp-other"):
            pass


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ws://127.0.0.1:9/link", "127.0.0.1: nobody listens there"),
        ("ws://no-such-host.invalid/link", "no-such-host.invalid: "),
        ("{site}/socket?ticket=secret", "127.0.0.1: it answers HTTP 403 instead of opening a socket"),
    ],
)
def test_why_a_socket_does_not_open_is_said_without_its_ticket(site: Workspace, url: str, words: str) -> None:
    with pytest.raises(NotOpened) as caught:
        open_socket(url.format(site=site.url.replace("http", "ws")), proxy=None)
    assert str(caught.value).startswith(words)
    assert "secret" not in str(caught.value)
