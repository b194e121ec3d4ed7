"""What stands in the local workspace and on the local board, as JSON: kept from one start of the demo to the next.

Forms that are open are not kept, as they are not in Slack either.
"""

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from bot.local.jira.board import Board, Issue
from bot.local.slack.state import Channel, Message, State

Json = dict[str, Any]
_CHANNELS, _MESSAGES, _ISSUES = TypeAdapter(list[Channel]), TypeAdapter(list[Message]), TypeAdapter(list[Issue])


def kept_of(state: State, board: Board) -> Json:
    with state.lock, board.lock:
        return {
            "channels": _CHANNELS.dump_python(list(state.channels.values()), mode="json"),
            "messages": _MESSAGES.dump_python(list(state.messages.values()), mode="json"),
            "read": [[*place, ts] for place, ts in state.read.items()],
            "issues": _ISSUES.dump_python([replace(issue, links=[]) for issue in board.issues], mode="json"),
            "links": [[one.key, ident, kind, way, other.key] for one in board.issues for ident, kind, way, other in one.links],
            "next_id": int(board.next_id()),
        }


def put_back(kept: Json, state: State, board: Board) -> None:
    """Into a workspace and a board on which nothing stands yet. Raises ValueError or KeyError for what is no such thing."""
    with state.lock, board.lock:
        state.channels |= {one.id: one for one in _CHANNELS.validate_python(kept["channels"])}
        state.messages |= {(one.channel, one.ts): one for one in _MESSAGES.validate_python(kept["messages"])}
        state.read |= {(channel, user): ts for channel, user, ts in kept["read"]}
        board.issues += _ISSUES.validate_python(kept["issues"])
        issues = {one.key: one for one in board.issues}
        for key, ident, kind, way, other in kept["links"]:
            issues[key].links.append((ident, kind, way, issues[other]))
        board.go_on_from(int(kept["next_id"]))
