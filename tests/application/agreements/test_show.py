"""How an NDA stands, told to whoever may read of it, with what they may do about it."""

import pytest

from bot.application.context import Desk
from bot.application.agreements.gather import know_agreement
from bot.application.agreements.show import show_agreement, who_could_own
from bot.domain.errors import Refusal
from bot.domain.vocabulary import Role
from tests.application.reminding import VIC, ending, on, with_papers
from tests.builders import TestClock, member

EVE = member("eve")


def test_its_owner_reads_the_clocks_and_may_decide(desk: Desk, clock: TestClock) -> None:
    with_papers(desk)
    clock.go_to(on(-30))
    card = show_agreement(desk, EVE, "NDA-1")
    assert card.story.headline == "NDA-1: expiring; ends on 14 Jan 2027, in 30 days"
    assert card.reminder is not None
    assert card.reminder.buttons.renew


def test_an_auditor_reads_it_and_decides_nothing(desk: Desk) -> None:
    with_papers(desk)
    card = show_agreement(desk, member("aud", Role.AUDITOR), "NDA-1")
    assert card.reminder is not None
    assert not card.reminder.buttons.renew


def test_there_is_nothing_to_do_about_an_evergreen_paper(desk: Desk) -> None:
    with_papers(desk, ending(expires_on=None))
    assert show_agreement(desk, EVE, "NDA-1").reminder is None


def test_a_requester_is_told_whom_to_ask(desk: Desk) -> None:
    with_papers(desk)
    with pytest.raises(Refusal, match="Ask Eve"):
        show_agreement(desk, member("ana"), "NDA-1")


def test_a_paper_that_does_not_exist_is_said_to_be_none(desk: Desk) -> None:
    with pytest.raises(Refusal, match="no agreement NDA-9"):
        show_agreement(desk, EVE, "NDA-9")


def test_who_is_next_and_who_could_be_named(desk: Desk) -> None:
    with_papers(desk)
    with desk.store.reading() as unit:
        known = know_agreement(unit, desk, "NDA-1")
    next_owner, others = who_could_own(known, EVE)
    assert next_owner == "Mo"
    assert "eve" not in [one.id for one in others]
    assert VIC in others
