"""An NDA told to a person: its days in order, its clocks in sentences, and never more than is known."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.agreement_story import Story, away, story_of
from bot.domain.register import Agreement, Survival
from tests.builders import TODAY, contract, nda

END = date(2027, 1, 14)
RENEWING = {"expires_on": date(2026, 12, 5), "auto_renew": True, "renew_months": 12, "notice_days_ours": 30}


def story(*others: Agreement, on: date = TODAY, **more: Any) -> Story:
    paper = nda(**({"expires_on": END, "survival": Survival(60, "end")} | more))
    return story_of(paper, (paper, *others), on)


def days(told: Story) -> list[str]:
    return [one.words for one in told.milestones]


def test_a_fixed_paper_from_its_signature_to_the_end_of_its_protection() -> None:
    told = story()
    assert told.headline == "NDA-1: expiring; ends on 14 Jan 2027, in 51 days"
    assert days(told) == [
        "signed by both sides",
        "first covered day",
        "last covered day",
        "last day on which what was shown by now is protected",
    ]
    assert told.sentences == (
        "It covers what is shown from 1 Jan 2025 to 14 Jan 2027 (in 51 days); both days count in full.",
        "What was shown by now stays protected until 14 Jan 2032.",
        "Trade secrets stay protected for as long as they are secret.",
    )


def test_a_paper_that_renews_says_until_when_it_can_be_stopped() -> None:
    told = story(on=date(2026, 11, 6), **RENEWING)
    assert told.headline == "NDA-1: active; its term ends on 5 Dec 2027 and renews by itself"
    assert days(told)[2:5] == ["renews by itself", "last day to give notice, else it renews", "last covered day"]
    assert "renews by itself for 12 months; notice until 5 Nov 2027 (in 364 days) stops it." in told.sentences[0]


def test_in_its_first_term_it_has_not_renewed_yet() -> None:
    assert "renews by itself" not in days(story(on=date(2026, 11, 5), **RENEWING))


def test_a_notice_is_one_of_its_days() -> None:
    told = story(non_renewal_notice_on=date(2026, 10, 1), **RENEWING)
    assert "notice given: it does not renew again" in days(told)
    assert told.sentences[0].endswith("both days count in full.")


def test_a_terminated_paper_has_ended() -> None:
    told = story(terminated_on=date(2026, 8, 31))
    assert told.headline == "NDA-1: terminated, still protecting; ended on 31 Aug 2026, 85 days ago"
    assert "terminated: last covered day" in days(told)


def test_an_evergreen_paper_has_no_last_day() -> None:
    told = story(expires_on=None)
    assert told.headline == "NDA-1: evergreen"
    assert told.sentences[0] == "It covers what is shown from 1 Jan 2025 on, without an end."


@pytest.mark.parametrize(("count", "words"), [(1, "no paper covers 15 Jan 2027"), (5, "no paper covers the 5 days from")])
def test_a_successor_and_the_days_between_are_told(count: int, words: str) -> None:
    successor = nda(id="NDA-2", supersedes=("NDA-1",), effective_on=END + timedelta(days=count + 1))
    told = story(successor)
    assert any(one.startswith(words) for one in days(told))
    assert "NDA-2 takes over" in days(told)
    assert any(
        one.startswith(words.capitalize()) and one.endswith("IP counsel has to look at those days.") for one in told.sentences
    )


def test_a_paper_on_its_way_is_told() -> None:
    draft = nda(id="NDA-2", supersedes=("NDA-1",), executed_on=None, signature="out_for_signature")
    assert story(draft).sentences[-1] == "NDA-2 is to replace it: out for signature."
    unsigned = nda(id="NDA-2", supersedes=("NDA-1",), executed_on=None)
    assert story(unsigned).sentences[-1] == "NDA-2 is to replace it: draft."


@pytest.mark.parametrize("signature", [None, "negotiation", "out_for_signature", "partly_signed"])
def test_an_unsigned_paper_covers_and_protects_nothing(signature: Any) -> None:
    told = story(executed_on=None, signature=signature)
    assert told.sentences == ("It is not signed by both sides, so it covers nothing.",)


def test_under_a_paper_that_has_not_begun_nothing_was_shown() -> None:
    told = story(effective_on=date(2026, 12, 1))
    assert told.sentences == ("It covers what is shown from 1 Dec 2026 to 14 Jan 2027 (in 51 days); both days count in full.",)


def test_what_nobody_recorded_is_said_to_be_unknown() -> None:
    told = story(effective_on=None, survival=None, trade_secret_carve_out=None)
    assert told.sentences == (
        "We don't know yet on which day it begins.",
        "We don't know yet how long it protects what was shown.",
        "We don't know yet whether trade secrets stay protected for as long as they are secret.",
    )


def test_protection_for_ever_and_secrets_without_a_carve_out() -> None:
    told = story(survival=Survival(None, "end"), trade_secret_carve_out=False)
    assert told.sentences[1:] == (
        "What was shown under it stays protected for ever.",
        "It has no carve-out for trade secrets: their protection ends with the rest.",
    )


def test_a_contract_says_nothing_of_protection() -> None:
    paper = contract()
    assert len(story_of(paper, (paper,), TODAY).sentences) == 1


@pytest.mark.parametrize(
    ("days_away", "words"), [(0, "today"), (1, "in 1 day"), (2, "in 2 days"), (-1, "1 day ago"), (-1500, "1,500 days ago")]
)
def test_how_far_a_day_is_away(days_away: int, words: str) -> None:
    assert away(TODAY + timedelta(days=days_away), TODAY) == words
