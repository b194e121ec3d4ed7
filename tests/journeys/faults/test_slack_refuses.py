"""Slack asks to slow down, then breaks, for a minute in all: people go on deciding, and everything reaches them afterwards."""

import time
from datetime import datetime, timedelta

import pytest

from bot.scheduling.worker import THREADS
from bot.store.outbox import SLACK
from tests.journeys.faults.counting import SOUND, figures, show
from tests.journeys.faults.scene import DECIDERS, INES, LENA, SOFIA, TOBIAS, Scene

SECOND = timedelta(seconds=1)
WRITES = ("chat.postMessage", "chat.update")
RETRY_AFTER = 7
REQUESTS = 3


def pass_seconds(scene: Scene, seconds: int) -> None:
    """As many seconds on the scene's clock, each long enough for the bot to do what is due in it."""
    for _ in range(seconds):
        scene.clock.advance(SECOND)
        time.sleep(0.04)


def most_calls_in_a_wait(scene: Scene) -> int:
    """How many calls came at most before the time was over that Slack had asked to wait for, with the one that was refused."""
    waits: list[tuple[datetime, int]] = []
    for call in [call for call in scene.slack.calls if call.method in WRITES]:
        if waits and call.at < waits[-1][0]:
            waits[-1] = (waits[-1][0], waits[-1][1] + 1)
        elif call.error == "ratelimited":
            waits.append((call.at + RETRY_AFTER * SECOND, 1))
    return max(count for _, count in waits)


@pytest.mark.usefixtures("bot")
def test_slack_that_refuses_for_a_minute_loses_and_doubles_nothing(scene: Scene) -> None:
    about = [scene.ask(f"V{number}") for number in range(REQUESTS)]
    for request in about:
        scene.approve(LENA, request)
        for who in (TOBIAS, INES):
            scene.ask_for(who, request)
    scene.until_delivered()

    for method in WRITES:
        scene.slack.faults.add("ratelimited", method=method, times=None, seconds=RETRY_AFTER)
    for request in about:
        scene.approve(TOBIAS, request)
    late = scene.ask("V-late")
    pass_seconds(scene, 30)
    refused = [call for call in scene.slack.calls if call.error == "ratelimited"]
    in_a_wait = most_calls_in_a_wait(scene)
    scene.slack.faults.clear()
    for method in WRITES:
        scene.slack.faults.add("error", method=method, times=None, status=503)
    for request in about:
        scene.approve(INES, request)
    pass_seconds(scene, 30)
    broken = [call for call in scene.slack.calls if call.error == "fault"]
    waiting = len(scene.waiting())
    scene.slack.faults.clear()

    scene.until_settled()
    for request in about:
        scene.approve(SOFIA, request)
    scene.until_settled()
    found = figures(scene, [*about, late])
    calls = {"refused calls": len(refused), "broken calls": len(broken), "calls at most in a wait": in_a_wait}
    show("429 and 503 for a minute", found | calls | {"waited at the end": waiting})
    assert refused
    assert broken
    assert waiting
    assert in_a_wait <= THREADS[SLACK]  # those that were on their way already
    assert found == found | SOUND | {"decisions": REQUESTS * len(DECIDERS), "decision events": REQUESTS * len(DECIDERS)}
    assert found["messages promised"] == found["messages delivered"]
    assert found["tickets"] == REQUESTS
