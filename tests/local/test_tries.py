"""The strip *Try this*: each thing is ticked once somebody has done it, and stays so."""

from http.client import HTTPConnection

from bot.local.clock import DemoClock
from bot.local.jira import LocalJira
from bot.local.server import LocalServer
from bot.local.slack.delivery import Sent
from bot.local.slack.state import Message
from bot.local.tries import Buttons, first_tries
from tests.local.workspace import make_slack

BUTTONS = Buttons(fix="check.fix", approve="request.approve", renew="agreement.renew")


def click(action: str, who: str) -> Sent:
    return Sent("block_actions", {"actions": [{"action_id": action}], "user": {"id": who}})


def test_each_is_ticked_by_doing_it() -> None:
    clock = DemoClock()
    slack = make_slack(clock)
    tries = first_tries(slack, clock, BUTTONS)
    assert (len(tries.tries), tries.done) == (6, frozenset())

    receipt = {"type": "actions", "block_id": "receipt", "elements": []}
    slack.state.post(Message(slack.state.new_ts(), "D_JONAS", "U_BOT", "REQ-1", [receipt]))
    assert tries.done == {"ask"}
    slack.sent.append(click("request.approve", "U_MARA"))
    slack.sent.append(click("check.fix", "U_JONAS"))
    assert tries.done == {"ask", "fix"}
    slack.sent.append(click("request.approve", "U_LENA"))
    slack.sent.append(click("agreement.renew", "U_RUI"))
    assert tries.done == {"ask", "fix", "approve", "renew"}
    clock.next_monday()
    assert "monday" in tries.done
    tries.tick("board")
    assert len(tries.done) == 6


def test_what_was_done_stays_done_over_a_stop() -> None:
    clock = DemoClock()
    slack = make_slack(clock)
    slack.sent.append(click("check.fix", "U_JONAS"))
    done = first_tries(slack, clock, BUTTONS).done
    assert first_tries(make_slack(clock), clock, BUTTONS, done).done == {"fix"}


def test_looking_at_the_board_ticks_it() -> None:
    clock = DemoClock()
    slack = make_slack(clock)
    tries = first_tries(slack, clock, BUTTONS)
    jira = LocalJira({"IPA": "IP audits"}, clock=clock)
    with LocalServer(slack, jira, clock=clock, tries=tries) as server:
        assert said(server.url, "/fragment/tries?as=U_JONAS&in=@bot").count("○") == 6
        said(server.url, "/jira/board")
        assert said(server.url, "/fragment/tries?as=U_JONAS&in=@bot").count("✓") == 1


def test_a_workspace_without_a_guide_has_no_strip() -> None:
    clock = DemoClock()
    with LocalServer(make_slack(clock), clock=clock) as server:
        assert "Try this" not in said(server.url, "/?as=U_JONAS&in=@bot")


def said(url: str, path: str) -> str:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=5)
    connection.request("GET", path)
    words = connection.getresponse().read().decode()
    connection.close()
    return words
