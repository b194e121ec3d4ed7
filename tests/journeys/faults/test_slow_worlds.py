"""Slack and Jira are slow: nobody who clicks is left without an answer, and nothing is done twice because of it."""

import time
from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.application.delivery.deliver import Outside, deliver_next
from bot.demonstration import BOT_TOKEN
from bot.local.scripted_user import ScriptedUser
from bot.slack import ids
from bot.slack.messenger import SlackMessenger
from bot.store.outbox import SLACK
from tests.fakes.tracker import FakeTracker
from tests.journeys.faults.counting import SOUND, figures, show
from tests.journeys.faults.scene import CHANNEL, DECIDERS, JONAS, LENA, Scene
from tests.leases import AT_ONCE
from tests.local.workspace import until

SLACK_WAITS = 3.0  # seconds for the answer to a click
MINUTES = timedelta(minutes=2)


def words_of(user: ScriptedUser) -> list[str]:
    return [one["text"] for one in user.whispers()]


@pytest.mark.usefixtures("bot")
def test_a_slow_jira_holds_up_no_click_and_no_card_and_gets_one_ticket_each(scene: Scene) -> None:
    for call in ("search", "create_issue", "get_issue"):
        scene.jira.faults.add("latency", method=call, times=None, seconds=0.6)
    scene.jira.faults.add("reply_lost", method="create_issue")
    about, slowest = [scene.ask(f"V{number}") for number in range(2)], 0.0
    for who in DECIDERS:
        for request in about:
            message = scene.ask_for(who, request)
            began = time.monotonic()
            scene.as_user(who).click(ids.APPROVE, message_ts=message["ts"])
            slowest = max(slowest, time.monotonic() - began)
    until(lambda: not [one for one in scene.waiting() if one.promise.world == SLACK])
    cards = [m["blocks"] for m in scene.as_user(JONAS).messages(CHANNEL)]
    assert any("ticket follows" in str(blocks) for blocks in cards)

    scene.jira.faults.add("reply_lost", method="search")
    until(lambda: scene.clock.advance(timedelta(seconds=1)) or not scene.waiting())
    found = figures(scene, about)
    show("Jira slow, its search behind, a reply lost", found | {"ms for the slowest click": round(slowest * 1000)})
    assert found == found | SOUND | {"decisions": 8, "tickets": 2}
    assert slowest < SLACK_WAITS


@pytest.mark.usefixtures("bot")
def test_a_click_is_answered_in_words_while_slack_cannot_say_who_it_is(scene: Scene) -> None:
    request = scene.ask("V1")
    message = scene.ask_for(LENA, request)
    scene.slack.faults.add("latency", method="users.info", seconds=2.6)
    lena, began = scene.as_user(LENA), time.monotonic()
    lena.click(ids.APPROVE, message_ts=message["ts"])
    took = time.monotonic() - began

    assert took < SLACK_WAITS
    assert words_of(lena) == ["I cannot tell right now who you are, so I do nothing. Try again in a minute."]
    lena.click(ids.APPROVE, message_ts=message["ts"])
    scene.until_settled()
    found = figures(scene, [request])
    show("users.info slower than Slack waits", found | {"ms to the words": round(took * 1000)})
    assert found == found | SOUND | {"decisions": 1}


@pytest.mark.usefixtures("bot")
def test_a_form_that_slack_opens_too_slowly_is_told_of_in_words_and_can_be_sent_all_the_same(scene: Scene) -> None:
    request = scene.ask("V1")
    message = scene.ask_for(LENA, request)
    lena = scene.as_user(LENA)
    scene.slack.faults.add("latency", method="views.open", seconds=2.5)
    lena.click(ids.REJECT, message_ts=message["ts"])

    assert "Something went wrong on my side" in words_of(lena)[-1]
    lena.wait_for(lena.view)
    lena.fill(ids.REASON, "Not this quarter.")
    lena.submit()
    scene.until_settled()
    found = figures(scene, [request])
    show("views.open slower than the bot waits", found)
    assert found == found | SOUND | {"decisions": 1, "decision events": 1}


def test_messages_that_slack_takes_too_slowly_stand_twice_at_most(scene: Scene) -> None:
    """Each is posted, but the answer comes after the bot has given it up; the next time Slack is as fast as ever."""
    request = scene.ask("V1")
    promised = len(scene.waiting())
    scene.slack.faults.add("latency", method="chat.postMessage", times=promised, seconds=0.6)
    hasty = WebClient(token=BOT_TOKEN, base_url=f"{scene.url}/api/", timeout=0.3, retry_handlers=[])
    outside = Outside(SlackMessenger(hasty), FakeTracker())
    for _ in range(promised):
        assert deliver_next(scene.context, outside, SLACK, AT_ONCE)
    assert not deliver_next(scene.context, outside, SLACK, AT_ONCE)
    time.sleep(0.5)
    scene.clock.advance(MINUTES)
    while deliver_next(scene.context, outside, SLACK, AT_ONCE):
        pass

    found = figures(scene, [request])
    show("chat.postMessage slower than the bot waits", found)
    assert found == found | SOUND | {"doubled": promised, "strays": promised, "messages delivered": promised}
