"""The database is busy with others: a click waits and commits, or is answered in words with the next step; never silence.

Slack here waits as long as a loaded machine needs: what is asked is how long the bot waits for the database, which is less than
Slack's three seconds, and not how fast the rest of a click is computed.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.local.scripted_user import ScriptedUser
from bot.local.slack.workspace import ACKNOWLEDGE_WITHIN
from bot.slack import ids
from bot.store.engine import LOCK_WAIT, open_engine
from tests.journeys.faults.counting import SOUND, figures, show
from tests.journeys.faults.scene import JONAS, LENA, PATIENCE, Scene, bot_at_work, company, fill_the_form

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
BUSY = "The database is busy, so I changed nothing. Try again in a minute."


@pytest.fixture
def either(tmp_path: Path, database_url: str) -> Iterator[Scene]:
    """The scene on each of the two databases, with the bot at work."""
    with company(tmp_path, database_url, acknowledge_within=PATIENCE) as running, bot_at_work(running):
        yield running


@pytest.fixture
def scene(tmp_path: Path, sqlite_url: str) -> Iterator[Scene]:
    with company(tmp_path, sqlite_url, acknowledge_within=PATIENCE) as running:
        yield running


@contextmanager
def held(scene: Scene, request: str) -> Iterator[None]:
    """Somebody else keeps what the click needs: SQLite's one write lock from another process, or the request's row."""
    url = scene.context.store.engine.url
    if url.get_backend_name() == "sqlite":
        command = [sys.executable, "-c", HOLDER, str(url.database)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout
            assert other.stdout.readline() == "held\n"
            yield
            other.communicate()
        return
    engine = open_engine(url.render_as_string(hide_password=False))
    with engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT id FROM request WHERE id = :id FOR UPDATE"), {"id": request})
        yield
    engine.dispose()


def asked(scene: Scene) -> tuple[str, ScriptedUser, str]:
    """A request that waits for Lena, and her message."""
    request = scene.ask("V1")
    message = scene.ask_for(LENA, request)
    scene.until_delivered()
    return request, scene.as_user(LENA), message["ts"]


def test_a_click_waits_for_a_second_and_commits(either: Scene) -> None:
    request, lena, ts = asked(either)
    click = threading.Thread(target=lambda: lena.click(ids.APPROVE, message_ts=ts))
    with held(either, request):
        began = time.monotonic()
        click.start()
        time.sleep(1)
        assert click.is_alive()
    click.join(PATIENCE)
    took = time.monotonic() - began

    either.until_settled()
    found = figures(either, [request])
    show("database busy for a second", found | {"ms for the click": round(took * 1000)})
    assert found == found | SOUND | {"decisions": 1, "decision events": 1}
    assert lena.whispers() == []


def test_a_click_gives_up_waiting_while_slack_still_waits_for_it() -> None:
    assert LOCK_WAIT < ACKNOWLEDGE_WITHIN == 3.0


def test_a_click_that_cannot_wait_any_longer_is_answered_in_words_and_changes_nothing(either: Scene) -> None:
    request, lena, ts = asked(either)
    with held(either, request):
        began = time.monotonic()
        lena.click(ids.APPROVE, message_ts=ts)
        took = time.monotonic() - began
        assert [one["text"] for one in lena.whispers()] == [BUSY]

    lena.click(ids.APPROVE, message_ts=ts)
    either.until_settled()
    found = figures(either, [request])
    show("database busy for longer", found | {"ms to the words": round(took * 1000)})
    assert found == found | SOUND | {"decisions": 1, "decision events": 1}


def test_people_who_click_side_by_side_are_all_answered_in_time(either: Scene) -> None:
    """Those behind the first wait no longer than one alone does, although they queue: measured against one in the same run."""
    request, lena, ts = asked(either)
    message = either.ask_for("U_MARA", request)
    clicks = [(lena, ts), (lena, ts), (either.as_user("U_MARA"), message["ts"])]
    threads = [threading.Thread(target=user.click, args=(ids.APPROVE,), kwargs={"message_ts": at}) for user, at in clicks]
    with held(either, request):
        began = time.monotonic()
        lena.click(ids.APPROVE, message_ts=ts)
        alone = time.monotonic() - began
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        took = time.monotonic() - began
        said = [one["text"] for user in (lena, either.as_user("U_MARA")) for one in user.whispers()]

    assert said == [BUSY] * 4
    assert took < 2 * alone
    assert figures(either, [request])["decisions"] == 0


@pytest.mark.usefixtures("bot")
def test_a_form_that_cannot_be_kept_stays_open_with_words_and_all_that_was_typed(scene: Scene) -> None:
    jonas = scene.as_user(JONAS)
    send = fill_the_form(jonas)
    before = jonas.view()
    with held(scene, ""):
        send()
        view = jonas.view()
        assert view
        assert list(view["errors"].values()) == [BUSY]
        assert before
        assert view["values"] == before["values"]

    send()
    scene.until_settled()
    found = figures(scene, ["REQ-2026-0001"])
    show("database busy when a form was sent", found)
    assert found == found | SOUND


@pytest.mark.usefixtures("bot")
def test_a_message_that_was_posted_is_written_down_however_long_that_takes(scene: Scene) -> None:
    """Otherwise it would be posted again: the one who keeps the books is more patient than the one who clicks."""
    scene.slack.faults.add("latency", method="chat.postMessage", times=None, seconds=0.5)
    request = scene.ask("V1")
    time.sleep(0.2)  # four are on their way
    with held(scene, request):
        time.sleep(3.5)
    scene.slack.faults.clear()

    scene.until_settled()
    found = figures(scene, [request])
    show("database busy while messages were posted", found)
    assert found == found | SOUND
