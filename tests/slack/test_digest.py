"""What the Monday digest says, that Slack takes it, and the same for one reader who asks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.application.digest.messages import WeekDigest
from bot.application.digest.post import post_digest
from bot.application.register.load import load_register
from bot.domain.digest import Digest
from bot.domain.digest_lines import Column, Ending, EndKind, EndWay, Need, NeedKind, Numbers, Stuck, StuckKind
from bot.domain.register import Finding
from bot.domain.reminders import RenewalChoice
from bot.domain.vocabulary import Grade
from bot.local.page.chart import bars
from bot.slack import ids
from bot.slack.blocks.digest import digest_summary, draw_digest
from bot.slack.blocks.kit import day as day_token
from bot.slack.messenger import drawn
from tests.builders import contract, nda, register, vendor
from tests.slack.charts import chart_problems
from tests.slack.conftest import Room
from tests.slack.drawing import message_problems, words

MONDAY = date(2026, 11, 23)
BEFORE = Numbers(12, 10, 5, 20, 1, 3)
NUMBERS = Numbers(12, 11, 7, 14, 1, 3)
NEEDS = (
    Need(NeedKind.SUSPENDED, "REQ-2026-0007", "Wislanka", date(2026, 11, 18), 3, ("Rui Teixeira",), "NDA-V02 ended 17 Nov 2026"),
    Need(NeedKind.ENDED, "R-OLD", "Orchidea", date(2026, 11, 18), 5, ("Rui Teixeira",), "NDA-V09 ended 18 Nov 2026"),
    Need(NeedKind.APPROVAL, "REQ-2026-0142", "Brannwald", date(2026, 11, 19), 2, ("Ines Carvalho",), "IP counsel"),
    Need(NeedKind.FINDING, "FND-31", "Serra Azul", date(2026, 10, 30), 24, ("Rui Teixeira",)),
    Need(NeedKind.RETURN, "RTN-07", "Carpat", date(2026, 11, 22), 1, ("Rui Teixeira",)),
    Need(NeedKind.AUDIT, "IPA-3", "Nilgiri", date(2026, 11, 20), 3),
    Need(NeedKind.APPROVAL, "REQ-2026-0143", "Dnipro", date(2026, 11, 20), 1, ("IP counsel",)),
)
ENDINGS = (
    Ending(EndKind.NDA, "NDA-V08", "Serra Azul", date(2026, 12, 5), EndWay.RENEWS),
    Ending(EndKind.NDA, "NDA-V03", "Nilgiri", date(2026, 12, 9), EndWay.NOTICE),
    Ending(EndKind.CERTIFICATE, "ISO27001", "Mekong", date(2027, 1, 10)),
    Ending(EndKind.NDA, "NDA-V02", "Wislanka", date(2027, 1, 14), stops=1),
    Ending(EndKind.NDA, "NDA-V04", "Quillstone", date(2027, 1, 15), stops=2, decision=RenewalChoice.RENEW),
    Ending(EndKind.CONTRACT, "MSA-V02", "Wislanka", date(2027, 1, 16)),
)
STUCK = (
    Stuck(StuckKind.FACT, "REQ-2026-0139", "Dnipro", date(2026, 11, 16), "VEN-04", "Every sub-contractor is known", 0, "Jonas"),
    Stuck(StuckKind.STOPPED, "REQ-2026-0140", "Dnipro", date(2026, 11, 17), "NDA-01", "An NDA covers every day", 2, "Jonas Feld"),
    Stuck(StuckKind.WAIVER, "REQ-2026-0141", "Dnipro", date(2026, 11, 18)),
    Stuck(StuckKind.HELD, "REQ-2026-0136", "Dnipro", date(2026, 11, 19)),
)
COLUMNS = tuple(Column(MONDAY + timedelta(days=7 * n), (int(n == 1), 0, int(n == 6), 0)) for n in range(12))
TIP = "access stopped for want of a paper."
FULL = Digest(MONDAY, NEEDS, 3, ENDINGS, 0, COLUMNS, STUCK, 1, NUMBERS, BEFORE, "ab" * 32, date(2026, 11, 22), 2, TIP)
BARE = Digest(MONDAY, (), 0, (), 0, tuple(Column(one.monday, (0, 0, 0, 0)) for one in COLUMNS), (), 0, BEFORE, BEFORE)
AS_OF = f"As of Monday, {day_token(date(2026, 11, 30))}"
LONG = "<!channel> & " + "N" * 300


def problems(digest: Digest) -> list[str]:
    text, blocks = drawn(WeekDigest(digest))
    known = [block for block in blocks if block["type"] != "data_visualization"]
    return [*message_problems(text, known), *chart_problems(blocks)]


def said(digest: Digest = FULL) -> str:
    return words(draw_digest(digest))


def chart_of(digest: Digest) -> dict[str, Any]:
    (block,) = [one for one in draw_digest(digest) if one["type"] == "data_visualization"]
    return block


@pytest.mark.parametrize(
    "digest",
    [
        FULL,
        BARE,
        replace(FULL, needs=tuple(replace(one, vendor=LONG, who=(LONG,)) for one in NEEDS)),
        replace(FULL, needs=(Need(NeedKind.RETURN, LONG, LONG, MONDAY, 400, (LONG,)),) * 7),
        replace(FULL, endings=(Ending(EndKind.NDA, LONG, LONG, MONDAY, stops=99),) * 8),
        replace(FULL, stuck=(replace(STUCK[0], id=LONG, vendor=LONG, title="T" * 150, who=LONG),) * 5),
        replace(FULL, columns=tuple(replace(one, counts=(9, 8, 7, 6)) for one in COLUMNS)),
    ],
    ids=["full", "bare", "long names", "long needs", "long endings", "long stuck", "every series"],
)
def test_slack_takes_every_digest(digest: Digest) -> None:
    assert problems(digest) == []
    assert "<!channel>" not in said(digest) + digest_summary(digest)


def test_these_tests_would_find_what_slack_refuses_in_a_chart() -> None:
    chart = chart_of(FULL)
    series = chart["chart"]["series"]
    wrong = [
        chart | {"title": "x" * 51},
        chart | {"chart": chart["chart"] | {"series": []}},
        chart | {"chart": chart["chart"] | {"series": [*series, series[0]]}},
        chart | {"chart": chart["chart"] | {"series": [series[0] | {"name": "x" * 21}]}},
        chart | {"chart": chart["chart"] | {"series": [series[0] | {"data": series[0]["data"][1:]}]}},
        chart | {"chart": chart["chart"] | {"axis_config": {"categories": []}}},
    ]
    assert all(chart_problems([one]) for one in wrong)
    assert chart_problems([chart] * 3)


@pytest.mark.parametrize(
    "expected",
    [
        "*IP week 48 · 10 things need somebody · 5 stand still · 2 NDAs end within 90 days · 11 of 12 vendors covered (+1)*",
        "*Rui Teixeira* · Wislanka has suspended access since 18 Nov 2026: NDA-V02 ended 17 Nov 2026 · REQ-2026-0007",
        "*Rui Teixeira* · Orchidea still has access in force, and NDA-V09 ended 18 Nov 2026 · R-OLD",
        "*Ines Carvalho* · Brannwald waits for IP counsel, 2 working days over · REQ-2026-0142",
        "*IP counsel* · Dnipro waits for an answer, 1 working day over · REQ-2026-0143",
        "*Rui Teixeira* · Serra Azul has a finding that is 24 days over · FND-31",
        "*Rui Teixeira* · Carpat still owes proof of return, 1 day over · RTN-07",
        "*Somebody* · Nilgiri has an audit that is 3 days over · IPA-3",
        "and 3 more",
        "5 Dec 2026> · NDA with Serra Azul renews by itself the day after · NDA-V08",
        "9 Dec 2026> · NDA with Nilgiri: last day for notice, else it renews, no decision yet · NDA-V03",
        "14 Jan 2027> · NDA with Wislanka: 1 access stops, no decision yet · NDA-V02",
        "15 Jan 2027> · NDA with Quillstone: 2 accesses stop, to be renewed · NDA-V04",
        "16 Jan 2027> · contract with Wislanka · MSA-V02",
        "10 Jan 2027> · ISO27001 of Mekong",
        "In the next 12 weeks 2 end or renew: NDAs 1, Certificates 1",
        "*Jonas* · Dnipro waits for a fact since 16 Nov 2026: Every sub-contractor is known · VEN-04 · REQ-2026-0139",
        "*Jonas Feld* · Dnipro is stopped since 17 Nov 2026: An NDA covers every day and 2 more · NDA-01 · REQ-2026-0140",
        "*Somebody* · Dnipro waits for a waiver since 18 Nov 2026 · REQ-2026-0141",
        "*Somebody* · Dnipro has access that a check holds back since 19 Nov 2026 · REQ-2026-0136",
        "decided 7 (+2) · median 1.4 working days (\u22120.6) · open waivers 1 · Secret access 3",
        "Tip: access stopped for want of a paper.",
        f"Root of the record, 22 Nov 2026: `{'ab' * 32}`",
    ],
)
def test_it_says_in_one_line_each_what_counts(expected: str) -> None:
    assert expected in said()


def test_of_what_there_is_not_nothing_is_said() -> None:
    told = said(BARE)
    assert not any(title in told for title in ("Ending", "Tip", "Root", "stand still", "NDAs end"))
    assert "*IP week 48 · nothing needs anybody · 10 of 12 vendors covered*" in told
    assert "decided 5 · median" in told
    assert [block for block in draw_digest(BARE) if block["type"] == "data_visualization"] == []


def test_without_a_median_none_is_told_and_without_an_earlier_one_no_change() -> None:
    assert "median" not in said(replace(FULL, numbers=replace(NUMBERS, median_tenths=None)))
    assert "median 1.4 working days ·" in said(replace(FULL, before=replace(BEFORE, median_tenths=None)))
    assert "(" not in said(replace(FULL, before=None, needs=(), endings=(), stuck=()))


def test_where_something_can_be_looked_at_in_slack_there_is_a_button_for_it() -> None:
    values = [block["accessory"]["value"] for block in draw_digest(FULL) if "accessory" in block]
    assert values == [f"v1:REQ-2026-{number}:1:0" for number in ("0007", "0142", "0143", "0139", "0140", "0141", "0136")]
    assert {block["accessory"]["action_id"] for block in draw_digest(FULL) if "accessory" in block} == {ids.SHOW_DETAILS}


def test_the_chart_has_a_column_for_each_week_and_a_series_for_each_kind_that_ends() -> None:
    chart = chart_of(FULL)["chart"]
    assert [series["name"] for series in chart["series"]] == ["NDAs", "Certificates"]
    assert chart["axis_config"]["categories"][:2] == ["23 Nov", "30 Nov"]
    assert [bar.label for bar in bars(chart) if bar.height] == ["30 Nov NDAs: 1", "4 Jan Certificates: 1"]


@pytest.mark.parametrize(
    ("digest", "expected"),
    [
        (
            FULL,
            "IP week 48 · 10 things need somebody · 5 stand still · 2 NDAs end within 90 days · 11 of 12 vendors covered (+1). "
            "First: Rui Teixeira · Wislanka has suspended access since 18 Nov 2026: NDA-V02 ended 17 Nov 2026",
        ),
        (
            replace(BARE, needs=NEEDS[2:3], stuck=STUCK[:1], ndas_ending=1),
            "IP week 48 · 1 thing needs somebody · 1 stands still · 1 NDA ends within 90 days · 10 of 12 vendors covered. "
            "First: Ines Carvalho · Brannwald waits for IP counsel, 2 working days over",
        ),
        (BARE, "IP week 48 · nothing needs anybody · 10 of 12 vendors covered"),
    ],
)
def test_the_fallback_text_makes_sense_alone(digest: Digest, expected: str) -> None:
    assert digest_summary(digest) == expected


class TestOnDemand:
    """The little world at nine on Tuesday, 24 November; the next Monday is the first one of its record."""

    def know(self, room: Room) -> None:
        finding = Finding("FND-1", "V2", Grade.MAJOR, "Shared server", date(2026, 10, 31), "open")
        papers = (nda(expires_on=date(2027, 1, 14)), contract())
        vendors = (vendor(), vendor(id="V2", name="Watt AG"))
        load_register(room.context, register(findings=(finding,), agreements=papers, vendors=vendors), actor="test")

    def whisper(self, room: Room, text: str = "") -> dict[str, Any]:
        eve = room.as_user("eve")
        eve.command(ids.DIGEST_COMMAND, text, channel="ip-requests")
        return eve.whispers()[-1]

    def test_whoever_asks_is_told_alone_what_the_channel_was_told(self, room: Room) -> None:
        self.know(room)
        room.clock.go_to(date(2026, 11, 30))
        assert post_digest(replace(room.context, digest_channels=("ip-requests",))) == 1
        room.deliver()
        (card,) = [one for one in room.as_user("ana").messages("ip-requests") if not one["ephemeral"]]
        for text in ("", "2026-11-30"):
            whisper = self.whisper(room, text)
            assert whisper["text"] == card["text"]
            assert words(whisper["blocks"]).replace("As it was posted that morning.", AS_OF) == words(card["blocks"])
        assert room.as_user("ana").whispers() == []

    def test_a_monday_that_was_not_posted_is_worked_out(self, room: Room) -> None:
        self.know(room)
        room.clock.go_to(date(2026, 12, 9))
        told = words(self.whisper(room, "2026-11-30")["blocks"])
        assert "*Mo* · Watt AG has a finding that is 30 days over · FND-1" in told
        assert "Not posted; worked out now" in told

    def test_before_the_first_monday_it_tells_how_things_stand(self, room: Room) -> None:
        self.know(room)
        assert "As things stand now" in words(self.whisper(room)["blocks"])

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-11-23", "The record begins on 24 Nov 2026"),
            ("2026-11-24", "24 Nov 2026 is a Tuesday. Say a Monday: 2026-11-23 or 2026-11-30."),
            ("yesterday `", "I don't know `yesterday`."),
            ("help", "tells the week as the channel was told it"),
            ("yesterday `*`", "I don't know `yesterday`."),
        ],
    )
    def test_anything_else_is_answered_in_words(self, room: Room, text: str, expected: str) -> None:
        assert expected in self.whisper(room, text)["text"]

    @pytest.mark.parametrize("unknown", [set(), {"data_visualization"}], ids=["with the chart", "without it"])
    def test_a_slack_that_does_not_know_the_chart_is_told_the_week_without_it(self, room: Room, unknown: set[str]) -> None:
        self.know(room)
        room.slack.state.unknown_blocks = unknown
        room.clock.go_to(date(2026, 11, 30))
        assert post_digest(replace(room.context, digest_channels=("ip-requests",))) == 1
        with capture_logs() as logs:
            room.deliver()
            whisper = self.whisper(room)
        (card,) = [one for one in room.as_user("ana").messages("ip-requests") if not one["ephemeral"]]
        for told in (card, whisper):
            assert "NDA with Volt GmbH" in words(told["blocks"])
            assert ("data_visualization" in {block["type"] for block in told["blocks"]}) == (not unknown)
        said = [line for line in logs if line["event"] == "slack refuses blocks"]
        assert len(said) == (2 if unknown else 0)
        assert all("data_visualization" in str(line) or "invalid_blocks" in str(line) for line in said)
        assert len(room.as_user("eve").whispers()) == 1

    def test_a_guest_is_told_nothing(self, room: Room) -> None:
        guest = room.as_user("guest")
        guest.command(ids.DIGEST_COMMAND, channel="ip-requests")
        assert "IP week" not in guest.whispers()[-1]["text"]


def test_an_audit_that_was_reopened_and_what_was_not_delivered_are_said_in_a_line_each() -> None:
    needs = (
        Need(NeedKind.AUDIT, "IPA-3", "Nilgiri", date(2026, 11, 20), 3, reopened=date(2026, 11, 21)),
        Need(NeedKind.AUDIT, "IPA-4", "Carpat", date(2026, 11, 21), 0, reopened=date(2026, 11, 21)),
    )
    stuck = (
        Stuck(StuckKind.UNDELIVERED, "#ip-requests", "", date(2026, 11, 17), more=2),
        Stuck(StuckKind.UNDELIVERED, "Mo", "", date(2026, 11, 18)),
    )
    told = said(replace(FULL, needs=needs, stuck=stuck))
    assert "*Somebody* · Nilgiri has an audit that was reopened in Jira on 21 Nov 2026, 3 days over · IPA-3" in told
    assert "*Somebody* · Carpat has an audit that was reopened in Jira on 21 Nov 2026 · IPA-4" in told
    assert "3 messages were not delivered to #ip-requests since 17 Nov 2026: `ringfence outbox list`" in told
    assert "*An administrator* · 1 message was not delivered to Mo since 18 Nov 2026" in told
