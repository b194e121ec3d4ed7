"""What a person does at the local Jira's board, as a script does it: the same forms, without a browser."""

import json
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

TIMEOUT = 15.0
SEE_OTHER = 303


class ScriptedBoardUser:
    """Somebody at the board. Raises LookupError where there is no such card."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url).netloc

    def move(self, key: str, status: str) -> None:
        self._send_form(f"/jira/browse/{key}/move", status=status)

    def comment(self, key: str, text: str) -> None:
        self._send_form(f"/jira/browse/{key}/comment", text=text)

    def add_finding(self, key: str, summary: str, priority: str) -> None:
        self._send_form(f"/jira/browse/{key}/finding", summary=summary, priority=priority)

    def lose_webhooks(self, times: int) -> None:
        """The next changes are told to nobody."""
        said = json.dumps({"kind": "webhook_lost", "times": times})
        self._send("/jira/control/faults", said, "application/json")

    def _send_form(self, path: str, **fields: str) -> None:
        if self._send(path, urlencode(fields), "application/x-www-form-urlencoded") != SEE_OTHER:
            raise LookupError(f"the board has no {path}")

    def _send(self, path: str, said: str, kind: str) -> int:
        connection = HTTPConnection(self._address, timeout=TIMEOUT)
        try:
            connection.request("POST", path, said, {"Content-Type": kind})
            reply = connection.getresponse()
            reply.read()
            return reply.status
        finally:
            connection.close()
