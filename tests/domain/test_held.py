"""What stands at a vendor is as the bot keeps it; how it is used, only the register knows."""

from dataclasses import replace

from bot.domain.grants import Grant
from bot.domain.held import as_they_stand
from bot.domain.register import KnownGrant
from bot.domain.vocabulary import GrantState, Mode
from tests.builders import END, START, TODAY

KEPT = Grant("G1", "REQ-1", "V1", "E1", "A1", Mode.VIEW, "CH", START, END, GrantState.SUSPENDED, None)
READ = KnownGrant("G1", "REQ-1", "V1", "E1", "A1", Mode.VIEW, START, END, GrantState.ACTIVE, last_used_on=TODAY)


def test_the_standing_is_the_bots_and_the_use_that_of_the_register() -> None:
    assert as_they_stand([KEPT], [READ]) == (replace(READ, state=GrantState.SUSPENDED),)


def test_of_access_that_the_bot_opened_itself_nobody_says_how_it_is_used() -> None:
    assert as_they_stand([KEPT], []) == (replace(READ, state=GrantState.SUSPENDED, last_used_on=None),)
