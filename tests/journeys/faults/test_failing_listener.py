"""Something breaks inside the bot at every way in: each person gets a private word with a number, and the log has it once."""

import re
from collections import Counter
from typing import Any

import pytest

from bot.local.scripted_user import ScriptedUser
from bot.slack import ids
from tests.journeys.faults.counting import SOUND, figures, show
from tests.journeys.faults.scene import CHANNEL, JONAS, LENA, Scene, fill_the_form

pytestmark = pytest.mark.usefixtures("bot")
NUMBER = re.compile(r"number ([0-9a-f]{8})\.$")


def rename(scene: Scene, old: str, new: str) -> None:
    with scene.context.store.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def numbers_told(*people: ScriptedUser) -> list[str]:
    """The numbers in private messages, and at the fields of forms that stayed open."""
    words = [one["text"] for user in people for one in user.whispers()]
    words += [told for user in people for told in (user.view() or {"errors": {}})["errors"].values()]
    return [found[1] for told in words if (found := NUMBER.search(told))]


def test_each_failure_is_told_in_private_with_a_number_that_stands_once_in_the_log(scene: Scene, logs: list[Any]) -> None:
    request = scene.ask("V1")
    message = scene.ask_for(LENA, request)
    scene.until_delivered()
    lena, jonas = scene.as_user(LENA), scene.as_user(JONAS)
    send = fill_the_form(jonas)

    rename(scene, "member", "lost")
    lena.click(ids.APPROVE, message_ts=message["ts"])
    lena.click(ids.SHOW_DETAILS, message_ts=message["ts"])
    lena.command(ids.COMMAND, "mine", channel=CHANNEL)
    send()
    rename(scene, "lost", "member")

    told = numbers_told(lena, jonas)
    logged = Counter(line["reference"] for line in logs if line["event"] == "listener failed")
    show("four failures", {"numbers told": len(told), "log lines": logged.total()})
    assert logged == Counter(told)
    assert len(logged) == 4

    lena.click(ids.APPROVE, message_ts=message["ts"])
    send()
    scene.until_settled()
    found = figures(scene, [request, "REQ-2026-0002"])
    show("the same, once it is mended", found)
    assert found == found | SOUND | {"requests": 2, "decisions": 1, "decision events": 1}
