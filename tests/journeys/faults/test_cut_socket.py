"""The socket is cut twenty times while people click, half of the times as a lost network does it: no click is lost or doubled."""

import threading
import time
from typing import Any

import pytest

from bot.local.scripted_user import Control
from bot.slack import ids
from tests.journeys.faults.busy import Busy, all_requests, at_work, decisions, open_requests
from tests.journeys.faults.counting import SOUND, figures, show
from tests.journeys.faults.scene import LENA, PATIENCE, Scene
from tests.local.workspace import until

pytestmark = pytest.mark.usefixtures("bot")
CUTS = 20
REQUESTS = 12
BACK_WITHIN = 3.0  # seconds, which is what Slack waits for an answer
AT_WORK = 0.1


def cut(scene: Scene, *, close_frame: bool) -> float:
    """Cuts the socket, and says how long the bot was away."""
    first, began = scene.slack.sockets.connections[0], time.monotonic()
    Control(scene.url).cut_socket(close_frame=close_frame)
    until(lambda: scene.slack.connected and scene.slack.sockets.connections[0] is not first)
    return time.monotonic() - began


def test_a_socket_cut_twenty_times_loses_no_acknowledged_click_and_decides_nothing_twice(scene: Scene) -> None:
    for number in range(REQUESTS):
        scene.ask(f"V{number}")
    busy, away = Busy(scene, requesters=("U_OSKAR",)), []
    with at_work(busy):
        for number in range(CUTS):
            away.append(cut(scene, close_frame=number % 2 == 0))
            time.sleep(AT_WORK)
        busy.enough.set()
        until(lambda: not open_requests(scene) and not scene.waiting(), 2 * PATIENCE)

    about, kept = all_requests(scene), decisions(scene)
    found = figures(scene, about)
    sent = [one.kind for one in scene.slack.sent].count("block_actions")
    show(
        f"socket cut {CUTS} times",
        found
        | {
            "clicks sent": sent,
            "clicks acknowledged": busy.decided.total(),
            "clicks unheard": busy.unheard.total(),
            "ms away at most": round(max(away) * 1000),
        },
    )
    assert busy.not_kept(kept) == set()
    assert set(kept.values()) == {1}
    assert found == found | SOUND
    assert max(away) < BACK_WITHIN


@pytest.mark.parametrize("close_frame", [True, False], ids=["with a close frame", "without"])
def test_a_click_whose_socket_broke_before_its_acknowledgement_is_sent_again_and_decides_once(
    scene: Scene, logs: list[Any], *, close_frame: bool
) -> None:
    request = scene.ask("V1")
    message = scene.ask_for(LENA, request)
    scene.until_delivered()
    sent = threading.Thread(target=lambda: scene.as_user(LENA).click(ids.APPROVE, message_ts=message["ts"]))
    with scene.context.store.writing(PATIENCE):  # the click waits for this, and its socket breaks meanwhile
        sent.start()
        until(lambda: any(call.method == "users.info" for call in scene.slack.calls))
        cut(scene, close_frame=close_frame)
    sent.join(PATIENCE)
    until(lambda: [line for line in logs if line["event"] == "refused"])  # it came twice, and one of the two was told so

    scene.until_delivered()
    found = figures(scene, [request])
    show("un-acknowledged click sent again", found)
    assert found == found | SOUND | {"decisions": 1, "decision events": 1}
    assert [line["code"] for line in logs if line["event"] == "refused"] in (["late"], ["busy"])
