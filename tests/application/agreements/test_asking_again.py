"""An owner whom nobody can reach is not waited for: whoever comes next hears the same step, and decides."""

import pytest

from bot.application.asking_again import ask_all_again
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.people.accounts import find_account
from bot.store import accounts
from bot.store.outbox import SLACK
from tests.application.reminding import ADA, VIC, ending, morning, on, paper_of, sweep, waiting, with_papers
from tests.builders import TestClock, member, members
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


def deliver(context: Context, messenger: FakeMessenger) -> None:
    while deliver_next(context, Outside(messenger, FakeTracker()), SLACK, AT_ONCE):
        pass


def reminded(messenger: FakeMessenger) -> list[str]:
    return [one.destination.name for one in messenger.posted if type(one.message).__name__ == "Reminder"]


class TestAnOwnerWhoseAccountIsClosed:
    @pytest.fixture(autouse=True)
    def closed(self, context: Context, clock: TestClock, messenger: FakeMessenger) -> None:
        messenger.gone = {"U_EVE"}
        with_papers(context)
        morning(context, clock, on(-90))
        deliver(context, messenger)

    def test_is_found_out_and_the_next_one_hears_the_same_step(self, context: Context, messenger: FakeMessenger) -> None:
        with context.store.reading() as unit:
            assert [one.id for one, _ in accounts.unreachable(unit)] == ["eve"]
        sweep(context)
        deliver(context, messenger)
        assert reminded(messenger) == ["U_MO"]

    def test_hears_it_after_all_once_the_account_lives_again(
        self, context: Context, clock: TestClock, messenger: FakeMessenger
    ) -> None:
        sweep(context)
        messenger.gone = set()
        find_account(context, "U_EVE")
        assert morning(context, clock, on(-87)) == ["eve"]  # the next working day


def test_whoever_no_longer_owns_it_has_no_buttons(context: Context, clock: TestClock) -> None:
    with_papers(context)
    assert morning(context, clock, on(-90)) == ["eve"]
    ask_all_again(context)
    with_papers(context, ending(owner="vic"), everybody=members(VIC, ADA, member("eve")))
    assert not paper_of(context, "eve").buttons.not_mine
    assert [message.promise.destination for message in waiting(context)].count("person:eve") == 2
