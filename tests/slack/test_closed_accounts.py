"""A message to a person that Slack refuses because of their account, and one that it refuses because of ours."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.application.access.views import Notice
from bot.application.ports import Destination, GiveUp, MessageRef, Unauthorised, Unreachable
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.slack.failures import CLOSED_ACCOUNT
from bot.slack.messenger import SlackMessenger
from tests.local import app as trial
from tests.local.workspace import Workspace, make_slack

LENA, CHANNEL = Destination("person", "U_LENA"), Destination("channel", "ip-requests")


@pytest.fixture
def site() -> Iterator[Workspace]:
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        yield Workspace(slack, clock, server)


def client(site: Workspace) -> WebClient:
    return WebClient(token=trial.BOT_TOKEN, base_url=f"{site.url}/api/", timeout=5, retry_handlers=[])


@pytest.mark.parametrize("error", sorted(CLOSED_ACCOUNT))
def test_each_name_for_a_closed_account_means_that_others_are_asked(site: Workspace, error: str) -> None:
    site.slack.faults.add("refused", method="chat.postMessage", error=error)
    with pytest.raises(Unreachable) as caught:
        SlackMessenger(client(site)).post(LENA, Notice("hers"))
    assert caught.value.account == "U_LENA"


def test_in_a_thread_too(site: Workspace) -> None:
    messenger = SlackMessenger(client(site))
    ref = messenger.post(LENA, Notice("hers"))
    site.slack.faults.add("refused", method="chat.postMessage", error="is_inactive")
    with pytest.raises(Unreachable):
        messenger.post(LENA, Notice("more"), MessageRef(ref.channel, ref.ts))


def test_the_same_name_for_a_channel_is_about_no_person(site: Workspace) -> None:
    site.slack.faults.add("refused", method="chat.postMessage", error="is_inactive")
    with pytest.raises(GiveUp) as caught:
        SlackMessenger(client(site)).post(CHANNEL, Notice("all"))
    assert not isinstance(caught.value, Unreachable)


def test_where_our_own_account_is_closed_nobody_elses_is_blamed(site: Workspace) -> None:
    site.slack.faults.add("refused", times=None, error="account_inactive")
    with pytest.raises(Unauthorised):
        SlackMessenger(client(site)).post(LENA, Notice("hers"))


def test_the_local_slack_takes_no_message_into_the_conversation_of_somebody_who_left(site: Workspace) -> None:
    opened = client(site).conversations_open(users="U_LENA")["channel"]["id"]
    members = site.slack.state.members
    members["U_LENA"] = type(members["U_LENA"])(**(vars(members["U_LENA"]) | {"active": False}))
    with pytest.raises(SlackApiError, match="is_inactive"):
        client(site).chat_postMessage(channel=opened, text="x")
    assert client(site).users_info(user="U_LENA")["user"]["deleted"]
