"""Whoever asked hears what becomes of it as a new message under the receipt, once, and nothing that is not so any more."""

from datetime import timedelta

import pytest

from bot.application.access.sweep import sweep_grants
from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.requests.views import Receipt, Told
from bot.domain.dates import ONE_DAY
from bot.domain.register import Member
from bot.domain.vocabulary import PersonStatus, VendorStatus
from bot.domain.words import as_text
from bot.store import outbox
from bot.store.outbox import JIRA, SLACK
from tests.application.steps import FIRST, approve, approve_all, ask, now_known, pass_days, reject
from tests.builders import END, START, TODAY, TestClock, asset, member, members, nda, person, vendor
from tests.fakes.messenger import FakeMessenger, Posted
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE
from tests.refusing import end_access


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


def delivered(context: Context, messenger: FakeMessenger) -> None:
    outside = Outside(messenger, FakeTracker())
    while any(deliver_next(context, outside, world, AT_ONCE) for world in (SLACK, JIRA)):
        pass


def posted(context: Context, messenger: FakeMessenger, who: str = "U_ANA") -> list[Posted]:
    delivered(context, messenger)
    return [one for one in messenger.posted if isinstance(one.message, Told) and one.destination.name == who]


def told(context: Context, messenger: FakeMessenger, who: str = "U_ANA") -> list[str]:
    """What this person was told so far, without what it is about."""
    lines = [as_text(one.message.words.line) for one in posted(context, messenger, who) if isinstance(one.message, Told)]
    return [line.partition(" for 1 person ")[2].removesuffix(f" · {FIRST}") for line in lines]


def undelivered(context: Context) -> list[str]:
    with context.store.reading() as unit:
        return [one.promise.kind for one in outbox.undelivered(unit)]


def test_from_approval_to_the_end_each_is_told_once_under_the_receipt(
    context: Context, clock: TestClock, messenger: FakeMessenger
) -> None:
    ask(context)
    delivered(context, messenger)
    approve_all(context)
    delivered(context, messenger)
    for day in (START, END - 7 * ONE_DAY, END, END + ONE_DAY):
        pass_days(context, clock, day)
        sweep_grants(context)
        delivered(context, messenger)

    assert told(context, messenger) == [
        "is approved, in force from 1 Dec 2026",
        "is in force until 15 Jan 2027",
        "ends in 7 days (15 Jan 2027)",
        "ends today (15 Jan 2027)",
        "has ended, its last day was 15 Jan 2027",
    ]
    receipt = next(one for one in messenger.posted if isinstance(one.message, Receipt))
    assert {one.thread for one in posted(context, messenger)} == {receipt.ref}


def test_a_rejection_is_told_with_its_reason(context: Context, messenger: FakeMessenger) -> None:
    ask(context)
    reject(context, "mo")

    (one,) = posted(context, messenger)
    assert told(context, messenger) == ["is rejected by Mo"]
    assert isinstance(one.message, Told)
    assert one.message.words.quote == "Not this quarter."


def test_items_that_one_click_rejects_are_one_message_and_the_rest_goes_on(context: Context, messenger: FakeMessenger) -> None:
    now_known(context, assets=(asset(), asset(id="A2"), asset(id="A3")))
    ask(context, asset_ids=("A1", "A2", "A3"))
    reject(context, "mo", items=("A2", "A3"))

    assert told(context, messenger) == ["is rejected by Mo; the rest goes on"]

    reject(context, "mo", items=("A1",))
    assert told(context, messenger)[1:] == ["is rejected by Mo"]


def test_silence_is_told_as_a_no(context: Context, clock: TestClock, messenger: FakeMessenger) -> None:
    ask(context)
    pass_days(context, clock, TODAY + timedelta(days=10))

    (words,) = told(context, messenger)
    assert words.startswith("has lapsed. It waited for engineering manager")


def test_what_stops_it_is_told_and_that_it_goes_on(context: Context, clock: TestClock, messenger: FakeMessenger) -> None:
    ask(context)
    now_known(context, people=(person(status=PersonStatus.LEFT),))
    pass_days(context, clock, TODAY)
    now_known(context)
    first = told(context, messenger)
    pass_days(context, clock, TODAY)

    assert first[0].startswith("is stopped: Ewa Engineer")
    assert told(context, messenger)[1:] == ["is no longer stopped"]


