"""A channel is found by its name once and followed by its id: renamed, private, or in a Slack that takes ids alone."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.application.access.views import Notice
from bot.application.ports import Destination, GiveUp, Gone, TryLater, Unauthorised
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.local.slack.json_body import BOT_USER
from bot.local.slack.state import Channel
from bot.slack.channels import FRESH, Channels
from bot.slack.messenger import SlackMessenger
from tests.local import app as trial
from tests.local.workspace import make_slack

ID = "C0123ABCDE"
NAME = "ip-requests"


@dataclass
class Site:
    """A workspace, a messenger in it, and a clock of seconds."""

    slack: LocalSlack
    url: str
    seconds: float = 0.0
    remembered: dict[str, str] = field(default_factory=dict)

    def messenger(self) -> SlackMessenger:
        """As a process that has just started has it."""
        client = WebClient(token=trial.BOT_TOKEN, base_url=f"{self.url}/api/", timeout=5, retry_handlers=[])
        return SlackMessenger(client, Channels(client, self.remembered.get, lambda: self.seconds))

    def channel(self, name: str = NAME) -> Channel:
        found = self.slack.state.named(name)
        assert found is not None
        return found

    def stands(self, ident: str) -> list[str]:
        return [message.text for message in self.slack.state.visible(ident, BOT_USER)]

    def lists(self) -> int:
        return sum(call.method == "conversations.list" for call in self.slack.calls)


@pytest.fixture
def site() -> Iterator[Site]:
    clock = DemoClock()
    slack = make_slack(clock)
    slack.state.add_channels({ID: trial.OUR_OWN}, (), ())
    with LocalServer(slack, clock=clock) as server:
        yield Site(slack, server.url)


def say(messenger: SlackMessenger, words: str, name: str = NAME) -> str:
    return messenger.post(Destination("channel", name), Notice(words)).channel


@pytest.mark.parametrize("name", [NAME, "counsel"], ids=["public", "private"])
def test_a_slack_that_takes_ids_alone_is_given_ids(site: Site, name: str) -> None:
    site.slack.state.ids_only = True
    messenger = site.messenger()
    for words in ("one", "two"):
        say(messenger, words, name)
    assert site.stands(site.channel(name).id) == ["one", "two"]
    assert site.lists() == 1


def test_a_channel_that_is_renamed_is_followed_by_its_id(site: Site) -> None:
    messenger = site.messenger()
    ident = say(messenger, "before")
    site.channel().rename("access-requests")
    say(messenger, "after")
    assert site.stands(ident) == ["before", "after"]


def test_a_new_process_follows_it_too_by_what_was_posted_before(site: Site) -> None:
    site.remembered[NAME] = site.channel().id
    site.channel().rename("access-requests")
    site.slack.state.channels["C_SECOND"] = Channel("C_SECOND", NAME, {*trial.OUR_OWN, BOT_USER})
    say(site.messenger(), "after")
    assert site.stands(site.remembered[NAME]) == ["after"]
    assert site.lists() == 0


def test_a_channel_that_was_renamed_before_anything_was_posted_is_found_by_its_old_name(site: Site) -> None:
    site.channel().rename("access-requests")
    assert say(site.messenger(), "found") == site.channel("access-requests").id


def test_channels_that_are_found_when_the_bot_begins_are_followed_before_anything_was_posted(site: Site) -> None:
    client = WebClient(token=trial.BOT_TOKEN, base_url=f"{site.url}/api/", timeout=5, retry_handlers=[])
    site.remembered["counsel"] = "C_COUNSEL"
    channels = Channels(client, site.remembered.get)
    assert channels.unknown([NAME, "counsel", ID]) == {NAME}
    channels.find({NAME, "no-such"})
    channel = site.channel()
    channel.rename("access-requests")
    channel.previous_names.clear()
    assert channels.id_of(NAME) == channel.id
    assert site.lists() == 1


def test_when_the_list_cannot_be_had_as_the_bot_begins_it_is_asked_for_when_it_is_needed(site: Site) -> None:
    client = WebClient(token=trial.BOT_TOKEN, base_url=f"{site.url}/api/", timeout=5, retry_handlers=[])
    channels = Channels(client)
    for fault in ("ratelimited", "error", "refused"):
        site.slack.faults.add(fault, method="conversations.list")
        channels.find({NAME})
    assert channels.id_of(NAME) == site.channel().id


def test_the_workflows_may_name_an_id(site: Site) -> None:
    assert say(site.messenger(), "straight there", ID) == ID
    assert site.lists() == 0


@pytest.mark.parametrize("how", ["archived", "private without the bot"])
def test_another_channel_that_has_the_name_now_is_posted_to(site: Site, how: str) -> None:
    messenger = site.messenger()
    old = site.channel()
    say(messenger, "before")
    if how == "archived":
        old.archived = True
    else:
        old.private = True
        old.members.discard(BOT_USER)
    old.rename("ip-old")
    site.slack.state.channels["C_SECOND"] = Channel("C_SECOND", NAME, {*trial.OUR_OWN, BOT_USER})
    site.seconds += FRESH + 1
    assert say(messenger, "after") == "C_SECOND"
    assert say(messenger, "and on") == "C_SECOND"


@pytest.mark.parametrize("name", [NAME, ID])
def test_an_archived_channel_needs_a_person(site: Site, name: str) -> None:
    site.channel(name.lower()).archived = True
    with pytest.raises(GiveUp, match=r"is_archived\. Unarchive the channel or correct `post_to`"):
        say(site.messenger(), "to nobody", name)


@pytest.mark.parametrize("how", ["archived", "private without the bot"])
def test_what_stands_in_a_channel_that_was_closed_cannot_be_had_any_more(site: Site, how: str) -> None:
    messenger = site.messenger()
    ref = messenger.post(Destination("channel", NAME), Notice("before"))
    site.channel().archived = how == "archived"
    if how != "archived":
        site.channel().private = True
        site.channel().members.discard(BOT_USER)
    with pytest.raises(Gone):
        messenger.redraw(ref, Notice("after"))


@pytest.mark.parametrize("error", ["is_inactive", "is_archived", "not_in_channel", "edit_window_closed"])
def test_whatever_keeps_a_message_from_being_changed_it_is_to_be_posted_anew(site: Site, error: str) -> None:
    messenger = site.messenger()
    ref = messenger.post(Destination("channel", NAME), Notice("before"))
    site.slack.faults.add("refused", method="chat.update", error=error)
    with pytest.raises(Gone, match=error):
        messenger.redraw(ref, Notice("after"))


def test_what_was_to_stand_under_a_message_that_is_gone_stands_by_itself(site: Site) -> None:
    messenger = site.messenger()
    head = messenger.post(Destination("channel", NAME), Notice("before"))
    site.slack.faults.add("refused", method="chat.postMessage", error="thread_not_found")
    messenger.post(Destination("channel", NAME), Notice("after"), head)
    assert site.stands(head.channel) == ["before", "after"]


def test_a_name_that_nothing_has_is_not_looked_for_again_and_again(site: Site) -> None:
    messenger = site.messenger()
    for _ in range(5):
        with pytest.raises(GiveUp, match="Create the channel, invite the bot if it is private"):
            say(messenger, "to nobody", "no-such")
    assert site.lists() == 1
    site.slack.state.add_channels({"no-such": trial.OUR_OWN}, (), ())
    site.seconds += FRESH + 1
    assert say(messenger, "there now", "no-such") == "C_NO_SUCH"


def test_that_slack_does_not_accept_the_token_is_said_once_and_that_it_does_again_too(site: Site) -> None:
    messenger = site.messenger()
    say(messenger, "before")
    with capture_logs() as logs:
        for error in ("token_expired", "token_expired", ""):
            site.slack.api.refuses_tokens = error
            with suppress(Unauthorised):
                say(messenger, "now")
    assert [(line["event"], line["world"]) for line in logs] == [
        ("sign-in is not accepted", "slack"),
        ("sign-in is accepted again", "slack"),
    ]


def test_channels_on_later_pages_are_found(site: Site) -> None:
    site.slack.state.add_channels({f"team-{number}": [] for number in range(1200)}, (), ())
    site.slack.state.add_channels({"last": trial.OUR_OWN}, ["last"], ())
    assert say(site.messenger(), "found", "last") == "C_LAST"
    assert site.lists() == 2


@pytest.mark.parametrize(("scope", "name"), [("groups:read", NAME), ("channels:read", "counsel")])
def test_with_one_of_the_two_scopes_channels_of_that_kind_are_found(site: Site, scope: str, name: str) -> None:
    site.slack.state.ids_only = True
    site.slack.api.scopes = site.slack.api.scopes - {scope}
    site.channel(name).private = scope == "channels:read"
    assert say(site.messenger(), "found", name) == site.channel(name).id


@pytest.mark.parametrize("remembered", [False, True])
def test_without_the_scopes_nothing_is_posted_because_nobody_knows_who_reads_it(site: Site, remembered: bool) -> None:
    site.slack.api.scopes = site.slack.api.scopes - {"groups:read", "channels:read"}
    if remembered:
        site.remembered[NAME] = site.channel().id
    with pytest.raises(GiveUp, match=r"who reads .*missing_scope"):
        say(site.messenger(), "by name")
    assert site.stands(site.channel().id) == []


@pytest.mark.parametrize("fault", ["ratelimited", "error"])
def test_a_list_that_cannot_be_had_now_is_waited_for_and_nothing_was_said(site: Site, fault: str) -> None:
    site.slack.faults.add(fault, method="conversations.list", seconds=7)
    messenger = site.messenger()
    with pytest.raises(TryLater) as caught:
        say(messenger, "later")
    assert not caught.value.uncertain
    assert (caught.value.after is not None) == (fault == "ratelimited")
    say(messenger, "now")
    assert site.stands(site.channel().id) == ["now"]
