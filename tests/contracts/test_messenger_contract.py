"""What every messenger keeps: the fake in memory, and the real one against the local Slack. The same cases for both."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Protocol

import pytest
from slack_sdk import WebClient

from bot.application.access.views import Notice
from bot.application.ports import Destination, GiveUp, Gone, MessageRef, Messenger, TryLater, Unauthorised, Unreachable
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.slack.channels import Channels
from bot.slack.messenger import SlackMessenger
from bot.slack.readers import Readers
from tests.fakes.messenger import FakeMessenger
from tests.local import app as trial
from tests.local.workspace import Workspace, make_slack

CHANNEL = Destination("channel", "ip-requests")
PRIVATE = Destination("channel", "counsel")
LENA, GONE = Destination("person", "U_LENA"), Destination("person", "U_GONE")
NOWHERE = "http://127.0.0.1:9/api/"  # the discard port: nobody listens there


class Bench(Protocol):
    """A messenger, and the eyes and hands of somebody who sits in the workspace."""

    messenger: Messenger

    def standing(self, where: Destination) -> list[str]: ...
    def heads(self, where: Destination) -> dict[str, str | None]: ...
    def somebody_deletes(self, ref: MessageRef) -> None: ...
    def goes_down(self) -> None: ...
    def comes_back(self) -> None: ...
    def is_out_of_order(self) -> None: ...
    def refuses_the_token(self) -> None: ...
    def asks_to_wait_once(self, seconds: int) -> None: ...
    def loses_the_next_reply(self) -> None: ...


class FakeBench:
    """The fake; it is told directly."""

    def __init__(self) -> None:
        self.fake = FakeMessenger()
        self.fake.closed, self.fake.unknown, self.fake.gone = {"elsewhere"}, {"no-such"}, {"U_GONE"}
        self.messenger: Messenger = self.fake

    def standing(self, where: Destination) -> list[str]:
        return [one.message.headline for one in self.fake.posted if one.destination == where]

    def heads(self, where: Destination) -> dict[str, str | None]:
        here = [one for one in self.fake.posted if one.destination == where]
        return {one.message.headline: one.thread.ts if one.thread else None for one in here}

    def somebody_deletes(self, ref: MessageRef) -> None:
        self.fake.delete(ref)

    def goes_down(self) -> None:
        self.fake.down = True

    def comes_back(self) -> None:
        self.fake.down = self.fake.out_of_order = self.fake.refuses = False

    def is_out_of_order(self) -> None:
        self.fake.out_of_order = True

    def refuses_the_token(self) -> None:
        self.fake.refuses = True

    def asks_to_wait_once(self, seconds: int) -> None:
        self.fake.asks_to_wait = timedelta(seconds=seconds)

    def loses_the_next_reply(self) -> None:
        self.fake.loses_next_reply = True


class SlackBench:
    """The real one, with a local Slack behind it over HTTP."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace, self.faults = workspace, workspace.slack.faults
        self.comes_back()

    def _over(self, url: str, token: str = trial.BOT_TOKEN) -> SlackMessenger:
        """As one that has posted to the channel before, whoever reads it, so that a fault strikes the message itself."""
        client = WebClient(token=token, base_url=url, timeout=5, retry_handlers=[])
        known = Channels(client, {CHANNEL.name: "C_IP_REQUESTS"}.get)
        return SlackMessenger(client, known, Readers(client, ["C_IP_REQUESTS"]))

    def standing(self, where: Destination) -> list[str]:
        place = where.name if where.kind == "channel" else "@bot"
        return [message["text"] for message in self.workspace.as_user("U_LENA").messages(place)]

    def heads(self, where: Destination) -> dict[str, str | None]:
        place = where.name if where.kind == "channel" else "@bot"
        return {message["text"]: message.get("thread_ts") for message in self.workspace.as_user("U_LENA").messages(place)}

    def somebody_deletes(self, ref: MessageRef) -> None:
        WebClient(token=trial.BOT_TOKEN, base_url=self.workspace.url + "/api/").chat_delete(channel=ref.channel, ts=ref.ts)

    def goes_down(self) -> None:
        self.messenger: Messenger = self._over(NOWHERE)

    def comes_back(self) -> None:
        self.faults.clear()
        self.workspace.slack.api.refuses_tokens = ""
        self.messenger = self._over(self.workspace.url + "/api/")

    def is_out_of_order(self) -> None:
        self.faults.add("error", times=None, status=503)

    def refuses_the_token(self) -> None:
        self.workspace.slack.api.refuses_tokens = "token_expired"

    def asks_to_wait_once(self, seconds: int) -> None:
        self.faults.add("ratelimited", seconds=seconds)

    def loses_the_next_reply(self) -> None:
        self.faults.add("reply_lost")


