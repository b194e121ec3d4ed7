"""How an NDA stands, told to whoever may read of it, with what they may do about it."""

import pytest

from bot.application.agreements.gather import know_agreement
from bot.application.agreements.show import show_agreement, who_could_own
from bot.application.context import Context
from bot.domain.errors import Refusal
from bot.domain.vocabulary import Role
from tests.application.reminding import VIC, ending, on, with_papers
from tests.builders import TestClock, member

EVE = member("eve")


def test_its_owner_reads_the_clocks_and_may_decide(context: Context, clock: TestClock) -> None:
    with_papers(context)
    clock.go_to(on(-30))
    card = show_agreement(context, EVE, "NDA-1")
    assert card.story.headline == "NDA-1: expiring; ends on 14 Jan 2027, in 30 days"
    assert card.reminder is not None
    assert card.reminder.buttons.renew


def test_an_auditor_reads_it_and_decides_nothing(context: Context) -> None:
    with_papers(context)
    card = show_agreement(context, member("aud", Role.AUDITOR), "NDA-1")
    assert card.reminder is not None
    assert not card.reminder.buttons.renew


def test_there_is_nothing_to_do_about_an_evergreen_paper(context: Context) -> None:
    with_papers(context, ending(expires_on=None))
    assert show_agreement(context, EVE, "NDA-1").reminder is None


def test_whoever_may_not_read_it_hears_no_more_than_of_a_paper_that_is_not_there(context: Context) -> None:
    with_papers(context)
    with pytest.raises(Refusal, match=r"There is no agreement NDA-1 that you may read: .* A vendor manager can tell you more."):
        show_agreement(context, member("ana"), "NDA-1")


def test_a_paper_that_does_not_exist_is_said_to_be_none(context: Context) -> None:
    with pytest.raises(Refusal, match="no agreement NDA-9"):
        show_agreement(context, EVE, "NDA-9")


def test_who_is_next_and_who_could_be_named(context: Context) -> None:
    with_papers(context)
    with context.store.reading() as unit:
        known = know_agreement(unit, context, "NDA-1")
    next_owner, others = who_could_own(known, EVE)
    assert next_owner == "Mo"
    assert "eve" not in [one.id for one in others]
    assert VIC in others
