"""What the directory makes of what Slack says about people of other companies, beyond what every directory keeps."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.local.slack import LocalMember
from bot.local.slack.methods import Method
from bot.slack.directory import SlackDirectory
from tests.builders import TestClock
from tests.local import app as trial
from tests.local.workspace import Workspace, make_slack

ENTERPRISE = "E0OURS"


@dataclass(frozen=True)
class Described(LocalMember):
    """Somebody of whom Slack says this, in place of what it says of the others."""

    team: str = "T0LOCAL"
    organisation: str = ""

    def as_user(self, now: datetime, *, email: str | None) -> dict[str, Any]:
        more = {"enterprise_user": {"id": self.id, "enterprise_id": self.organisation}} if self.organisation else {}
        return super().as_user(now, email=email) | {"team_id": self.team} | more


@contextmanager
def directory_of(*people: LocalMember) -> Iterator[tuple[Workspace, SlackDirectory, TestClock]]:
    clock = DemoClock()
    slack = make_slack(clock)
    slack.state.members |= {one.id: one for one in people}
    with LocalServer(slack, clock=clock) as server:
        client = WebClient(token=trial.BOT_TOKEN, base_url=server.url + "/api/", timeout=5, retry_handlers=[])
        hand = TestClock()
        yield Workspace(slack, clock, server), SlackDirectory(client, hand.now), hand


def test_somebody_of_another_company_who_shares_a_channel_is_a_stranger_though_slack_does_not_mark_them() -> None:
    with directory_of(Described("U_PARTNER", "paula", "Paula Partner", team="T0PARTNER")) as (_, directory, _clock):
        found = directory.profile("U_PARTNER")
    assert found is not None
    assert (found.stranger, found.may_take_part) == (True, False)


def test_another_companys_enterprise_organisation_is_not_ours() -> None:
    partner = Described("U_PARTNER", "paula", "Paula Partner", team="T0PARTNER", organisation="E0THEIRS")
    with directory_of(partner) as (_, directory, _clock):
        found = directory.profile("U_PARTNER")
    assert found is not None
    assert not found.may_take_part


def test_a_colleague_of_another_workspace_of_our_own_organisation_may_take_part() -> None:
    colleague = Described("U_COLLEAGUE", "carl", "Carl Colleague", team="T0SISTER", organisation=ENTERPRISE)
    with directory_of(colleague) as (workspace, directory, _clock):
        about = {"url": workspace.url, "team_id": "T0LOCAL", "enterprise_id": ENTERPRISE}
        workspace.slack.api.methods["auth.test"] = Method(lambda _: about, frozenset())
        found = directory.profile("U_COLLEAGUE")
    assert found is not None
    assert found.may_take_part


def test_nobody_is_known_before_slack_has_said_which_workspace_is_ours() -> None:
    with directory_of() as (workspace, directory, _clock):
        workspace.slack.faults.add("error", method="auth.test")
        assert directory.profile("U_LENA") is None
        found = directory.profile("U_LENA")
    assert found is not None
    assert found.may_take_part


def test_which_workspace_is_ours_is_asked_once() -> None:
    with directory_of() as (workspace, directory, clock):
        for who in ("U_LENA", "U_JONAS", "U_GUEST"):
            directory.profile(who)
            clock.move(seconds=90)
        assert [call.method for call in workspace.slack.calls] == ["auth.test", "users.info", "users.info", "users.info"]


def test_an_answer_from_the_future_is_asked_again() -> None:
    """A clock that was set back does not make what is known fresh for ever."""
    with directory_of() as (workspace, directory, clock):
        directory.profile("U_LENA")
        clock.move(seconds=-3600)
        workspace.slack.faults.add("error", times=None)
        assert directory.profile("U_LENA") is None
