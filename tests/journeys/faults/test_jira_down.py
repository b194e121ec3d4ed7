"""Jira is away for an hour: the workflow goes on, the cards say so, and afterwards there is one ticket for each approval."""

import time
from datetime import timedelta

import pytest

from bot.bootstrap import Bot
from bot.store.outbox import SLACK, OutboxMessage
from tests.journeys.faults.counting import SOUND, figures, show, tickets
from tests.journeys.faults.scene import CHANNEL, DECIDERS, JONAS, LENA, Scene, bot_at_work, with_button
from tests.local.workspace import until

REQUESTS = 3
MINUTE = timedelta(minutes=1)


def card(scene: Scene, request: str) -> str:
    found = with_button(scene.as_user(JONAS).messages(CHANNEL), request, "request.details_click")
    return str(found["blocks"]) if found else ""


def waiting_for_slack(scene: Scene) -> list[OutboxMessage]:
    return [message for message in scene.waiting() if message.promise.world == SLACK]


@pytest.mark.parametrize("kind", ["down", "ratelimited", "expired"])
def test_jira_that_is_away_for_an_hour_holds_up_nobody_and_gets_one_ticket_each(scene: Scene, bot: Bot, kind: str) -> None:
    scene.jira.faults.add(kind, times=None, seconds=60)
    about = [scene.ask(f"V{number}") for number in range(REQUESTS)]
    for who in DECIDERS:
        for request in about:
            scene.approve(who, request)
    until(lambda: not waiting_for_slack(scene))
    assert all("ticket follows" in card(scene, request) for request in about)
    for _ in range(60):
        scene.clock.advance(MINUTE)
        time.sleep(0.02)
    until(lambda: not waiting_for_slack(scene))
    tried = len(scene.jira.calls)
    assert not any(tickets(scene, request) for request in about)

    assert bool(bot.jira_sign_in.trouble) is (kind == "expired")

    scene.jira.faults.clear()
    scene.until_settled(step=MINUTE)
    found = figures(scene, about)
    show(f"Jira {kind} for an hour", found | {"calls while it was away": tried})
    assert found == found | SOUND | {"decisions": REQUESTS * len(DECIDERS), "tickets": REQUESTS}
    assert all(len(tickets(scene, request)) == 1 and tickets(scene, request)[0] in card(scene, request) for request in about)
    assert 5 < tried < 200  # it goes on asking, and not all the time


def test_the_bot_can_be_started_while_jira_is_away(scene: Scene) -> None:
    scene.jira.faults.add("down", times=None)
    with bot_at_work(scene):
        request = scene.ask("V1")
        scene.approve(LENA, request)
        until(lambda: not waiting_for_slack(scene))
        assert figures(scene, [request])["decisions"] == 1
