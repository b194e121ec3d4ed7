"""What the story reads on a person's screen: messages, buttons, and the words in their blocks."""

import re
from datetime import UTC, datetime
from typing import Any

from bot.domain.dates import day_words
from bot.local.scripted_user import ScriptedUser

CHANNEL = "ip-requests"
_LINK = re.compile(r"<[^|>]+\|([^>]+)>")


class StoryBroken(Exception):
    """The story did not go as it should; the words say where."""


def with_button(user: ScriptedUser, request: str, action: str) -> dict[str, Any] | None:
    """The newest direct message about this request that has this button."""
    for message in reversed(user.messages()):
        elements = [element for block in message["blocks"] for element in block.get("elements", [])]
        if request in message["text"] and any(element.get("action_id") == action for element in elements):
            return message
    return None


def button(view: dict[str, Any], action: str) -> dict[str, Any]:
    """The first button of the form with this action."""
    for block in view.get("blocks", []):
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                return dict(element)
    raise StoryBroken(f"the form has no button {action}")


def whispered_more(user: ScriptedUser, before: int) -> bool:
    return len(user.whispers()) > before


def in_channel(user: ScriptedUser, begins: str) -> dict[str, Any] | None:
    """The newest message for everybody in the channel that begins so."""
    told = [one for one in user.messages(CHANNEL) if not one["ephemeral"] and one["text"].startswith(begins)]
    return told[-1] if told else None


def newest(user: ScriptedUser, words: str) -> dict[str, Any] | None:
    return next((message for message in reversed(user.messages()) if words in message["text"]), None)


def about_paper(user: ScriptedUser, paper: str, action: str) -> dict[str, Any] | None:
    """The newest direct message with such a button for this paper."""
    return next((m for m in reversed(user.messages()) if paper_value(m, paper, action)), None)


def says(user: ScriptedUser, ts: str, paper: str, words: str) -> dict[str, Any] | None:
    """This message, once what it says of the paper has these words."""
    return next((m for m in user.messages() if m["ts"] == ts and words in part_about(m, paper)), None)


def paper_value(message: dict[str, Any], paper: str, action: str = "") -> str | None:
    elements = [element for block in message["blocks"] for element in block.get("elements", [])]
    values = [str(one.get("value", "")) for one in elements if action in one.get("action_id", "")]
    return next((value for value in values if value.endswith(f":{paper}")), None)


def sent_on(message: dict[str, Any]) -> str:
    """The day of a message, from Slack's seconds since 1970."""
    return day_words(datetime.fromtimestamp(float(message["ts"]), UTC).date())


def part_about(message: dict[str, Any], paper: str) -> str:
    """What the message says of one of its papers."""
    parts: list[list[dict[str, Any]]] = [[]]
    for block in message["blocks"]:
        if block["type"] == "divider":
            parts.append([])
        parts[-1].append(block)
    return next((said for part in parts if (said := words_of(part)).startswith(f"{paper} ")), "")


def words_of(blocks: list[dict[str, Any]]) -> str:
    """What a person reads in these blocks, without buttons and marks; links and dates by their words."""
    lines = []
    for block in blocks:
        texts = [block.get("text"), *block.get("elements", [])] if block["type"] in ("section", "context") else []
        lines += [_LINK.sub(r"\1", text["text"]) for text in texts if text]
    return "\n".join(lines).replace("*", "")
