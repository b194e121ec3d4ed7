"""An NDA's end the whole way: reminded, renewed, the successor recorded, the series armed again; by people in Slack.

Everything is real but Slack and Jira, which stand on this machine: Bolt over Socket Mode, HTTP, SQLite and PostgreSQL.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.demonstration import Demo, running_demo
from bot.local.clock import DemoClock
from bot.local.scripted_user import Control, ScriptedUser
from bot.local.story_screen import words_of
from bot.settings import read_settings
from bot.store import outbox, record
from tests.local.workspace import until

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
PAPER, PATIENCE = "NDA-V02", 20.0


@pytest.fixture
def demo(office: Demo) -> Demo:
    until_all_is_told(office)
    return office


def until_all_is_told(demo: Demo) -> None:
    until(lambda: not _waiting(demo), PATIENCE)


def _waiting(demo: Demo) -> list[outbox.OutboxMessage]:
    with demo.bot.context.store.reading() as unit:
        return outbox.undelivered(unit)


def reminders(user: ScriptedUser, paper: str = PAPER) -> list[dict[str, Any]]:
    """Every message to this person that speaks of the paper, oldest first."""
    return [one for one in user.messages() if not one["ephemeral"] and any(_part(one, paper))]


def _part(message: dict[str, Any], paper: str) -> Iterator[str]:
    """What this message says of the paper."""
    told = False
    for block in message["blocks"]:
        told = words_of([block]).startswith(f"{paper} ") if block["type"] == "section" else told and block["type"] != "divider"
        if told:
            yield words_of([block])


def said(user: ScriptedUser) -> str:
    return "\n".join(_part(reminders(user)[-1], PAPER))


def click(demo: Demo, user: ScriptedUser, action: str) -> None:
    message = reminders(user)[-1]
    elements = [one for block in message["blocks"] for one in block.get("elements", []) if one.get("action_id") == action]
    (value,) = [one["value"] for one in elements if one["value"].endswith(f":{PAPER}")]
    user.click(action, message_ts=message["ts"], value=value)
    until_all_is_told(demo)


def go_to(demo: Demo, day: date) -> None:
    Control(demo.url).go_to(day)
    until_all_is_told(demo)


def test_from_the_reminder_to_the_successor(demo: Demo) -> None:
    rui = ScriptedUser(demo.url, "U_RUI")
    assert "NDA-V02 with Wislanka Soft Sp. z o.o. ends in 51 days" in said(rui)
    assert "It carries: 1 active access (C2)" in said(rui)

    click(demo, rui, "agreement.renew_click")
    (issue,) = [one for one in demo.jira.board.issues if f"renew:{PAPER}:2027-01-14" in str(one.fields)]
    assert "✓ Rui Teixeira decided to renew it" in said(rui)
    assert f"task {issue.key}" in said(rui)

    click(demo, rui, "agreement.record_click")
    rui.submit()
    assert rui.view() is None
    until_all_is_told(demo)
    assert "✓ NDA-V02-2 takes over on" in said(rui)

    told = len(reminders(rui))
    go_to(demo, date(2027, 1, 18))
    assert len(reminders(rui)) == told
    rui.command("/ip-request", f"agreement {PAPER}-2")
    assert "Next reminder: " in words_of(rui.whispers()[-1]["blocks"])
    with demo.bot.context.store.reading() as unit:
        happened = [entry.event.happened.value for entry in record.entries_of(unit, [PAPER])]
    assert happened == ["agreement.reminded", "agreement.renewal_opened", "ticket.opened", "agreement.renewed"]


def test_put_off_handed_over_and_let_end(demo: Demo) -> None:
    rui, mara = ScriptedUser(demo.url, "U_RUI"), ScriptedUser(demo.url, "U_MARA")
    click(demo, rui, "agreement.snooze_click")
    rui.fill("reason", "Their counsel is away.")
    rui.fill("until", "2026-12-02")
    rui.submit()
    until_all_is_told(demo)
    assert "Put off by you until" in said(rui)
    told = len(reminders(rui))
    go_to(demo, date(2026, 12, 1))
    assert len(reminders(rui)) == told
    go_to(demo, date(2026, 12, 2))
    assert len(reminders(rui)) == told + 1

    click(demo, rui, "agreement.not_mine_click")
    rui.choose("owner.choose", "u-mara")
    rui.submit()
    go_to(demo, date(2026, 12, 3))
    mara.wait_for(partial(reminders, mara), PATIENCE)
    assert "ends in 42 days" in said(mara)
    go_to(demo, date(2026, 12, 4))
    assert len(reminders(mara)) == 1

    click(demo, mara, "agreement.let_end_click")
    assert "✓ Mara Lindqvist decided to let it end" in said(mara)
    assert "✓ Mara Lindqvist decided to let it end" in said(rui)


def test_what_was_told_is_not_told_again_by_a_bot_that_starts_anew(database_url: str, tmp_path: Path) -> None:
    """Every other day the bot is another process; the people notice nothing of it."""
    settings = read_settings(_env_file=None, data_dir=tmp_path, database_url="", workflows_dir=None)
    for _ in range(2):
        with running_demo(settings, clock=DemoClock(MORNING), database_url=database_url) as demo:
            until_all_is_told(demo)
            with demo.bot.context.store.reading() as unit:
                entries = [one.event for one in record.entries_of(unit, [PAPER]) if one.event.happened == "agreement.reminded"]
    assert [(one.details["recipient"], one.details["step"]) for one in entries] == [("u-rui", -60)]
