"""What goes over the wire in both directions: JSON objects, ids and refusals as Slack names them."""

import secrets
from typing import Any

Json = dict[str, Any]

APP_ID = "A0LOCAL"
TEAM_ID = "T0LOCAL"
BOT_ID = "B0LOCAL"
BOT_USER = "U0LOCALBOT"
VERIFICATION_TOKEN = "not-used-any-more"  # noqa: S105 - Slack still sends this field; nothing checks it


class Refused(Exception):
    """A Web API call is refused: Slack's name of the error, and what else the reply says."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.more = more

    def body(self) -> Json:
        detail = {"response_metadata": {"messages": list(self.messages)}} if self.messages else {}
        return {"ok": False, "error": self.error, **self.more, **detail}


def new_id(prefix: str = "") -> str:
    """A fresh id that nothing can guess or parse."""
    return prefix + secrets.token_hex(5).upper()


def team(name: str) -> Json:
    return {"id": TEAM_ID, "domain": name.lower().replace(" ", "-")}
