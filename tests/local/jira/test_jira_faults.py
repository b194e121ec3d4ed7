"""Whatever goes wrong between the bot and Jira can be made to go wrong here."""

import json
import time
from http.client import HTTPException
from typing import Any

import pytest

from tests.local.jira.calling import Reply, call, create, send
from tests.local.jira.serving import Served


def arm(jira: Served, **fault: Any) -> Reply:
    return send(jira, "POST", "/control/faults", json.dumps(fault).encode(), {"Content-Type": "application/json"})


def test_a_slow_call_is_slow_once(jira: Served) -> None:
    arm(jira, kind="latency", call="myself", seconds=1)
    assert [seconds_of(jira) >= 1 for _ in range(2)] == [True, False]


def seconds_of(jira: Served) -> float:
    began = time.monotonic()
    call(jira, "GET", "/myself")
    return time.monotonic() - began


def test_too_many_calls_are_told_how_long_to_wait(jira: Served) -> None:
    arm(jira, kind="ratelimited", seconds=7)
    reply = call(jira, "GET", "/myself")
    assert (reply.status, reply.headers["retry-after"]) == (429, "7")
    assert call(jira, "GET", "/myself").status == 200


def test_an_error_does_nothing_and_says_its_status(jira: Served) -> None:
    arm(jira, kind="error", call="create_issue", status=502)
    with pytest.raises(AssertionError, match="502"):
        create(jira)
    assert jira.jira.board.issues == []


@pytest.mark.parametrize(("kind", "created"), [("down", 0), ("reply_lost", 1)])
def test_a_connection_breaks_before_the_deed_or_after_it(jira: Served, kind: str, created: int) -> None:
    arm(jira, kind=kind, call="create_issue")
    with pytest.raises((HTTPException, OSError)):
        create(jira)
    assert len(jira.jira.board.issues) == created
    assert jira.jira.calls == [("POST", "/rest/api/3/issue", 0)]


def test_a_fault_stays_until_it_is_cleared_if_it_is_told_to(jira: Served) -> None:
    arm(jira, kind="error", times=None)
    assert [call(jira, "GET", "/myself").status for _ in range(3)] == [503] * 3
    send(jira, "DELETE", "/control/faults", None, {})
    assert call(jira, "GET", "/myself").status == 200


def test_a_fault_that_does_not_exist_is_refused_with_those_that_do(jira: Served) -> None:
    reply = arm(jira, kind="earthquake")
    assert reply.status == 400
    assert "there are down, latency, ratelimited, error, reply_lost" in reply.body["words"]
