"""Slack refuses blocks: what every Slack knows is sent all the same, and what Slack says about the rest is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.application.digest.messages import WeekDigest
from bot.application.ports import Destination, GiveUp, MessageRef
from bot.local.clock import DemoClock
from bot.local.server import LocalServer
from bot.slack.blocks.kit import for_older_slack
from bot.slack.drawing import drawn
from bot.slack.messenger import SlackMessenger
from tests.local.workspace import Workspace, make_slack
from tests.slack.test_digest import FULL

HERE = Destination("channel", "ip-requests")
WEEK = WeekDigest(FULL)


@pytest.fixture
def empty() -> Iterator[Workspace]:
    clock = DemoClock()
    slack = make_slack(clock)
    slack.state.unknown_blocks = {"data_visualization"}
    with LocalServer(slack, clock=clock) as server:
        yield Workspace(slack, clock, server)


@pytest.fixture
def messenger(empty: Workspace) -> SlackMessenger:
    return SlackMessenger(WebClient(token="xoxb-local", base_url=f"{empty.url}/api/", timeout=5, retry_handlers=[]))


def types(workspace: Workspace, ref: MessageRef) -> list[str]:
    return [block["type"] for block in workspace.slack.state.messages[ref.channel, ref.ts].blocks]


def test_it_is_posted_and_redrawn_without_the_block_that_slack_does_not_know(empty: Workspace, messenger: SlackMessenger) -> None:
    whole = [block["type"] for block in drawn(WEEK)[1]]
    assert "data_visualization" in whole
    with capture_logs() as logs:
        ref = messenger.post(HERE, WEEK)
        messenger.redraw(ref, WEEK)
    assert types(empty, ref) == [kind for kind in whole if kind != "data_visualization"]
    assert [(line["left_out"], "unsupported type: data_visualization" in line["explanation"]) for line in logs] == [
        (["data_visualization"], True)
    ] * 2


def test_what_no_slack_takes_is_given_up_with_slacks_own_words(empty: Workspace, messenger: SlackMessenger) -> None:
    empty.slack.state.unknown_blocks = {"section"}
    with pytest.raises(GiveUp, match=r"invalid_blocks \(\[ERROR\] unsupported type: section \[json-pointer:/blocks/0/type\]"):
        messenger.post(HERE, WEEK)


def test_only_blocks_that_came_later_are_left_out() -> None:
    def block(kind: str) -> dict[str, Any]:
        return {"type": kind}

    old = [block(kind) for kind in ("section", "context", "divider", "actions", "header", "image", "input", "rich_text")]
    assert for_older_slack([*old, block("table"), block("markdown")]) == old