def test_held_access_is_told_with_what_holds_it(context: Context, clock: TestClock, messenger: FakeMessenger) -> None:
    ask(context)
    approve_all(context)
    now_known(context, people=(person(status=PersonStatus.LEFT),))
    for day in (START, START + ONE_DAY):
        pass_days(context, clock, day)

    assert [line for line in told(context, messenger) if "not in force" in line] == [told(context, messenger)[-1]]
    assert "is approved and not in force: Ewa Engineer" in told(context, messenger)[-1]


def test_suspended_and_resumed_access_is_told(context: Context, clock: TestClock, messenger: FakeMessenger) -> None:
    now_known(context, assets=(asset(asset_class=2),))
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)
    now_known(context, assets=(asset(asset_class=2),), vendors=(vendor(status=VendorStatus.BLOCKED),))
    sweep_grants(context)
    delivered(context, messenger)
    now_known(context, assets=(asset(asset_class=2),))
    sweep_grants(context)

    assert told(context, messenger)[-2:] == [
        "is suspended: the vendor is not to be worked with any more",
        "is no longer suspended, and in force until 15 Jan 2027",
    ]


def test_access_that_somebody_ended_is_told_with_their_name(context: Context, clock: TestClock, messenger: FakeMessenger) -> None:
    ask(context)
    approve_all(context)
    pass_days(context, clock, START)
    end_access(context, member("dan"), FIRST)

    assert told(context, messenger)[-1] == "was ended early by Dan"


def test_what_is_delivered_late_says_nothing_that_is_not_so_any_more(
    context: Context, clock: TestClock, messenger: FakeMessenger
) -> None:
    """Slack was out of reach from the approval until after the end."""
    ask(context)
    delivered(context, messenger)
    approve_all(context)
    pass_days(context, clock, START)
    now_known(context, agreements=(nda(terminated_on=START + 9 * ONE_DAY),))
    pass_days(context, clock, START + 10 * ONE_DAY)
    pass_days(context, clock, END + ONE_DAY)

    assert told(context, messenger) == ["has ended, its last day was 15 Jan 2027"]
    assert undelivered(context) == []


def test_whoever_it_is_for_hears_it_as_well(context: Context, messenger: FakeMessenger) -> None:
    ask(context, on_behalf_of="eve", on_behalf_of_slack="U_EVE")
    approve_all(context)

    assert told(context, messenger, "U_EVE") == told(context, messenger, "U_ANA")
    (one,) = posted(context, messenger, "U_EVE")
    assert one.thread is not None


GONE = {
    "has left": member("ana", active=False),
    "has no account any more": member("ana", slack_id=None),
}


@pytest.mark.parametrize("how", GONE)
@pytest.mark.parametrize("before", [True, False])
def test_a_requester_who_cannot_be_told_anything_leaves_nothing_behind(
    context: Context, clock: TestClock, messenger: FakeMessenger, how: str, before: bool
) -> None:
    """Before it is promised, or between promise and delivery."""
    ask(context)
    delivered(context, messenger)
    if before:
        _ana_is(context, GONE[how])
    approve_all(context)
    _ana_is(context, GONE[how])
    pass_days(context, clock, START)
    pass_days(context, clock, END - ONE_DAY)
    pass_days(context, clock, END - ONE_DAY)

    assert told(context, messenger) == []
    assert "told" not in undelivered(context)


def _ana_is(context: Context, one: Member) -> None:
    now_known(context, members=members(one))


def test_a_requester_whose_account_is_dead_leaves_nothing_given_up(context: Context, messenger: FakeMessenger) -> None:
    """Slack says so at the message itself."""
    ask(context)
    delivered(context, messenger)
    messenger.gone.add("U_ANA")
    approve_all(context)

    assert told(context, messenger) == []
    assert "told" not in undelivered(context)


def test_a_requester_under_another_id_hears_it_there(context: Context, messenger: FakeMessenger) -> None:
    ask(context, requester_slack="U_ANA")
    now_known(context, members=members(member("ann", slack_id="U_ANA"), member("ana", active=False, slack_id=None))[1:])
    approve_all(context)

    assert told(context, messenger) == ["is approved, in force from 1 Dec 2026"]


def test_a_second_look_tells_nothing_twice(context: Context, clock: TestClock, messenger: FakeMessenger) -> None:
    ask(context)
    approve(context, "mo")
    approve_all(context, "dan", "ivy", "sol")
    pass_days(context, clock, START)
    before = told(context, messenger)
    for _ in range(3):
        pass_days(context, clock, START)

    assert told(context, messenger) == before
