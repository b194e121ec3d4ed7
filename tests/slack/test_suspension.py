"""Suspended access in Slack: the questions to data owner and IP counsel, what their buttons do, and who is refused."""

from datetime import date

import pytest

from bot.application.access.sweep import sweep_grants
from bot.application.access.views import GapQuestion, ResumeQuestion
from bot.application.register.load import load_register
from bot.domain.register import Agreement
from bot.slack import ids
from bot.slack.messenger import drawn
from tests.builders import START, contract, nda, register
from tests.slack.conftest import Room
from tests.slack.drawing import buttons, message_problems, words
from tests.slack.steps import approved_by_all

LAST, NEXT, DAY = date(2026, 12, 10), date(2026, 12, 11), date(2026, 12, 20)
ENDED = nda(terminated_on=LAST)
SUCCESSOR = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=NEXT)
LATE = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=date(2026, 12, 15))
RESUME = ResumeQuestion("REQ-2026-0001", "Volt GmbH", ("Ewa Engineer · A1 · until 15 Jan 2027",), "is in force again", waits=True)
GAP = GapQuestion("V1", "Volt GmbH", NEXT, date(2026, 12, 14), ("REQ-2026-0001",), waits=True)
ANSWERED = (
    ResumeQuestion("REQ-2026-0001", "Volt GmbH", ("Ewa Engineer · A1 · until 15 Jan 2027",), "is in force again", waits=False),
    GapQuestion("V1", "Volt GmbH", NEXT, NEXT, (), waits=False),
)


class TestDrawing:
    def test_the_data_owner_reads_what_waits_and_why_for_them(self) -> None:
        text, blocks = drawn(RESUME)
        assert text == "REQ-2026-0001: access of Volt GmbH can be resumed"
        said = words(blocks)
        assert "Ewa Engineer · A1 · until 15 Jan 2027" in said
        assert "You answer for this material, so it waits for you." in said
        assert buttons(blocks) == ["Resume"]

    def test_counsel_reads_which_days_and_what_makes_up_for_them(self) -> None:
        text, blocks = drawn(GAP)
        assert text == "No paper with Volt GmbH covered 11 Dec 2026 to 14 Dec 2026"
        said = words(blocks)
        assert "Suspended until you say so: REQ-2026-0001" in said
        assert "a repeated acknowledgement" in said
        assert buttons(blocks) == ["The gap is fine"]

    @pytest.mark.parametrize("question", ANSWERED)
    def test_an_answered_question_stands_there_without_its_button(self, question: ResumeQuestion | GapQuestion) -> None:
        _, blocks = drawn(question)
        assert buttons(blocks) == []
        assert "othing" in words(blocks)

    def test_it_says_what_has_become_of_the_access(self) -> None:
        assert drawn(ANSWERED[0])[0] == "REQ-2026-0001: access of Volt GmbH is in force again"
        assert drawn(ANSWERED[1])[0] == "No paper with Volt GmbH covered 11 Dec 2026"

    @pytest.mark.parametrize("question", [RESUME, GAP, *ANSWERED])
    def test_slack_takes_it(self, question: ResumeQuestion | GapQuestion) -> None:
        assert message_problems(*drawn(question)) == []


def papers_are(room: Room, *papers: Agreement) -> None:
    load_register(room.context, register(agreements=(*papers, contract())), actor="test")


def day_is(room: Room, day: date) -> None:
    room.clock.go_to(day)
    sweep_grants(room.context)
    room.deliver()


@pytest.fixture
def suspended(room: Room) -> Room:
    """Access to secret material is suspended since its paper has ended."""
    approved_by_all(room)
    day_is(room, START)
    papers_are(room, ENDED)
    day_is(room, NEXT)
    return room


def card(room: Room) -> str:
    return words(room.as_user("aud").messages("ip-requests")[-1]["blocks"])


def newest(room: Room, who: str) -> str:
    return words(room.as_user(who).messages()[-1]["blocks"])


def test_those_concerned_read_once_why_and_what_the_system_owner_has_to_do(suspended: Room) -> None:
    for who in ("ana", "mo", "dan", "ivy", "sol"):
        told = [m["text"] for m in suspended.as_user(who).messages() if "is suspended" in m["text"]]
        assert len(told) == 1
        assert "is suspended: NDA-1 ended 10 Dec 2026" in told[0]
    assert "the system owner removes the access" in newest(suspended, "dan")


def test_the_card_is_redrawn_and_says_why(suspended: Room) -> None:
    assert "Approved · suspended" in card(suspended)
    assert "Suspended: NDA-1 ended 10 Dec 2026." in card(suspended)


def test_the_data_owner_resumes_by_the_button(suspended: Room) -> None:
    suspended.clock.go_to(DAY)
    papers_are(suspended, ENDED, SUCCESSOR)
    day_is(suspended, DAY)

    suspended.as_user("dan").click(ids.RESUME_ACCESS)
    suspended.deliver()

    assert "Approved · in force until" in card(suspended)
    questions = [m for m in suspended.as_user("dan").messages() if "REQ-2026-0001: access of Volt GmbH" in m["text"]]
    assert [m["text"] for m in questions][-1] == "REQ-2026-0001: access of Volt GmbH is in force again"
    assert buttons(questions[-1]["blocks"]) == []


def test_counsel_accepts_the_days_between_and_then_the_owner_is_asked(suspended: Room) -> None:
    suspended.clock.go_to(DAY)
    papers_are(suspended, ENDED, LATE)
    day_is(suspended, DAY)
    assert "IP counsel has to look at that" in card(suspended)

    suspended.as_user("ivy").click(ids.ACCEPT_GAP)
    suspended.deliver()

    assert "Nothing waits for an answer about these days any more." in newest(suspended, "ivy")
    assert "can be resumed" in newest(suspended, "dan")


@pytest.mark.parametrize(
    ("action", "value", "who", "said"),
    [
        (ids.RESUME_ACCESS, "v1:access:REQ-2026-0001", "mo", "Only the data owner can resume access of REQ-2026-0001."),
        (ids.RESUME_ACCESS, "v1:access:REQ-2026-0001", "guest", "Guests of the workspace cannot ask or decide here."),
        (ids.RESUME_ACCESS, "v1:access:REQ-2026-9999", "dan", "There is no access of REQ-2026-9999."),
        (ids.RESUME_ACCESS, "v0:access:REQ-2026-0001", "dan", "This button is of another version of Ringfence"),
        (ids.ACCEPT_GAP, "v1:gap:V1:2026-12-11:2026-12-14", "dan", "Only IP counsel can say that days without a paper are fine."),
        (ids.ACCEPT_GAP, "v1:gap:V1:2026-12-11:2026-12-14", "ivy", "No access waits for these days any more"),
        (ids.ACCEPT_GAP, "v1:gap:V1:2026-12-11:2026-12-14", "stranger", "Only people of this company can take part here"),
        (ids.ACCEPT_GAP, "v1:gap:V1:today:tomorrow", "ivy", "This button is of another version of Ringfence"),
    ],
)
def test_who_may_not_is_told_so_in_private_and_nothing_changes(
    suspended: Room, action: str, value: str, who: str, said: str
) -> None:
    there = suspended.as_user("aud").messages("ip-requests")[-1]
    before = card(suspended)

    suspended.as_user(who).click_raw(action, value, there["ts"], there["channel"])

    assert suspended.as_user(who).whispers()[-1]["text"].startswith(said)
    suspended.deliver()
    assert card(suspended) == before
