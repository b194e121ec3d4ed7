"""Nobody asks the checks without end: so many answers in a minute for one person, and each about a vendor leaves an entry."""

import pytest

from bot.domain.errors import Refusal
from bot.slack.question_pace import ASK_AGAIN, MINUTE, MOST, MOST_CHECKS, MOST_PEOPLE, QuestionPace


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_within_a_minute_and_no_more() -> None:
    pace = QuestionPace(Seconds())
    for _ in range(MOST):
        pace.count("ana")

    with pytest.raises(Refusal, match="You asked 60 times within a minute, so I wait"):
        pace.count("ana")
    pace.count("mo")


def test_a_minute_later_it_goes_on() -> None:
    seconds = Seconds()
    pace = QuestionPace(seconds)
    for _ in range(MOST):
        pace.count("ana")
    seconds.now = MINUTE

    for _ in range(MOST):
        pace.count("ana")
    with pytest.raises(Refusal, match="so I wait"):
        pace.count("ana")


def test_whoever_asks_about_whole_vendors_waits_sooner_and_hears_until_when() -> None:
    pace = QuestionPace(Seconds(), most=MOST_CHECKS, then=ASK_AGAIN)
    for _ in range(MOST_CHECKS):
        pace.count("ana")

    with pytest.raises(Refusal, match=r"You asked 10 times within a minute, so I wait\. Ask again in 60 seconds\."):
        pace.count("ana")


def test_those_who_asked_longest_ago_are_forgotten() -> None:
    pace = QuestionPace(Seconds())
    for _ in range(MOST):
        pace.count("ana")
    for number in range(MOST_PEOPLE):
        pace.count(f"somebody {number}")

    for _ in range(MOST):
        pace.count("ana")
    with pytest.raises(Refusal, match="so I wait"):
        pace.count("ana")
