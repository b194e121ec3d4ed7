"""Whoever changes the form faster than anybody fills one in is told so in the form, which keeps its last answer."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from bot.local.scripted_user import ScriptedUser
from bot.slack import ids
from bot.slack.blocks.form import FormView, draw_form
from bot.slack.blocks.verdict import draw_pause
from bot.slack.question_pace import GO_ON, MINUTE, MOST, QuestionPace, TooOften
from tests.slack.conftest import Room, room_on
from tests.slack.drawing import view_problems
from tests.slack.test_live_form import answer, buttons, choose, entered, form, late_nda, opened
from tests.slack.test_question_pace import Seconds

PAUSES = "You asked 60 times within a minute, so I wait. Go on in 20 seconds"
STANDS = "What stands below is my last answer"


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def room(sqlite_url: str, seconds: Seconds) -> Iterator[Room]:
    with room_on(sqlite_url, QuestionPace(seconds)) as opened:
        yield opened


def tired(room: Room, seconds: Seconds) -> ScriptedUser:
    """Ana has an answer of the checks, and then asked so often that the next question is one too many."""
    user = opened(room, late_nda())
    user.fill(ids.END, "2027-01-15")
    use_up(room)
    seconds.now += 40
    return user


def use_up(room: Room) -> None:
    with suppress(TooOften):
        for _ in range(MOST):
            room.office.pace.count("ana")


def test_the_form_says_that_it_pauses_and_for_how_long_and_its_last_answer_stands(room: Room, seconds: Seconds) -> None:
    user = tired(room, seconds)
    before = answer(user)

    user.fill(ids.END, "2026-12-24")

    said = answer(user)
    assert (PAUSES in said, STANDS in said) == (True, True)
    assert said.endswith(before)
    assert entered(user, ids.END)["selected_date"] == "2026-12-24"


def test_after_the_pause_the_next_change_is_answered_and_the_pause_is_no_longer_spoken_of(room: Room, seconds: Seconds) -> None:
    user = tired(room, seconds)
    user.fill(ids.END, "2026-12-24")
    seconds.now += 20

    user.fill(ids.END, "2026-12-18")

    said = answer(user)
    assert "I wait" not in said
    assert "Nothing stands against it so far." in said


def test_it_says_so_once_however_often_one_goes_on(room: Room, seconds: Seconds) -> None:
    user = tired(room, seconds)
    for day in ("2026-12-24", "2026-12-25", "2026-12-26"):
        user.fill(ids.END, day)
    assert answer(user).count("I wait") == 1


def test_a_button_in_the_answer_is_not_taken_meanwhile_and_still_there_afterwards(room: Room, seconds: Seconds) -> None:
    user = tired(room, seconds)
    user.click(ids.FIX)
    assert PAUSES in answer(user)
    seconds.now += MINUTE

    user.click(ids.FIX)

    assert entered(user, ids.END)["selected_date"] == "2026-12-20"
    assert buttons(user, ids.FIX) == []


def test_somebody_who_types_in_a_search_field_reads_it_in_the_form_too(room: Room, seconds: Seconds) -> None:
    user = tired(room, seconds)
    assert user.suggest(ids.ASSETS, "A") == []
    assert PAUSES in answer(user)


def test_a_form_that_was_not_yet_answered_says_it_where_the_answer_will_stand(room: Room, seconds: Seconds) -> None:
    user = room.as_user("ana")
    user.command(ids.COMMAND, channel="ip-requests")
    choose(user, ids.VENDOR, "Volt", "V1")
    use_up(room)
    seconds.now += 40

    for mode in ("view", "comment"):
        user.choose(ids.MODE, mode)

    assert answer(user).count(PAUSES) == 1
    assert form(user)["submit"]


def test_a_paused_form_is_one_that_slack_takes() -> None:
    view = draw_pause(draw_form(FormView()), TooOften(1, MOST, GO_ON).words)
    assert view_problems(view) == []
    assert "Go on in 1 second:" in str(view)
