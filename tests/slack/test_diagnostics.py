"""What doctor says of Slack: each thing that is missing by name, with what to do, and nothing is posted by looking."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from slack_sdk import WebClient

from bot.domain.diagnostics import Looked
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.local.slack import LocalMember, LocalSlack
from bot.local.slack.rates import TIERS
from bot.slack.diagnostics import Wanted, examine_slack
from tests.local import app as trial
from tests.local.workspace import make_slack

WANTED = Wanted(
    scopes=frozenset({"chat:write", "commands", "users:read", "channels:read", "groups:read"}),
    commands=("/ip-request",),
    channels=("ip-requests",),
    people={"U_JONAS": "Jonas Feld", "U_LENA": "Lena Brandt"},
)


@dataclass(frozen=True)
class Site:
    slack: LocalSlack
    url: str

    def looked(
        self, wanted: Wanted = WANTED, token: str = trial.BOT_TOKEN, app_token: str | None = trial.APP_TOKEN
    ) -> list[Looked]:
        client = WebClient(token=token, base_url=f"{self.url}/api/", retry_handlers=[])
        return examine_slack(client, wanted, app_token=app_token)

    def faults(self, wanted: Wanted = WANTED, **given: str | None) -> list[Looked]:
        return [line for line in self.looked(wanted, **given) if not line.ok]  # type: ignore[arg-type]


@pytest.fixture
def site() -> Iterator[Site]:
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        yield Site(slack, server.url)


def test_a_workspace_that_is_set_up_is_well_and_hears_nothing_of_it(site: Site) -> None:
    assert [line.what for line in site.looked() if line.ok and not line.to_do] == [
        "the bot token works: ringfence in aldermoor",
        "all scopes of the manifest are granted, for /ip-request too",
        "the app-level token opens Socket Mode",
        "the bot is in #ip-requests",
        "2 bound people are active in the workspace",
    ]
    assert site.faults() == []
    assert {call.method for call in site.slack.calls} == {
        "auth.test",
        "apps.connections.open",
        "conversations.list",
        "conversations.members",
        "users.info",
    }


def test_a_scope_that_is_not_granted_is_named(site: Site) -> None:
    wanted = replace(WANTED, scopes=WANTED.scopes | {"files:write", "pins:write"})
    (line,) = site.faults(wanted)
    assert line.what == "scopes are missing: files:write, pins:write"
    assert "reinstall" in line.to_do


@pytest.mark.parametrize("token", ["xoxb-of-another-workspace", trial.APP_TOKEN, ""])
def test_without_a_bot_token_nothing_else_is_asked(site: Site, token: str) -> None:
    (line,) = site.looked(token=token)
    assert line.what.startswith("the bot token is refused: ")
    assert "RINGFENCE_SLACK_BOT_TOKEN" in line.to_do
    assert not token or token not in line.what + line.to_do


@pytest.mark.parametrize("app_token", ["xapp-of-another-app", trial.BOT_TOKEN])
def test_an_app_level_token_that_opens_no_socket_is_named(site: Site, app_token: str) -> None:
    (line,) = site.faults(app_token=app_token)
    assert line.what.startswith("Socket Mode is refused: ")
    assert "connections:write" in line.to_do
    assert app_token not in line.what + line.to_do


def test_over_http_no_socket_is_asked_for(site: Site) -> None:
    assert site.faults(app_token=None) == []
    assert "apps.connections.open" not in {call.method for call in site.slack.calls}


@pytest.mark.parametrize(
    ("channel", "what", "to_do"),
    [
        ("elsewhere", "the bot is not in #elsewhere", "Invite it: `/invite @Ringfence` in #elsewhere."),
        ("nowhere", "#nowhere is not there, or is private without the bot", "Create it, or correct `post_to`"),
    ],
)
def test_a_channel_that_cannot_be_posted_to_is_named(site: Site, channel: str, what: str, to_do: str) -> None:
    (line,) = site.faults(replace(WANTED, channels=("ip-requests", channel)))
    assert line.what == what
    assert line.to_do.startswith(to_do)


LEARNT = "they learn there which material goes to which vendor, and who decided."
TO_DO = "Take them out, post to a channel of your own, or name this one under `others_may_read` in organisation.yml."


@pytest.mark.parametrize(
    ("outsider", "words"),
    [
        ("U_GUEST", "#ip-requests has guests or people of other companies in it"),
        ("U_STRANGE", "#ip-requests is shared with other companies (Slack Connect)"),
    ],
)
def test_a_channel_that_others_read_too_gets_nothing_unless_the_workflows_name_it(site: Site, outsider: str, words: str) -> None:
    site.slack.state.channels["C_IP_REQUESTS"].members.add(outsider)
    assert site.faults() == [(f"{words}, so nothing is posted there", False, TO_DO)]

    (line,) = [line for line in site.looked(replace(WANTED, others_may_read=("ip-requests",))) if line.what == words]
    assert line.ok
    assert line.to_do == f"The workflows name it under `others_may_read`: {LEARNT}"


@pytest.mark.parametrize(("fault", "words"), [("refused", "fetch_members_failed"), ("error", "HTTP 503")])
def test_a_channel_whose_readers_cannot_be_seen_is_named(site: Site, fault: str, words: str) -> None:
    more = {"error": "fetch_members_failed"} if fault == "refused" else {}
    site.slack.faults.add(fault, method="conversations.members", **more)
    (line,) = site.faults()
    assert line.what.startswith("#ip-requests: who reads it cannot be seen, so nothing is posted there: ")
    assert words in line.what


def test_a_private_channel_with_the_bot_in_it_is_well(site: Site) -> None:
    assert site.faults(replace(WANTED, channels=("counsel",))) == []


def test_a_channel_that_was_renamed_is_well_with_advice(site: Site) -> None:
    channel = site.slack.state.named("ip-requests")
    assert channel is not None
    channel.rename("access-requests")
    assert site.faults() == []
    (line,) = [line for line in site.looked() if "called" in line.what]
    assert line.what == "#ip-requests is called #access-requests now"
    assert "write access-requests for `post_to`" in line.to_do


def test_a_channel_may_be_named_by_its_id_and_is_told_by_its_name(site: Site) -> None:
    wanted = replace(WANTED, channels=("C_COUNSEL", "C_NONE"))
    assert "the bot is in #counsel" in [line.what for line in site.looked(wanted) if line.ok]
    assert [line.what for line in site.faults(wanted)] == ["C_NONE is not there, or is private without the bot"]


def test_an_archived_channel_is_named(site: Site) -> None:
    channel = site.slack.state.named("ip-requests")
    assert channel is not None
    channel.archived = True
    assert [line.what for line in site.faults()] == ["#ip-requests is archived"]


@pytest.mark.parametrize(
    ("slack_id", "words"),
    [
        ("U_NOBODY", "whom Slack does not know"),
        ("U_GONE", "who is deactivated"),
        ("U_GUEST", "who is a guest, a bot or of another workspace"),
        ("U_STRANGE", "who is a guest, a bot or of another workspace"),
    ],
)
def test_somebody_who_is_bound_to_the_wrong_member_is_named(site: Site, slack_id: str, words: str) -> None:
    (line,) = site.faults(replace(WANTED, people=WANTED.people | {slack_id: "Rui Teixeira"}))
    assert line.what == f"Rui Teixeira is bound to {slack_id}, {words}"
    assert "slack_id" in line.to_do


class TestTheTrueCause:
    """What Slack could not be asked about is not called wrong."""

    @pytest.mark.parametrize(
        ("method", "what"),
        [
            ("auth.test", "/api/: Slack asks to slow down"),
            ("apps.connections.open", "Socket Mode could not be asked for: Slack asks to slow down"),
            ("conversations.list", "the channels could not be looked at: Slack asks to slow down"),
            ("conversations.members", "who reads it cannot be seen, so nothing is posted there: Slack asks to slow down"),
            ("users.info", "2 of 2 bound people could not be looked at: Slack asks to slow down"),
        ],
    )
    def test_a_method_that_is_called_too_often_says_so_and_when_to_look_again(self, site: Site, method: str, what: str) -> None:
        site.slack.faults.add("ratelimited", method=method, times=None, seconds=17)
        *_, line = site.faults()
        assert line.what.endswith(what)
        assert line.to_do == "Look again in 17 s."

    @pytest.mark.parametrize("method", ["conversations.list", "conversations.members", "users.info", "apps.connections.open"])
    def test_what_administrators_have_forbidden_is_no_matter_of_scopes(self, site: Site, method: str) -> None:
        site.slack.faults.add("refused", method=method, times=None, error="enterprise_is_restricted")
        *_, line = site.faults()
        assert "enterprise_is_restricted" in line.what
        assert line.to_do.startswith("The administrators of the workspace")
        assert "slack_id" not in line.to_do

    def test_scopes_that_no_reply_names_are_not_called_missing(self, site: Site) -> None:
        site.slack.api.names_scopes = False
        assert site.faults() == []
        (line,) = [line for line in site.looked() if "x-oauth-scopes" in line.what]
        assert "proxy" in line.to_do

    def test_a_scope_that_a_method_lacks_is_named_by_slack(self, site: Site) -> None:
        site.slack.api.names_scopes = False
        site.slack.api.scopes = site.slack.api.scopes - {"users:read"}
        *_, line = site.faults()
        assert line.what == "2 of 2 bound people could not be looked at: missing_scope"
        assert "manifest.yml" in line.to_do

    @pytest.mark.parametrize("error", ["token_expired", "token_revoked", "account_inactive"])
    def test_a_token_that_is_no_longer_good_is_named_so(self, site: Site, error: str) -> None:
        site.slack.api.refuses_tokens = error
        (line,) = site.looked()
        assert line.what == f"the bot token is refused: {error}"
        assert "RINGFENCE_SLACK_BOT_TOKEN" in line.to_do

    def test_a_company_of_many_is_looked_at_with_few_calls(self, site: Site) -> None:
        """One by one, the hundredth would have been a 429."""
        site.slack.api.rates.a_minute = dict(TIERS) | {"apps.connections.open": 2}
        crowd = {f"U_{number:03}": f"Person {number}" for number in range(250)}
        for slack_id, name in crowd.items():
            site.slack.state.members[slack_id] = LocalMember(slack_id, name.lower(), name)
        wanted = replace(WANTED, people=crowd | {"U_NOBODY": "Rui Teixeira"})
        assert [line.what for line in site.faults(wanted)] == ["Rui Teixeira is bound to U_NOBODY, whom Slack does not know"]
        assert "250 bound people are active in the workspace" in [line.what for line in site.looked(wanted)]

    def test_what_answers_instead_of_slack_is_no_refusal_of_the_token(self, site: Site) -> None:
        site.slack.faults.add("error", method="auth.test", status=407)
        (line,) = site.looked()
        assert "HTTP 407, and what answers is not Slack" in line.what
        assert "RINGFENCE_SLACK_BOT_TOKEN" not in line.to_do


def test_a_slack_that_is_out_of_reach_is_said_to_be() -> None:
    client = WebClient(token="xoxb-any", base_url="http://127.0.0.1:1/api/", retry_handlers=[])
    (line,) = examine_slack(client, WANTED, app_token=None)
    assert not line.ok
    assert "cannot be reached" in line.what
