"""The week is told on Monday: the digest stands in the channel, and whoever asks is told the same alone."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from bot.demonstration import Demo
from bot.local.scripted_user import Control, ScriptedUser
from bot.local.story_screen import words_of
from bot.store import record
from bot.store.tables import OUTBOX

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
MONDAY, CHANNEL, PATIENCE = date(2026, 11, 30), "ip-requests", 20.0


def told(user: ScriptedUser) -> list[dict[str, Any]]:
    """The digests that everybody in the channel reads."""
    return [one for one in user.messages(CHANNEL) if one["text"].startswith("IP week") and not one["ephemeral"]]


def test_the_digest_stands_in_the_channel_on_monday_and_is_told_alike_to_whoever_asks(office: Demo) -> None:
    henrik, control = ScriptedUser(office.url, "U_HENRIK"), Control(office.url)
    assert control.next_monday() == MONDAY
    henrik.wait_for(lambda: told(henrik), PATIENCE)
    (message,) = told(henrik)
    said = words_of(message["blocks"])
    for line in (
        "IP week 49 · ",
        "10 of 11 vendors covered",
        "Rui Teixeira · Carpat Simulare SRL still owes proof of return, 56 days over · RTN-07",
        "Rui Teixeira · Serra Azul Firmware Ltda has a finding that is 30 days over · FND-31",
        "5 Dec 2026 · NDA with Serra Azul Firmware Ltda renews by itself the day after · NDA-V08",
        "14 Jan 2027 · NDA with Wislanka Soft Sp. z o.o.: 1 access stops, no decision yet · NDA-V02",
        "10 Jan 2027 · ISO27001 of Mekong CAD JSC",
        "As of Monday, 30 Nov 2026",
        "Root of the record, 24 Nov 2026: ",
    ):
        assert line in said
    (chart,) = [block for block in message["blocks"] if block["type"] == "data_visualization"]
    assert [series["name"] for series in chart["chart"]["series"]] == ["NDAs", "Certificates", "Waivers"]

    henrik.command("/ip-digest", channel=CHANNEL)
    assert henrik.whispers()[-1]["text"] == message["text"]

    control.go_to(date(2026, 12, 5))
    assert len(told(henrik)) == 1
    control.next_monday()
    henrik.wait_for(lambda: len(told(henrik)) == 2, PATIENCE)
    henrik.command("/ip-digest", "2026-11-30", channel=CHANNEL)
    assert henrik.whispers()[-1]["text"] == message["text"]
    assert words_of(henrik.whispers()[-1]["blocks"]).startswith(said.split("As of")[0].strip())
    with office.bot.context.store.reading() as unit:
        (entry,) = record.entries_of(unit, ["digest:2026-11-30"])
    assert entry.event.details["channels"] == [CHANNEL]


def test_on_a_way_over_several_mondays_each_is_told_once_and_on_its_day(office: Demo) -> None:
    """The clock is moved by far more than a lease, and each day's work is done before the next one begins."""
    Control(office.url).go_to(date(2026, 12, 16))
    mondays = [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]
    assert [one["text"].partition(" · ")[0] for one in told(ScriptedUser(office.url, "U_HENRIK"))] == [
        f"IP week {monday.isocalendar().week}" for monday in mondays
    ]
    with office.bot.context.store.reading() as unit:
        rows = unit.connection.execute(select(OUTBOX.c.created_at, OUTBOX.c.delivered_at)).all()
    assert [row for row in rows if row.delivered_at is None or row.delivered_at.date() != row.created_at.date()] == []


def test_nothing_that_is_private_stands_in_it(office: Demo) -> None:
    """No purpose, no person of a vendor, no reason of a waiver, no privileged note, no title of a finding."""
    henrik = ScriptedUser(office.url, "U_HENRIK")
    Control(office.url).next_monday()
    henrik.wait_for(lambda: told(henrik), PATIENCE)
    said = str(told(henrik))
    register = office.file.register
    private = {person.name for person in register.people} | {finding.title for finding in register.findings}
    private |= {waiver.reason for waiver in register.waivers} | {asset.public_title for asset in register.assets}
    private |= {vendor.screening.note for vendor in register.vendors if vendor.screening and vendor.screening.note}
    assert len(private) > 20
    assert sorted(word for word in private if word in said) == []