@pytest.fixture(params=["fake", "slack"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "fake":
        yield FakeBench()
        return
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        yield SlackBench(Workspace(slack, clock, server))


@pytest.mark.parametrize("where", [CHANNEL, LENA], ids=["channel", "person"])
def test_a_message_stands_where_it_was_sent(bench: Bench, where: Destination) -> None:
    bench.messenger.post(where, Notice("Access is open", ("Until 15 January.",)))
    assert bench.standing(where) == ["Access is open"]


def test_a_message_is_redrawn_in_its_place(bench: Bench) -> None:
    ref = bench.messenger.post(CHANNEL, Notice("waiting"))
    bench.messenger.post(CHANNEL, Notice("another"))
    for words in ("approved", "open"):
        bench.messenger.redraw(ref, Notice(words))
    assert bench.standing(CHANNEL) == ["open", "another"]


def test_an_account_that_takes_no_message_is_named(bench: Bench) -> None:
    with pytest.raises(Unreachable) as caught:
        bench.messenger.post(GONE, Notice("nobody reads this"))
    assert caught.value.account == "U_GONE"


def test_messages_in_two_places_are_told_apart(bench: Bench) -> None:
    here, there = (bench.messenger.post(where, Notice("both")) for where in (CHANNEL, LENA))
    assert here != there
    bench.messenger.redraw(there, Notice("hers alone"))
    assert (bench.standing(CHANNEL), bench.standing(LENA)) == (["both"], ["hers alone"])


def test_a_message_that_somebody_deleted_is_gone_and_stays_gone(bench: Bench) -> None:
    ref = bench.messenger.post(CHANNEL, Notice("soon deleted"))
    bench.somebody_deletes(ref)
    with pytest.raises(Gone):
        bench.messenger.redraw(ref, Notice("again"))
    assert bench.standing(CHANNEL) == []


def test_a_messenger_that_cannot_be_reached_has_certainly_taken_nothing(bench: Bench) -> None:
    ref = bench.messenger.post(CHANNEL, Notice("before"))
    bench.goes_down()
    for send in (lambda: bench.messenger.post(CHANNEL, Notice("now")), lambda: bench.messenger.redraw(ref, Notice("now"))):
        with pytest.raises(TryLater) as caught:
            send()
        assert not caught.value.uncertain
    bench.comes_back()
    bench.messenger.post(CHANNEL, Notice("after"))
    assert bench.standing(CHANNEL) == ["before", "after"]


def test_a_messenger_that_is_out_of_order_may_have_taken_it(bench: Bench) -> None:
    bench.is_out_of_order()
    with pytest.raises(TryLater) as caught:
        bench.messenger.post(CHANNEL, Notice("now"))
    assert caught.value.uncertain
    bench.comes_back()
    assert bench.standing(CHANNEL) == []


def test_being_asked_to_slow_down_says_for_how_long_and_posts_nothing(bench: Bench) -> None:
    bench.asks_to_wait_once(7)
    with pytest.raises(TryLater) as caught:
        bench.messenger.post(CHANNEL, Notice("too soon"))
    assert (caught.value.after, caught.value.uncertain) == (timedelta(seconds=7), False)
    bench.messenger.post(CHANNEL, Notice("in time"))
    assert bench.standing(CHANNEL) == ["in time"]


def test_a_message_whose_reply_was_lost_stands_and_nobody_can_be_sure(bench: Bench) -> None:
    bench.loses_the_next_reply()
    with pytest.raises(TryLater) as caught:
        bench.messenger.post(CHANNEL, Notice("arrived"))
    assert caught.value.uncertain
    assert bench.standing(CHANNEL) == ["arrived"]


def test_a_redrawing_whose_reply_was_lost_is_drawn_again_without_harm(bench: Bench) -> None:
    ref = bench.messenger.post(CHANNEL, Notice("waiting"))
    bench.loses_the_next_reply()
    with pytest.raises(TryLater):
        bench.messenger.redraw(ref, Notice("approved"))
    bench.messenger.redraw(ref, Notice("approved"))
    assert bench.standing(CHANNEL) == ["approved"]


@pytest.mark.parametrize(
    ("where", "next_step"),
    [
        (Destination("channel", "elsewhere"), "Invite the bot"),
        (Destination("channel", "no-such"), "Create the channel"),
        (Destination("person", "U_GONE"), "has left|user_disabled"),
    ],
    ids=["not invited", "no such channel", "has left"],
)
def test_a_place_that_cannot_be_written_to_needs_a_person_to_mend_it(bench: Bench, where: Destination, next_step: str) -> None:
    with pytest.raises(GiveUp, match=next_step):
        bench.messenger.post(where, Notice("to nobody"))


def test_while_a_token_is_refused_everything_waits_for_a_person_and_then_goes_out(bench: Bench) -> None:
    """A minute each time, and for all messages together: nothing of that time is given up."""
    ref = bench.messenger.post(CHANNEL, Notice("before"))
    bench.refuses_the_token()
    for send in (lambda: bench.messenger.post(CHANNEL, Notice("now")), lambda: bench.messenger.redraw(ref, Notice("now"))):
        with pytest.raises(Unauthorised, match=r"(?i)token") as caught:
            send()
        assert (caught.value.after, caught.value.uncertain) == (timedelta(minutes=1), False)
    bench.comes_back()
    bench.messenger.post(CHANNEL, Notice("after"))
    assert bench.standing(CHANNEL) == ["before", "after"]


def test_a_private_channel_with_the_bot_in_it_is_a_channel_like_any_other(bench: Bench) -> None:
    bench.messenger.post(PRIVATE, Notice("between us"))
    assert bench.standing(PRIVATE) == ["between us"]


@pytest.mark.parametrize("where", [CHANNEL, LENA], ids=["channel", "person"])
def test_a_reply_stands_under_the_message_that_it_belongs_to(bench: Bench, where: Destination) -> None:
    head = bench.messenger.post(where, Notice("kept"))
    bench.messenger.post(where, Notice("another"))
    reply = bench.messenger.post(where, Notice("ends tomorrow"), head)
    assert reply.channel == head.channel
    assert bench.heads(where) == {"kept": None, "another": None, "ends tomorrow": head.ts}
