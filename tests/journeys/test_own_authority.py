"""A company that looks into TLS with an authority of its own: Web API, socket and Jira trust it once it is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_bolt import App

from bot.application.ports import TryLater
from bot.bootstrap import jira_tracker, slack_client
from bot.demonstration import APP_TOKEN, JIRA_TOKEN, JIRA_USER, pointed_at
from bot.local.clock import DemoClock
from bot.local.jira import LocalJira
from bot.local.server import LocalServer
from bot.local.slack import LocalSlack
from bot.settings import Settings, read_settings
from bot.slack.diagnostics import Wanted, examine_slack
from bot.slack.socket_mode import connected
from bot.slack.wire import Proxy
from tests.authority import Authority
from tests.local.workspace import make_slack
from tests.slack.proxying import company_proxy

WANTED = Wanted(frozenset(), (), (), {})


@dataclass(frozen=True)
class Site:
    slack: LocalSlack
    url: str
    settings: Settings
    ca_file: Path

    @property
    def trusting(self) -> Settings:
        return self.settings.model_copy(update={"ca_file": self.ca_file})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    authority, clock = Authority.made_in(tmp_path), DemoClock()
    slack = make_slack(clock)
    jira = LocalJira({"IPA": "IP audits"}, clock=clock, user=JIRA_USER, token=JIRA_TOKEN)
    with LocalServer(slack, jira, clock=clock) as server, authority.door(server.url) as url:
        slack.payloads.url = url  # so that the socket is one behind the door too
        given = read_settings(_env_file=None, data_dir=tmp_path)
        yield Site(slack, url, pointed_at(given, url, tmp_path), authority.ca_file)
    jira.webhooks.close()


def app_of(settings: Settings) -> App:
    return App(client=slack_client(settings, 5), process_before_response=True, token_verification_enabled=False)


def test_web_api_and_socket_trust_it_once_it_is_named(site: Site) -> None:
    with connected(app_of(site.trusting), APP_TOKEN) as bot:
        assert bot.client.trouble() == ""
        assert site.slack.connected
    assert slack_client(site.trusting).auth_test()["ok"]


def test_a_socket_through_a_proxy_trusts_it_too(site: Site) -> None:
    with company_proxy() as proxy:
        way = Proxy("127.0.0.1", proxy.port)
        with connected(app_of(site.trusting), APP_TOKEN, lambda _: way) as bot:
            assert bot.client.trouble() == ""
        assert [line.split()[1] for line in proxy.connects] == [site.url.removeprefix("https://")]


def test_jira_trusts_it_too(site: Site) -> None:
    tracker = jira_tracker(site.trusting)
    assert tracker.find("audit:V01") is None
    tracker.close()


def test_unless_it_is_named_doctor_says_that_this_is_what_is_missing(site: Site) -> None:
    (line,) = examine_slack(slack_client(site.settings), WANTED, app_token=APP_TOKEN)
    assert "its certificate is not trusted here" in line.what
    assert "RINGFENCE_CA_FILE" in line.what + line.to_do
    tracker = jira_tracker(site.settings)
    with pytest.raises(TryLater, match="RINGFENCE_CA_FILE"):
        tracker.find("audit:V01")
    tracker.close()
