"""`ringfence run` as a process of its own: how it is told to end, and what keeps it from beginning."""

import json
import resource
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.commands.shutdown import STOP_WITHIN
from bot.demonstration import APP_TOKEN
from bot.domain.register import Human
from bot.local.scripted_user import ScriptedUser
from bot.settings import PREFIX, Settings
from bot.store import proof, requests
from tests.command_line import ringfence
from tests.journeys.company import environment
from tests.journeys.running import CHANNEL, PATIENCE, Place, place_on, running
from tests.local.workspace import until
from tests.slack.proxying import company_proxy

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Iterator[Place]:
    with place_on(tmp_path, database_url) as place:
        yield place


def test_what_is_being_delivered_is_finished_and_written_down(place: Place, tmp_path: Path) -> None:
    with running(place, tmp_path) as bot:
        place.take_longer("chat.postMessage", 3)
        place.ask()
        until(lambda: place.on_its_way() and not place.slack.faults.is_armed("latency"), PATIENCE)
        told = time.monotonic()
        bot.tell()
        assert bot.child.wait(PATIENCE) == 0
        assert time.monotonic() - told < STOP_WITHIN
        assert "stopped; everything that was begun is finished" in bot.said()
    assert place.on_its_way() == []
    posted = [call.args["channel"] for call in place.slack.calls if call.method == "chat.postMessage" and call.ok]
    assert len(posted) == len(set(posted))
    with place.context.store.reading() as unit:
        assert len(requests.of_requester(unit, Human("u-jonas", "U_JONAS"), 5)) == 1
        assert proof.newest_root(unit) is not None  # what was recorded is vouched for before the end
        assert proof.waiting_since(unit) is None


def test_whoever_has_just_clicked_is_still_answered(place: Place, tmp_path: Path) -> None:
    jonas = ScriptedUser(place.url, "U_JONAS")
    with running(place, tmp_path) as bot:
        place.take_longer("views.open", 1)
        clicking = threading.Thread(target=lambda: jonas.command("/ip-request", channel=CHANNEL))
        clicking.start()
        until(lambda: not place.slack.faults.is_armed("latency"), PATIENCE)
        bot.tell(signal.SIGINT)
        assert bot.child.wait(PATIENCE) == 0
        clicking.join(PATIENCE)
    assert jonas.view() is not None
    assert place.slack.connected is False


