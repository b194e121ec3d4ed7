"""The server starts at once, listens on loopback only, and stops without a trace."""

import logging
import socket
import threading
import time
from http.client import HTTPConnection

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.local.clock import DemoClock
from bot.local.scripted_user import Control, ScriptedUser
from bot.local.server import MOST_TAKEN, LocalServer
from tests.local import app as trial
from tests.local.workspace import connected, make_slack


class Jira:
    app = Starlette(routes=[Route("/board", lambda _: PlainTextResponse("board"))])


def get(url: str, path: str, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=5)
    connection.request("GET", path, headers=headers)
    reply = connection.getresponse()
    found = reply.status, reply.read().decode()
    connection.close()
    return found


def test_it_starts_within_a_tenth_of_a_second_and_leaves_no_thread():
    before = set(threading.enumerate())
    clock = DemoClock()
    start = time.monotonic()
    with LocalServer(make_slack(clock), clock=clock) as server:
        assert time.monotonic() - start < 0.5  # 0.03 s on a quiet machine
        assert server.url.startswith("http://127.0.0.1:")
        Control(server.url).next_day()
    assert set(threading.enumerate()) <= before


def test_it_stops_with_a_page_and_a_socket_open_and_says_nothing(caplog: pytest.LogCaptureFixture):
    clock = DemoClock()
    slack = make_slack(clock)
    with caplog.at_level(logging.WARNING), LocalServer(slack, clock=clock) as server:
        stream = socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1])))
        stream.sendall(b"GET /news?as=U_JONAS HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"200 OK" in stream.recv(1000)
        with connected(trial.make_app(server.url), slack):
            start = time.monotonic()
    assert time.monotonic() - start < 2.5
    stream.close()
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_the_workspace_keeps_its_messages_over_a_restart_of_the_server():
    clock = DemoClock()
    slack = make_slack(clock)
    for text in ("before", "after"):
        with LocalServer(slack, clock=clock) as server, connected(trial.make_app(server.url), slack):
            ScriptedUser(server.url, "U_JONAS").command("/ip-request", "card")
            ScriptedUser(server.url, "U_JONAS").say("ip-requests", text)
    said = [message.text for message in slack.state.visible("C_IP_REQUESTS", "U_LENA")]
    assert said == ["Access request REQ-2026-0142", "before", "Access request REQ-2026-0142", "after"]


def test_another_host_name_is_refused(empty):
    assert get(empty.url, "/", Host="rebound.example")[0] == 400


def test_a_jira_is_mounted_beside_the_slack():
    clock = DemoClock()
    with LocalServer(make_slack(clock), Jira(), clock=clock) as server:
        assert get(server.url, "/jira/board") == (200, "board")
        assert "/jira/board" in get(server.url, "/?as=U_JONAS")[1]


def test_where_its_port_is_taken_it_listens_on_the_next_one_that_is_free():
    clock = DemoClock()
    with LocalServer(make_slack(clock), clock=clock) as first:
        port = int(first.url.rpartition(":")[2])
        with LocalServer(make_slack(clock), clock=clock, port=port) as second:
            assert port < int(second.url.rpartition(":")[2]) < port + MOST_TAKEN


def test_whoever_comes_without_a_name_comes_into_the_channel_as_the_first_of_the_people(empty):
    connection = HTTPConnection(empty.url.removeprefix("http://"))
    connection.request("GET", "/")
    assert connection.getresponse().headers["location"] == f"/?as=U_JONAS&in={next(iter(empty.slack.state.channels))}"
    connection.close()


def test_a_foreign_form_cannot_act_for_a_person(empty):
    connection = HTTPConnection(empty.url.removeprefix("http://"))
    connection.request("POST", "/do/say", "as=U_JONAS", {"Content-Type": "application/x-www-form-urlencoded"})
    assert connection.getresponse().status == 415
    connection.close()


def test_an_app_without_a_home_has_no_tab_for_it():
    clock = DemoClock()
    with LocalServer(make_slack(clock, home_tab=False), clock=clock) as server:
        assert "in=home" not in get(server.url, "/?as=U_JONAS&in=@bot")[1]
        assert get(server.url, "/?as=U_JONAS&in=home")[0] == 307
    with LocalServer(make_slack(clock), clock=clock) as server:
        assert "in=home" in get(server.url, "/?as=U_JONAS&in=@bot")[1]
        assert get(server.url, "/?as=U_JONAS&in=home")[0] == 200
