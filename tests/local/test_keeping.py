"""What stands in the local workspace and on the board comes back as it was, after a stop of the demo."""

import json
from datetime import UTC, datetime

from bot.local.clock import DemoClock
from bot.local.jira import LocalJira
from bot.local.keeping import kept_of, put_back
from bot.local.slack.state import Message, State

MORNING = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
CHANNELS = {"ip-requests": ["U_LENA"]}


def workspace() -> tuple[State, LocalJira]:
    clock = DemoClock(MORNING)
    state = State([], clock)
    state.add_channels(CHANNELS, (), ())
    return state, LocalJira({"IPA": "IP audits"}, clock=clock)


def test_messages_threads_and_issues_come_back_as_they_were() -> None:
    state, jira = workspace()
    head = state.post(Message(state.new_ts(), "C_IP_REQUESTS", "U_BOT", "A card", [{"type": "divider"}]))
    state.post(Message(state.new_ts(), state.direct("U_LENA").id, "U_BOT", "For you", [], only_for="U_LENA", thread_ts=head.ts))
    state.read["C_IP_REQUESTS", "U_LENA"] = head.ts
    board = jira.board
    first = board.create("IPA", issue_type="Audit", fields={"summary": "An audit", "labels": ["ringfence"]}, by="bot")
    other = board.create("IPA", issue_type="Finding", fields={"summary": "A finding"}, by="bot")
    board.link(first, other, "Relates", by="bot")
    board.comment(first, board.text("Seen."), by="ines")

    kept = json.loads(json.dumps(kept_of(state, board)))
    again, other_jira = workspace()
    put_back(kept, again, other_jira.board)

    assert again.messages == state.messages
    assert again.read == state.read
    assert again.channels == state.channels
    back = other_jira.board.get("IPA-1")
    assert back is not None
    assert (back.fields, back.comments, back.updated_at) == (first.fields, first.comments, first.updated_at)
    assert [(way, issue.key) for _, _, way, issue in back.links] == [("outwardIssue", "IPA-2")]
    assert other_jira.board.create("IPA", issue_type="Audit", fields={}, by="bot").key == "IPA-3"
    assert other_jira.board.next_id() not in {first.ident, other.ident}
