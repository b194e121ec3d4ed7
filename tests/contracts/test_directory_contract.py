"""What every directory keeps: the fake in memory, and the real one against the local Slack. The same cases for both."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import pytest
from slack_sdk import WebClient

from bot.application.ports import Directory, TryLater
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.local.slack.json_body import BOT_USER
from bot.slack.directory import SlackDirectory
from tests.builders import TestClock
from tests.fakes.directory import FakeDirectory, profile
from tests.local import app as trial
from tests.local.workspace import Workspace, make_slack


class Bench(Protocol):
    """A directory, and somebody who hires, dismisses and pulls the plug."""

    directory: Directory

    def has_left(self, slack_id: str) -> None: ...
    def goes_down(self) -> None: ...
    def comes_back(self) -> None: ...
    def a_minute_passes(self) -> None: ...


class FakeBench:
    """The fake; it is told directly, and keeps nothing for a minute."""

    def __init__(self) -> None:
        self.fake = FakeDirectory(
            profile("U_LENA", name="Lena Brandt"),
            profile("U_GUEST", guest=True),
            profile("U_STRANGE", stranger=True),
            profile("U_GONE", active=False),
            profile(BOT_USER, bot=True),
        )
        self.directory: Directory = self.fake

    def has_left(self, slack_id: str) -> None:
        self.fake.people[slack_id] = replace(self.fake.people[slack_id], active=False)

    def goes_down(self) -> None:
        self.fake.down = True

    def comes_back(self) -> None:
        self.fake.down = False

    def a_minute_passes(self) -> None:
        """Nothing is kept here."""


class SlackBench:
    """The real one, with a local Slack behind it over HTTP."""

    def __init__(self, workspace: Workspace) -> None:
        self.slack, self.clock = workspace.slack, TestClock()
        client = WebClient(token=trial.BOT_TOKEN, base_url=workspace.url + "/api/", timeout=5, retry_handlers=[])
        self.directory: Directory = SlackDirectory(client, self.clock.now)

    def has_left(self, slack_id: str) -> None:
        members = self.slack.state.members
        members[slack_id] = replace(members[slack_id], active=False)

    def goes_down(self) -> None:
        self.slack.faults.add("error", times=None)

    def comes_back(self) -> None:
        self.slack.faults.clear()

    def a_minute_passes(self) -> None:
        self.clock.move(seconds=61)


@pytest.fixture(params=["fake", "slack"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "fake":
        yield FakeBench()
        return
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        yield SlackBench(Workspace(slack, clock, server))


def test_a_colleague_is_known_by_name_and_may_take_part(bench: Bench) -> None:
    found = bench.directory.profile("U_LENA")
    assert found is not None
    assert (found.slack_id, found.name, found.may_take_part) == ("U_LENA", "Lena Brandt", True)


@pytest.mark.parametrize(
    ("slack_id", "trait"), [("U_GUEST", "guest"), ("U_STRANGE", "stranger"), (BOT_USER, "bot")], ids=["guest", "stranger", "bot"]
)
def test_guests_strangers_and_bots_are_known_as_such_and_may_not_take_part(bench: Bench, slack_id: str, trait: str) -> None:
    found = bench.directory.profile(slack_id)
    assert found is not None
    assert [name for name in ("guest", "stranger", "bot") if getattr(found, name)] == [trait]
    assert not found.may_take_part


def test_whoever_has_left_may_not_take_part(bench: Bench) -> None:
    found = bench.directory.profile("U_GONE")
    assert found is not None
    assert (found.active, found.may_take_part) == (False, False)


def test_an_id_that_the_workspace_does_not_know_is_nobody(bench: Bench) -> None:
    assert bench.directory.profile("U_NOBODY") is None


def test_asked_anew_it_knows_at_once_who_has_left_and_who_was_never_there(bench: Bench) -> None:
    assert (bench.directory.profile("U_LENA"), bench.directory.ask("U_NOBODY")) == (bench.directory.ask("U_LENA"), None)
    bench.has_left("U_LENA")
    found = bench.directory.ask("U_LENA")
    assert found is not None
    assert not found.active


def test_one_that_cannot_be_asked_says_so(bench: Bench) -> None:
    bench.goes_down()
    with pytest.raises(TryLater):
        bench.directory.ask("U_LENA")


def test_whoever_leaves_is_known_to_have_left_within_a_minute(bench: Bench) -> None:
    before = bench.directory.profile("U_LENA")
    bench.has_left("U_LENA")
    bench.a_minute_passes()
    after = bench.directory.profile("U_LENA")
    assert (before and before.may_take_part, after and after.may_take_part) == (True, False)


def test_a_directory_that_cannot_be_asked_vouches_for_nobody_longer_than_a_minute(bench: Bench) -> None:
    assert bench.directory.profile("U_LENA") is not None
    bench.goes_down()
    bench.a_minute_passes()
    assert bench.directory.profile("U_LENA") is None
    assert bench.directory.profile("U_GUEST") is None
    bench.comes_back()
    assert bench.directory.profile("U_LENA") is not None


def test_what_slack_said_is_good_for_a_minute_so_that_a_click_need_not_ask_again() -> None:
    clock = DemoClock()
    slack = make_slack(clock)
    with LocalServer(slack, clock=clock) as server:
        bench = SlackBench(Workspace(slack, clock, server))
        for seconds in (0, 59, 2, 59):
            bench.clock.move(seconds=seconds)
            assert bench.directory.profile("U_LENA") is not None
        asked = [call.method for call in slack.calls if call.method == "users.info"]
        assert asked == ["users.info", "users.info"]
