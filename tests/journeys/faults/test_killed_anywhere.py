"""The bot is killed at fifty random moments while people ask and decide: whatever was acknowledged is kept, and kept once."""

import random
import time
from datetime import timedelta

import pytest

from tests.journeys.faults.busy import Busy, all_requests, at_work, decisions, open_requests
from tests.journeys.faults.counting import SOUND, figures, show
from tests.journeys.faults.nursery import Nursery, nursery
from tests.journeys.faults.scene import PATIENCE, Scene
from tests.leases import all_run_out
from tests.local.workspace import until

KILLS = 50
SEED = 20261124
WAITING = 6  # requests that wait for people when the first bot begins
LATER = timedelta(minutes=2)  # longer than a lease, and than Jira's search lags behind


def live_for_a_while(bots: Nursery, chance: random.Random) -> None:
    """One in five dies while it is starting, the others at work."""
    if chance.random() < 0.2:
        time.sleep(chance.uniform(0, 0.3))
    else:
        bots.until_connected()
        time.sleep(chance.uniform(0, 0.4))


def is_quiet(scene: Scene) -> bool:
    """Nothing is open or waits; a form that Slack sends once more may still come in, so this is asked for a while."""
    time.sleep(0.1)
    return not open_requests(scene) and not scene.waiting()


@pytest.mark.timeout(300)  # half a minute on a machine that does nothing else
def test_a_bot_killed_at_fifty_random_moments_keeps_every_acknowledged_click_once(scene: Scene) -> None:
    chance, busy = random.Random(SEED), Busy(scene)  # noqa: S311 - chance that can be repeated, not a secret
    for number in range(WAITING):
        scene.ask(f"V-waiting-{number}")
    with nursery(scene) as bots, at_work(busy):
        for _ in range(KILLS):
            bots.bear()
            live_for_a_while(bots, chance)
            bots.kill()
            scene.clock.advance(LATER)
            all_run_out(scene.context.store)
        busy.enough.set()
        bots.bear()
        bots.until_connected()
        until(lambda: not busy.asking, PATIENCE)
        until(lambda: all(is_quiet(scene) for _ in range(10)), 2 * PATIENCE)
        busy.over.set()
        before = bots.killed_before_connecting

    about, kept = all_requests(scene), decisions(scene)
    found = figures(scene, about)
    approved = [request for request in about if not request.endswith("5")]
    show(
        f"{KILLS} kills, seed {SEED}",
        found
        | {
            "kills before connecting": before,
            "forms acknowledged": busy.asked.total(),
            "clicks acknowledged": busy.decided.total(),
            "clicks unheard": busy.unheard.total(),
        },
    )
    assert busy.not_kept(kept) == set()
    assert set(kept.values()) == {1}
    assert len(about) >= WAITING + busy.asked.total() > WAITING
    assert found == found | SOUND | {"doubled": found["doubled"], "strays": found["strays"], "tickets": len(approved)}
    assert found["strays"] <= found["doubled"] <= KILLS  # a copy that was clicked is a stray no more
