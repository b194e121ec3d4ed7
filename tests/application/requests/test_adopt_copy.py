"""A message that stands twice because a reply was lost: the unknown copy is adopted once, and redrawn with the other."""

import threading
from dataclasses import replace

from bot.application.context import Context
from bot.application.delivery.deliver import Outside, deliver_next
from bot.application.ports import MessageRef
from bot.application.requests.adopt_copy import Seen, adopt_copy
from bot.application.requests.messages import CARD
from bot.application.requests.views import Card
from bot.store import message_copies, outbox
from bot.store.outbox import SLACK
from bot.store.unit import Store
from tests.application.steps import FIRST, approve, ask, everything_is_delivered, promised
from tests.builders import TestClock, member
from tests.fakes.messenger import FakeMessenger, Posted
from tests.fakes.tracker import FakeTracker
from tests.leases import AT_ONCE

MO = member("mo")


def deliver(context: Context, messenger: FakeMessenger) -> None:
    outside = Outside(messenger, FakeTracker())
    while deliver_next(context, outside, SLACK, AT_ONCE):
        pass


def a_stray_card(context: Context, messenger: FakeMessenger) -> Posted:
    """The card of Ana's request, whose reply was lost: it stands in Slack, and the bot knows nothing of it."""
    ask(context)
    deliver(context, messenger)
    (card,) = [one for one in messenger.posted if isinstance(one.message, Card)]
    with context.store.writing() as unit:
        message_copies.forget(unit, card.ref.channel, card.ref.ts)
    return card


def seen(card: Posted) -> Seen:
    return Seen(MessageRef(card.ref.channel, card.ref.ts), CARD)


def test_a_click_on_it_adopts_it_and_it_is_redrawn(context: Context) -> None:
    messenger = FakeMessenger()
    card = a_stray_card(context, messenger)
    approve(context, "mo", seen_in=card.ref, kind=CARD)
    deliver(context, messenger)
    assert card.message.request.stage_names[card.message.request.stage] == "owner"


def test_however_often_it_is_clicked_it_is_adopted_once(context: Context) -> None:
    card = a_stray_card(context, FakeMessenger())
    for _ in range(3):
        adopt_copy(context, MO, FIRST, seen(card))
    assert promised(context) == [(CARD, "channel:ip-requests")]
    everything_is_delivered(context)
    adopt_copy(context, MO, FIRST, seen(card))
    assert promised(context) == []


def test_two_processes_that_see_it_at_once_adopt_it_once(context: Context) -> None:
    card = a_stray_card(context, FakeMessenger())
    bots = [context, replace(context, store=Store(context.store.engine))]
    start = threading.Barrier(2)
    done: list[bool] = []

    def click(bot: Context) -> None:
        start.wait()
        adopt_copy(bot, MO, FIRST, seen(card))
        done.append(True)

    threads = [threading.Thread(target=click, args=(bot,)) for bot in bots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (done, promised(context)) == ([True, True], [(CARD, "channel:ip-requests")])


def test_one_that_was_taken_for_gone_is_adopted_again(context: Context, clock: TestClock) -> None:
    card = a_stray_card(context, FakeMessenger())
    for _ in range(2):
        clock.move(minutes=1)
        adopt_copy(context, MO, FIRST, seen(card))
        assert promised(context) == [(CARD, "channel:ip-requests")]
        everything_is_delivered(context)
        with context.store.writing() as unit:
            message_copies.forget(unit, card.ref.channel, card.ref.ts)


def test_a_promise_of_the_same_key_is_one_promise(context: Context) -> None:
    same = outbox.Promise("card:once", SLACK, FIRST, "channel:ip-requests", CARD)
    for _ in range(2):
        with context.store.writing() as unit:
            outbox.promise(unit, [same, same], context.now())
    assert promised(context) == [(CARD, "channel:ip-requests")]
