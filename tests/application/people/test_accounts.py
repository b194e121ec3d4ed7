"""A Slack account that takes no message: found out at a message or in the directory, said once, and others are asked."""

from dataclasses import replace

import pytest

from bot.application.asking_again import ask_again
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.people.accounts import AccountWatch, find_account
from bot.application.requests.views import Ask
from bot.domain.vocabulary import Role
from bot.store import accounts, record, registers
from bot.store.outbox import SLACK
from tests.application.steps import ask, now_known
from tests.builders import member, members
from tests.fakes.directory import FakeDirectory, profile
from tests.fakes.messenger import FakeMessenger
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE

OSKAR = member("oskar", Role.ADMINISTRATOR)
EMI = member("emi", Role.ENGINEERING_MANAGER)


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture(autouse=True)
def company(context: Context) -> None:
    """Two engineering managers, and an administrator."""
    now_known(context, members=members(EMI, OSKAR))


def deliver(context: Context, messenger: FakeMessenger) -> None:
    while deliver_next(context, Outside(messenger, FakeTracker()), SLACK, AT_ONCE):
        pass


def people(*closed: str) -> FakeDirectory:
    return FakeDirectory(*(profile(f"U_{name.upper()}") for name in ("mo", "emi", "oskar") if name not in closed))


def buttons(messenger: FakeMessenger) -> set[str]:
    """In whose accounts a question stands that can be answered there."""
    return {one.destination.name for one in messenger.posted if isinstance(one.message, Ask) and one.message.asked_now}


def headlines(messenger: FakeMessenger, slack_id: str) -> list[str]:
    here = [one.message for one in messenger.posted if one.destination.name == slack_id]
    return [str(getattr(message, "headline", "")) for message in here]


def recorded(context: Context, who: str) -> list[str]:
    with context.store.reading() as unit:
        return [entry.event.happened.value for entry in record.entries_of(unit, [who])]


class TestAnAccountThatRefusesAMessage:
    @pytest.fixture(autouse=True)
    def refused(self, context: Context, messenger: FakeMessenger) -> None:
        messenger.gone = {"U_MO"}
        ask(context)
        deliver(context, messenger)

    def test_is_known_from_then_on_and_its_owner_counts_as_absent(self, context: Context) -> None:
        with context.store.reading() as unit:
            assert [one.id for one, _ in accounts.unreachable(unit)] == ["mo"]
            assert [one.can_decide for one in registers.members(unit) if one.id in ("mo", "emi")] == [True, False]
        assert recorded(context, "mo") == ["account.unreachable"]

    def test_the_administrators_are_told_once(self, context: Context, messenger: FakeMessenger) -> None:
        ask(context)
        deliver(context, messenger)
        assert headlines(messenger, "U_OSKAR") == ["Not delivered to Mo"]

    def test_once_somebody_acts_with_it_they_are_asked_again(self, context: Context, messenger: FakeMessenger) -> None:
        messenger.gone = set()
        find_account(context, "U_MO")
        deliver(context, messenger)
        assert buttons(messenger) == {"U_EMI", "U_MO"}
        assert recorded(context, "mo") == ["account.unreachable", "account.reachable"]

    def test_another_binding_is_a_fresh_start(self, context: Context, messenger: FakeMessenger) -> None:
        now_known(context, members=members(EMI, OSKAR, replace(member("mo"), slack_id="U_MO2")))
        deliver(context, messenger)
        assert buttons(messenger) == {"U_EMI", "U_MO2"}
        with context.store.reading() as unit:
            assert accounts.unreachable(unit) == []


def test_the_last_one_who_could_answer_is_replaced_by_who_stands_in(context: Context, messenger: FakeMessenger) -> None:
    """Slack takes the message and nobody reads it: only the directory knows."""
    now_known(context, members=members(OSKAR))
    ask(context)
    ask_again(context)
    deliver(context, messenger)
    AccountWatch(context, people("mo")).look()
    now_known(context, members=members(EMI, OSKAR))
    deliver(context, messenger)
    assert buttons(messenger) == {"U_EMI"}


class TestTheDirectory:
    @pytest.fixture(autouse=True)
    def asked(self, context: Context) -> None:
        ask(context)
        ask_again(context)

    def test_finds_an_account_that_was_closed_after_the_question_went_out(self, context: Context) -> None:
        assert AccountWatch(context, people("emi")).look() == 1
        assert recorded(context, "emi") == ["account.unreachable"]

    def test_tells_the_administrators_once(self, context: Context, messenger: FakeMessenger) -> None:
        for _ in range(2):
            AccountWatch(context, people("emi")).look()
            deliver(context, messenger)
        assert headlines(messenger, "U_OSKAR") == ["Emi cannot be reached in Slack"]

    def test_finds_it_alive_again(self, context: Context) -> None:
        AccountWatch(context, people("emi")).look()
        assert AccountWatch(context, people()).look() == 1
        assert recorded(context, "emi") == ["account.unreachable", "account.reachable"]


def test_the_directory_is_asked_about_nobody_whom_nothing_waits_for(context: Context) -> None:
    assert AccountWatch(context, FakeDirectory()).look() == 0


class TestAnotherSlackAccount:
    def test_is_asked_and_the_one_before_has_no_buttons(self, context: Context, messenger: FakeMessenger) -> None:
        ask(context)
        deliver(context, messenger)
        now_known(context, members=members(EMI, OSKAR, replace(member("mo"), slack_id="U_MO2")))
        deliver(context, messenger)
        assert buttons(messenger) == {"U_EMI", "U_MO2"}

    def test_two_people_who_exchange_accounts_are_asked_in_their_own(self, context: Context, messenger: FakeMessenger) -> None:
        now_known(context, members=members(OSKAR))
        ask(context)
        deliver(context, messenger)
        now_known(
            context, members=members(OSKAR, replace(member("mo"), slack_id="U_SOL"), replace(member("sol"), slack_id="U_MO"))
        )
        deliver(context, messenger)
        assert buttons(messenger) == {"U_SOL"}
