"""Where guests or people of other companies read along, nothing is posted or redrawn, unless the workflows name the channel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from slack_sdk import WebClient

from bot.application.access.views import Notice
from bot.application.ports import Destination, GiveUp, TryLater
from bot.application.register.load import load_register
from bot.application.requests.submit import submit_request
from bot.domain.vocabulary import Role
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.local.slack import LocalMember, LocalSlack
from bot.local.slack.json_body import BOT_USER
from bot.local.slack.state import Channel
from bot.slack.messenger import SlackMessenger
from bot.slack.readers import AT_ONCE, FRESH, Readers
from tests.builders import draft, member, members, register
from tests.local import app as trial
from tests.local.workspace import make_slack
from tests.slack.conftest import Room

HERE = Destination("channel", "ip-requests")
PRIVATE = Destination("channel", "counsel")
LENA = Destination("person", "U_LENA")


@dataclass
class Site:
    """A workspace, a messenger in it, and a clock of seconds."""

    slack: LocalSlack
    url: str
    seconds: float = 0.0

    def messenger(self, *others_may_read: str) -> SlackMessenger:
        client = WebClient(token=trial.BOT_TOKEN, base_url=f"{self.url}/api/", timeout=5, retry_handlers=[])
        return SlackMessenger(client, readers=Readers(client, others_may_read, lambda: self.seconds))

    def channel(self, where: Destination = HERE) -> Channel:
        found = self.slack.state.named(where.name)
        assert found is not None
        return found

    def stands(self, where: Destination = HERE) -> list[str]:
        return [message.text for message in self.slack.state.visible(self.channel(where).id, BOT_USER)]

    def calls(self, method: str) -> int:
        return sum(call.method == method for call in self.slack.calls)


@pytest.fixture
def site() -> Iterator[Site]:
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        yield Site(slack, server.url)


def guest(channel: Channel) -> None:
    channel.members.add("U_GUEST")


def stranger(channel: Channel) -> None:
    channel.members.add("U_STRANGE")


def somebody_hidden(channel: Channel) -> None:
    """People of elsewhere may stand in a channel whom Slack tells nothing of."""
    channel.members.add("U_HIDDEN")


def marked(mark: str) -> Callable[[Channel], None]:
    return lambda channel: channel.shared.add(mark)


WAYS = [
    pytest.param(guest, "has guests or people of other companies in it", id="a guest"),
    pytest.param(somebody_hidden, "has guests or people of other companies in it", id="somebody hidden"),
    pytest.param(stranger, "is shared with other companies (Slack Connect)", id="a stranger"),
    pytest.param(marked("is_ext_shared"), "is shared with other companies (Slack Connect)", id="shared"),
    pytest.param(marked("is_pending_ext_shared"), "is about to be shared with other companies (Slack Connect)", id="offered"),
    pytest.param(marked("is_org_shared"), "is shared with other workspaces", id="in the organisation"),
    pytest.param(marked("is_shared"), "is shared with other workspaces", id="shared somehow"),
]


@pytest.mark.parametrize("where", [HERE, PRIVATE], ids=["public", "private"])
@pytest.mark.parametrize(("opened", "words"), WAYS)
def test_nothing_is_posted_where_others_read_along(
    site: Site, where: Destination, opened: Callable[[Channel], None], words: str
) -> None:
    opened(site.channel(where))
    with pytest.raises(GiveUp) as caught:
        site.messenger().post(where, Notice("REQ-1"))
    assert caught.value.reason == (
        f"#{where.name} {words}, so nothing is posted there. Take them out, post to a channel of your own, or name this one "
        "under `others_may_read` in organisation.yml; then `ringfence outbox retry`."
    )
    assert site.stands(where) == []


@pytest.mark.parametrize(("opened", "words"), WAYS)
def test_what_stands_there_already_tells_nothing_new(site: Site, opened: Callable[[Channel], None], words: str) -> None:
    messenger = site.messenger()
    ref = messenger.post(HERE, Notice("before"))
    opened(site.channel())
    for tell in (lambda: messenger.redraw(ref, Notice("after")), lambda: messenger.post(HERE, Notice("reply"), ref)):
        with pytest.raises(GiveUp) as caught:
            tell()
        assert words in caught.value.reason
    assert site.stands() == ["before"]


@pytest.mark.parametrize("name", [HERE.name, "C_IP_REQUESTS"])
def test_a_channel_that_the_workflows_name_is_posted_to_whoever_reads_it(site: Site, name: str) -> None:
    guest(site.channel())
    messenger = site.messenger(name)
    ref = messenger.post(HERE, Notice("before"))
    messenger.redraw(ref, Notice("after"))
    assert site.stands() == ["after"]


def test_a_channel_that_is_named_may_be_renamed(site: Site) -> None:
    guest(site.channel())
    ident = site.channel().id
    site.channel().rename("access-requests")
    assert site.messenger(HERE.name).post(HERE, Notice("found")).channel == ident


def test_what_is_told_to_one_person_alone_goes_out_whoever_reads_the_channels(site: Site) -> None:
    guest(site.channel())
    messenger = site.messenger()
    ref = messenger.post(LENA, Notice("for you"))
    messenger.redraw(ref, Notice("for you alone"))
    assert site.calls("conversations.info") == 0


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members", "users.info"])
def test_as_long_as_slack_cannot_tell_who_reads_it_nothing_goes_out(site: Site, method: str) -> None:
    messenger = site.messenger()
    site.slack.faults.add("error", method=method, status=503)
    with pytest.raises(TryLater) as caught:
        messenger.post(HERE, Notice("later"))
    assert not caught.value.uncertain
    assert site.stands() == []
    messenger.post(HERE, Notice("now"))
    assert site.stands() == ["now"]


@pytest.mark.parametrize("scope", ["channels:read", "users:read"])
def test_where_slack_refuses_to_tell_nothing_goes_out_and_the_reason_is_said(site: Site, scope: str) -> None:
    messenger = site.messenger()
    ref = messenger.post(HERE, Notice("before"))
    site.seconds += FRESH + 1
    site.slack.api.scopes = site.slack.api.scopes - {scope}
    with pytest.raises(GiveUp, match=r"Nobody knows who reads that channel, so nothing is posted there\. .*missing_scope"):
        messenger.post(HERE, Notice("after"))
    with pytest.raises(GiveUp, match="Nobody knows who reads"):
        messenger.redraw(ref, Notice("after"))
    assert site.stands() == ["before"]


def test_a_member_who_becomes_a_guest_is_seen_within_a_minute(site: Site) -> None:
    messenger = site.messenger()
    messenger.post(HERE, Notice("before"))
    people = site.slack.state.members
    people["U_LENA"] = replace(people["U_LENA"], guest=True)
    site.seconds += FRESH + 1
    with pytest.raises(GiveUp, match="has guests"):
        messenger.post(HERE, Notice("after"))


def test_many_people_are_looked_up_in_the_list_of_all_members(site: Site) -> None:
    crowd = {f"U_{number}": LocalMember(f"U_{number}", f"n{number}", f"N {number}") for number in range(300)}
    site.slack.state.members |= crowd
    site.channel().members |= crowd.keys()
    messenger = site.messenger()
    messenger.post(HERE, Notice("one"))
    messenger.post(HERE, Notice("two"))
    assert (site.calls("users.list"), site.calls("users.info"), site.calls("conversations.members")) == (2, 0, 4)


def test_a_crowd_that_the_list_does_not_name_is_refused_not_asked_about_for_ever(site: Site) -> None:
    site.channel().members |= {f"U_{number}" for number in range(2 * AT_ONCE)}
    with pytest.raises(GiveUp, match="people of other companies"):
        site.messenger().post(HERE, Notice("one"))
    assert site.calls("users.info") == AT_ONCE


def test_where_others_read_along_people_are_asked_alone_and_administrators_hear_why_once(room: Room) -> None:
    closed = replace(room, context=replace(room.context, others_may_read=()))
    eve = member("eve", Role.EXECUTIVE_SPONSOR, Role.ADMINISTRATOR)
    load_register(room.context, register(members=members(eve)), actor="test")
    for key in ("V1", "V2"):
        submit_request(closed.context, draft(), submit_key=key)
        closed.deliver()

    def told(who: str, words: str) -> list[str]:
        return [one["text"] for one in room.as_user(who).messages() if words in str(one)]

    assert room.as_user("ana").messages("ip-requests") == []
    assert len(told("mo", "asks for access")) == 2
    assert told("eve", "Not delivered to #ip-requests") == ["Not delivered to #ip-requests"]
    assert told("eve", "is shared with other companies (Slack Connect), so nothing is posted there") != []
    assert len(told("ana", "*Not delivered* to #ip-requests")) == 2