def test_told_twice_it_ends_where_it_stands(place: Place, tmp_path: Path) -> None:
    with running(place, tmp_path) as bot:
        place.take_longer("chat.postMessage", 8)
        place.ask()
        until(lambda: place.on_its_way() and not place.slack.faults.is_armed("latency"), PATIENCE)
        bot.tell()
        until(lambda: not place.slack.connected, PATIENCE)
        bot.tell()
        assert bot.child.wait(4) == -signal.SIGTERM
    assert place.on_its_way()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_second_process_on_sqlite_is_refused_in_words(place: Place, tmp_path: Path) -> None:
    with running(place, tmp_path):
        second = ringfence("run", folder=tmp_path, **_given(place.settings))
    assert second.code == 2
    assert "SQLite serves one. Stop that one first" in second.err
    assert "Traceback" not in second.err


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestWhatKeepsItFromBeginning:
    def test_a_token_that_slack_refuses(self, place: Place, tmp_path: Path) -> None:
        given = _given(place.settings) | {"SLACK_APP_TOKEN": "xapp-not-for-your-eyes"}
        ran = ringfence("run", folder=tmp_path, **given)
        assert ran.code == 2
        assert "Slack does not let the bot in: invalid_auth. `ringfence doctor slack` says what to do." in ran.err
        assert "not-for-your-eyes" not in ran.err + ran.out
        assert "Traceback" not in ran.err

    def test_a_bot_token_that_slack_refuses(self, place: Place, tmp_path: Path) -> None:
        """The socket opens with the other token: without a look at this one every click would fail."""
        given = _given(place.settings) | {"SLACK_BOT_TOKEN": "xoxb-not-for-your-eyes"}
        ran = ringfence("run", folder=tmp_path, **given)
        assert ran.code == 2
        assert "Slack refuses the bot token: invalid_auth. Set RINGFENCE_SLACK_BOT_TOKEN" in ran.err
        assert "not-for-your-eyes" not in ran.err + ran.out
        assert "Traceback" not in ran.err

    def test_a_port_that_is_taken(self, place: Place, tmp_path: Path) -> None:
        port = place.url.rpartition(":")[2]
        ran = ringfence("run", folder=tmp_path, **_given(place.settings) | {"HTTP_PORT": port})
        assert ran.code == 2
        assert f"127.0.0.1:{port} cannot be listened on" in ran.err
        assert "or to 0 for any" in ran.err
        assert APP_TOKEN not in ran.err


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestBehindAProxy:
    def test_the_socket_goes_through_it_as_the_calls_do(self, place: Place, tmp_path: Path) -> None:
        with company_proxy() as proxy, running(place, tmp_path, HTTPS_PROXY=proxy.url, NO_PROXY="") as bot:
            assert place.slack.connected
            assert [line.split()[1] for line in proxy.connects] == [place.url.removeprefix("http://")]
            assert any("auth.test" in line for line in proxy.asked)
            bot.tell()
            assert bot.child.wait(PATIENCE) == 0

    def test_what_no_proxy_names_is_reached_directly(self, place: Place, tmp_path: Path) -> None:
        with company_proxy() as proxy, running(place, tmp_path, HTTPS_PROXY=proxy.url, NO_PROXY="127.0.0.1"):
            assert place.slack.connected
        assert proxy.asked == []

    def test_where_it_lets_no_socket_through_the_bot_says_so_and_still_ends_at_once(self, place: Place, tmp_path: Path) -> None:
        ready = "health and metrics on "
        with (
            company_proxy(refuses="403 Forbidden") as proxy,
            running(place, tmp_path, ready, HTTPS_PROXY=proxy.url, NO_PROXY="") as bot,
        ):
            assert "the proxy says no (403 Forbidden)" in bot.said()
            assert "connected to Slack" not in bot.said()
            address = bot.said().partition(ready)[2].split()[0]
            with pytest.raises(HTTPError) as unwell:
                urlopen(f"http://{address}/health")
            assert unwell.value.code == 503
            assert json.loads(unwell.value.read())["socket"].startswith("Slack is not reached: 127.0.0.1 through the proxy ")
            told = time.monotonic()
            bot.tell()
            assert bot.child.wait(PATIENCE) == 0
            assert time.monotonic() - told < STOP_WITHIN
            assert "stopped; everything that was begun is finished" in bot.said()

    @pytest.mark.parametrize("refuses", ["", "407 Proxy Authentication Required"])
    def test_doctor_opens_a_socket_the_same_way(self, place: Place, tmp_path: Path, refuses: str) -> None:
        with company_proxy(refuses=refuses) as proxy:
            ran = ringfence(
                "doctor", "slack", folder=tmp_path, environ={"HTTPS_PROXY": proxy.url, "NO_PROXY": ""}, **_given(place.settings)
            )
        if refuses:
            assert f"its socket cannot be opened: 127.0.0.1 through the proxy 127.0.0.1:{proxy.port}" in ran.out
            assert "the proxy says no (407 Proxy Authentication Required)" in ran.out
            assert "Let HTTPS_PROXY and NO_PROXY lead there" in ran.out
        else:
            assert f"✓ the app-level token opens Socket Mode, through the proxy 127.0.0.1:{proxy.port}" in ran.out


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_crowd_at_the_health_port_keeps_no_click_waiting(place: Place, tmp_path: Path) -> None:
    """More half-open connections than the process may open files; a click needs some of these for itself."""
    jonas = ScriptedUser(place.url, "U_JONAS")
    with running(place, tmp_path) as bot, ExitStack() as opened:
        resource.prlimit(bot.child.pid, resource.RLIMIT_NOFILE, (400, 400))
        port = int(bot.said().partition("metrics on 127.0.0.1:")[2].split()[0])
        for _ in range(600):
            opened.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
        for _ in range(3):
            jonas.command("/ip-request", "help", channel=CHANNEL)
        with urlopen(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 200
    assert len(jonas.whispers()) == 3


def test_the_demo_needs_no_proxy_whatever_the_environment_names(tmp_path: Path) -> None:
    """Nobody listens at that proxy, and the demo's Slack stands on this machine."""
    nobody = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY"), "http://127.0.0.1:9")
    ran = ringfence("demo", "--play", folder=tmp_path, environ=nobody | {"NO_PROXY": ""})
    assert ran.code == 0, ran.out[-2000:] + ran.err[-2000:]
    assert "the story went through" in ran.out


def _given(settings: Settings) -> dict[str, str]:
    """As the command line's tests take settings."""
    return {name.removeprefix(PREFIX): value for name, value in environment(settings).items() if name.startswith(PREFIX)}
