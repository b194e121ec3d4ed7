"""What the local Jira tells others: a signed POST for every change of an issue and every comment, in order."""

import hashlib
import hmac
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from bot.local.faults import Faults
from bot.local.jira.board import DATA_CENTER, Board, IssueChange, Json
from bot.local.jira.json_body import Shapes

LOG = logging.getLogger(__name__)
WITHIN = 5


class Webhooks:
    """Sends to `url`, if there is one, from a thread of its own; `secret` signs. A listener that is away misses what is said."""

    def __init__(self, board: Board, faults: Faults) -> None:
        self.url: str | None = None
        self.secret = ""
        self.site = ""
        self._board, self._faults = board, faults
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="jira-webhooks")
        board.listeners.append(self.tell)

    def tell(self, change: IssueChange) -> None:
        if self.url and not self._faults.take("webhook_lost", change.name):
            self._sender.submit(self._send, self.url, json.dumps(self._payload(change)).encode(), self._board.next_id())

    def close(self) -> None:
        """Sends what is waiting and ends the thread."""
        self._sender.shutdown()

    def _send(self, url: str, body: bytes, ident: str) -> None:
        parts = urlsplit(url)
        signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={signature}", "X-Atlassian-Webhook-Identifier": ident}
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=WITHIN)
        try:
            connection.request("POST", parts.path or "/", body, headers | {"Content-Type": "application/json"})
            connection.getresponse().read()
        except (OSError, HTTPException) as problem:
            LOG.warning("The webhook of the local Jira reached nobody at %s: %s", url, problem)
        finally:
            connection.close()

    def _payload(self, change: IssueChange) -> Json:
        shapes = Shapes(self._board, self.site)
        told: Json = {"timestamp": int(change.issue.updated_at.timestamp() * 1000)}
        if change.other:
            ends = {"sourceIssueId": int(change.issue.ident), "destinationIssueId": int(change.other.ident)}
            return told | {"webhookEvent": "issuelink_created", "issueLink": {"id": int(self._board.next_id()), **ends}}
        if change.comment:
            about = {"comment": shapes.comment(change.issue, change.comment)}
            if self._board.house.dialect != DATA_CENTER:  # which tells of the issue in the comment's own address alone
                about["issue"] = shapes.issue(change.issue)
            return told | {"webhookEvent": change.event or "comment_created", **about}
        told["issue"] = shapes.issue(change.issue)
        if change.name == "created":
            return told | {"webhookEvent": "jira:issue_created", "user": shapes.person(change.author)}
        if change.event:
            return told | {"webhookEvent": change.event, "user": shapes.person(change.author)}
        item = {"field": change.name, "fieldId": change.name, "fieldtype": "jira"}
        item |= {"fromString": change.before, "toString": change.after}
        items: list[Json] = [item]
        kind = "issue_generic"
        if change.name == "Key":
            items, kind = [_project_item(change), item], "issue_moved"
        changelog = {"id": self._board.next_id(), "items": items}
        what: Json = {"webhookEvent": "jira:issue_updated", "issue_event_type_name": kind, "changelog": changelog}
        return told | what | {"user": shapes.person(change.author)}


def _project_item(change: IssueChange) -> Json:
    names: Json = {"fromString": change.before.rpartition("-")[0], "toString": change.after.rpartition("-")[0]}
    return {"field": "project", "fieldId": "project", "fieldtype": "jira", **names}
