"""A message whose reply was lost stands twice; the copy that the bot does not know heals when somebody touches it."""

from typing import Any

import pytest

from bot.local.scripted_user import ScriptedUser
from bot.slack import ids
from tests.journeys.faults.counting import SOUND, figures, show
from tests.journeys.faults.scene import CHANNEL, DECIDERS, INES, JONAS, LENA, SOFIA, TOBIAS, Scene, with_button

pytestmark = pytest.mark.usefixtures("bot")


def doubled(scene: Scene, count: int) -> str:
    """A request whose first messages lost their replies: each of them stands twice, and the bot knows one."""
    scene.slack.faults.add("reply_lost", method="chat.postMessage", times=count)
    request = scene.ask("V1")
    scene.until_settled()
    found = figures(scene, [request])
    assert (found["doubled"], found["strays"]) == (count, count)
    return request


def about(user: ScriptedUser, request: str, place: str) -> list[dict[str, Any]]:
    """All messages about the request in one place, oldest first: the stray, then the one that is known."""
    return [message for message in user.messages(place) if request in message["text"] and not message.get("ephemeral")]


def buttons(message: dict[str, Any]) -> list[str]:
    return [
        element["action_id"] for block in message["blocks"] for element in block.get("elements", []) if "action_id" in element
    ]


def click(scene: Scene, who: str, action: str, message: dict[str, Any]) -> None:
    scene.as_user(who).click(action, message_ts=message["ts"], channel=CHANNEL if message["channel"] == "C_IP_REQUESTS" else None)
    scene.until_settled()


def test_a_click_on_a_copy_that_nobody_knows_decides_once_and_both_copies_are_redrawn(scene: Scene) -> None:
    request = doubled(scene, 4)
    stray, known = about(scene.as_user(LENA), request, CHANNEL)
    assert ids.APPROVE in buttons(stray)

    click(scene, LENA, ids.APPROVE, stray)

    stray, known = about(scene.as_user(LENA), request, CHANNEL)
    assert (stray["text"], buttons(stray)) == (known["text"], buttons(known))
    found = figures(scene, [request])
    show("a click on a stray card", found)
    assert found == found | SOUND | {"decisions": 1, "decision events": 1, "doubled": 4, "strays": 3}


def test_a_late_click_on_a_stray_copy_decides_nothing_and_takes_its_buttons_away(scene: Scene) -> None:
    request = doubled(scene, 4)
    for who in DECIDERS:
        scene.approve(who, request)
    scene.until_settled()
    stray, _ = about(scene.as_user(LENA), request, CHANNEL)
    assert ids.APPROVE in buttons(stray)

    click(scene, LENA, ids.APPROVE, stray)

    stray, known = about(scene.as_user(LENA), request, CHANNEL)
    assert "is already approved" in scene.as_user(LENA).whispers()[-1]["text"]
    assert ids.APPROVE not in buttons(stray)
    assert stray["text"] == known["text"]
    found = figures(scene, [request])
    show("a late click on a stray card", found)
    assert found == found | SOUND | {"decisions": 4, "decision events": 4, "doubled": 4, "strays": 3, "tickets": 1}


def test_the_button_that_asks_for_a_reason_heals_a_stray_message_too(scene: Scene) -> None:
    request = doubled(scene, 4)
    scene.approve(LENA, request)
    scene.until_settled()
    strays = [m for m in about(scene.as_user(LENA), request, "@bot") if ids.REJECT in buttons(m)]

    click(scene, LENA, ids.REJECT, strays[0])

    assert all(ids.REJECT not in buttons(m) for m in about(scene.as_user(LENA), request, "@bot"))
    assert figures(scene, [request])["strays"] == 3


def test_looking_at_the_details_heals_a_stray_receipt(scene: Scene) -> None:
    request = doubled(scene, 4)
    for who in (LENA, TOBIAS, INES, SOFIA):
        scene.approve(who, request)
    scene.until_settled()
    stray, known = about(scene.as_user(JONAS), request, "@bot")[:2]
    assert stray["text"] != known["text"]

    click(scene, JONAS, ids.SHOW_DETAILS, stray)

    stray, known = about(scene.as_user(JONAS), request, "@bot")[:2]
    assert stray["text"] == known["text"]
    assert buttons(stray) == buttons(known) == [ids.SHOW_DETAILS, ids.END_ACCESS]
    assert figures(scene, [request])["strays"] == 3


def test_a_stray_that_is_clicked_before_the_message_is_sent_again_is_the_only_one(scene: Scene) -> None:
    """The clock stands, so that the bot still waits before it posts anew; the click tells it that there is no need."""
    scene.slack.faults.add("reply_lost", method="chat.postMessage", times=4)
    request = scene.ask("V1")
    message = scene.as_user(LENA).wait_for(lambda: with_button(scene.as_user(LENA).messages(CHANNEL), request))

    click(scene, LENA, ids.APPROVE, message)

    assert len(about(scene.as_user(LENA), request, CHANNEL)) == 1
    found = figures(scene, [request])
    show("a click before the second posting", found)
    assert found == found | SOUND | {"decisions": 1, "decision events": 1, "doubled": 3, "strays": 3}
